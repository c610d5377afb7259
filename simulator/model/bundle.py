"""A scenario together with the files it names, before its variables are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.model.building import Plan
from simulator.model.response import Response
from simulator.model.scenario import Scenario

Tree = dict[str, Any]
"""What a YAML file says: dicts, lists, text and None; every scalar as it was typed."""


@dataclass(frozen=True)
class Bundle:
    """What `load_scenario` returns and `run` takes.

    `tree` is the scenario as typed, with its `${variables}`; `scenario` is it at every variable's first option;
    `slots` the paths in `tree` at which a variable stands; `texts` the files' own words by role (scenario, plan,
    response); `response` is the response plan, None where the scenario names none.
    """

    tree: Tree
    scenario: Scenario
    plan: Plan
    slots: tuple[tuple[str | int, ...], ...]
    texts: Mapping[str, str]
    response: Response | None = None
