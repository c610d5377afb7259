"""Injects (messages to players) and the effects they have on the building and its people."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from simulator.model.noun import ClockMs, Id, Milliseconds, Noun, Reference, References, Text


class _OnOpenings(Noun):
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


class AlarmEffect(Noun):
    """The fire alarm sounds, wherever the plan's spaces hear it."""

    alarm: Literal["fire"]
    source: Reference | None = None
    for_ms: Milliseconds | None = Field(default=None, alias="for")


class Silence(Noun):
    """The fire alarm stops. Who set off goes on."""

    silence: Literal["fire"]


class InSpace(Noun):
    """Everybody in one space."""

    in_: Reference = Field(alias="in")


class Move(Noun):
    """A group, or everybody in a space, walks somewhere."""

    move: Reference | InSpace
    to: Reference


class Start(Noun):
    """A group sets off now, toward an exit where one is named."""

    start: Reference
    toward: Reference | None = None


_EFFECTS = {
    "block": Block, "unblock": Unblock, "lock": LockEffect, "unlock": UnlockEffect, "prop": Prop,
    "close": CloseEffect, "alarm": AlarmEffect, "silence": Silence, "move": Move, "start": Start,
}  # fmt: skip
EFFECTS: tuple[str, ...] = tuple(_EFFECTS)
LATER_EFFECTS: tuple[str, ...] = (
    "fail", "restore", "arrive", "depart", "period", "rumour", "tell", "public_calls", "delay_unit", "unaccounted",
    "warn", "weather", "shut_air", "set_role",
)  # fmt: skip


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
    | Annotated[Start, Tag("start")],
    Discriminator(verb_of),
]


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Effects = Annotated[tuple[Effect, ...], BeforeValidator(_one_or_many)]
"""One effect or a list of them."""


def _minutes(value: Any) -> Any:
    return int(value) if value in ("45", "90", "180") else value


class Inject(Noun):
    """One message of the MSEL, with what it does."""

    id: Id
    at_ms: Milliseconds | None = Field(default=None, alias="at")
    at_clock_ms: ClockMs | None = Field(default=None, alias="at_clock")
    kind: Literal["contextual", "expected_action", "contingency", "ad_hoc"] = "contextual"
    core: Annotated[Literal[45, 90, 180] | None, BeforeValidator(_minutes)] = None
    module: Id | None = None
    objectives: tuple[Id, ...] = ()
    from_: Text | None = Field(default=None, alias="from")
    to: tuple[Id, ...] = ()
    via: Text | None = None
    synopsis: Text | None = None
    text: Text | None = None
    effect: Effects = ()
    controller: Text | None = None
    notes: Text | None = None

    @model_validator(mode="after")
    def _one_trigger(self) -> Inject:
        if (self.at_ms is None) == (self.at_clock_ms is None):
            raise ValueError('give exactly one trigger: at: "MM:SS" or at_clock: "HH:MM"')
        return self
