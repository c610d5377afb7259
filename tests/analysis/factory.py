"""Hand-made runs: a small invented school, and rows written down by a person, so that every answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulator.model.building import Plan
from simulator.model.events import Row
from simulator.model.run import Member, Run
from simulator.model.scenario import Scenario

PLAN: dict[str, Any] = {
    "format": "hotwash.plan/1",
    "school": {"name": "Alder Creek School (invented)", "kind": "elementary", "sensitivity": "public-example"},
    "uses": {"main_entrance": "X1"},
    "levels": {
        "1": {
            "spaces": {
                "C1": {"kind": "corridor", "box": [0, 9, 24, 12], "label": "A Hall", "segment": 6},
                "101": {"kind": "classroom", "box": [0, 0, 9, 9], "cap": 24},
                "102": {"kind": "classroom", "box": [9, 0, 18, 9], "cap": 24},
                "GYM": {"kind": "gymnasium", "box": [0, 12, 24, 30], "label": "Gym", "alarm": False},
                "OUT": {"kind": "outdoors", "box": [-20, 0, 0, 30], "label": "Front lawn"},
                "RALLY": {"kind": "assembly", "box": [-40, 0, -20, 30], "label": "Rally West"},
            }
        }
    },
    "openings": [
        {"id": "D101", "between": ["101", "C1"], "at": [4, 9], "type": "door"},
        {"id": "D102", "between": ["102", "C1"], "at": [13, 9], "type": "door", "label": "Door of 102"},
        {"id": "DGYM", "between": ["GYM", "C1"], "at": [12, 12], "type": "door", "clear": 1.62, "label": "Gym doors"},
        {"id": "X1", "between": ["C1", "OUT"], "at": [0, 10.5], "type": "door", "label": "Main entrance"},
        {"id": "X2", "between": ["GYM", "OUT"], "at": [0, 20], "type": "door", "exterior_no": 2},
        {"id": "P1", "between": ["OUT", "RALLY"], "at": [-20, 10], "type": "open", "clear": 5},
    ],
}
SCENARIO: dict[str, Any] = {
    "format": "hotwash.scenario/1",
    "title": "Fire drill with the side door blocked",
    "hazard": "evacuation",
    "plan": "alder-creek.yaml",
    "when": {"date": "2026-10-06", "clock": "10:42", "period": "class"},
    "horizon": "10:00",
    "occupancy": {"groups": [{"id": "g", "kind": "pupils", "in": "101", "count": 1}]},
}

KINDS = {"class": "pupils", "staff": "staff", "visitors": "visitors"}


def a_run(
    rows: Sequence[Row],
    parties: dict[str, tuple[str, int]],
    *,
    until_ms: int | None = None,
    draw: dict[str, Any] | None = None,
    plan: dict[str, Any] | None = None,
    seed: int = 7,
    **scenario: Any,
) -> Run:
    """A run of these rows. `parties` gives each party's space and size; where they stand at 00:00 is added."""
    made = Scenario.model_validate({**SCENARIO, **scenario})
    people = tuple(
        Member(name, KINDS.get(name.partition("-")[0], "pupils"), size, space)
        for name, (space, size) in parties.items()
    )
    start = [(0, "entered", None, name, space, None, size, 0) for name, (space, size) in parties.items()]
    return Run(
        scenario=made,
        plan=Plan.model_validate({**PLAN, **(plan or {})}),
        seed=seed,
        draw=draw or {},
        engine="0.1.0",
        until_ms=made.horizon_ms if until_ms is None else until_ms,
        people=people,
        rows=(*start, *rows),
        counts={},
        standing=(),
    )


def entered(t_ms: int, party: str, space: str, through: str, n: int, every_ms: int = 0) -> Row:
    """Members walk into a space."""
    return (t_ms, "entered", None, party, space, through, n, every_ms)


def out(t_ms: int, party: str, n: int, every_ms: int = 0, through: str = "X1", space: str = "OUT") -> Row:
    """Members pass an exit."""
    return (t_ms, "out", None, party, space, through, n, every_ms)


def waiting(t_ms: int, party: str, space: str, at: str | None, why: str = "queue") -> Row:
    """A party stands."""
    return (t_ms, "waiting", None, party, space, why, at)


def a_drill(**scenario: Any) -> Run:
    """Two classes and a coach leave; the second class queues; known answers stand in the tests.

    Class 101 (8 pupils, columns of 5 and 3) is out through X1 from 0:50; class 102 (4) waits at its own door and at
    X1 and is out by 1:36; the coach in the gym leaves by exit 2 at 0:30. Alarm at 0:10.
    """
    into = (("class-101.1", 1, 5), ("class-101.2", 6, 3))
    rows: list[Row] = [
        (10_000, "alarm", None, "fire", "C1", "on"),
        (20_000, "started", None, "class-101", "101", "alarm"),
        (20_000, "party_split", None, "class-101", into),
        (25_000, "started", None, "staff-gym", "GYM", "alarm"),
        entered(30_000, "class-101.1", "C1/1", "D101", 5, 1_000),
        out(30_500, "staff-gym", 1, through="X2"),
        (31_000, "started", None, "class-102", "102", "alarm"),
        waiting(32_000, "class-101.2", "101", "D101"),
        entered(35_000, "class-101.2", "C1/1", "D101", 3, 1_000),
        waiting(40_000, "class-102", "102", "D102"),
        out(50_000, "class-101.1", 5, 1_500),
        entered(60_000, "class-102", "C1/2", "D102", 4, 2_000),
        out(62_000, "class-101.2", 3, 1_500),
        (66_000, "rerouted", "I1", "class-102", "C1/2", "found X2 shut", "X1"),
        entered(70_000, "class-102", "C1/1", "C1/1-2", 4, 2_000),
        waiting(72_000, "class-102", "C1/1", "X1"),
        out(90_000, "class-102", 4, 2_000),
        entered(100_000, "staff-gym", "RALLY", "P1", 1),
        (130_000, "accounted", None, "class-101", "class-101/1", "all present", "RALLY"),
        (131_000, "accounted", None, "staff-gym", None, "all present", "RALLY"),
        (140_000, "accounted", None, "class-102", "class-102/1", "all present", "RALLY"),
    ]
    return a_run(rows, {"class-101": ("101", 8), "class-102": ("102", 4), "staff-gym": ("GYM", 1)}, **scenario)
