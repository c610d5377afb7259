"""When hold, secure and shelter had done what they are for: known answers on hand-made runs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.carried import carried_out
from simulator.analysis.completion import Standing, first_zero, left_at_end, loose_at, outdoors, protocol, standing
from simulator.analysis.metrics import metrics
from simulator.analysis.state import passings
from simulator.analysis.summary import summary
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import PLAN, a_run, entered, out


def announced(t_ms: int, word: str, dead: tuple[str, ...] = ()) -> Row:
    return (t_ms, "announced", "N1", word, "principal", ("pa",), ("zone-A",), dead)


def learned(t_ms: int, party: str, word: str) -> Row:
    return (t_ms, "learned", "N1", party, "order", word, "principal", "pa")


def said(t_ms: int, word: str, *parties: str) -> list[Row]:
    return [announced(t_ms, word), *(learned(t_ms, party, word) for party in parties)]


def door(t_ms: int, kind: str, opening: str, by: str | None = None) -> Row:
    return (t_ms, kind, None, opening, by)


def sentences(run: Run) -> list[str]:
    return list(carried_out(run, passings(run.rows)))


# ---- hold ------------------------------------------------------------------------------------------------------------

HALL = {"p": ("C1/1", 3), "q": ("101", 2)}


def test_a_hold_is_complete_when_the_last_person_has_left_the_halls() -> None:
    rows = [*said(20_000, "hold", "p", "q"), entered(30_000, "p", "101", "D101", 3, 2_000)]
    run = a_run(rows, HALL)
    assert metrics(run)["hold_complete_s"] == 34.0
    assert sentences(run) == ["The halls were clear 14 seconds after “hold”."]


def test_halls_that_are_empty_are_clear_when_the_order_is_given() -> None:
    run = a_run(said(20_000, "hold", "q"), {"q": ("101", 2)})
    assert metrics(run)["hold_complete_s"] == 20.0
    assert sentences(run) == ["The halls were clear when “hold” was given."]


def test_a_hall_is_not_clear_while_one_comes_as_another_goes() -> None:
    rows = [
        *said(20_000, "hold", "p", "q"), entered(30_000, "p", "102", "D102", 3),
        entered(30_000, "q", "C1/1", "D101", 2), entered(40_000, "q", "102", "D102", 2),
    ]  # fmt: skip
    assert metrics(a_run(rows, HALL))["hold_complete_s"] == 40.0


def test_who_is_still_in_the_halls_when_the_order_is_over_is_told() -> None:
    rows = [*said(20_000, "hold", "p", "q"), entered(30_000, "p", "101", "D101", 2), *said(50_000, "lockdown", "p")]
    run = a_run(rows, HALL)
    assert metrics(run)["hold_complete_s"] is None
    assert sentences(run) == ["When another order came 1 person was still in the halls."]
    late = a_run([*rows, entered(60_000, "p", "101", "D101", 3)], HALL)
    assert metrics(late)["hold_complete_s"] is None


def test_to_stay_for_an_alarm_ends_no_hold() -> None:
    rows = [*said(20_000, "hold", "p"), announced(25_000, "stay"), entered(30_000, "p", "101", "D101", 3)]
    assert metrics(a_run(rows, HALL))["hold_complete_s"] == 30.0


def test_an_order_that_every_loudspeaker_was_too_dead_to_say_is_none() -> None:
    run = a_run([announced(20_000, "hold", dead=("zone-A",)), *said(50_000, "secure", "p")], HALL)
    assert standing(run, "hold") is None
    assert metrics(run)["time_to_order_s"] == 50.0
    assert protocol(run) == "secure"


# ---- secure ----------------------------------------------------------------------------------------------------------

YARD = {"p": ("101", 3), "q": ("OUT", 2)}
DOORS: list[dict[str, Any]] = [
    one | ({"lock": "inside"} if one["id"] in ("X1", "X2") else {}) for one in PLAN["openings"]
]  # fmt: skip


def secure_run(*rows: Row, doors: list[dict[str, Any]] = DOORS) -> Run:
    first = said(20_000, "secure", "p", "q")
    return a_run(sorted([*first, *rows], key=lambda row: row[0]), YARD, plan={"openings": doors})


def test_secure_is_complete_when_the_doors_hold_and_nobody_is_outdoors() -> None:
    came_in = entered(40_000, "q", "C1/1", "X1", 2, 1_000)
    locked = [door(30_000, "locked", "X2"), door(50_000, "locked", "X1")]
    assert metrics(secure_run(came_in, *locked))["secure_complete_s"] == 50.0
    assert (
        metrics(secure_run(came_in, door(30_000, "locked", "X1"), door(31_000, "locked", "X2")))["secure_complete_s"]
        == 41.0
    )
    assert sentences(secure_run(came_in, *locked)) == [
        "Every outside door held and everybody was in 30 seconds after “secure”."
    ]


def test_what_is_not_secured_at_the_end_is_told() -> None:
    assert sentences(secure_run(door(30_000, "locked", "X1"))) == [
        "At the end exit 2 did not hold and 2 people were still outdoors."
    ]
    assert sentences(secure_run(door(30_000, "locked", "X1"), door(31_000, "locked", "X2"))) == [
        "At the end 2 people were still outdoors."
    ]


@pytest.mark.parametrize(
    ("lock", "state", "rows", "holds"),
    [
        ("inside", "locked", [], True),
        ("inside", "closed", [], False),
        ("automatic", "closed", [], True),
        ("automatic", "propped", [], False),
        ("automatic", "propped", [door(5, "closed", "X1")], True),
        ("automatic", "closed", [door(5, "unlocked", "X1", "principal")], True),
        ("automatic", "closed", [door(5, "unlocked", "X1", "p")], False),  # somebody is let in
        ("automatic", "closed", [door(5, "unlocked", "X1", "p"), door(6, "locked", "X1")], True),
        ("automatic", "propped", [door(5, "locked", "X1"), door(6, "unlocked", "X1", "principal")], True),
        ("inside", "locked", [door(5, "unlocked", "X1")], False),
        ("inside", "locked", [door(5, "opened", "X1")], False),
        ("inside", "locked", [door(5, "blocked", "X1"), door(6, "opened", "X1")], True),
        ("inside", "closed", [door(5, "blocked", "X1")], True),
        ("none", "closed", [(5, "barricaded", None, "C1", "p", "X1")], True),
        ("access-control", "closed", [(5, "alarm", None, "fire", None, "on")], False),
        ("access-control", "closed", [(5, "alarm", None, "fire", None, "silent")], True),
        ("automatic", "closed", [(5, "alarm", None, "fire", None, "on")], True),
    ],
)
def test_whether_an_outside_door_holds_by_the_log(lock: str, state: str, rows: list[Row], holds: bool) -> None:
    doors = [one | ({"lock": lock, "state": state} if one["id"] == "X1" else {}) for one in DOORS]
    assert ("X1" not in loose_at(secure_run(*rows, doors=doors), 10)) is holds


# ---- shelter ---------------------------------------------------------------------------------------------------------


def shelter_run(*rows: Row, shelter: str = "102") -> Run:
    spaces = {name: dict(space) for name, space in PLAN["levels"]["1"]["spaces"].items()}
    spaces[shelter]["shelter"] = {"severe_weather": 20}
    first = said(20_000, "shelter", "p", "r")
    parties = {"p": ("101", 3), "q": ("GYM", 9), "r": ("102", 1)}
    plan = {"levels": {"1": {"spaces": spaces}}}
    return a_run([*first, *rows], parties, plan=plan, hazard="severe_weather")


def test_shelter_is_complete_when_everybody_who_heard_it_is_in_a_shelter() -> None:
    walked = [entered(30_000, "p", "C1/1", "D101", 3), entered(40_000, "p", "102", "D102", 3, 1_500)]
    run = shelter_run(*walked)
    assert metrics(run)["shelter_complete_s"] == 43.0
    assert sentences(run) == ["Everybody who heard it (4 people) was in a shelter 23 seconds after “shelter”."]


def test_whoever_hears_it_later_has_to_come_too() -> None:
    walked = entered(40_000, "p", "102", "D102", 3)
    run = shelter_run(walked, learned(90_000, "q", "shelter"))
    assert metrics(run)["shelter_complete_s"] is None
    assert sentences(run) == ["At the end 9 people were not in a shelter, of the 13 who heard “shelter”."]


def test_a_plan_without_shelters_says_so() -> None:
    run = a_run(said(20_000, "shelter", "q"), {"q": ("101", 2)}, hazard="severe_weather")
    assert sentences(run) == ["At the end nobody was in a shelter: the plan names none for this hazard."]


# ---- the protocol of a run -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("hold",), 20.0), (("hold", "secure"), None), (("hold", "stay"), 20.0), ((), None), (("code-red",), None)],
)
def test_the_completion_is_that_of_the_last_order_where_there_is_no_plan(
    words: tuple[str, ...], expected: float | None
) -> None:
    rows = [row for number, word in enumerate(words) for row in said(20_000 + number * 9_000, word, "q")]
    found = metrics(a_run(rows, {"q": ("101", 2)}))
    assert found["completion_s"] == expected


def test_an_alarm_is_about_leaving() -> None:
    run = a_run([(5_000, "alarm", None, "fire", None, "on"), out(30_000, "q", 2, 1_000)], {"q": ("101", 2)})
    assert metrics(run)["completion_s"] == metrics(run)["clear_time_s"] == 31.0


def test_the_summary_says_it_first_and_under_the_order() -> None:
    run = a_run([*said(20_000, "hold", "p", "q"), entered(30_000, "p", "101", "D101", 3)], HALL)
    words = summary(run, metrics(run))
    assert "The first order was “hold”, 20 seconds in. The halls were clear 10 seconds after “hold”." in words
    assert "\n  - The halls were clear 10 seconds after “hold”.\n" in words


# ---- the count itself ------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6), st.integers(0, 40), st.integers(0, 60))
@settings(max_examples=200, deadline=None)
def test_the_first_instant_with_nothing_left_is_the_one_found_by_looking_at_each(
    spells: list[tuple[int, int]], since: int, until: int
) -> None:
    changes = [change for start, lasts in spells for change in ((start, 1), (start + lasts, -1))]
    stands = Standing(since, since + until)
    free = [t for t in range(since, since + until + 1) if sum(delta for at, delta in changes if at <= t) == 0]
    assert first_zero(iter(changes), stands) == (free[0] if free else None)


def test_what_is_left_is_counted_at_the_end_of_the_order() -> None:
    run = a_run([out(30_000, "q", 2, 5_000)], {"q": ("101", 2)})
    assert left_at_end(outdoors(run, passings(run.rows)), Standing(0, 32_000)) == 1


def test_a_search_and_a_reunification_have_their_own_completion() -> None:
    rows: list[Row] = [
        *said(20_000, "hold", "q"), (30_000, "unaccounted", None, "q/1", None, "missing", "101"),
        (90_000, "found", None, "q/1", "principal", "found", "102"),
    ]  # fmt: skip
    child = {"who": "q", "last_seen": "101", "truly_in": "102"}
    found = metrics(a_run(rows, {"q": ("101", 2)}, hazard="missing_child", missing_child=child))
    assert (found["completion_s"], found["hold_complete_s"]) == (90.0, 20.0)
    assert metrics(a_run(rows, {"q": ("101", 2)}, hazard="reunification"))["completion_s"] is None
