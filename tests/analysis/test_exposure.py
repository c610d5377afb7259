"""Exposure worked out by hand: who was in an unsecured place that the threat shared or saw, and for how long."""

from __future__ import annotations

from typing import Any

from simulator.analysis.exposure import Exposure, Spell, exposure, exposure_s, exposures
from simulator.analysis.state import passings
from simulator.model.events import Row
from simulator.model.run import Run
from tests.analysis.factory import PLAN, a_run, entered, out

CLASS, COACH, HALL = "class-101", "staff-gym", "visitors-1"


def of(*rows: Row, **more: Any) -> Exposure:
    """Eight in 101, a coach in the gym, one visitor in the second strip of the hall; the run is a minute long."""
    run = a_run_of(*rows, **more)
    return exposures(run, [step for step in passings(run.rows) if step.t_ms < run.until_ms])


def a_run_of(*rows: Row, **more: Any) -> Run:
    parties = {CLASS: ("101", 8), COACH: ("GYM", 1), HALL: ("C1/2", 1)}
    return a_run(rows, parties, until_ms=60_000, **more)


def threat(t_ms: int, segment: str, kind: str = "moved") -> Row:
    return (t_ms, f"threat_{kind}", "armed_assailant", segment, "X1", "walks in")


def door(t_ms: int, kind: str, name: str, by: str | None = None) -> Row:
    return (t_ms, kind, None, name, by)


def room(t_ms: int, kind: str, space: str) -> Row:
    return (t_ms, kind, None, space, None, "locked")


COMES, ENDS = threat(10_000, "C1/1", "entered"), threat(18_000, "C1/1", "ended")


def test_whoever_is_in_sight_along_the_hall_is_exposed_until_it_ends() -> None:
    found = of(COMES, ENDS)
    assert found == Exposure({f"{HALL}/1": Spell(10_000, 8_000)}, {"C1": 8_000})
    assert (found.people, found.person_ms, found.first_ms) == (1, 8_000, 10_000)


def test_a_door_that_opens_exposes_the_room_behind_it() -> None:
    found = of(COMES, door(15_000, "opened", "D101"), ENDS)
    assert found.by_space == {"101": 8 * 3_000, "C1": 8_000}
    assert found.people == 9 and found.by_person[f"{CLASS}/3"] == Spell(15_000, 3_000)


def test_shutting_or_locking_it_ends_that() -> None:
    for kind in ("closed", "locked"):
        found = of(COMES, door(12_000, "opened", "D101"), door(15_000, kind, "D101"), ENDS)
        assert found.by_space["101"] == 8 * 3_000


def test_unblocking_a_door_does_not_hold_it_open() -> None:
    found = of(door(1_000, "blocked", "D101"), COMES, door(12_000, "opened", "D101"), ENDS)
    assert "101" not in found.by_space


def test_letting_somebody_in_holds_a_door_open_and_a_key_alone_does_not() -> None:
    assert of(COMES, door(12_000, "unlocked", "D101", HALL), ENDS).by_space["101"] == 8 * 6_000
    assert "101" not in of(COMES, door(12_000, "unlocked", "D101", "fire alarm"), ENDS).by_space


def test_a_secured_room_is_not_exposed_unless_the_threat_is_in_it() -> None:
    opened = door(0, "opened", "D101")
    assert of(opened, COMES, room(12_000, "secured", "101"), ENDS).by_space["101"] == 8 * 2_000
    again = of(opened, room(0, "secured", "101"), COMES, room(17_000, "unsecured", "101"), ENDS)
    assert again.by_space["101"] == 8 * 1_000
    inside = of(room(0, "secured", "101"), COMES, threat(14_000, "101"), threat(20_000, "101", "ended"))
    assert inside.by_space["101"] == 8 * 6_000


def test_members_who_come_one_after_another_are_counted_as_they_come() -> None:
    into = (f"{CLASS}.1", 1, 5), (f"{CLASS}.2", 6, 3)
    found = of(
        COMES,
        (11_000, "party_split", None, CLASS, into),
        entered(12_000, f"{CLASS}.1", "C1/1", "D101", 5, 1_000),
        ENDS,
    )
    assert found.by_space == {"C1": 8_000 + (6 + 5 + 4 + 3 + 2) * 1_000}
    assert found.by_person[f"{CLASS}/5"] == Spell(16_000, 2_000)


def test_out_of_sight_is_out_of_exposure() -> None:
    found = of(COMES, out(13_000, HALL, 1, through="X1"), door(13_000, "closed", "X1"), ENDS)
    assert found.by_person[f"{HALL}/1"].ms == 3_000


def test_two_spells_of_one_person_add_up_from_the_first() -> None:
    found = of(COMES, ENDS, threat(30_000, "C1/3"), threat(33_000, "C1/3", "ended"))
    assert found.by_person == {f"{HALL}/1": Spell(10_000, 11_000)}


def test_it_counts_until_the_runs_end_where_nothing_ends_it() -> None:
    assert of(COMES).person_ms == 50_000
    assert exposure_s(a_run_of(COMES)) == 50.0


def test_closed_spaces_expose_whoever_is_in_them_secured_or_not() -> None:
    closed = (5_000, "hazard_closed", "fire", "fire", "101")
    assert exposure_of(closed, room(0, "secured", "101")) == (8, 8 * 55_000)
    freed = (25_000, "hazard_opened", "fire", "fire", "101")
    assert exposure_of(closed, freed) == (8, 8 * 20_000)
    over = (25_000, "hazard_ended", "fire", "fire", None)
    assert exposure_of(closed, over) == (8, 8 * 20_000)


def exposure_of(*rows: Row) -> tuple[int, int]:
    run = a_run_of(*rows)
    return exposure(run, passings(run.rows))


def test_a_propped_door_of_the_plan_is_open_from_the_beginning() -> None:
    openings = [one | {"state": "propped"} if one["id"] == "D101" else one for one in PLAN["openings"]]
    assert of(COMES, ENDS, plan={"openings": openings}).by_space["101"] == 8 * 8_000


def test_a_run_without_hazard_exposes_nobody() -> None:
    assert of() == Exposure({}, {}) and of().first_ms is None
