"""The verification table: every case is met, can fail, and depends on no name and no place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import simulator
from simulator.engine.doors import Doors
from simulator.engine.evacuation import Evacuation
from simulator.engine.world import World
from simulator.files import load_plan, read_source
from simulator.plans.check import check
from simulator.verification import CASES, erlang, verify
from simulator.verification.case import FOLDER, Case
from simulator.verification.directions import DIRECTIONS, PAIRS, Arm
from simulator.verification.rtf import RESCUE
from tests.verification.moved import MOVES, rewritten

PUBLISHED = {
    "IMO-1", "RiMEA-1", "RiMEA-2", "RiMEA-3", "SFPE-stair", "IMO-4", "IMO-4 + 30", "IMO-4 + 120", "RiMEA-5", "RiMEA-9",
    "RiMEA-10", "NIST-4.1", "SFPE-9", "PLATOON", "CLASS-START", "CONSERVE", "QUICKEST-FLOW",
}  # fmt: skip


def missed(results: list[Any]) -> list[str]:
    return [f"{one.id}: {one.got}, expected {one.expected} {one.tolerance}" for one in results if one.verdict != "ok"]


def test_every_case_is_met_and_none_is_skipped() -> None:
    told: list[str] = []
    results = verify(told.append)
    assert missed(results) == []
    assert {one.id for one in results} >= PUBLISHED
    assert [one.id for one in results] == [case.id for case in CASES]
    assert len(told) == len(results) == len({one.id for one in results})


def test_a_result_is_plain_data() -> None:
    line = verify(cases=CASES[:1])[0].as_dict()
    assert json.loads(json.dumps(line)) == line
    assert set(line) == {"id", "what", "expected", "got", "tolerance", "verdict"}


@pytest.mark.parametrize(
    ("move", "rename"),
    [("in place", True), ("far away", False), ("turned by 90 degrees", False), ("mirrored", True)],
)
def test_other_names_and_other_places_change_no_verdict(tmp_path: Path, move: str, rename: bool) -> None:
    # a queue of calls is in no place, and the directions replay 1,200 runs
    of_buildings = [case for case in CASES if case not in (*erlang.QUEUE, *DIRECTIONS)]
    assert missed(verify(folder=rewritten(tmp_path, move, rename), cases=of_buildings)) == []


def test_no_name_of_a_case_occurs_in_the_model() -> None:
    names = [case.id for case in CASES] + [path.name.split(".yaml")[0] for path in FOLDER.glob("*.yaml")]
    pattern = re.compile(r"\b(" + "|".join(re.escape(name) for name in names) + r")\b", re.IGNORECASE)
    root = Path(simulator.__file__).parent
    sources = [path for part in ("model", "rules", "engine") for path in (root / part).rglob("*.py")]
    assert len(sources) > 20
    assert {path.name: pattern.findall(path.read_text("utf-8")) for path in sources} == {
        path.name: [] for path in sources
    }


@pytest.mark.parametrize("plan", sorted(FOLDER.glob("*.plan.yaml")), ids=lambda path: path.name)
def test_the_cases_plans_have_no_errors(plan: Path) -> None:
    assert [str(one) for one in check(load_plan(plan)) if one.severity == "error"] == []


# ---- every case can fail --------------------------------------------------------------------------------------------

Break = Callable[[Path, pytest.MonkeyPatch], Path]


def with_movement(**movement: Any) -> Break:
    """Another constant of the walking model in all cases' scenarios."""
    return lambda folder, _: rewritten(folder, **movement)


def in_one(scenario: str, **movement: Any) -> Break:
    """Another constant in one scenario only."""

    def broken(folder: Path, _: pytest.MonkeyPatch) -> Path:
        rewritten(folder)
        path = folder / f"{scenario}.yaml"
        tree = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(tree | {"movement": tree["movement"] | movement}), encoding="utf-8")
        return folder

    return broken


def with_readiness(scenario: str, **times: Any) -> Break:
    """Other times of responders in one scenario."""

    def broken(folder: Path, _: pytest.MonkeyPatch) -> Path:
        tree = read_source(FOLDER / f"{scenario}.yaml").tree
        (folder / f"{scenario}.yaml").write_text(json.dumps(tree | {"readiness": times}), encoding="utf-8")
        (folder / tree["plan"]).write_text((FOLDER / tree["plan"]).read_text("utf-8"), encoding="utf-8")
        return folder

    return broken


def with_shorter_calls(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Call-takers who need 60 s for a call instead of 90 s, on a few days."""
    patch.setattr(erlang, "DAYS", range(1, 4))
    return with_readiness("erlang-c", answer_s={"fixed": 0}, talk_s={"exponential": {"mean": 60}})(folder, patch)


def with_exposures(worse: Callable[[Arm], float]) -> Break:
    """Other exposures than the runs have: as bad as an arm is said to be, and a little different in each version."""

    def broken(_: Path, patch: pytest.MonkeyPatch) -> Path:
        patch.setattr(Arm, "exposures_s", lambda self, _, seeds: [worse(self) + 0.01 * (seed % 5) for seed in seeds])
        return FOLDER

    return broken


def with_traits(**scaled: float) -> Break:
    """Delays or speeds that are so many times what was drawn."""
    from simulator.engine.traits import traits_of

    def changed(*arguments: Any) -> Any:
        return [
            replace(
                one,
                delay_ms=round(one.delay_ms * scaled.get("delay", 1)),
                speed_m_s=[speed * scaled.get("speed", 1) for speed in one.speed_m_s],
            )
            for one in traits_of(*arguments)
        ]

    def broken(_: Path, patch: pytest.MonkeyPatch) -> Path:
        patch.setattr("simulator.engine.run.traits_of", changed)
        return FOLDER

    return broken


def without_assigned_exits(_: Path, patch: pytest.MonkeyPatch) -> Path:
    patch.setattr(Evacuation, "exit_step", lambda *_: None)
    return FOLDER


def with_blocked_doors_open(_: Path, patch: pytest.MonkeyPatch) -> Path:
    patch.setattr(Doors, "shut_to_keys", lambda *_: False)
    return FOLDER


def with_somebody_uncounted(_: Path, patch: pytest.MonkeyPatch) -> Path:
    counts = World.counts
    patch.setattr(World, "counts", lambda self: {name: people - 1 for name, people in counts(self).items()})
    return FOLDER


def quicker_than_possible(_: Path, patch: pytest.MonkeyPatch) -> Path:
    """The engine's doors pass four times the people, who walk four times as fast; the bound knows nothing of it."""
    from simulator.engine.compiled import compiled

    def quick(*arguments: Any) -> Any:
        plan = compiled(*arguments)
        return replace(
            plan,
            service_ms=[service // 4 for service in plan.service_ms],
            speed_m_s=[[4 * speed for speed in speeds] for speeds in plan.speed_m_s],
        )

    with_traits(speed=4)(FOLDER, patch)
    patch.setattr("simulator.engine.run.compiled", quick)
    return FOLDER


BREAKS: dict[str, Break] = {
    "IMO-1": with_movement(k_level_m_s=0.9),
    "RiMEA-1": with_movement(k_level_m_s=0.9),
    "RiMEA-2": with_movement(k_stair_m_s=0.5),
    "RiMEA-3": with_movement(k_stair_m_s=0.5),
    "SFPE-stair": with_movement(k_stair_m_s=0.9),
    "IMO-4": with_movement(door_boundary_m=0.14),
    "IMO-4 flow": with_movement(door_flow_per_s_m=1.95),
    "IMO-4 + 30": with_traits(delay=1.001),
    "IMO-4 + 120": with_traits(delay=1.001),
    "RiMEA-5": with_traits(delay=1.001),
    "RiMEA-9": with_movement(door_flow_per_s_m=1.28),
    "RiMEA-9 two": with_movement(door_flow_per_s_m=1.28),
    "RiMEA-9 ratio": in_one("rimea-9-two", door_flow_per_s_m=1.2),
    "RiMEA-10": without_assigned_exits,
    "RiMEA-10 side": without_assigned_exits,
    "NIST-4.1": with_blocked_doors_open,
    "NIST-4.1 rerouted": with_blocked_doors_open,
    "SFPE-9": with_movement(door_flow_per_s_m=1.25),
    "PLATOON": with_movement(a_m2=0.3),
    "CLASS-START": with_traits(delay=0.99),
    "CLASS-START sd": with_traits(delay=0.85),
    "CONSERVE": with_somebody_uncounted,
    "QUICKEST-FLOW": with_movement(hold_density_per_m2=0.51),
    **{case.id: with_shorter_calls for case in erlang.QUEUE},
    **{
        f"DIRECTIONS {name}": with_exposures(lambda arm, better=first: 2 if arm == better else 1)
        for name, (_, first, _) in PAIRS.items()
    },
    "DIRECTIONS locks without signs": with_exposures(lambda arm: 2 if arm.lock == "none" else 1),
    "DIRECTIONS locks with signs": with_exposures(lambda arm: 1),
    **{case.id: with_readiness("task-forces", fire_travel_s={"fixed": 3000}) for case in RESCUE},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_can_fail(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = BREAKS.get(case.id, quicker_than_possible)
    folder = broken(tmp_path, monkeypatch)
    assert [one.verdict for one in verify(folder=folder, cases=[case])] == ["miss"]


def test_every_move_is_one_to_one() -> None:
    for move in MOVES.values():
        assert move(0, 0) != move(1, 0) != move(1, 1)
