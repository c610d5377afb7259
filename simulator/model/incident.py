"""Events of an incident: signs, calls, messages, responders, patients, families."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.model.event import Event


@dataclass(frozen=True, slots=True)
class Perceived(Event):
    """A sign of what is happening reaches a party: what it is of, and where.

    `seen`: with its own eyes.
    `heard`: by ear.
    """

    who: str
    what: str
    space: str


@dataclass(frozen=True, slots=True)
class Misread(Event):
    """A party took a sign for something harmless."""

    who: str
    as_: str
    space: str


@dataclass(frozen=True, slots=True)
class Chose(Event):
    """A party chose what to do: the options that it saw, with seconds of margin, and the reason."""

    party: str
    option: str
    options: tuple[str, ...]
    margins: tuple[float | None, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Departed(Event):
    """A vehicle left with so many people."""

    vehicle: str
    people: int


@dataclass(frozen=True, slots=True)
class MessageState(Event):
    """A message on a channel: `message` says what it carries.

    `sent`: it is on the air, or on its way.
    `received`: somebody has it.
    `lost`: it did not arrive, and why.
    """

    message: str
    from_: str | None
    to: str | None
    channel: str
    wait_s: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class Relayed(Event):
    """Somebody passed a fact on from one channel, or agency, to another."""

    fact: str
    from_: str
    to: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Call(Event):
    """A call to a 911 centre; `wait_s` is how long it waited.

    `call_placed`: it rings.
    `call_answered`: a call-taker answers.
    `transferred`: it was passed on to another centre.
    """

    psap: str
    from_: str | None
    to: str | None
    says: tuple[str, ...]
    wait_s: float


@dataclass(frozen=True, slots=True)
class Notice(Event):
    """Word of a hazard comes from outside.

    `call_received`: by a call to the school.
    `warning_received`: by a warning.
    """

    from_: str | None
    who: str | None
    hazard: str


@dataclass(frozen=True, slots=True)
class ThreatEvent(Event):
    """Where the person of the threat is, by script.

    `threat_entered`: comes into the building.
    `threat_moved`: into the next place.
    `threat_stopped`: a door holds.
    `threat_ended`: it is over.
    """

    space: str
    opening: str | None
    how: str


@dataclass(frozen=True, slots=True)
class HazardState(Event):
    """A space that a hazard had closed.

    `hazard_opened`: free again.
    `hazard_ended`: the hazard is over.
    """

    hazard: str
    space: str | None


@dataclass(frozen=True, slots=True)
class WeatherState(Event):
    """The weather: warned, arrived, ended, or what it brings."""

    state: str


@dataclass(frozen=True, slots=True)
class WindShifted(Event):
    """The wind turned: degrees it comes from."""

    from_deg: float


@dataclass(frozen=True, slots=True)
class Air(Event):
    """A ventilation unit was shut or runs again."""

    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class ExposureEvent(Event):
    """A party in a place that the hazard shares or sees; `seconds` so far.

    `exposed`: from now on.
    `exposure_ended`: no longer.
    """

    party: str
    space: str
    seconds: float


@dataclass(frozen=True, slots=True)
class VisitorEvent(Event):
    """A visitor at a door.

    `visitor_at_door`: asks to come in.
    `challenged`: was asked who they are.
    `visitor_left`: has gone.
    """

    visitor: str
    opening: str | None
    by: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class UnitEvent(Event):
    """A unit of an agency.

    `dispatched`: was sent.
    `staged`: waits at staging.
    `arrived`: is on the site.
    """

    agency: str
    unit: str
    place: str | None


@dataclass(frozen=True, slots=True)
class UnitInside(Event):
    """A unit goes in.

    `police_entered`: officers enter the building.
    `rtf_formed`: a rescue task force is together.
    `rtf_entered`: a rescue task force enters.
    """

    unit: str
    opening: str | None


@dataclass(frozen=True, slots=True)
class CommandEvent(Event):
    """Who commands, with whom, from where.

    `command`: one agency.
    `unified_command`: agencies together.
    """

    who: str
    with_: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class PatientEvent(Event):
    """A patient of the exercise.

    `patient_reached`: somebody who can help is there.
    `patient_moved`: to a collection point or on the way to hospital.
    `ccp_opened`: a casualty collection point is open.
    """

    patient: str
    by: str | None
    to: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class RoomByOfficers(Event):
    """What officers did with a room.

    `room_cleared`: searched.
    `room_released`: opened in person.
    `building_cleared`: every room was.
    """

    space: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Accounting(Event):
    """Who was looked for.

    `unaccounted`: somebody is not where they should be.
    `found`: and is found.
    """

    who: str
    by: str | None
    result: str
    space: str


@dataclass(frozen=True, slots=True)
class ReunificationOpened(Event):
    """The reunification site takes families."""

    place: str


@dataclass(frozen=True, slots=True)
class FamilyEvent(Event):
    """A family at the reunification site; `wait_s` how long it waited for the station.

    `family_arrived`: comes.
    `queued`: stands in line.
    `served`: is done there.
    """

    family: str
    station: str
    wait_s: float


@dataclass(frozen=True, slots=True)
class HandOver(Event):
    """Pupils and those who come for them.

    `handed_over`: together.
    `hand_over_refused`: not handed over, and why.
    """

    who: str
    family: str
    reason: str | None


INCIDENT: dict[type[Event], tuple[str, ...]] = {
    Perceived: ("seen", "heard"),
    Misread: ("misread",),
    Chose: ("chose",),
    Departed: ("departed",),
    MessageState: ("sent", "received", "lost"),
    Relayed: ("relayed",),
    Call: ("call_placed", "call_answered", "transferred"),
    Notice: ("call_received", "warning_received"),
    ThreatEvent: ("threat_entered", "threat_moved", "threat_stopped", "threat_ended"),
    HazardState: ("hazard_opened", "hazard_ended"),
    WeatherState: ("weather",),
    WindShifted: ("wind_shifted",),
    Air: ("air",),
    ExposureEvent: ("exposed", "exposure_ended"),
    VisitorEvent: ("visitor_at_door", "challenged", "visitor_left"),
    UnitEvent: ("dispatched", "staged", "arrived"),
    UnitInside: ("police_entered", "rtf_formed", "rtf_entered"),
    CommandEvent: ("command", "unified_command"),
    PatientEvent: ("patient_reached", "patient_moved", "ccp_opened"),
    RoomByOfficers: ("room_cleared", "room_released", "building_cleared"),
    Accounting: ("unaccounted", "found"),
    ReunificationOpened: ("reunification_opened",),
    FamilyEvent: ("family_arrived", "queued", "served"),
    HandOver: ("handed_over", "hand_over_refused"),
}
"""The kinds of event of each shape in this file."""
