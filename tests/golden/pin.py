"""The pinned runs: what the shipped scenarios come to with this engine, and some of them with decisions.

`python -m tests.golden.pin` writes pinned.json anew. Whoever runs it says in CHANGELOG.md why the past may change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from simulator import session
from simulator.model.bundle import Bundle
from simulator.model.run import Run

HERE = Path(__file__).resolve().parent
PINNED = HERE / "pinned.json"
MEASURES = (
    "people", "evacuated", "clear_time_s", "accountability_s", "exposed", "exposure_s", "time_to_order_s", "secured",
    "time_to_secured_90_s", "messages_sent", "expected_met", "expected_total",
)  # fmt: skip


class Case(NamedTuple):
    """One run to be pinned: a shipped scenario, an exercise version and a decisions file of this folder or none."""

    scenario: str
    seed: int
    decisions: str | None = None


CASES: tuple[Case, ...] = (
    *(Case(name, seed) for name in session.shipped_files()["scenarios"] for seed in (1, 2)),
    Case("cedar-hollow-hold-secure", 1, "hold-secure.yaml"),
    Case("maple-ridge-lockdown", 7, "orders.yaml"),
    Case("cedar-hollow-lunch-evacuation", 7, "decisions.yaml"),
    Case("cedar-hollow-storm", 1, "../../scenarios/decisions/cedar-hollow-storm.yaml"),
    Case("cedar-hollow-secure", 1, "../../scenarios/decisions/cedar-hollow-secure.yaml"),
)


@cache
def load(scenario: str) -> Bundle:
    """A shipped scenario, read once: it is frozen."""
    return session.load_scenario(scenario)


def play(case: Case) -> Run:
    """The case's run, through the public facade."""
    bundle = load(case.scenario)
    decisions = session.load_decisions(str(HERE / case.decisions), bundle) if case.decisions else ()
    return session.run(bundle, case.seed, decisions)


def outcome(case: Case) -> dict[str, Any]:
    """What is pinned of a case: engine, draw, digest, and a few measures that tell a person how far a change goes."""
    measured = session.measured(play(case))
    return {
        **case._asdict(),
        "engine": measured["engine"],
        "draw": measured["draw"],
        "digest": measured["digest"],
        "metrics": {name: measured["metrics"][name] for name in MEASURES},
    }


def pinned() -> list[dict[str, Any]]:
    """The outcomes as pinned.json holds them."""
    found: list[dict[str, Any]] = json.loads(PINNED.read_text(encoding="utf-8"))
    return found


def _changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[str]:
    old = {Case(one["scenario"], one["seed"], one["decisions"]): one for one in before}
    for one in after:
        case = Case(one["scenario"], one["seed"], one["decisions"])
        if old.get(case) != one:
            yield f"{case.scenario}, version {case.seed}: {_moved(old[case], one) if case in old else 'new'}"


def _moved(old: dict[str, Any], new: dict[str, Any]) -> str:
    before, after = old["metrics"], new["metrics"]
    moved = [f"{name} {before.get(name)}, now {value}" for name, value in after.items() if before.get(name) != value]
    return "; ".join(["the same log" if old["digest"] == new["digest"] else "another log", *moved])


def main() -> None:
    """Pin every case and say which of them changed."""
    before = pinned() if PINNED.exists() else []
    after = [outcome(case) for case in CASES]
    PINNED.write_text(json.dumps(after, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    changes = list(_changes(before, after))
    print("\n".join([*changes, f"{len(changes)} of {len(after)} changed; if any did, CHANGELOG.md says why."]))


if __name__ == "__main__":
    main()
