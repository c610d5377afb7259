"""Checking a floor plan's geometry: does it describe a building in which people can move, and get out?

What is judged, and how strictly: outlines and sizes, overlap and capacity in `check_spaces`; openings and their walls
in `check_openings`; stairs, ramps and lifts in `check_links`; ways out in `check_ways`, and where they lead in
`check_reach`; what drills need in `check_practice`. Decisions that a reader may wonder about:

- Two rooms may overlap by 0.05 m (rounding). A room inside a room is fine when an `open` passage joins them.
- Open ground may overlap open ground (a rally point on a lawn), and may be drawn right through the building: only what
  is around the building then counts as ground. More than 5 m2 of that is a warning.
- Outlines may be drawn to the middle of walls or to their faces, so two spaces share a wall where they run side by side
  at no more than 0.6 m, and an opening lies within 0.3 m of both.
"""

from __future__ import annotations

from simulator.model.building import Plan
from simulator.plans.check_links import check_links
from simulator.plans.check_openings import check_openings
from simulator.plans.check_practice import check_practice
from simulator.plans.check_reach import check_reach
from simulator.plans.check_spaces import check_spaces
from simulator.plans.check_ways import check_ways
from simulator.plans.findings import Finding

__all__ = ["Finding", "check"]


def check(plan: Plan) -> list[Finding]:
    """Everything about a plan that somebody should look at, errors first, then in the order in which it was found.

    The plan has been read by its model, and the names in it refer to something; a name that does not is passed over.
    """
    parts = (check_spaces, check_openings, check_links, check_ways, check_reach, check_practice)
    found = list(dict.fromkeys(finding for part in parts for finding in part(plan)))
    return sorted(found, key=lambda finding: finding.severity == "warning")
