"""The one list of actions that decisions, expectations and steps of a response plan share."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from simulator.model.noun import Id, InSpace, Milliseconds, Noun, Reference, References, Text

ActionName = Literal[
    "announce", "correct_announcement", "lock", "unlock", "close", "barricade", "move", "stay", "account", "direct",
    "admit", "assist", "search", "clear", "shut_air", "restore_air", "reset_alarm", "hold_vehicle", "recall", "unload",
    "check_id", "check_custody", "challenge", "badge", "escort", "refuse", "hand_over", "call_911", "transfer_call",
    "press_panic", "tell", "ask", "broadcast", "relay", "send_alert", "establish_command", "transfer_command",
    "unify_command", "stage", "set_perimeter", "open_ccp", "set_zone", "dispatch", "assign", "form_rtf", "send_rtf",
    "send_help", "transport", "release_rooms", "open_reunification", "release_inject", "hold_inject", "skip_inject",
    "shift_injects", "edit_inject", "add_inject", "take_seat", "leave_seat", "rule", "record",
]  # fmt: skip
ACTIONS: tuple[str, ...] = get_args(ActionName)

RULED: dict[str, str] = {
    "opening": "opening: {DOOR: blocked}",
    "place": "place: {GROUP: SPACE}",
    "arrival": 'arrival: {UNIT: "08:00"}',
    "message": "message: {I3: released}",
    "outcome": "outcome: a sentence",
}
"""What a ruling may set, each with an example."""
RULED_MESSAGES: tuple[str, ...] = ("released", "skipped", "kept_back")
"""What a ruling sets a message to."""
RULED_STATES: tuple[str, ...] = ("open", "closed", "locked", "unlocked", "blocked")
"""What a ruling sets a door to."""

FIELDS: dict[str, tuple[str, ...]] = {
    "announce": ("what", "via", "zones", "to", "through", "hazard", "strategy", "plain", "says"),
    "correct_announcement": ("what", "via"),
    "lock": ("what",), "unlock": ("what",), "close": ("what",), "barricade": ("what",),
    "move": ("who", "to", "through"),
    "stay": ("who",), "account": ("who",),
    "direct": ("who", "through"),
    "admit": ("who", "to"), "assist": ("who", "to"),
    "search": ("spaces",), "clear": ("spaces",),
    "shut_air": ("unit",), "restore_air": ("unit",),
    "reset_alarm": ("alarm",),
    "hold_vehicle": ("vehicle", "via"), "recall": ("vehicle",), "unload": ("vehicle", "to"),
    "check_id": ("visitor", "who"),
    "check_custody": ("visitor",), "challenge": ("visitor",), "badge": ("visitor",),
    "escort": ("visitor", "to"),
    "refuse": ("who", "what"),
    "hand_over": ("who", "to"),
    "call_911": ("from", "says", "psap"),
    "transfer_call": ("to",),
    "press_panic": ("point",),
    "tell": ("to", "what", "about", "via"),
    "ask": ("to", "about"),
    "broadcast": ("channel", "what", "about"),
    "relay": ("join", "by"),
    "send_alert": ("audience", "says", "via"),
    "establish_command": ("place",),
    "transfer_command": ("to",),
    "unify_command": ("with", "place"),
    "stage": ("place",), "set_perimeter": ("place",), "open_ccp": ("place",),
    "set_zone": ("spaces", "zone"),
    "dispatch": ("agency", "units"),
    "assign": ("unit", "task", "to"),
    "form_rtf": ("police", "ems"),
    "send_rtf": ("to",),
    "send_help": ("to", "through"),
    "transport": ("patient", "to"),
    "release_rooms": ("spaces", "by"),
    "open_reunification": ("place", "greeters", "checkers", "reunifiers"),
    "release_inject": ("inject",), "hold_inject": ("inject",), "skip_inject": ("inject",),
    "shift_injects": ("by",),
    "edit_inject": ("inject", "set"),
    "add_inject": ("inject",),
    "take_seat": (), "leave_seat": (),
    "rule": ("sets", "who", "says"),
    "record": ("says",),
}  # fmt: skip
"""Which fields each action has, beside `role`."""

NEEDED: dict[str, tuple[str, ...]] = {
    "announce": ("what",), "correct_announcement": ("what",), "lock": ("what",), "unlock": ("what",),
    "close": ("what",), "barricade": ("what",), "move": ("who", "to"), "direct": ("who", "through"),
    "search": ("spaces",), "clear": ("spaces",), "tell": ("to",), "broadcast": ("channel",), "relay": ("join",),
    "send_alert": ("audience",), "set_zone": ("spaces", "zone"), "dispatch": ("agency",), "assign": ("unit", "task"),
    "transport": ("patient",), "release_inject": ("inject",), "hold_inject": ("inject",), "skip_inject": ("inject",),
    "shift_injects": ("by",), "edit_inject": ("inject", "set"), "add_inject": ("inject",), "rule": ("sets", "says"),
    "record": ("says",),
}  # fmt: skip
"""The fields without which a decision of this kind says nothing; an expectation may leave them open."""


def _words(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[Text, ...], BeforeValidator(_words)]
"""A sentence, or a list of the facts that were said."""


class Act(Noun):
    """An action with its fields; which of them belong together is `FIELDS`."""

    action: ActionName
    what: References | None = None
    via: References | None = None
    zones: References | None = None
    to: References | None = None
    through: Reference | None = None
    hazard: Id | None = None
    strategy: Text | None = None
    plain: bool | None = None
    says: Words | None = None
    who: Reference | InSpace | None = None
    spaces: References | None = None
    unit: Reference | None = None
    alarm: Id | None = None
    vehicle: Id | None = None
    visitor: Id | None = None
    from_: Reference | None = Field(default=None, alias="from")
    psap: Id | None = None
    point: Reference | None = None
    about: References | None = None
    channel: Id | None = None
    join: tuple[Id, ...] | None = None
    by: Text | None = None
    audience: Text | None = None
    place: Reference | None = None
    with_: Id | None = Field(default=None, alias="with")
    zone: Literal["hot", "warm", "cold"] | None = None
    agency: Id | None = None
    units: int | None = Field(default=None, ge=1, le=200)
    task: Text | None = None
    police: int | None = Field(default=None, ge=0, le=50)
    ems: int | None = Field(default=None, ge=0, le=50)
    patient: Id | None = None
    greeters: int | None = Field(default=None, ge=0, le=100)
    checkers: int | None = Field(default=None, ge=0, le=100)
    reunifiers: int | None = Field(default=None, ge=0, le=100)
    inject: Id | dict[str, Any] | None = None
    set: dict[str, Any] | None = None
    sets: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _fields_of_the_action(self) -> Act:
        if self.zones == ():
            raise ValueError("zones: name at least one zone, or all")
        allowed = {*FIELDS[self.action], *OWN_FIELDS}
        for name in self.model_fields_set:
            alias = Act.model_fields[name].alias or name if name in Act.model_fields else name
            if name in Act.model_fields and alias not in allowed and getattr(self, name) is not None:
                fields = ", ".join(FIELDS[self.action]) or "none"
                raise ValueError(f"{self.action} has no field {alias}; its fields are: {fields}")
        return self

    def given(self) -> dict[str, Any]:
        """The action's own fields that were given, by the file's names."""
        found = {}
        for name in FIELDS[self.action]:
            value = getattr(self, {"from": "from_", "with": "with_"}.get(name, name))
            if value is not None:
                found[name] = value
        return found


def plain(act: Act) -> dict[str, Any]:
    """The action's own fields as plain data, fit for the log: lists, maps, text, numbers."""
    given = act.given() if act.via is None else {"via": act.via, **act.given()}
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    match value:
        case InSpace():
            return {"in": value.in_}
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case str() | int() | float() | None:
            return value
        case _:
            return str(value)


OWN_FIELDS: frozenset[str] = frozenset({"action", "via"})
"""`via` may always be given: how a thing was done is worth noting."""


def lacks(act: Act) -> tuple[str, ...]:
    """The needed fields that an action was not given."""
    given = act.given()
    return tuple(name for name in NEEDED.get(act.action, ()) if name not in given)


class Expectation(Act):
    """What a message should draw: this action by this role within so long of its release."""

    id: Id
    role: Id | None = None
    within_ms: Milliseconds = Field(alias="within")
    objective: Id | None = None


class Occurrence(Noun):
    """Something to wait for: an event, an inject's release, an action done, an order, a plan's step."""

    event: Id | None = None
    inject: Id | None = None
    step: Id | None = None
    order: Id | None = None
    action: Id | None = None
    as_: Id | None = Field(default=None, alias="as")
    what: Reference | None = None
    agency: Id | None = None
    role: Id | None = None
    alarm: Id | None = None
    space: Reference | None = None
    opening: Reference | None = None
    party: Id | None = None
    unit: Id | None = None
    state: Id | None = None
    vehicle: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Occurrence:
        kinds = [name for name in ("event", "inject", "step", "order", "action") if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise ValueError("name exactly one of event, inject, action, order and step")
        return self

    def filters(self) -> dict[str, str]:
        """The fields that must match, by the event's own names."""
        names = {"as": self.as_, "what": self.what, "agency": self.agency, "role": self.role, "alarm": self.alarm,
                 "space": self.space, "opening": self.opening, "party": self.party, "unit": self.unit,
                 "state": self.state, "vehicle": self.vehicle}  # fmt: skip
        return {name: value for name, value in names.items() if value is not None}
