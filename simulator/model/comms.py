"""How words travel in a scenario: loudspeakers, talkgroups, patches, phones, 911 centres, alerts, buttons, cameras."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from simulator.model.distributions import Numeric, Triangular, Uniform
from simulator.model.noun import Id, Noun, Reference


class PaZone(Noun):
    """One zone of loudspeakers."""

    works: bool = True


class Pa(Noun):
    """`{from: MIC1, zone-A: {works: yes}}`: the microphone, then every zone by its id; a zone left out works."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Reference, PaZone]

    from_: Reference | None = Field(default=None, alias="from")

    @property
    def zones(self) -> dict[str, PaZone]:
        """The zones that the scenario speaks of."""
        return self.__pydantic_extra__ or {}


class Talkgroup(Noun):
    """A radio channel: `capacity` speakers at a time; `users` are roles and agencies that hear and speak on it."""

    capacity: int = Field(default=1, ge=1, le=10)
    users: tuple[Id, ...] = ()
    works: bool = True


class Patch(Noun):
    """Channels that are joined into one, where the patch works."""

    join: tuple[Id, ...] = Field(min_length=2)
    works: bool = True


class Psap(Noun):
    """A 911 centre: so many call-takers; it dispatches these agencies itself, others through a transfer."""

    call_takers: int = Field(default=2, ge=1, le=100)
    dispatches: tuple[Id, ...] = ()
    works: bool = True


class Psaps(Noun):
    """The 911 centres by name, beside `routing` (a line or `mobile` -> centre) and `transfer` (seconds)."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Id, Psap]

    routing: dict[Id, Id] = {}
    transfer: Numeric = Triangular(triangular=(15, 25, 60))

    @property
    def centres(self) -> dict[str, Psap]:
        """The centres that the scenario has."""
        return self.__pydantic_extra__ or {}


class Alert(Noun):
    """A list of people who get text messages: the share that it reaches, and the delay of each in seconds."""

    reach: float = Field(default=0.85, ge=0, le=1)
    delay: Numeric = Uniform(uniform=(20, 90))


class Camera(Noun):
    """Whether somebody watches a camera's picture, and which role does."""

    watched: bool = True
    by: Id | None = None


class Comms(Noun):
    """The channels of a scenario. `panic`: where a panic button rings: a 911 centre, an agency or a role."""

    pa: Pa = Pa()
    radio: dict[Id, Talkgroup] = {}
    patches: tuple[Patch, ...] = ()
    psaps: Psaps = Psaps()
    alerts: dict[Id, Alert] = {}
    panic: Id | None = None
    cameras: dict[Reference, Camera] = {}
