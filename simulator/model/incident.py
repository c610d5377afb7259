"""Events of an incident: signs, calls, messages, responders, patients, families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.model.event import Event


@dataclass(frozen=True, slots=True)
class Perceived(Event):
    """A sign of what is happening reaches a party: what it is of, and where."""

    kind: ClassVar[str] = "seen"
    who: str
    what: str
    space: str


class Seen(Perceived):
    """With its own eyes."""

    __slots__ = ()
    kind: ClassVar[str] = "seen"


class Heard(Perceived):
    """By ear."""

    __slots__ = ()
    kind: ClassVar[str] = "heard"


@dataclass(frozen=True, slots=True)
class Misread(Event):
    """A party took a sign for something harmless."""

    kind: ClassVar[str] = "misread"
    who: str
    as_: str
    space: str


@dataclass(frozen=True, slots=True)
class Chose(Event):
    """A party chose what to do: the options that it saw, with seconds of margin, and the reason."""

    kind: ClassVar[str] = "chose"
    party: str
    option: str
    options: tuple[str, ...]
    margins: tuple[float | None, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Departed(Event):
    """A vehicle left with so many people."""

    kind: ClassVar[str] = "departed"
    vehicle: str
    people: int


@dataclass(frozen=True, slots=True)
class MessageState(Event):
    """A message on a channel: `message` says what it carries."""

    kind: ClassVar[str] = "sent"
    message: str
    from_: str | None
    to: str | None
    channel: str
    wait_s: float
    reason: str | None


class Sent(MessageState):
    """It is on the air, or on its way."""

    __slots__ = ()
    kind: ClassVar[str] = "sent"


class Received(MessageState):
    """Somebody has it."""

    __slots__ = ()
    kind: ClassVar[str] = "received"


class Lost(MessageState):
    """It did not arrive, and why."""

    __slots__ = ()
    kind: ClassVar[str] = "lost"


@dataclass(frozen=True, slots=True)
class Relayed(Event):
    """Somebody passed a fact on from one channel, or agency, to another."""

    kind: ClassVar[str] = "relayed"
    fact: str
    from_: str
    to: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Call(Event):
    """A call to a 911 centre; `wait_s` is how long it waited."""

    kind: ClassVar[str] = "call_placed"
    psap: str
    from_: str | None
    to: str | None
    says: tuple[str, ...]
    wait_s: float


class CallPlaced(Call):
    """It rings."""

    __slots__ = ()
    kind: ClassVar[str] = "call_placed"


class CallAnswered(Call):
    """A call-taker answers."""

    __slots__ = ()
    kind: ClassVar[str] = "call_answered"


class Transferred(Call):
    """It was passed on to another centre."""

    __slots__ = ()
    kind: ClassVar[str] = "transferred"


@dataclass(frozen=True, slots=True)
class Notice(Event):
    """Word of a hazard comes from outside."""

    kind: ClassVar[str] = "call_received"
    from_: str | None
    who: str | None
    hazard: str


class CallReceived(Notice):
    """By a call to the school."""

    __slots__ = ()
    kind: ClassVar[str] = "call_received"


class WarningReceived(Notice):
    """By a warning."""

    __slots__ = ()
    kind: ClassVar[str] = "warning_received"


@dataclass(frozen=True, slots=True)
class ThreatEvent(Event):
    """Where the person of the threat is, by script."""

    kind: ClassVar[str] = "threat_entered"
    space: str
    opening: str | None
    how: str


class ThreatEntered(ThreatEvent):
    """Comes into the building."""

    __slots__ = ()
    kind: ClassVar[str] = "threat_entered"


class ThreatMoved(ThreatEvent):
    """Into the next place."""

    __slots__ = ()
    kind: ClassVar[str] = "threat_moved"


class ThreatStopped(ThreatEvent):
    """A door holds."""

    __slots__ = ()
    kind: ClassVar[str] = "threat_stopped"


class ThreatEnded(ThreatEvent):
    """It is over."""

    __slots__ = ()
    kind: ClassVar[str] = "threat_ended"


@dataclass(frozen=True, slots=True)
class HazardState(Event):
    """A space that a hazard had closed."""

    kind: ClassVar[str] = "hazard_opened"
    hazard: str
    space: str | None


class HazardOpened(HazardState):
    """Free again."""

    __slots__ = ()
    kind: ClassVar[str] = "hazard_opened"


class HazardEnded(HazardState):
    """The hazard is over."""

    __slots__ = ()
    kind: ClassVar[str] = "hazard_ended"


@dataclass(frozen=True, slots=True)
class WeatherState(Event):
    """The weather: warned, arrived, ended, or what it brings."""

    kind: ClassVar[str] = "weather"
    state: str


@dataclass(frozen=True, slots=True)
class WindShifted(Event):
    """The wind turned: degrees it comes from."""

    kind: ClassVar[str] = "wind_shifted"
    from_deg: float


@dataclass(frozen=True, slots=True)
class Air(Event):
    """A ventilation unit was shut or runs again."""

    kind: ClassVar[str] = "air"
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class ExposureEvent(Event):
    """A party in a place that the hazard shares or sees; `seconds` so far."""

    kind: ClassVar[str] = "exposed"
    party: str
    space: str
    seconds: float


class Exposed(ExposureEvent):
    """From now on."""

    __slots__ = ()
    kind: ClassVar[str] = "exposed"


class ExposureEnded(ExposureEvent):
    """No longer."""

    __slots__ = ()
    kind: ClassVar[str] = "exposure_ended"


@dataclass(frozen=True, slots=True)
class VisitorEvent(Event):
    """A visitor at a door."""

    kind: ClassVar[str] = "visitor_at_door"
    visitor: str
    opening: str | None
    by: str | None
    outcome: str | None


class VisitorAtDoor(VisitorEvent):
    """Asks to come in."""

    __slots__ = ()
    kind: ClassVar[str] = "visitor_at_door"


class Challenged(VisitorEvent):
    """Was asked who they are."""

    __slots__ = ()
    kind: ClassVar[str] = "challenged"


class VisitorLeft(VisitorEvent):
    """Has gone."""

    __slots__ = ()
    kind: ClassVar[str] = "visitor_left"


@dataclass(frozen=True, slots=True)
class UnitEvent(Event):
    """A unit of an agency."""

    kind: ClassVar[str] = "dispatched"
    agency: str
    unit: str
    place: str | None


class Dispatched(UnitEvent):
    """Was sent."""

    __slots__ = ()
    kind: ClassVar[str] = "dispatched"


class Staged(UnitEvent):
    """Waits at staging."""

    __slots__ = ()
    kind: ClassVar[str] = "staged"


class Arrived(UnitEvent):
    """Is on the site."""

    __slots__ = ()
    kind: ClassVar[str] = "arrived"


@dataclass(frozen=True, slots=True)
class UnitInside(Event):
    """A unit goes in."""

    kind: ClassVar[str] = "police_entered"
    unit: str
    opening: str | None


class PoliceEntered(UnitInside):
    """Officers enter the building."""

    __slots__ = ()
    kind: ClassVar[str] = "police_entered"


class RtfFormed(UnitInside):
    """A rescue task force is together."""

    __slots__ = ()
    kind: ClassVar[str] = "rtf_formed"


class RtfEntered(UnitInside):
    """A rescue task force enters."""

    __slots__ = ()
    kind: ClassVar[str] = "rtf_entered"


@dataclass(frozen=True, slots=True)
class CommandEvent(Event):
    """Who commands, with whom, from where."""

    kind: ClassVar[str] = "command"
    who: str
    with_: str | None
    place: str | None


class Command(CommandEvent):
    """One agency."""

    __slots__ = ()
    kind: ClassVar[str] = "command"


class UnifiedCommand(CommandEvent):
    """Agencies together."""

    __slots__ = ()
    kind: ClassVar[str] = "unified_command"


@dataclass(frozen=True, slots=True)
class PatientEvent(Event):
    """A patient of the exercise."""

    kind: ClassVar[str] = "patient_reached"
    patient: str
    by: str | None
    to: str | None
    place: str | None


class PatientReached(PatientEvent):
    """Somebody who can help is there."""

    __slots__ = ()
    kind: ClassVar[str] = "patient_reached"


class PatientMoved(PatientEvent):
    """To a collection point or on the way to hospital."""

    __slots__ = ()
    kind: ClassVar[str] = "patient_moved"


class CcpOpened(PatientEvent):
    """A casualty collection point is open."""

    __slots__ = ()
    kind: ClassVar[str] = "ccp_opened"


@dataclass(frozen=True, slots=True)
class RoomByOfficers(Event):
    """What officers did with a room."""

    kind: ClassVar[str] = "room_cleared"
    space: str
    by: str | None


class RoomCleared(RoomByOfficers):
    """Searched."""

    __slots__ = ()
    kind: ClassVar[str] = "room_cleared"


class RoomReleased(RoomByOfficers):
    """Opened in person."""

    __slots__ = ()
    kind: ClassVar[str] = "room_released"


class BuildingCleared(RoomByOfficers):
    """Every room was."""

    __slots__ = ()
    kind: ClassVar[str] = "building_cleared"


@dataclass(frozen=True, slots=True)
class Accounting(Event):
    """Who was looked for."""

    kind: ClassVar[str] = "unaccounted"
    who: str
    by: str | None
    result: str
    space: str


class Unaccounted(Accounting):
    """Somebody is not where they should be."""

    __slots__ = ()
    kind: ClassVar[str] = "unaccounted"


class Found(Accounting):
    """And is found."""

    __slots__ = ()
    kind: ClassVar[str] = "found"


@dataclass(frozen=True, slots=True)
class ReunificationOpened(Event):
    """The reunification site takes families."""

    kind: ClassVar[str] = "reunification_opened"
    place: str


@dataclass(frozen=True, slots=True)
class FamilyEvent(Event):
    """A family at the reunification site; `wait_s` how long it waited for the station."""

    kind: ClassVar[str] = "family_arrived"
    family: str
    station: str
    wait_s: float


class FamilyArrived(FamilyEvent):
    """Comes."""

    __slots__ = ()
    kind: ClassVar[str] = "family_arrived"


class Queued(FamilyEvent):
    """Stands in line."""

    __slots__ = ()
    kind: ClassVar[str] = "queued"


class Served(FamilyEvent):
    """Is done there."""

    __slots__ = ()
    kind: ClassVar[str] = "served"


@dataclass(frozen=True, slots=True)
class HandOver(Event):
    """Pupils and those who come for them."""

    kind: ClassVar[str] = "handed_over"
    who: str
    family: str
    reason: str | None


class HandedOver(HandOver):
    """Together."""

    __slots__ = ()
    kind: ClassVar[str] = "handed_over"


class HandOverRefused(HandOver):
    """Not handed over, and why."""

    __slots__ = ()
    kind: ClassVar[str] = "hand_over_refused"


INCIDENT: tuple[type[Event], ...] = (
    Seen,
    Heard,
    Misread,
    Chose,
    Departed,
    Sent,
    Received,
    Lost,
    Relayed,
    CallPlaced,
    CallAnswered,
    Transferred,
    CallReceived,
    WarningReceived,
    ThreatEntered,
    ThreatMoved,
    ThreatStopped,
    ThreatEnded,
    HazardOpened,
    HazardEnded,
    WeatherState,
    WindShifted,
    Air,
    Exposed,
    ExposureEnded,
    VisitorAtDoor,
    Challenged,
    VisitorLeft,
    Dispatched,
    Staged,
    Arrived,
    PoliceEntered,
    RtfFormed,
    RtfEntered,
    Command,
    UnifiedCommand,
    PatientReached,
    PatientMoved,
    CcpOpened,
    RoomCleared,
    RoomReleased,
    BuildingCleared,
    Unaccounted,
    Found,
    ReunificationOpened,
    FamilyArrived,
    Queued,
    Served,
    HandedOver,
    HandOverRefused,
)
"""Every kind of this file."""
