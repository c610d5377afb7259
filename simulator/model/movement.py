"""How people walk: every number of the movement model, with unit and source; `movement:` in a scenario sets them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from simulator.model.distributions import Fixed, Numeric, Triangular, Uniform
from simulator.model.noun import Noun

SFPE = "SFPE Handbook, hydraulic model"


def parameter(default: Any, unit: str, source: str, description: str, **limits: Any) -> Any:
    """A model number: its default, unit and source; a source of `assumption` is shown as such wherever it is used."""
    extra: JsonDict = {"unit": unit, "source": source, "assumption": source.startswith("assumption")}
    return Field(default=default, description=description, json_schema_extra=extra, **limits)


class Movement(Noun):
    """Parameters of walking, queueing and starting. `model: laboratory` swaps the flow through doors and gaps."""

    model: Literal["sfpe", "laboratory"] = parameter(
        "sfpe", "-", SFPE, "which flow through doors: sfpe (slow, the code's) or laboratory (measured at bottlenecks)"
    )
    a_m2: float = parameter(0.266, "m2/person", SFPE, "a in S = k(1 - aD)", gt=0, lt=1)
    free_density_per_m2: float = parameter(
        0.54, "person/m2", SFPE, "density below which nobody slows the others", gt=0, lt=3
    )
    hold_density_per_m2: float = parameter(
        2.75, "person/m2", SFPE + "; jam at 3.8", "density at which nobody more enters a segment", gt=0.5, le=3.8
    )
    k_level_m_s: float = parameter(1.40, "m/s", SFPE, "k on the level", gt=0, lt=5)
    k_stair_m_s: float = parameter(
        51.8 / 60, "m/s", SFPE, "k on a stair of equal tread and riser; times sqrt(tread / riser)", gt=0, lt=5
    )
    door_flow_per_s_m: float = parameter(
        1.3, "person/s/m", SFPE, "peak flow through a door or gap per metre of effective width", gt=0, lt=5
    )
    laboratory_flow_per_s_m: float = parameter(
        1.9, "person/s/m", "assumption inside the measured 1.7-2.8 person/s at 1.0 m",
        "peak flow per metre of clear width where model is laboratory", gt=0, lt=5,
    )  # fmt: skip
    door_boundary_m: float = parameter(0.15, "m", SFPE, "boundary layer on each side of a door or stair", ge=0, lt=1)
    wall_boundary_m: float = parameter(0.20, "m", SFPE, "boundary layer on each side of a corridor", ge=0, lt=1)
    self_closing_per_s: float = parameter(
        0.83, "person/s", SFPE, "peak flow of one self-closing leaf, where the plan says so", gt=0, lt=5
    )
    column: int = parameter(
        5, "persons", "measured: columns of 5 err by 0.25 %, of 25 by 1 %", "how many of a class walk as one",
        ge=1, le=25,
    )  # fmt: skip
    adult_speed_m_s: Numeric = parameter(
        Fixed(fixed=1.199), "m/s", SFPE + ": the cap at 0.54 person/m2; Weidmann's 1.34 can be set",
        "own speed of adults and older pupils",
    )  # fmt: skip
    young_speed_m_s: Numeric = parameter(
        Uniform(uniform=(0.69, 1.33)), "m/s", "Larusdottir and Dederichs, preschool evacuation", "own speed, age 3-6"
    )
    young_stair_speed_m_s: Numeric = parameter(
        Uniform(uniform=(0.56, 0.57)), "m/s", "Larusdottir and Dederichs, preschool evacuation",
        "own speed on stairs, age 3-6",
    )  # fmt: skip
    assisted_speed_m_s: Numeric = parameter(
        Triangular(triangular=(0.4, 0.6, 0.9)), "m/s", "assumption", "own speed of a person who is helped along"
    )
    slow_speed_m_s: Numeric = parameter(
        Triangular(triangular=(0.5, 0.7, 1.0)), "m/s", "assumption", "own speed of a person who walks slowly but alone"
    )
    young_start_s: Numeric = parameter(
        Triangular(triangular=(3, 20, 59)), "s", "preschool evacuations: 3-59, class means 20 and 46",
        "from hearing the alarm to setting off, age 3-6",
    )  # fmt: skip
    pupil_start_s: Numeric = parameter(
        Triangular(triangular=(5, 15, 40)), "s", "assumption", "from hearing the alarm to setting off, pupils"
    )
    adult_start_s: Numeric = parameter(
        Triangular(triangular=(5, 20, 60)), "s", "assumption", "from hearing the alarm to setting off, adults"
    )
    visitor_start_s: Numeric = parameter(
        Triangular(triangular=(10, 40, 120)), "s", "assumption", "from hearing the alarm to setting off, visitors"
    )
    count_s: Numeric = parameter(
        Triangular(triangular=(20, 60, 120)), "s", "assumption", "counting one class at the rally point"
    )
    squeeze_s: float = parameter(
        20.0, "s", "assumption", "how long a full and unmoving segment is waited for before people squeeze past", gt=0
    )
    queue_shown_s: float = parameter(2.0, "s", "reporting threshold", "shortest wait that the log mentions", ge=0)
    alarm_pull_s: Numeric = parameter(
        Triangular(triangular=(20, 45, 90)), "s", "assumption", "from the start of a fire to somebody pulling the alarm"
    )
    alarm_auto_s: Numeric = parameter(
        Triangular(triangular=(10, 30, 60)), "s", "assumption", "from the start of a fire to a detector's alarm"
    )
