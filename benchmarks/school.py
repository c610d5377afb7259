"""The evacuation that is measured: a high school in class, everybody in, the alarm at 00:00, speeds by density."""

from __future__ import annotations

from simulator.model.bundle import Bundle, Tree
from simulator.model.scenario import Scenario
from simulator.plans.make import make

PEOPLE = 1_500
PLAN_SEED = 1
RUN_SEED = 1


def evacuation_of(people: int) -> Bundle:
    """A fire-drill evacuation of a generated high school for so many people; nothing about it is set to be fast."""
    plan = make("high", people, PLAN_SEED)
    tree: Tree = {
        "format": "hotwash.scenario/1",
        "title": f"Evacuation of a high school for {people} (benchmark)",
        "hazard": "evacuation",
        "plan": "made for the benchmark",
        "when": {"period": "class"},
        "horizon": "60:00",
        "occupancy": {"fill": "1.0"},
        "injects": [{"id": "I1", "at": "00:00", "effect": {"alarm": "fire"}}],
    }
    return Bundle(tree, Scenario.model_validate(tree), plan, (), {})
