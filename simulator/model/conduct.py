"""What people do on an order: every number of it, with unit and source; `conduct:` in a scenario sets them."""

from __future__ import annotations

from simulator.model.distributions import Lognormal, LognormalShape, Numeric, Triangular, Uniform
from simulator.model.movement import parameter
from simulator.model.noun import Noun

ASSUMED = "assumption"


class Conduct(Noun):
    """Parameters of orders: saying and hearing them, locking, barricading, knocking."""

    announce_s: Numeric = parameter(
        Triangular(triangular=(5, 10, 20)), "s", ASSUMED,
        "from deciding on an announcement to its first word, where the plan has no step for it",
    )  # fmt: skip
    sentence_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=6, sigma=0.4)), "s", ASSUMED, "speaking an announcement"
    )
    tell_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=70, sigma=0.5)), "s", ASSUMED,
        "getting to the first room to tell people in person, where the plan has no step for it",
    )  # fmt: skip
    tell_each_s: Numeric = parameter(
        Uniform(uniform=(5, 15)), "s", ASSUMED, "from one room to the next when telling people in person"
    )
    missed_when_loud: float = parameter(
        0.2, "share", ASSUMED, "how often a gym, cafeteria, kitchen or locker room does not make out an announcement",
        ge=0, le=1,
    )  # fmt: skip
    lock_start_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=12, sigma=0.7)), "s", ASSUMED,
        "from hearing lockdown to turning to the door, lights and places out of sight included, without a plan's step",
    )  # fmt: skip
    lock_inside_s: Numeric = parameter(Uniform(uniform=(2, 8)), "s", ASSUMED, "locking a door that locks from inside")
    lock_outside_s: Numeric = parameter(
        Uniform(uniform=(30, 40)), "s", "keyed classroom locks, door opened and locked from the hall",
        "locking a door with a key from outside",
    )  # fmt: skip
    lock_by_itself_s: Numeric = parameter(Uniform(uniform=(0, 2)), "s", ASSUMED, "shutting a door that locks by itself")
    barricade_s: Numeric = parameter(
        Triangular(triangular=(30, 60, 120)), "s", ASSUMED, "barricading a door that cannot be locked"
    )
    barricade_holds: float = parameter(
        0.8, "share", ASSUMED, "how often a door that cannot be locked can be barricaded", ge=0, le=1
    )
    go_s: Numeric = parameter(
        Triangular(triangular=(2, 6, 15)), "s", ASSUMED, "from hearing an order to walking to a room, alone in a hall"
    )
    knock_s: Numeric = parameter(
        Triangular(triangular=(5, 10, 25)), "s", ASSUMED, "from knocking at a locked door to being let in"
    )
    done_before_s: float = parameter(
        120.0, "s", ASSUMED, "how long before a message something may have been done and still count as its answer",
        ge=0, le=3600,
    )  # fmt: skip
    leaves_on_alarm: float = parameter(
        0.5, "share", ASSUMED, "how many rooms in lockdown leave for a fire alarm where the plan lets each decide",
        ge=0, le=1,
    )  # fmt: skip
    search_room_s: Numeric = parameter(
        Triangular(triangular=(20, 45, 120)), "s", ASSUMED, "looking through one room, hall or piece of ground"
    )
    shut_air_s: Numeric = parameter(
        Triangular(triangular=(60, 150, 360)), "s", ASSUMED,
        "getting to the air switches and shutting them, or switching them on again, where the plan has no step for it",
    )  # fmt: skip
    reset_alarm_s: Numeric = parameter(
        Triangular(triangular=(20, 45, 120)), "s", ASSUMED, "getting to the alarm panel and silencing it"
    )
    in_wind: float = parameter(0.9, "share", ASSUMED, "of the free walking speed, outdoors in strong wind", gt=0, le=1)
    in_rain: float = parameter(0.9, "share", ASSUMED, "of the free walking speed, outdoors in heavy rain", gt=0, le=1)
    in_ice: float = parameter(0.6, "share", ASSUMED, "of the free walking speed, outdoors on ice", gt=0, le=1)
    in_dark: float = parameter(0.9, "share", ASSUMED, "of the free walking speed, outdoors in the dark", gt=0, le=1)
