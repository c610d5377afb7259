"""911 centres: waiting, what was said, dispatch, transfers, and what happens when one is down. Known answers."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engine import calls
from simulator.model.run import Run
from tests.engine.buildings import rows
from tests.engine.talking import COMMS, ROLES, decided, knows, school, talk

ONE = {"psaps": {"county": {"call_takers": 1, "dispatches": ["police", "ems"]}}}
WHERE = "Test (invented)"


def calls_911(at: float, role: str = "secretary", **fields: Any) -> Any:
    return decided(at, role, "call_911", **fields)


def knowledge(run: Run, who: str) -> dict[str, tuple[int, str]]:
    """What somebody learned, first."""
    found: dict[str, tuple[int, str]] = {}
    for row in rows(run, "learned"):
        if row[3] == who:
            found.setdefault(row[4], (row[0], row[5]))
    return found


def sent_agencies(run: Run) -> list[tuple[int, str]]:
    """When each agency knew that it is needed."""
    agencies = run.scenario.agencies
    found: dict[str, int] = {}
    for row in rows(run, "learned"):
        if row[3] in agencies and row[7] in ("dispatch", "panic_button"):
            found.setdefault(row[3], row[0])
    return [(t_ms, name) for name, t_ms in found.items()]


# ---- one centre ------------------------------------------------------------------------------------------------------


def test_a_call_rings_is_answered_and_leads_to_a_dispatch() -> None:
    run = talk(calls_911(10, says=["what", "where"]), comms=ONE)
    assert [row[:2] + row[3:] for row in rows(run, "call_placed", "call_answered")] == [
        (15_000, "call_placed", "county", "secretary", None, ("what", "where"), 0.0),
        (19_000, "call_answered", "county", "secretary", None, ("what", "where"), 4.0),
    ]
    assert knowledge(run, "county") == {"what": (39_000, "armed_assailant"), "where": (39_000, WHERE)}
    assert sent_agencies(run) == [(39_000, "police"), (39_000, "ems")]
    assert [row[0] for row in rows(run, "done") if row[6] == "decision"] == [15_000]


def test_the_third_of_three_callers_waits_for_the_only_call_taker() -> None:
    run = talk(calls_911(10), calls_911(11, "dean"), calls_911(12, "officer"), comms=ONE)
    assert [(row[0], row[4], row[7]) for row in rows(run, "call_answered")] == [
        (19_000, "secretary", 4.0), (83_000, "dean", 67.0), (147_000, "officer", 130.0),
    ]  # fmt: skip


def test_calls_by_the_public_fill_the_queue_and_send_nobody() -> None:
    crowd = {"id": "PC", "at": 0, "effect": [{"public_calls": 5, "over": 4}]}
    run = talk(calls_911(10), comms=ONE, injects=[crowd])
    placed = rows(run, "call_placed")
    assert [row[4] for row in placed] == ["public"] * 5 + ["secretary"]
    assert all(row[0] <= 4_000 for row in placed[:5])
    first = placed[0][0]
    answered = next(row for row in rows(run, "call_answered") if row[4] == "secretary")
    assert answered[0] == first + 5 * 64_000 + 4_000
    assert all(row[0] == answered[0] + 20_000 for row in rows(run, "learned") if row[7] == "911")


def test_the_public_may_report_what_is_right_or_wrong() -> None:
    crowd = {"id": "PC", "at": 0, "effect": [{"public_calls": 1, "over": 4, "says": ["what", "door=DB"]}]}
    run = talk(comms=ONE, injects=[crowd])
    assert {fact: value for fact, (_, value) in knowledge(run, "county").items()} == {
        "what": "armed_assailant",
        "door": "DB",
    }
    assert len(sent_agencies(run)) == 2


def test_a_caller_without_the_fact_does_not_say_it() -> None:
    says = ["what", "where", "door"]
    assert "door" not in knowledge(talk(calls_911(10, says=says), comms=ONE), "county")
    knowing = talk(calls_911(10, says=says), comms=ONE, injects=[knows("secretary", "door", "X")])
    assert knowledge(knowing, "county")["door"] == (39_000, "X")


def test_what_the_caller_wants_to_say_is_all_that_is_said() -> None:
    known = [knows("secretary", "door", "X"), knows("secretary", "threat_where", "H")]
    assert set(knowledge(talk(calls_911(10, says="what"), comms=ONE, injects=known), "county")) == {"what"}
    assert set(knowledge(talk(calls_911(10), comms=ONE, injects=known), "county")) == {
        "what",
        "where",
        "door",
        "threat_where",
    }


def test_a_second_call_adds_facts_and_does_not_dispatch_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sends: list[str] = []
    send = calls.Calls.send
    monkeypatch.setattr(
        calls.Calls, "send", lambda self, agency, *more: (sends.append(agency), send(self, agency, *more))
    )
    second = calls_911(100, "officer", says="door")
    run = talk(calls_911(10), second, comms=ONE, injects=[knows("officer", "door", "X")])
    assert sends == ["police", "ems"]
    assert knowledge(run, "police")["door"] == (129_000, "X")


def test_news_for_units_on_their_way_goes_out_on_the_radio() -> None:
    comms = ONE | {"radio": {"police": {"users": ["police", "sergeant"]}}}
    second = calls_911(100, "officer", says="door")
    roles = {name: role | {"radio": "police"} if name == "sergeant" else {"in": "A"} for name, role in ROLES.items()}
    run = talk(calls_911(10), second, comms=comms, roles=roles, injects=[knows("officer", "door", "X")])
    assert knowledge(run, "sergeant")["door"] == (139_000, "X")


def test_who_called_is_busy_until_it_is_all_said() -> None:
    run = talk(
        calls_911(10),
        decided(20, "secretary", "broadcast", channel="school", what="x"),
        comms=ONE | {"radio": COMMS["radio"]},
    )
    assert next(row for row in rows(run, "sent") if row[4] == "secretary")[0] == 39_000


# ---- two centres -----------------------------------------------------------------------------------------------------


def test_a_call_to_the_centre_that_sends_nobody_wanted_is_transferred() -> None:
    run = talk(calls_911(10, says=["what"]))  # by the office line to the city, which sends only the police
    assert [row[0:2] + row[3:] for row in rows(run, "transferred")] == [
        (54_000, "transferred", "city", "secretary", "county", ("what",), 15.0)
    ]
    assert sent_agencies(run) == [(39_000, "police"), (78_000, "ems")]


def test_by_mobile_it_rings_at_the_other_centre_and_the_police_come_later() -> None:
    run = talk(calls_911(10, "officer"))
    assert rows(run, "call_placed")[0][3] == "county"
    assert sent_agencies(run) == [(39_000, "ems"), (78_000, "police")]


def test_once_the_other_centre_has_it_further_calls_are_not_transferred() -> None:
    run = talk(calls_911(10), calls_911(100, "principal", psap="city"))
    assert [row[4] for row in rows(run, "transferred")] == ["secretary"]


def test_a_centre_that_sends_nobody_at_all_passes_every_call_on() -> None:
    comms = COMMS | {
        "psaps": COMMS["psaps"] | {"county": {"call_takers": 2}, "city": {"dispatches": ["police", "ems"]}}
    }
    second = calls_911(20, "dean", says="door")
    run = talk(calls_911(10, "officer"), second, comms=comms, injects=[knows("dean", "door", "X")])
    assert [row[4] for row in rows(run, "transferred")] == ["officer", "dean"]
    assert knowledge(run, "police")["door"][1] == "X"


def test_a_call_may_be_transferred_by_hand() -> None:
    run = talk(
        calls_911(10, psap="city"), decided(45, "secretary", "transfer_call", to="county"), agencies={"police": {}}
    )
    assert [(row[0], row[3], row[5]) for row in rows(run, "transferred")] == [(60_000, "city", "county")]
    none = talk(decided(45, "secretary", "transfer_call", to="county"))
    assert [row[4] for row in rows(none, "refused")] == ["the secretary has no 911 call that could be transferred"]


def test_there_is_no_such_centre() -> None:
    run = talk(calls_911(10, psap="state"))
    assert [row[4] for row in rows(run, "refused")] == ["there is no 911 centre called state; there are: city, county"]


def test_without_any_centre_described_there_is_one() -> None:
    run = talk(calls_911(10), comms={})
    assert rows(run, "call_answered")[0][3] == calls.ONLY_CENTRE
    assert [name for _, name in sent_agencies(run)] == ["police", "ems"]


# ---- what fails ------------------------------------------------------------------------------------------------------


def fails(what: str, at: float, until: float) -> dict[str, Any]:
    return {"id": f"F-{what}", "at": at, "effect": [{"fail": what, "for": until - at}]}


def test_a_centre_that_is_down_answers_when_it_works_again() -> None:
    run = talk(calls_911(10), comms=ONE, injects=[fails("psap.county", 5, 100)])
    assert [(row[0], row[7]) for row in rows(run, "call_answered")] == [(104_000, 89.0)]


def test_where_there_is_another_centre_the_call_rings_over() -> None:
    run = talk(calls_911(10), injects=[fails("psap.city", 5, 1000)])
    assert next((row[0], row[3], row[5]) for row in rows(run, "transferred")) == (30_000, "city", "county")
    assert next((row[0], row[3], row[7]) for row in rows(run, "call_answered")) == (34_000, "county", 19.0)


def test_those_who_wait_when_a_centre_fails_ring_over_too() -> None:
    busy = calls_911(10, "officer", psap="city")
    run = talk(busy, calls_911(12), injects=[fails("psap.city", 30, 1000)])
    over = next(row for row in rows(run, "transferred") if row[4] == "secretary")
    assert (over[0], over[5]) == (45_000, "county")


def test_from_a_line_that_is_dead_the_caller_takes_a_mobile() -> None:
    run = talk(calls_911(10, **{"from": "office"}), injects=[fails("phone.office", 0, 600)])
    assert [(row[0], row[6], row[8]) for row in rows(run, "lost")] == [(15_000, "phone.office", "the line is dead")]
    assert [(row[0], row[3]) for row in rows(run, "call_placed")] == [(20_000, "county")]


# ---- panic button ----------------------------------------------------------------------------------------------------


def test_a_panic_button_tells_nothing_but_the_place() -> None:
    run = talk(decided(10, "secretary", "press_panic", point="PB"), comms=ONE)
    assert rows(run, "call_placed")[0][:5] == (13_000, "call_placed", "secretary-10", "county", "PB")
    assert knowledge(run, "county") == {"where": (37_000, WHERE), "place": (37_000, "A")}
    assert [name for _, name in sent_agencies(run)] == ["police", "ems"]


def test_a_panic_button_may_ring_at_an_agency_or_a_role() -> None:
    agency = talk(decided(10, "secretary", "press_panic"), comms=ONE | {"panic": "police"})
    assert sent_agencies(agency) == [(13_000, "police")] and rows(agency, "call_placed") == []
    role = talk(decided(10, "secretary", "press_panic"), comms=ONE | {"panic": "officer"})
    assert knowledge(role, "officer")["place"] == (13_000, "A")


def test_a_building_without_a_button() -> None:
    plan = school().model_copy(update={"points": ()})
    run = talk(decided(10, "secretary", "press_panic"), plan=plan)
    assert [row[4] for row in rows(run, "refused")] == ["the building has no panic button"]


# ---- pairing ---------------------------------------------------------------------------------------------------------


def test_other_peoples_calls_change_no_draw_of_a_role() -> None:
    drawn = {"readiness": {}, "comms": {"psaps": {"county": {"call_takers": 50, "dispatches": ["police"]}}}}
    crowd = [{"id": "PC", "at": 0, "effect": [{"public_calls": 9, "over": 4}]}]

    def mine(run: Run) -> list[Any]:
        return [row[:5] for row in run.rows if row[2] == "secretary-10" and row[1] != "learned"]

    assert mine(talk(calls_911(10), **drawn)) == mine(talk(calls_911(10), injects=crowd, **drawn))
