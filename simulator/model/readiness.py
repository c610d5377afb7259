"""Component tasks of calling, dispatching and responding: every number, with unit and source.

Only parts are here, never a total: when a rescue task force is ready, or a building cleared, follows from them.
"""

from __future__ import annotations

from simulator.model.conduct import ASSUMED
from simulator.model.distributions import (
    Exponential,
    ExponentialShape,
    Lognormal,
    LognormalShape,
    Numeric,
    Triangular,
    Uniform,
)
from simulator.model.movement import parameter
from simulator.model.noun import Noun

NFPA_1225 = "NFPA 1225, 90 % answered within 10 s and processed within 60 s, as exponential means"
NFPA_1710 = "NFPA 1710 benchmark"


class Readiness(Noun):
    """Parameters of calls, radio and responders; `readiness:` in a scenario sets them."""

    answer_s: Numeric = parameter(
        Exponential(exponential=ExponentialShape(mean=4.3)), "s", NFPA_1225, "a free call-taker answers"
    )
    process_s: Numeric = parameter(
        Exponential(exponential=ExponentialShape(mean=26)), "s", NFPA_1225, "from the answer to the dispatch"
    )
    talk_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=90, sigma=0.5)), "s", ASSUMED, "a call-taker is busy with one call"
    )
    dial_s: Numeric = parameter(
        Triangular(triangular=(5, 10, 20)), "s", ASSUMED, "from deciding to call to the call being placed"
    )
    panic_s: Numeric = parameter(
        Triangular(triangular=(3, 5, 10)), "s", ASSUMED, "from reaching for a panic button to its signal"
    )
    write_s: Numeric = parameter(
        Triangular(triangular=(30, 90, 240)), "s", ASSUMED, "writing a text alert, where the plan has no step for it"
    )
    airtime_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=6, sigma=0.4)), "s", ASSUMED, "one message on the radio"
    )
    gives_up_s: float = parameter(60, "s", ASSUMED, "how long somebody waits for a free radio channel", gt=0, le=3600)
    gives_up_911_s: float = parameter(
        120, "s", ASSUMED, "how long somebody of the public waits for 911 to answer", gt=0, le=3600
    )
    phone_s: Numeric = parameter(
        Triangular(triangular=(10, 20, 45)), "s", ASSUMED, "telling somebody something by phone, dialling included"
    )
    relay_s: Numeric = parameter(
        Triangular(triangular=(10, 20, 60)), "s", ASSUMED, "passing a message from one channel to another by hand"
    )
    camera_s: Numeric = parameter(
        Triangular(triangular=(2, 10, 40)), "s", ASSUMED, "until whoever watches a camera notices"
    )
    police_turnout_s: Numeric = parameter(
        Triangular(triangular=(5, 15, 60)), "s", ASSUMED, "a patrol unit, from the dispatch to being under way"
    )
    police_travel_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=165, sigma=0.6), clip=(50, 700)), "s",
        "assumption; with turnout the FBI's median of 3 minutes from dispatch (range 1-12)", "a patrol unit's way",
    )  # fmt: skip
    fire_turnout_s: Numeric = parameter(
        Triangular(triangular=(40, 60, 80)), "s", NFPA_1710 + ": 60 s for EMS, 80 s for fire", "fire and EMS units"
    )
    fire_travel_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=180, sigma=0.25), clip=(60, 900)), "s",
        "assumption; its 90 % is NFPA 1710's travel benchmark of 240 s", "a fire or EMS unit's way",
    )  # fmt: skip
    entry_s: Numeric = parameter(
        Lognormal(lognormal=LognormalShape(median=120, sigma=0.9), clip=(10, 1200)), "s", ASSUMED,
        "from arriving to entering the building",
    )  # fmt: skip
    walk_m_s: float = parameter(1.5, "m/s", ASSUMED, "officers moving inside toward a report", gt=0, le=5)
    search_m_s: float = parameter(0.8, "m/s", ASSUMED, "officers moving inside without a report", gt=0, le=5)
    contact_s: Numeric = parameter(
        Triangular(triangular=(5, 15, 60)),
        "s",
        ASSUMED,
        "from officers and the armed person sharing a place to the end",
    )
    command_s: Numeric = parameter(
        Triangular(triangular=(20, 60, 180)), "s", ASSUMED, "from arriving to announcing command"
    )
    briefing_s: Numeric = parameter(
        Triangular(triangular=(30, 60, 150)), "s", ASSUMED, "the commands of two agencies brief each other"
    )
    staging_s: Numeric = parameter(Triangular(triangular=(15, 30, 90)), "s", ASSUMED, "checking in at staging")
    gear_s: Numeric = parameter(
        Triangular(triangular=(60, 120, 240)), "s", ASSUMED, "protective gear and kits for a rescue task force"
    )
    link_up_s: Numeric = parameter(
        Triangular(triangular=(60, 120, 300)),
        "s",
        ASSUMED,
        "officers and medics of a rescue task force find each other",
    )
    assess_s: Numeric = parameter(
        Triangular(triangular=(15, 30, 60)), "s", ASSUMED, "a rescue task force with one patient before moving them"
    )
    ccp_s: Numeric = parameter(
        Triangular(triangular=(60, 120, 300)), "s", ASSUMED, "choosing and opening a casualty collection point"
    )
    load_s: Numeric = parameter(Triangular(triangular=(60, 120, 300)), "s", ASSUMED, "loading a patient for transport")
    hospital_s: Numeric = parameter(Triangular(triangular=(300, 600, 1500)), "s", ASSUMED, "the way to a hospital")
    clear_room_s: Numeric = parameter(Triangular(triangular=(15, 30, 90)), "s", ASSUMED, "clearing one room")
    release_room_s: Numeric = parameter(Uniform(uniform=(30, 90)), "s", ASSUMED, "releasing one locked room in person")
    breach_s: Numeric = parameter(
        Triangular(triangular=(20, 60, 180)), "s", ASSUMED, "officers without a key force a locked door"
    )
    carry_m_s: float = parameter(0.6, "m/s", ASSUMED, "moving a patient who cannot walk, over level floor", gt=0, le=3)
    unasked_s: Numeric = parameter(
        Triangular(triangular=(60, 300, 900)), "s", ASSUMED,
        "from the first dispatch until units that nobody sent are on their way",
    )  # fmt: skip
    medics_per_unit: int = parameter(2, "people", ASSUMED, "the crew of one fire or EMS unit", ge=1, le=10)
