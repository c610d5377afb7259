"""The evacuation that is measured: a high school in class, everybody in, the alarm at 00:00, speeds by density."""

from __future__ import annotations

from simulator import files
from simulator.model.building import Plan
from simulator.model.bundle import Bundle, Tree
from simulator.model.scenario import Scenario
from simulator.plans.make import make
from simulator.shipped import shipped

PLAN_SEED = 1
RUN_SEED = 1


def shipped_evacuation() -> Bundle:
    """The evacuation of the shipped high school, 1,500 people."""
    return _evacuation(files.load_plan(shipped("floorplans") / "north-fork.yaml"))


def evacuation_of(people: int) -> Bundle:
    """The evacuation of a generated high school for so many people."""
    return _evacuation(make("high", people, PLAN_SEED))


def _evacuation(plan: Plan) -> Bundle:
    """Everybody in, in class; nothing about it is set to be fast."""
    tree: Tree = {
        "format": "hotwash.scenario/1",
        "title": "Evacuation of a high school (benchmark)",
        "hazard": "evacuation",
        "plan": "made for the benchmark",
        "when": {"period": "class"},
        "horizon": "60:00",
        "occupancy": {"fill": "1.0"},
        "injects": [{"id": "I1", "at": "00:00", "effect": {"alarm": "fire"}}],
    }
    return Bundle(tree, Scenario.model_validate(tree), plan, (), {})
