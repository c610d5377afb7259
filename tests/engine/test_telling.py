"""Telling and asking by phone, by radio and in person: who can be reached how, and how long it takes."""

from __future__ import annotations

from typing import Any

from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.talking import COMMS, ROLES, decided, knows, talk
from tests.engine.test_channels import learned, orders

DOOR = knows("principal", "door", "X")
CALL = {"at": 5, "effect": [{"fail": "phone.office"}], "id": "F"}


def tells(at: float = 10, role: str = "principal", **fields: Any) -> Any:
    return decided(at, role, "tell", **({"about": "door"} | fields))


def refusals(run: Run) -> list[str]:
    return [row[4] for row in rows(run, "refused")]


def test_in_person_on_the_site_by_radio_where_both_are_on_it_else_by_phone() -> None:
    inside = talk(tells(to="secretary"), injects=[DOOR])
    assert learned(inside, "door") == {"secretary": 40_000}
    by_radio = talk(tells(to="secretary", via="radio"), injects=[DOOR])
    assert learned(by_radio, "door") == {"secretary": 20_000, "officer": 20_000}
    by_phone = talk(tells(to="sergeant"), injects=[DOOR])
    assert learned(by_phone, "door") == {"sergeant": 25_000}
    assert [row[6:] for row in rows(by_phone, "sent")] == [("phone.mobile", 0.0, None)]


def test_the_first_way_that_is_open_is_taken() -> None:
    run = talk(tells(to="sergeant", via=["in_person", "radio", "phone"]), injects=[DOOR])
    assert learned(run, "door") == {"sergeant": 25_000}


def test_where_no_way_is_open_that_is_said() -> None:
    run = talk(tells(to="sergeant", via=["in_person", "radio"]), injects=[DOOR])
    assert refusals(run) == ["the principal cannot reach the sergeant in person or by radio"]


def test_a_call_to_a_dead_line_is_lost() -> None:
    run = talk(tells(to="secretary", via="phone"), injects=[DOOR, CALL])
    assert [(row[0], row[6], row[8]) for row in rows(run, "lost")] == [(25_000, "phone.office", "the line is dead")]
    assert learned(run, "door") == {}


def test_from_a_dead_line_one_calls_by_mobile() -> None:
    run = talk(tells(role="secretary", to="principal", via="phone"), injects=[knows("secretary", "door", "X"), CALL])
    assert [row[6] for row in rows(run, "sent")] == ["phone.mobile"]


def test_everybody_of_a_place_is_told_at_once() -> None:
    run = talk(tells(to="B"), injects=[DOOR])
    assert learned(run, "door") == {"class": 40_000, "officer": 40_000, "dean": 40_000}


def test_the_first_officer_can_be_told_once_one_has_arrived() -> None:
    agencies = {"police": {"units": 2, "arrival": {"fixed": 30}}}
    called = decided(0, "officer", "call_911", psap="city")
    early, late = tells(20, to="first_officer"), tells(100, to="first_officer", id="N2")
    run = talk(called, early, late, injects=[DOOR], agencies=agencies)
    assert refusals(run) == ["no officer has arrived yet"]
    assert learned(run, "door") == {"police-1": 130_000}


def test_everybody_of_the_school_can_hand_over_its_keys() -> None:
    run = talk(tells(to="dean", about=["keys", "doors"]), roles=ROLES | {"dean": {"in": "B", "keys": False}})
    assert [row[3:5] for row in rows(run, "learned")] == [("dean", "keys"), ("dean", "doors")]
    assert (
        rows(
            talk(tells(role="dean", to="officer", about="keys"), roles=ROLES | {"dean": {"in": "B", "keys": False}}),
            "learned",
        )
        == []
    )


def test_whoever_is_asked_says_what_they_know() -> None:
    asked = decided(10, "dean", "ask", to="principal", about=["door", "threat_where"])
    assert learned(talk(asked, injects=[DOOR]), "door") == {"dean": 40_000}
    on_air = decided(10, "officer", "ask", to="principal", about="door", via="radio")
    run = talk(on_air, injects=[DOOR])
    assert learned(run, "door") == {"secretary": 30_000, "officer": 30_000}
    assert [row[0] for row in rows(run, "done")] == [30_000]


def test_an_order_by_phone_or_radio_reaches_whom_it_is_for() -> None:
    by_phone = talk(decided(10, "principal", "tell", what="lockdown", to="secretary", via="phone"))
    assert orders(by_phone)[0] == (25_000, "secretary", "phone")
    by_radio = talk(decided(10, "principal", "tell", what="lockdown", to="officer", via="radio"))
    assert {who for _, who, via in orders(by_radio) if via == "radio"} == {"secretary", "officer"}


def test_groups_outdoors_hear_an_order_by_the_radio_of_their_staff() -> None:
    outside = {"occupancy": {"groups": [{"id": "team", "kind": "pupils", "in": "OUT", "count": 5}]}}
    tell = decided(10, "principal", "tell", what="lockdown", to="outdoor_groups", via="radio")
    assert (20_000, "team", "radio") in orders(talk(tell, **outside))
    no_radio = COMMS | {"radio": {}}
    roles = {name: {"in": role["in"]} for name, role in ROLES.items()}
    assert (40_000, "team", "in_person") in orders(talk(tell, comms=no_radio, roles=roles, **outside))


def test_what_is_neither_order_nor_fact_is_done_at_once_and_changes_nothing() -> None:
    run = talk(decided(10, "principal", "tell", what="hello", to="dean"))
    assert rows(run, "learned", "refused") == [] and rows(run, "done")[0][0] == 10_000
