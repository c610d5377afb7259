"""What people see and hear of an incident, and how they decide: every number, with unit and source."""

from __future__ import annotations

from simulator.model.conduct import ASSUMED
from simulator.model.distributions import Lognormal, LognormalShape, Numeric, Triangular, Uniform
from simulator.model.movement import parameter
from simulator.model.noun import Noun


class Perception(Noun):
    """Parameters of noticing, recognising and choosing; `perception:` in a scenario sets them."""

    recognise_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=12, sigma=0.8)), "s", ASSUMED,
        "from the first sign to understanding it; half of that with one's own eyes in the same place",
    )  # fmt: skip
    misread: float = parameter(
        0.5, "share", "assumption; that a first sign is taken for something else is the rule in accounts",
        "how often a sound is first taken for something harmless", ge=0, le=1,
    )  # fmt: skip
    sign_level_db: float = parameter(100, "dB", ASSUMED, "an alarming sound, at 1 m", ge=0, le=200)
    ambient_db: float = parameter(60, "dB", ASSUMED, "what a room in use sounds like", ge=0, le=120)
    over_ambient_db: float = parameter(
        15, "dB", "audibility margin of public-mode alarms (NFPA 72)", "how far above that a sound must be",
        ge=0, le=60,
    )  # fmt: skip
    closed_door_db: float = parameter(25, "dB", ASSUMED, "what each closed door takes from a sound", ge=0, le=80)
    turn_db: float = parameter(3, "dB", ASSUMED, "what each turn of the way takes from a sound", ge=0, le=40)
    sign_every_s: float = parameter(30, "s", ASSUMED, "between two alarming sounds while it goes on", gt=0, le=3600)
    hear_again_s: float = parameter(60, "s", ASSUMED, "how long a sound is the same news to whoever heard it", ge=0)
    tries_s: float = parameter(10, "s", ASSUMED, "what a door that holds costs the person who tries it", gt=0, le=600)
    react_s: Numeric = parameter(
        Triangular(triangular=(1, 3, 8)), "s", ASSUMED, "from recognising, or fresher news, to acting on it"
    )
    complies: float = parameter(
        0.9, "share", ASSUMED, "how often an order is followed by whoever sees no reason against it", ge=0, le=1
    )
    imitate_s: Numeric = parameter(
        Triangular(triangular=(2, 5, 15)), "s", ASSUMED, "from seeing others act to doing the same"
    )
    report_s: Numeric = parameter(
        Uniform(uniform=(15, 60)), "s", ASSUMED, "from recognising to having told the front office"
    )
    redecide_s: float = parameter(10, "s", ASSUMED, "nobody decides anew sooner than this", ge=1, le=600)
    comfortable_s: float = parameter(10, "s", ASSUMED, "margin that a party wants before it runs", ge=0, le=600)
    window_s: float = parameter(5, "s", ASSUMED, "for each person to leave by a window", gt=0, le=120)
    contact_m: float = parameter(5, "m", ASSUMED, "nearer than this nothing but defending is left", ge=0, le=50)
    believed_m_s: float = parameter(
        1.2, "m/s", ASSUMED, "how fast people take the armed person to come nearer: an adult's free walk", gt=0, le=5
    )
    eyes_s: float = parameter(
        60, "s", ASSUMED, "how long what people have seen themselves outweighs an order that speaks against it", ge=0
    )
    exits_weighed: int = parameter(
        4, "exits", ASSUMED,
        "how many of the nearest ways out people think of; further ones only while all of these lead past the person",
        ge=1, le=1000,
    )  # fmt: skip
    rooms_tried: int = parameter(
        3, "rooms", ASSUMED, "how many rooms somebody finds locked before they leave the building instead", ge=1, le=100
    )
