"""The forms by discipline: plain verbs, fields, and the options that a plan and a scenario have for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simulator.analysis.asked import PHRASES
from simulator.analysis.words import door, one_line, place, sentence
from simulator.live.words import title_of
from simulator.model.actions import FIELDS, NEEDED
from simulator.model.bundle import Bundle
from simulator.model.inject import Depart

Discipline = Literal["school", "dispatch", "law", "fire", "families"]
Options = list[dict[str, str]]

ORDERS = {
    "lockdown": "Lockdown",
    "secure": "Secure",
    "hold": "Hold",
    "evacuate": "Evacuate",
    "shelter": "Shelter",
    "stay": "Stay in lockdown",
}
FACTS = {
    "what": "what is happening",
    "where": "where in the building",
    "door": "which door",
    "threat_where": "where the person is",
    "patients": "who needs medical care",
    "doors": "which doors are locked",
    "keys": "where the keys are",
}
AUDIENCES = {"families": "families", "staff": "staff"}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to say about an action. `options` empty: words of one's own; `many`: several may be chosen."""

    name: str
    label: str
    options: Callable[[Bundle], Options] | None = None
    needed: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One action of the list, as a verb that follows a role: `Principal | tells in person | ...`."""

    action: str
    label: str
    fields: tuple[Field, ...] = ()
    only: Callable[[Bundle], bool] | None = None

    def __post_init__(self) -> None:
        """The list of actions and their fields is the model's; a form only says how it is asked for."""
        if odd := {one.name for one in self.fields} - set(FIELDS[self.action]):
            raise ValueError(f"{self.action} has no field {', '.join(sorted(odd))}")

    def needs(self, field: Field) -> bool:
        """Whether the action says nothing without a field, or nobody could tell what was meant."""
        return field.needed or field.name in NEEDED.get(self.action, ())


# ---- options ---------------------------------------------------------------------------------------------------------


def _fixed(words: dict[str, str]) -> Callable[[Bundle], Options]:
    return lambda _: [{"value": value, "label": label} for value, label in words.items()]


def _orders(bundle: Bundle) -> Options:
    known = bundle.response.words if bundle.response is not None else {}
    return [{"value": word, "label": label} for word, label in ORDERS.items() if not known or word in known]


def _spaces(bundle: Bundle) -> Options:
    return [{"value": name, "label": place(bundle.plan, name)} for name in bundle.plan.spaces()]


def _outside(bundle: Bundle) -> Options:
    sky = {name for name, space in bundle.plan.spaces().items() if space.open_air}
    return [one for one in _spaces(bundle) if one["value"] in sky]


def _doors(bundle: Bundle) -> Options:
    found = [opening for opening in bundle.plan.openings if opening.type == "door"]
    numbered = sorted(found, key=lambda one: (one.exterior_no is None, one.exterior_no or 0))
    return [{"value": one.id, "label": one_line(door(bundle.plan, one), 60)} for one in numbered]


def _zones(bundle: Bundle) -> Options:
    names = dict.fromkeys(space.pa for space in bundle.plan.spaces().values() if space.pa is not None)
    return [{"value": "all", "label": "everywhere"}, *({"value": one, "label": _plain(one)} for one in names if one)]


def _roles(bundle: Bundle) -> Options:
    roles = bundle.scenario.roles
    return [{"value": name, "label": title_of(bundle.scenario, name)} for name in roles]


def _to_tell(bundle: Bundle) -> Options:
    reach = {
        "zones_not_reached": "places that the order did not reach",
        "outdoor_groups": "groups outdoors",
        "spectators": "visitors",
    }
    return [*_roles(bundle), *_fixed(reach)(bundle), *(one for one in _zones(bundle) if one["value"] != "all")]


def _agencies(bundle: Bundle) -> Options:
    return [{"value": name, "label": _plain(name)} for name in bundle.scenario.agencies]


def _units(bundle: Bundle) -> Options:
    agencies = bundle.scenario.agencies.items()
    return [
        {"value": f"{name}-{n}", "label": f"{_plain(name)} {n}"}
        for name, one in agencies
        for n in range(1, one.units + 1)
    ]


def _channels(bundle: Bundle) -> Options:
    return [{"value": name, "label": _plain(name)} for name in bundle.scenario.comms.radio]


def _lines(bundle: Bundle) -> Options:
    return [{"value": name, "label": _plain(name)} for name in bundle.scenario.comms.psaps.routing]


def _centers(bundle: Bundle) -> Options:
    return [{"value": name, "label": _plain(name)} for name in bundle.scenario.comms.psaps.centres]


def _patients(bundle: Bundle) -> Options:
    return [{"value": one.id, "label": one_line(one.text or one.id, 50)} for one in bundle.scenario.patients]


def _groups(bundle: Bundle) -> Options:
    groups = [{"value": one.id, "label": _plain(one.id)} for one in bundle.scenario.occupancy.groups]
    return [
        {"value": "own_class", "label": "own class"},
        {"value": "nearest_pupils", "label": "the nearest pupils"},
        *groups,
    ]


def _vehicles(bundle: Bundle) -> Options:
    """The vehicles of the plan by their common names, and those that messages or expectations name."""
    spaces = bundle.plan.spaces()
    known = [name for name, at in bundle.plan.uses.items() if at in spaces and spaces[at].kind in ("vehicle", "stand")]
    injects = bundle.scenario.injects
    named = [one.vehicle for inject in injects for one in inject.expect if one.vehicle is not None]
    leave = [one.depart for inject in injects for one in inject.effect if isinstance(one, Depart)]
    return [{"value": name, "label": _plain(name)} for name in dict.fromkeys((*known, *leave, *named))]


def _places_to_go(bundle: Bundle) -> Options:
    near = {"nearest_room": "the nearest room", "nearest_shelter": "the nearest shelter"}
    return [*_fixed(near)(bundle), *_spaces(bundle)]


TASKS = {"search": "search", "clear": "clear rooms", "perimeter": "hold the perimeter", "entry": "go in"}


def _plain(name: str) -> str:
    return one_line(name.replace("_", " ").replace("-", " "), 40)


# ---- forms -----------------------------------------------------------------------------------------------------------

WHICH_BUS = Field("vehicle", "Which", _vehicles, needed=True)
TELLS = Form(
    "tell",
    "Tells in person",
    (
        Field("to", "To", _to_tell, needed=True),
        Field("what", "Order", _orders),
        Field("about", "About", _fixed(FACTS), many=True),
    ),
)
RADIOS = Form(
    "broadcast",
    "Radios",
    (
        Field("channel", "Channel", _channels, needed=True),
        Field("about", "About", _fixed(FACTS), many=True),
    ),
    only=lambda b: bool(b.scenario.comms.radio),
)
ASKS = Form("ask", "Asks", (Field("to", "Whom", _roles), Field("about", "About", _fixed(FACTS), many=True)))
ALERTS = Form(
    "send_alert",
    "Sends a message",
    (
        Field("audience", "To", _fixed(AUDIENCES), needed=True),
        Field("says", "Words"),
    ),
    only=lambda b: bool(b.scenario.comms.alerts),
)
RELAYS = Form(
    "relay",
    "Joins two channels",
    (Field("join", "Channels", _channels, needed=True, many=True),),
    only=lambda b: len(b.scenario.comms.radio) > 1,
)
MEETS = Form(
    "open_reunification",
    "Opens the meeting place",
    (Field("place", "Where", _spaces),),
    only=lambda b: b.scenario.reunification is not None,
)
HANDS_OVER = Form(
    "hand_over",
    "Hands a child over",
    (Field("who", "Whom"), Field("to", "To")),
    only=lambda b: b.scenario.reunification is not None,
)

FORMS: dict[Discipline, tuple[Form, ...]] = {
    "school": (
        Form(
            "announce",
            "Announces",
            (
                Field("what", "Order", _orders, needed=True),
                Field("zones", "Where", _zones, many=True),
                Field("says", "Words"),
            ),
        ),
        TELLS,
        Form(
            "call_911",
            "Calls 911",
            (
                Field("from", "From", _lines),
                Field("says", "Says", _fixed(FACTS), many=True),
            ),
            only=lambda b: bool(b.scenario.comms.psaps.centres),
        ),
        RADIOS,
        Form("lock", "Locks", (Field("what", "Door", _doors, needed=True, many=True),)),
        Form(
            "move",
            "Moves people",
            (
                Field("who", "Whom", _groups, needed=True),
                Field("to", "To", _places_to_go, needed=True),
                Field("through", "Through", _doors),
            ),
        ),
        Form("correct_announcement", "Corrects the order", (Field("what", "Order", _orders, needed=True),)),
        Form("account", "Counts people", (Field("who", "Whom", _groups),)),
        Form("search", "Searches", (Field("spaces", "Where", _spaces, needed=True, many=True),)),
        Form("unlock", "Unlocks", (Field("what", "Door", _doors, needed=True, many=True),)),
        Form("close", "Closes", (Field("what", "Door", _doors, needed=True, many=True),)),
        Form("press_panic", "Presses the panic button", only=lambda b: b.scenario.comms.panic is not None),
        Form("reset_alarm", "Silences the alarm"),
        Form("shut_air", "Shuts the air", only=lambda b: any(s.air for s in b.plan.spaces().values())),
        Form("hold_vehicle", "Holds a bus", (WHICH_BUS,), only=lambda b: bool(_vehicles(b))),
        Form("recall", "Calls a bus back", (WHICH_BUS,), only=lambda b: bool(_vehicles(b))),
        ASKS,
        ALERTS,
        MEETS,
        HANDS_OVER,
    ),
    "dispatch": (
        Form(
            "dispatch",
            "Sends units",
            (
                Field("agency", "Agency", _agencies, needed=True),
                Field("units", "How many"),
            ),
        ),
        Form(
            "transfer_call",
            "Passes the call on",
            (Field("to", "To", _centers),),
            only=lambda b: len(b.scenario.comms.psaps.centres) > 1,
        ),
        RADIOS,
        RELAYS,
        ASKS,
        TELLS,
    ),
    "law": (
        Form("establish_command", "Takes command", (Field("place", "Command post", _outside),)),
        Form("unify_command", "Joins command", (Field("with", "With", _agencies), Field("place", "Where", _outside))),
        Form(
            "assign",
            "Gives a unit a task",
            (
                Field("unit", "Unit", _units, needed=True),
                Field("task", "Task", _fixed(TASKS), needed=True),
                Field("to", "Where", _spaces),
            ),
        ),
        RADIOS,
        ASKS,
        TELLS,
        RELAYS,
        Form("stage", "Stages units", (Field("place", "Where", _outside),)),
        Form("set_perimeter", "Sets the perimeter", (Field("place", "Where", _outside),)),
        Form(
            "set_zone",
            "Sets a zone",
            (
                Field("spaces", "Where", _spaces, needed=True, many=True),
                Field("zone", "Zone", _fixed({"hot": "hot", "warm": "warm", "cold": "cold"}), needed=True),
            ),
        ),
        Form("clear", "Clears rooms", (Field("spaces", "Where", _spaces, needed=True, many=True),)),
        Form("form_rtf", "Forms a rescue task force"),
        Form("send_rtf", "Sends the rescue task force", (Field("to", "Where", _spaces),)),
        Form("release_rooms", "Releases rooms", (Field("spaces", "Which", _spaces, many=True),)),
        Form(
            "dispatch",
            "Asks for more units",
            (Field("agency", "Agency", _agencies, needed=True), Field("units", "How many")),
        ),
        Form("transfer_command", "Hands command over", (Field("to", "To", _roles),)),
    ),
    "fire": (
        Form("unify_command", "Joins command", (Field("with", "With", _agencies), Field("place", "Where", _outside))),
        Form("stage", "Stages units", (Field("place", "Where", _outside),)),
        Form("open_ccp", "Opens the collection point", (Field("place", "Where", _spaces),)),
        Form("form_rtf", "Forms a rescue task force"),
        Form("send_rtf", "Sends the rescue task force", (Field("to", "Where", _spaces),)),
        Form(
            "transport",
            "Takes a patient to hospital",
            (
                Field("patient", "Patient", _patients, needed=True),
                Field("to", "Hospital"),
            ),
            only=lambda b: bool(b.scenario.patients),
        ),
        RADIOS,
        ASKS,
        TELLS,
        RELAYS,
        Form("establish_command", "Takes command", (Field("place", "Command post", _outside),)),
    ),
    "families": (ALERTS, MEETS, HANDS_OVER, ASKS, TELLS),
}


# ---- the rest of the list --------------------------------------------------------------------------------------------

BY_NAME: dict[str, Callable[[Bundle], Options]] = {
    "vehicle": _vehicles, "spaces": _spaces, "place": _spaces, "who": _groups, "to": _places_to_go, "through": _doors,
    "agency": _agencies, "unit": _units, "channel": _channels, "patient": _patients, "what": _doors,
}  # fmt: skip
"""What can be chosen for a field, where an action has no form of its own."""
OWN_FIELDS = {("unload", "vehicle"): WHICH_BUS, ("unload", "to"): Field("to", "To", _spaces, needed=True)}
"""Fields that are asked for in another way than those of their name: people who get off a bus are told where to go."""
UNASKED = frozenset({"via", "says"})
SEVERAL = frozenset({"spaces", "zones", "about"})
"""The fields that hold a list in the model, where an action has no form of its own."""


def form_of(action: str) -> Form:
    """The form of any action: its own, or one made of the fields that the list of actions gives it."""
    own = next((form for forms in FORMS.values() for form in forms if form.action == action), None)
    if own is not None:
        return own
    phrase = PHRASES.get(action)
    label = " ".join(filter(None, (phrase.verb, phrase.thing))) if phrase is not None else action.replace("_", " ")
    fields = (
        OWN_FIELDS.get((action, name), Field(name, name.capitalize(), BY_NAME.get(name), many=name in SEVERAL))
        for name in FIELDS[action] if name not in UNASKED
    )  # fmt: skip
    return Form(action, sentence(label).rstrip("."), tuple(fields))
