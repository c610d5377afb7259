"""Injects (messages to players) and the effects they have on the building and its people."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from simulator.model.actions import Expectation, Occurrence
from simulator.model.hazard import Hazard
from simulator.model.noun import ClockMs, Id, InSpace, Milliseconds, Noun, Reference, References, Text, twice
from simulator.model.period import Period


def _texts(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class _Effect(Noun):
    if_: Text | None = Field(default=None, alias="if")


class _OnOpenings(_Effect):
    for_ms: Milliseconds | None = Field(default=None, alias="for")


class Block(_OnOpenings):
    """Nobody passes, from either side."""

    block: References


class Unblock(_OnOpenings):
    """The way is free again."""

    unblock: References


class LockEffect(_OnOpenings):
    """Locked against whoever comes from the opening's second space."""

    lock: References


class UnlockEffect(_OnOpenings):
    """No longer locked."""

    unlock: References


class Prop(_OnOpenings):
    """Held open; a propped door is not locked."""

    prop: References


class CloseEffect(_OnOpenings):
    """Shut, but not locked."""

    close: References


class AlarmEffect(_Effect):
    """The fire alarm sounds, wherever the plan's spaces hear it."""

    alarm: Literal["fire"]
    source: Reference | None = None
    for_ms: Milliseconds | None = Field(default=None, alias="for")


class Silence(_Effect):
    """The fire alarm stops. Who set off goes on."""

    silence: Literal["fire"]


class Fail(_Effect):
    """`pa.ZONE`, `radio.CHANNEL`, `phone.LINE` or `psap.ID` goes dead."""

    fail: References
    for_ms: Milliseconds | None = Field(default=None, alias="for")


class Restore(_Effect):
    """`pa.ZONE`, `radio.CHANNEL`, `phone.LINE` or `psap.ID` works again."""

    restore: References
    for_ms: Milliseconds | None = Field(default=None, alias="for")


class Move(_Effect):
    """A group, or everybody in a space, walks somewhere."""

    move: Reference | InSpace
    to: Reference


class Start(_Effect):
    """A group sets off now, toward an exit where one is named."""

    start: Reference
    toward: Reference | None = None


class Arrive(_Effect):
    """Families, media, an agency or a group come: so many, over so long."""

    arrive: Id
    count: int = Field(default=1, ge=1, le=5_000)
    place: Reference | None = None
    over_ms: Milliseconds = Field(default=0, alias="over")


class Depart(_Effect):
    """A vehicle leaves, with whoever has boarded it."""

    depart: Id
    to: Text | None = None


class PeriodEffect(_Effect):
    """Another period begins: the bell rings, and classes go on by it."""

    period: Period


class Rumour(_Effect):
    """A fact, right or wrong, spreads: `spread` is the share of those at `place` (or anywhere) who hear it."""

    rumour: Text
    fact: Id = "threat_where"
    place: Reference | None = None
    spread: float = Field(default=0.3, ge=0, le=1)
    via: Text | None = None


class TellEffect(_Effect):
    """A role or group gets to know a fact."""

    tell: Reference
    fact: Id
    value: Text | None = None


class PublicCalls(_Effect):
    """So many people call 911 too, over so long."""

    public_calls: int = Field(ge=1, le=2_000)
    from_: Id = Field(default="mobile", alias="from")
    over_ms: Milliseconds = Field(default=60_000, alias="over")
    says: Annotated[tuple[Text, ...], BeforeValidator(_texts)] = ()


class DelayUnit(_Effect):
    """A unit (or every unit of an agency) comes later."""

    delay_unit: Id
    by_ms: Milliseconds = Field(alias="by")


class UnaccountedEffect(_Effect):
    """Somebody is not where the list says: a pupil or a member of staff, who is in truth in another place."""

    unaccounted: Literal["pupil", "staff"]
    count: int = Field(default=1, ge=1, le=200)
    group: Id | None = None
    truly_in: Reference | None = None


class Warn(_Effect):
    """A warning of a hazard reaches whoever listens for it."""

    warn: Hazard


class WeatherEffect(_Effect):
    """What the weather brings: people walk slower outdoors, and units take longer."""

    weather: Literal["wind", "rain", "ice", "dark"]


class ShutAirEffect(_Effect):
    """A ventilation unit stops."""

    shut_air: Reference
    for_ms: Milliseconds | None = Field(default=None, alias="for")


class SetRole(_Effect):
    """A role is somewhere else, or `off_site`, from now on."""

    set_role: Id
    in_: Reference = Field(alias="in")


_EFFECTS = {
    "block": Block, "unblock": Unblock, "lock": LockEffect, "unlock": UnlockEffect, "prop": Prop,
    "close": CloseEffect, "alarm": AlarmEffect, "silence": Silence, "move": Move, "start": Start,
    "fail": Fail, "restore": Restore, "arrive": Arrive, "depart": Depart, "period": PeriodEffect, "rumour": Rumour,
    "tell": TellEffect, "public_calls": PublicCalls, "delay_unit": DelayUnit, "unaccounted": UnaccountedEffect,
    "warn": Warn, "weather": WeatherEffect, "shut_air": ShutAirEffect, "set_role": SetRole,
}  # fmt: skip
EFFECTS: tuple[str, ...] = tuple(_EFFECTS)


def verb_of(data: object) -> str | None:
    """The key that names an effect, read before the effect is validated."""
    if isinstance(data, dict):
        for key in data:
            if key in _EFFECTS:
                return str(key)
        return str(next(iter(data), None))
    return next((verb for verb, kind in _EFFECTS.items() if isinstance(data, kind)), None)


Effect = Annotated[
    Annotated[Block, Tag("block")]
    | Annotated[Unblock, Tag("unblock")]
    | Annotated[LockEffect, Tag("lock")]
    | Annotated[UnlockEffect, Tag("unlock")]
    | Annotated[Prop, Tag("prop")]
    | Annotated[CloseEffect, Tag("close")]
    | Annotated[AlarmEffect, Tag("alarm")]
    | Annotated[Silence, Tag("silence")]
    | Annotated[Move, Tag("move")]
    | Annotated[Start, Tag("start")]
    | Annotated[Fail, Tag("fail")]
    | Annotated[Restore, Tag("restore")]
    | Annotated[Arrive, Tag("arrive")]
    | Annotated[Depart, Tag("depart")]
    | Annotated[PeriodEffect, Tag("period")]
    | Annotated[Rumour, Tag("rumour")]
    | Annotated[TellEffect, Tag("tell")]
    | Annotated[PublicCalls, Tag("public_calls")]
    | Annotated[DelayUnit, Tag("delay_unit")]
    | Annotated[UnaccountedEffect, Tag("unaccounted")]
    | Annotated[Warn, Tag("warn")]
    | Annotated[WeatherEffect, Tag("weather")]
    | Annotated[ShutAirEffect, Tag("shut_air")]
    | Annotated[SetRole, Tag("set_role")],
    Discriminator(verb_of),
]


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Effects = Annotated[tuple[Effect, ...], BeforeValidator(_one_or_many)]
"""One effect or a list of them."""


class Unless(Noun):
    """Something that has not happened by its deadline: an expected action, or an action or event by a time."""

    expect: Id | None = None
    action: Id | None = None
    event: Id | None = None
    what: Reference | None = None
    role: Id | None = None
    vehicle: Id | None = None
    by_ms: Milliseconds | None = Field(default=None, alias="by")

    @model_validator(mode="after")
    def _a_deadline(self) -> Unless:
        kinds = [name for name in ("expect", "action", "event") if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise ValueError("name exactly one of expect, action and event")
        if (self.expect is None) == (self.by_ms is None):
            raise ValueError("an action or event needs by: its deadline; an expectation has one of its own")
        return self

    def occurrence(self) -> Occurrence:
        """What must not have happened, where it is no expectation."""
        given = {
            "action": self.action, "event": self.event, "what": self.what, "role": self.role, "vehicle": self.vehicle,
        }  # fmt: skip
        return Occurrence.model_validate({name: value for name, value in given.items() if value is not None})


TRIGGERS = ("at", "at_clock", "after", "when", "unless")


class Inject(Noun):
    """One message of the MSEL: what triggers it, what it says, what it does and what it should draw."""

    id: Id
    at_ms: Milliseconds | None = Field(default=None, alias="at")
    at_clock_ms: ClockMs | None = Field(default=None, alias="at_clock")
    after: Occurrence | None = None
    delay_ms: Milliseconds | None = Field(default=None, alias="delay")
    when: Text | None = None
    unless: Unless | None = None
    if_: Text | None = Field(default=None, alias="if")
    kind: Literal["contextual", "expected_action", "contingency", "ad_hoc"] = "contextual"
    core: Literal["45", "90", "180"] | None = None
    module: Id | None = None
    objectives: tuple[Id, ...] = ()
    from_: Text | None = Field(default=None, alias="from")
    to: tuple[Id, ...] = ()
    via: Text | None = None
    synopsis: Text | None = None
    text: Text | None = None
    effect: Effects = ()
    expect: tuple[Expectation, ...] = ()
    controller: Text | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _one_trigger(self) -> Inject:
        given = [self.at_ms, self.at_clock_ms, self.after, self.when, self.unless]
        if sum(one is not None for one in given) != 1:
            raise ValueError(f"give exactly one trigger: {', '.join(TRIGGERS)}")
        if self.delay_ms is not None and self.after is None:
            raise ValueError("delay: goes with after")
        if (name := twice(one.id for one in self.expect)) is not None:
            raise ValueError(f"expect: two are called {name!r}")
        return self
