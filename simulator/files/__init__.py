"""YAML files <-> the model, with a line and column for every problem."""

from simulator.files.decided import check_decision_references
from simulator.files.dump import dump_plan
from simulator.files.explain import Explained, explain
from simulator.files.load import (
    Checked,
    ScenarioFiles,
    bundle_of,
    check,
    decisions_from,
    load_decisions,
    load_plan,
    load_response,
    load_scenario,
    plan_from,
    read_decisions,
    read_plan,
    read_response,
    read_scenario,
    response_from,
    scenario_from,
)
from simulator.files.planned import check_response_references
from simulator.files.references import check_plan_references, check_references
from simulator.files.settings import refuse_impossible
from simulator.files.skeletons import skeleton
from simulator.files.source import Source, read_source, source_of
from simulator.files.taint import tainted

__all__ = [
    "Checked",
    "Explained",
    "ScenarioFiles",
    "Source",
    "bundle_of",
    "check",
    "check_decision_references",
    "check_plan_references",
    "check_references",
    "check_response_references",
    "decisions_from",
    "dump_plan",
    "explain",
    "load_decisions",
    "load_plan",
    "load_response",
    "load_scenario",
    "plan_from",
    "read_decisions",
    "read_plan",
    "read_response",
    "read_scenario",
    "read_source",
    "refuse_impossible",
    "response_from",
    "scenario_from",
    "skeleton",
    "source_of",
    "tainted",
]
