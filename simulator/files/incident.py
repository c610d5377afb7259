"""Names in the parts of an incident: who walks by script, channels, 911 centres, agencies, patients, families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.files.paths import Path, one_line
from simulator.files.places import OPENING, POINT, SPACE, Places, named, wrong
from simulator.files.sentences import Finding
from simulator.model.inject import (
    Arrive,
    DelayUnit,
    Effect,
    Rumour,
    SetRole,
    TellEffect,
    UnaccountedEffect,
)  # fmt: skip
from simulator.model.noun import Noun
from simulator.model.scenario import OFF_SITE, Scenario

CROWDS = ("families", "media")
"""Who can arrive beside agencies and groups."""

SCRIPT_PLACES: dict[str, dict[str, tuple[str, ...]]] = {
    "threat": {"enters": (OPENING,), "pattern": (SPACE,)},
    "intruder": {"enters": (OPENING,), "pattern": (SPACE,)},
    "visitor": {"enters": (OPENING,), "to": (SPACE,)},
    "disturbance": {"in": (SPACE,), "moves": (SPACE,)},
    "hazmat": {"upwind_of": (SPACE,), "closes": (SPACE,)},
    "earthquake": {"closes": (SPACE, OPENING)},
    "bomb_threat": {"about": (SPACE,)},
    "medical": {"in": (SPACE,)},
    "missing_child": {"last_seen": (SPACE,), "truly_in": (SPACE,)},
    "reunification": {"site": (SPACE,)},
}
"""The fields of scripts that name a place, and what each must be."""


def incident_findings(scenario: Scenario, places: Places) -> Iterator[Finding]:
    """What the parts of an incident name that does not exist."""
    for key, fields in SCRIPT_PLACES.items():
        script = getattr(scenario, key)
        if script is not None:
            yield from _script(places, (key,), script, fields)
    if scenario.bomb_threat is not None:
        path, who = ("bomb_threat", "received_by"), scenario.bomb_threat.received_by
        yield from named("role", who, scenario.roles, path, "add it under roles")
    for number, patient in enumerate(scenario.patients):
        yield from wrong(places, ("patients", number, "in"), patient.in_, SPACE)
    yield from _agencies_and_roles(scenario)
    yield from _comms(scenario, places)


def _script(places: Places, path: Path, script: Noun, fields: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    for name, wanted in fields.items():
        value = getattr(script, {"in": "in_"}.get(name, name))
        if isinstance(value, tuple):
            for number, one in enumerate(value):
                yield from wrong(places, (*path, name, number), one, *wanted)
        elif value is not None and name != "pattern":
            yield from wrong(places, (*path, name), value, *wanted)


def _agencies_and_roles(scenario: Scenario) -> Iterator[Finding]:
    channels = scenario.comms.radio
    for name, agency in scenario.agencies.items():
        if agency.radio is not None:
            yield from named("talkgroup", agency.radio, channels, ("agencies", name, "radio"), _RADIO)
    for name, role in scenario.roles.items():
        if role.agency is not None:
            hint = "add it under agencies"
            yield from named("agency", role.agency, scenario.agencies, ("roles", name, "agency"), hint)
        if role.radio is not None:
            yield from named("talkgroup", role.radio, channels, ("roles", name, "radio"), _RADIO)


_RADIO = "talkgroups stand under comms: radio"


def _comms(scenario: Scenario, places: Places) -> Iterator[Finding]:
    comms = scenario.comms
    everybody = [*scenario.roles, *scenario.agencies]
    for name, group in comms.radio.items():
        for number, user in enumerate(group.users):
            path = ("comms", "radio", name, "users", number)
            yield from named("role or agency", user, everybody, path, "add it under roles or agencies")
    for number, patch in enumerate(comms.patches):
        for place, channel in enumerate(patch.join):
            at = ("comms", "patches", number, "join", place)
            yield from named("talkgroup", channel, comms.radio, at, _RADIO)
    yield from _psaps(scenario)
    for camera, watch in comms.cameras.items():
        yield from wrong(places, ("comms", "cameras", camera), camera, POINT)
        if watch.by is not None:
            by = ("comms", "cameras", camera, "by")
            yield from named("role", watch.by, scenario.roles, by, "add it under roles")
    if comms.panic is not None:
        targets = [*comms.psaps.centres, *everybody]
        yield from named("centre, agency or role", comms.panic, targets, ("comms", "panic"), "a 911 centre, say")


def _psaps(scenario: Scenario) -> Iterator[Finding]:
    psaps = scenario.comms.psaps
    for line, centre in psaps.routing.items():
        at = ("comms", "psaps", "routing", line)
        yield from named("911 centre", centre, psaps.centres, at, "centres stand under comms: psaps")
    for name, centre_of in psaps.centres.items():
        for number, agency in enumerate(centre_of.dispatches):
            path = ("comms", "psaps", name, "dispatches", number)
            yield from named("agency", agency, scenario.agencies, path, "add it under agencies")


# ---- effects ---------------------------------------------------------------------------------------------------------


def effect_findings(scenario: Scenario, places: Places, path: Path, effect: Effect) -> Iterator[Finding]:
    """What the effects on people, agencies and words name that does not exist."""
    groups = [group.id for group in scenario.occupancy.groups]
    match effect:
        case Arrive(arrive=who, place=place):
            known = [*CROWDS, *scenario.agencies, *groups]
            yield from named("crowd", who, known, (*path, "arrive"), "families, media, an agency or a group")
            yield from _place(places, (*path, "place"), place)
        case Rumour(place=place):
            yield from _place(places, (*path, "place"), place)
        case TellEffect(tell=who):
            known = [*scenario.roles, *groups, *scenario.agencies]
            yield from named("role or group", who, known, (*path, "tell"), "add it under roles")
        case DelayUnit(delay_unit=unit):
            agencies = scenario.agencies
            if unit.rpartition("-")[0] not in agencies:
                yield from named("agency or unit", unit, agencies, (*path, "delay_unit"), "or a unit such as police-1")
        case UnaccountedEffect(group=group, truly_in=place):
            if group is not None:
                yield from named("group", group, groups, (*path, "group"), "groups stand under occupancy")
            yield from _place(places, (*path, "truly_in"), place)
        case SetRole(set_role=role, in_=place):
            yield from named("role", role, scenario.roles, (*path, "set_role"), "add it under roles")
            if place != OFF_SITE:
                yield from wrong(places, (*path, "in"), place, SPACE)
        case _:
            return


def _place(places: Places, path: Path, place: str | None) -> Iterator[Finding]:
    if place is not None:
        yield from wrong(places, path, place, SPACE)


def channel_findings(scenario: Scenario, places: Places, path: Path, name: str) -> Iterator[Finding]:
    """`pa.ZONE`, `radio.CHANNEL`, `phone.LINE`, `psap.ID`: what can fail."""
    kind, _, which = name.partition(".")
    known: dict[str, tuple[str, Iterable[str], str]] = {
        "pa": ("speaker zone", (*places.zones, *places.zone_names), "spaces name theirs under pa"),
        "radio": ("talkgroup", scenario.comms.radio, _RADIO),
        "phone": ("phone line", lines_of(scenario), "roles name theirs under phone"),
        "psap": ("911 centre", scenario.comms.psaps.centres, "centres stand under comms: psaps"),
    }
    if kind not in known or not which:
        yield Finding(path, f"expected pa.ZONE, radio.CHANNEL, phone.LINE or psap.CENTRE, found {one_line(name)}")
        return
    noun, names, hint = known[kind]
    yield from named(noun, which, names, path, hint)


def lines_of(scenario: Scenario) -> list[str]:
    """The phone lines that a scenario speaks of."""
    lines = [role.phone for role in scenario.roles.values() if role.phone is not None]
    return list(dict.fromkeys([*lines, *scenario.comms.psaps.routing, "mobile"]))
