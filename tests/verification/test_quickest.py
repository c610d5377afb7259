"""The quickest flow: answers that arithmetic gives, and nothing that the engine does is quicker."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.analysis.metrics import clear_ms
from simulator.analysis.state import passings
from simulator.engine.compiled import compiled
from simulator.engine.run import run
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.plans.make import make
from simulator.verification.quickest import quickest_clearing_s
from tests.engine.buildings import bundle_of, group, hall, plan_of
from tests.engine.random_plans import changes, crowds, plans

SERVICE_S = 1.099
"""A 1 m door with 0.7 m of effective width passes 0.91 person/s: 1,099 ms each."""
GROUND = {
    "EAST": {"kind": "outdoors", "box": [20, -20, 60, 30]},
    "WEST": {"kind": "outdoors", "box": [-40, -20, 0, 30]},
}


def door(id: str, first: str, second: str, at: list[float], clear: float = 1.0) -> dict[str, Any]:
    return {"id": id, "between": [first, second], "at": at, "type": "door", "clear": clear}


def room(*doors: dict[str, Any], **spaces: Any) -> Any:
    """A room of 20 by 10 m between two lawns."""
    return plan_of({"R": {"kind": "gymnasium", "box": [0, 0, 20, 10]}, **GROUND, **spaces}, list(doors))


def alone(space: str, count: int, **more: Any) -> dict[str, Any]:
    return group("g" + space, space, count, each_alone=True, speed={"fixed": 1.0}, **more)


def quickest(plan: Any, *groups: dict[str, Any], **more: Any) -> float:
    return quickest_clearing_s(bundle_of(plan, list(groups), **more), 1)


def test_one_person_walks() -> None:
    assert quickest(hall(40), alone("C", 1, at=[0, 1])) == pytest.approx(40, abs=0.01)


def test_many_people_pass_one_door_one_by_one() -> None:
    plan = room(door("X1", "R", "EAST", [20, 5]))
    assert quickest(plan, alone("R", 101, at=[10, 5])) == pytest.approx(10 + 100 * SERVICE_S, rel=4e-4)


def test_two_equal_doors_halve_the_queue() -> None:
    plan = room(door("X1", "R", "EAST", [20, 5]), door("X2", "R", "WEST", [0, 5]))
    assert quickest(plan, alone("R", 100, at=[10, 5])) == pytest.approx(10 + 49 * SERVICE_S, rel=4e-4)


def test_a_door_farther_away_takes_fewer() -> None:
    """2 s from one door, 18 s from the other: (T - 2) / s + (T - 18) / s = 100 persons, T the last turn's end."""
    plan = room(door("X1", "R", "EAST", [20, 5]), door("X2", "R", "WEST", [0, 5]))
    exact = (100 * SERVICE_S + 2 + 18) / 2 - SERVICE_S
    assert quickest(plan, alone("R", 100, at=[2, 5])) == pytest.approx(exact, rel=0.01)
    assert quickest(plan, alone("R", 100, at=[2, 5])) <= exact + SERVICE_S


def test_the_narrowest_door_on_the_way_counts() -> None:
    plan = room(
        door("D", "S", "R", [10, 10], 0.7), door("X1", "R", "EAST", [20, 10], 2.0),
        S={"kind": "classroom", "box": [0, 10, 20, 20]},
    )  # fmt: skip
    services = 99 * round(1000 / (1.3 * 0.4)) / 1000
    got = quickest(plan, alone("S", 100, at=[10, 15]))
    assert 5 + services <= got <= 5 + services + 10
    assert got == pytest.approx(15 + services, rel=0.01)


def test_two_rooms_share_the_door_behind_both() -> None:
    plan = room(
        door("D1", "S", "R", [5, 10], 2.0), door("D2", "T", "R", [15, 10], 2.0), door("X1", "R", "EAST", [20, 5]),
        S={"kind": "classroom", "box": [0, 10, 10, 20]}, T={"kind": "classroom", "box": [10, 10, 20, 20]},
    )  # fmt: skip
    got = quickest(plan, alone("S", 60, at=[5, 11]), alone("T", 60, at=[15, 11]))
    assert got == pytest.approx(1 + math.hypot(5, 5) + 119 * SERVICE_S, rel=0.01)


@pytest.mark.parametrize("people", [40, 57, 100])
def test_who_goes_round_to_the_farther_door_loses_no_time_in_cells(people: int) -> None:
    """Behind a wide door it is 2 m to one exit and 18 m to the other: k people take the first, the rest the second."""
    plan = room(
        door("D", "S", "R", [18, 10], 3.0), door("X1", "R", "EAST", [20, 10]), door("X2", "R", "WEST", [0, 10]),
        S={"kind": "classroom", "box": [0, 10, 20, 20]},
    )  # fmt: skip
    exact = min(max(3 + (k - 1) * SERVICE_S, 19 + (people - k - 1) * SERVICE_S) for k in range(1, people))
    got = quickest(plan, alone("S", people, at=[18, 11]))
    assert exact - 1.5 * SERVICE_S <= got <= exact


def test_a_delay_and_a_blocked_door_count() -> None:
    plan = room(door("X1", "R", "EAST", [20, 5]), door("X2", "R", "WEST", [0, 5]))
    late = alone("R", 100, at=[10, 5]) | {"delay": {"fixed": 30}}
    blocked = [{"block": "X2"}]
    assert quickest(plan, late, setup=blocked) == pytest.approx(40 + 99 * SERVICE_S, rel=4e-4)
    freed = [{"id": "I", "at": 5, "effect": [{"unblock": "X2"}]}]
    assert quickest(plan, late, setup=blocked, injects=freed) == pytest.approx(40 + 49 * SERVICE_S, rel=4e-4)


def test_nobody_inside_and_no_way_out() -> None:
    plan = room(door("X1", "R", "EAST", [20, 5]), S={"kind": "classroom", "box": [0, 10, 20, 20]})
    assert quickest(plan, alone("EAST", 3)) == 0
    assert quickest(plan, alone("R", 3), alone("S", 3)) == math.inf


def clear_s(played: Run) -> float:
    last_ms = clear_ms(played, passings(played.rows))
    return math.inf if last_ms is None else last_ms / 1000


def overtakings(played: Run) -> list[Any]:
    """Whoever passes a door before the one ahead has had its whole turn, one service time for each member."""
    plan = compiled(played.plan, played.scenario.movement)
    service_ms = dict(zip(plan.passage_names, plan.service_ms[::2], strict=True))
    free_ms: dict[str, int] = {}
    early = []
    for row in played.rows:
        if row[1] in ("entered", "out") and row[5] is not None:
            t_ms, door, n = row[0], row[5], row[6]
            if t_ms < free_ms.get(door, 0):
                early.append(row)
            free_ms[door] = max(t_ms, free_ms.get(door, 0)) + n * service_ms[door]
    return early


@st.composite
def evacuations(draw: st.DrawFn) -> Bundle:
    """Any crowd in any building, leaving alone or in columns while doors change."""
    plan = draw(plans())
    return bundle_of(
        plan, occupancy=draw(crowds(plan)), injects=draw(changes(plan)),
        movement={"column": draw(st.sampled_from([1, 5]))},
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(evacuations(), st.integers(0, 1000))
def test_no_run_is_quicker_and_no_door_quicker_than_its_peak(bundle: Bundle, seed: int) -> None:
    played = run(bundle, seed)
    assert clear_s(played) >= quickest_clearing_s(bundle, seed)
    assert overtakings(played) == []


@pytest.mark.parametrize("people", [800, 1500])
def test_a_crowded_school_passes_its_doors_in_turn(people: int) -> None:
    """Full halls, where columns that waited for room and columns that come up meet at one line."""
    plan = make("high", people, 1)
    delays = {name: {"fixed": 0} for name in ("pupil_start_s", "adult_start_s")}
    assert overtakings(run(bundle_of(plan, movement=delays), 1)) == []
