"""Which outside doors hold, as a fold over the log tells it, is what the engine's own doors say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import session
from simulator.analysis.completion import loose_at, outside_doors
from simulator.engine import run as engine
from simulator.engine.world import World
from simulator.model.decisions import Decision
from simulator.model.run import Run

GOLDEN = Path(__file__).parents[1] / "golden"
DOORS = ("X1", "X2", "X3", "X9")
ACTS = ("lock", "unlock", "close", "open", "closed", "locked", "unlocked", "blocked", "alarm")


def played(scenario: str, decisions: Any, until: float | None = None) -> tuple[Run, set[str]]:
    """A run, and the outside doors that would let somebody in at its end by the engine's own record."""
    kept: list[World] = []

    class Kept(World):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            kept.append(self)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "World", Kept)
        run = engine.run(session.load_scenario(scenario), 1, decisions, until)
    doors = kept[0].doors
    names = kept[0].compiled.passage_names
    loose = {
        name for name in outside_doors(run) if not (doors.holds(names.index(name)) or _stopped(doors, names, name))
    }
    return run, loose


def _stopped(doors: Any, names: list[str], name: str) -> bool:
    door = names.index(name)
    return bool(doors.blocked[door] or {2 * door, 2 * door + 1} & doors.barred)


def decided(number: int, at: int, act: str, door: str) -> Decision:
    fields: dict[str, Any]
    match act:
        case "lock" | "unlock" | "close":
            fields = {"action": act, "what": [door]}
        case "alarm":
            message = {"id": f"M{number}", "effect": [{"alarm": "fire", "for": 40}]}
            fields = {"action": "add_inject", "inject": message}
        case _:
            fields = {"action": "rule", "sets": {"opening": {door: act}}, "says": "so"}
    return Decision.model_validate({"id": f"N{number}", "at": at, "role": "facilitator", **fields})


@given(st.lists(st.tuples(st.integers(1, 100), st.sampled_from(ACTS), st.sampled_from(DOORS)), max_size=8))
@settings(max_examples=8, deadline=None)
def test_whatever_is_done_to_outside_doors(acts: list[tuple[int, str, str]]) -> None:
    decisions = [decided(number, *act) for number, act in enumerate(acts)]
    run, loose = played("maple-ridge-fire-drill", decisions, 150)
    assert loose_at(run, run.until_ms) == loose


def test_secure_as_it_is_pinned() -> None:
    bundle = session.load_scenario("cedar-hollow-hold-secure")
    decisions = session.load_decisions(str(GOLDEN / "hold-secure.yaml"), bundle)
    for until in (60, 500, 540, 575, 600, None):
        run, loose = played("cedar-hollow-hold-secure", decisions, until)
        assert loose_at(run, run.until_ms) == loose
