"""Coming in, spreading along a hall, finding no room, and help on the way: known answers and properties."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.state import queues
from simulator.engine.run import run
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.response import Response
from simulator.model.run import Run
from simulator.verification.conservation import agrees
from tests.engine.buildings import bundle_of, plan_of, rows
from tests.engine.test_orders import EXACT, decided, pupils, response, teacher
from tests.engine.test_orders import school as two_rooms
from tests.library.checks import waits_for_ever

WEATHER = {"warned": 5, "arrives": 600, "lasts": {"fixed": 600}}
STORM = {"weather": WEATHER, "hazard": "severe_weather", "horizon": "40:00"}
SHELTER = {"action": "announce", "what": "shelter", "hazard": "severe_weather"}
OUTDOORS = {"action": "tell", "to": ["OUT"], "via": "in_person"}


def school(places: int = 30, second: int = 0, **kinds: str) -> Plan:
    """A hall H of 30 m in five strips, with room A and hall G behind B, and a boiler room next to the open ground."""
    spaces: dict[str, dict[str, Any]] = {
        "H": {"kind": "corridor", "box": [0, 0, 30, 3], "pa": "z", "segment": 6, "shelter": {"severe_weather": places}},
        "A": {"kind": "classroom", "box": [0, 3, 10, 11], "pa": "z"},
        "B": {"kind": "classroom", "box": [20, 3, 30, 11], "pa": "z"},
        "M": {"kind": kinds.get("M", "mechanical"), "box": [0, -6, 6, 0]},
        "V": {"kind": kinds.get("V", "lobby"), "box": [30, 0, 34, 3]},
        "OUT": {"kind": "outdoors", "box": [-30, -30, 0, 11]},
        "OUT2": {"kind": "outdoors", "box": [34, -30, 60, 11]},
        "LAWN": {"kind": "outdoors", "box": [-30, -40, 60, -30]},
    }
    if second:
        spaces["B"]["shelter"] = {"severe_weather": second}
    door: dict[str, Any] = {"type": "door", "lock": "outside-key", "state": "locked"}
    doors = [
        {"id": "DA", "between": ["A", "H"], "at": [5, 3], "type": "door", "lock": "inside"},
        {"id": "DB", "between": ["B", "H"], "at": [25, 3], "type": "door", "lock": "inside"},
        {"id": "XM", "between": ["M", "OUT"], "at": [0, -3], **door},
        {"id": "DV", "between": ["H", "V"], "at": [30, 1.5], **door},
        {"id": "XV", "between": ["V", "OUT2"], "at": [34, 1.5], **door},
        {"id": "L1", "between": ["OUT", "LAWN"], "at": [-15, -30], "type": "open", "clear": 20},
        {"id": "L2", "between": ["OUT2", "LAWN"], "at": [47, -30], "type": "open", "clear": 20},
    ]
    return plan_of(spaces, doors)


def play(groups: list[Any], *decisions: Decision, plan: Plan | None = None, **more: Any) -> Run:
    tree: dict[str, Any] = {"conduct": EXACT, "roles": {"principal": {"in": "A"}}}
    bundle = bundle_of(plan or school(), groups, **(tree | STORM | more))
    annex = {"order": "shelter", "steps": []}
    plan_of_school = {"format": "hotwash.response/1", "title": "T", "hazards": {"severe_weather": annex}}
    answer = Response.model_validate(plan_of_school)
    return run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, answer), 1, decisions)


def at_the_end(played: Run) -> Counter[str]:
    return Counter({place: sum(one[2] for one in played.standing if one[3] == place) for *_, place in played.standing})


# ---- along a hall ----------------------------------------------------------------------------------------------------


def test_a_class_that_shelters_in_a_hall_spreads_over_its_strips() -> None:
    # 24 pupils from A and the principal; six places a strip: four columns of five and one of four, one strip
    # each, and the principal where one place is left next to the door
    played = play([pupils("a", "A", 24)], decided(**SHELTER))
    ends = at_the_end(played)
    assert sorted(ends[f"H/{strip}"] for strip in range(1, 6)) == [4, 5, 5, 5, 6]
    assert not waits_for_ever(played)


def test_whoever_is_in_the_hall_already_makes_room_too() -> None:
    played = play([pupils("h", "H", 18, at=[1, 1])], decided(**SHELTER))
    assert max(count for place, count in at_the_end(played).items() if place.startswith("H")) <= 6


def test_whoever_finds_a_shelter_full_goes_to_the_next() -> None:
    played = play([pupils("a", "A", 9, each_alone=True)], decided(**SHELTER), plan=school(5, 5))
    assert Counter(place[0] for place in played.places.values()) == {"H": 5, "B": 5}


def test_an_order_heard_twice_in_other_words_takes_no_second_place() -> None:
    twice = decided(id="N2", at=60, action="announce", what="shelter")
    late = decided(id="N3", at=120, action="tell", what="shelter", to="B", via="in_person")
    groups = [pupils("a", "A", 4, each_alone=True), pupils("b", "B", 5, each_alone=True)]
    played = play(groups, decided(**SHELTER, zones=["z"]), twice, late, plan=school(10))
    assert {place for place in played.places.values() if place[0] != "H"} == set()


def test_whoever_goes_elsewhere_leaves_a_place_for_others() -> None:
    away = decided(id="N2", at=60, action="tell", what="hold", to="H", via="in_person")
    late = decided(id="N3", at=150, action="tell", what="shelter", to="B", via="in_person")
    first = decided(action="tell", what="shelter", to="A", via="in_person")
    played = play([pupils("a", "A", 4), pupils("b", "B", 5)], first, away, late, plan=school(5))
    assert all(place[0] == "H" for person, place in played.places.items() if person.startswith("b/"))


def test_whoever_is_told_to_stay_while_queueing_is_in_no_queue_any_more() -> None:
    # all leave for the alarm by the one door of A; the lockdown finds most of them at it
    groups = [pupils("a", "A", 40, delay={"fixed": 0}, each_alone=True), teacher("t", "A")]
    alarm = {"injects": [{"id": "I1", "at": 2, "effect": [{"alarm": "fire"}]}]}
    lockdown = decided(at=5, action="announce", what="lockdown")
    at_once = EXACT | {"announce_s": {"fixed": 1}, "sentence_s": {"fixed": 1}}
    roles = {"principal": {"in": "B"}}
    bundle = bundle_of(
        two_rooms(), groups, hazard="armed_assailant", conduct=at_once, horizon="30:00", roles=roles, **alarm
    )
    played = run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, response()), 1, (lockdown,))
    stayed = [row for row in rows(played, "waiting") if row[5] == "stays"]
    assert stayed and not waits_for_ever(played)
    assert max(queue.until_ms for queue in queues(played)) <= 60_000


# ---- coming in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["shelter", "secure"])
def test_people_come_in_where_a_way_leads_on_and_are_let_through_a_vestibule(order: str) -> None:
    # the boiler room's door is near and leads nowhere; the vestibule is on the far side, with two locked doors
    groups = [pupils("out", "OUT", 3, each_alone=True, at=[-1, -3]), teacher("t", "A")]
    played = play(groups, decided(**OUTDOORS, what=order))
    assert not [row for row in rows(played, "entered") if row[4] == "M"]
    home = {place for person, place in played.places.items() if person.startswith("out")}
    assert {place[0] for place in home} <= ({"H"} if order == "shelter" else {"A", "B"})
    knocks = [row[6] for row in rows(played, "waiting") if row[5] == "knocks"]
    assert {"XV", "DV"} <= set(knocks)


def test_a_boiler_room_is_better_than_nothing() -> None:
    groups = [pupils("out", "OUT", 3, each_alone=True, at=[-1, -3]), teacher("t", "A")]
    plan = school()
    kept = [one for one in plan.model_dump(by_alias=True, exclude_none=True)["openings"] if one["id"] != "XV"]
    spaces = plan.model_dump(by_alias=True, exclude_none=True)["levels"]["1"]["spaces"]
    played = play(groups, decided(**OUTDOORS, what="shelter"), plan=plan_of(spaces, kept))
    assert {place for person, place in played.places.items() if person.startswith("out")} == {"M"}


def test_where_no_shelter_has_room_people_outdoors_come_into_a_hall_all_the_same() -> None:
    groups = [pupils("out", "OUT", 8, at=[-1, -3]), teacher("t", "A")]
    played = play(groups, decided(**OUTDOORS, what="shelter"), plan=school(2))
    assert all(place[0] in "HV" for person, place in played.places.items() if person.startswith("out"))


# ---- no room ---------------------------------------------------------------------------------------------------------


def alone_in_the_hall(let_in: bool) -> Run:
    groups = [pupils("lone", "H", 1), teacher("t", "A"), teacher("u", "B")]
    late = EXACT | {"go_s": {"fixed": 60}}  # the rooms are locked by then
    bundle = bundle_of(
        two_rooms(), groups, hazard="armed_assailant", conduct=late, horizon="30:00", roles={"principal": {"in": "A"}}
    )
    answer = response(policies={"lone_pupils_let_in": let_in})
    return run(Bundle(bundle.tree, bundle.scenario, bundle.plan, (), {}, answer), 1, (decided(what="lockdown"),))


def test_a_pupil_whom_no_room_lets_in_tries_again_and_then_leaves() -> None:
    played = alone_in_the_hall(False)
    why = [(row[1], row[5]) for row in rows(played, "waiting", "started") if row[3] == "lone"]
    assert why == [("started", "lockdown"), ("waiting", "no way out"), ("started", "lockdown"),
                   ("waiting", "no way out"), ("started", "no room let them in")]  # fmt: skip
    assert played.places["lone/1"] == "RALLY"


def test_a_pupil_who_is_let_in_stays() -> None:
    assert alone_in_the_hall(True).places["lone/1"] in ("A", "B")


# ---- help ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("order", "to"), [("shelter", "H"), ("lockdown", "AB")])
def test_who_needs_help_goes_with_staff_to_the_nearest_shelter_or_room(order: str, to: str) -> None:
    start = "B" if order == "shelter" else "H"
    groups = [pupils("p", start, 1, mobility="assisted"), pupils("q", start, 1, mobility="assisted")]
    told = SHELTER if order == "shelter" else {"action": "announce", "what": "lockdown"}
    played = play(groups, decided(**told), roles={"principal": {"in": "off_site"}, "dean": {"in": "A"}})
    helped = {row[3] for row in rows(played, "started") if row[5].startswith("helped by")}
    assert helped == {"p", "q"}
    assert all(played.places[f"{who}/1"][0] in to for who in ("p", "q"))


# ---- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(inside=st.integers(0, 30), outside=st.integers(0, 20), places=st.integers(1, 40), alone=st.booleans(),
       orders=st.lists(st.sampled_from(["shelter", "secure", "hold", "lockdown"]), min_size=1, max_size=3))  # fmt: skip
def test_nobody_is_lost_and_nobody_waits_for_ever(
    inside: int, outside: int, places: int, alone: bool, orders: list[str]
) -> None:  # fmt: skip
    groups = [pupils("a", "A", inside + 1, each_alone=alone), pupils("o", "OUT", outside + 1, at=[-1, -3]),
              pupils("h", "H", 2, each_alone=True), teacher("t", "B")]  # fmt: skip
    told = [decided(id=f"N{2 * n}", at=20 + 90 * n, what=order) for n, order in enumerate(orders)]
    out = [decided(id=f"N{2 * n + 1}", at=25 + 90 * n, **OUTDOORS, what=order) for n, order in enumerate(orders)]
    played = play(groups, *(one for pair in zip(told, out, strict=True) for one in pair), plan=school(places))
    assert agrees(played)
    assert not waits_for_ever(played)
