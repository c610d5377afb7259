"""Visitors, disturbances, bells, vehicles, rumours, the reunification desk: every number, with unit and source."""

from __future__ import annotations

from simulator.model.conduct import ASSUMED
from simulator.model.distributions import Fixed, Numeric, Triangular, Uniform
from simulator.model.movement import parameter
from simulator.model.noun import Noun


class Arrivals(Noun):
    """Parameters of those who come and go; `arrivals:` in a scenario sets them."""

    walks_in: float = parameter(
        0.5, "share", ASSUMED, "how often a visitor goes through an outside door that stands open or unlocked",
        ge=0, le=1,
    )  # fmt: skip
    let_in_by_others: float = parameter(
        0.1, "share", ASSUMED, "how often somebody who comes out holds a locked door for a visitor", ge=0, le=1
    )
    visitor_speed_m_s: Numeric = parameter(Fixed(fixed=1.2), "m/s", ASSUMED, "a visitor who was let in")
    asks_visitor: float = parameter(
        0.3, "share", ASSUMED, "how often staff who come upon a visitor without a badge ask who they are", ge=0, le=1
    )
    asks_visitor_s: Numeric = parameter(
        Triangular(triangular=(2, 5, 15)), "s", ASSUMED, "from coming upon a visitor to asking them"
    )
    check_id_s: Numeric = parameter(
        Triangular(triangular=(20, 45, 120)), "s", ASSUMED, "checking a visitor's identity at the door"
    )
    challenge_s: Numeric = parameter(
        Triangular(triangular=(5, 10, 30)), "s", ASSUMED, "walking up to a visitor and asking who they are"
    )
    badge_s: Numeric = parameter(Triangular(triangular=(15, 30, 90)), "s", ASSUMED, "signing a visitor in with a badge")
    escort_s: Numeric = parameter(
        Triangular(triangular=(5, 15, 60)), "s", ASSUMED, "meeting a visitor and setting off with them"
    )
    refuse_s: Numeric = parameter(Triangular(triangular=(10, 20, 60)), "s", ASSUMED, "saying no to somebody")
    open_s: Numeric = parameter(
        Triangular(triangular=(300, 600, 1200)), "s", ASSUMED,
        "from deciding on reunification to its stations taking families, without a plan's step",
    )  # fmt: skip
    custody_s: Numeric = parameter(
        Triangular(triangular=(60, 120, 300)), "s", ASSUMED, "looking up who may fetch a pupil, away from the stations"
    )
    hand_over_s: Numeric = parameter(
        Triangular(triangular=(30, 60, 180)), "s", ASSUMED, "handing over one pupil away from the stations"
    )
    bell_s: Numeric = parameter(
        Triangular(triangular=(5, 20, 60)), "s", ASSUMED, "from the bell to a class, or a pupil alone, setting off"
    )
    rumour_s: Numeric = parameter(
        Uniform(uniform=(10, 180)), "s", ASSUMED, "from a rumour's beginning to its reaching somebody"
    )
    hold_vehicle_s: Numeric = parameter(
        Triangular(triangular=(10, 20, 60)), "s", ASSUMED, "reaching a driver, to hold a vehicle or call it back"
    )
    return_s: Numeric = parameter(
        Triangular(triangular=(180, 420, 900)), "s", ASSUMED, "from a driver's being called back to being there again"
    )
    unload_s: Numeric = parameter(
        Triangular(triangular=(5, 15, 30)), "s", ASSUMED, "from deciding to unload a vehicle to people getting off"
    )
