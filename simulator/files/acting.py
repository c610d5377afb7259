"""What actions and triggers name: doors, places, people, injects, events; decisions and expectations share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.files.acts_arrivals import ACTS as ARRIVAL_ACTS
from simulator.files.acts_arrivals import arrival_findings
from simulator.files.acts_comms import ACTS as COMMS_ACTS
from simulator.files.acts_comms import comms_findings, hearers_of
from simulator.files.acts_hazards import ACTS as HAZARD_ACTS
from simulator.files.acts_hazards import hazard_act_findings
from simulator.files.acts_responders import ACTS as RESPONDER_ACTS
from simulator.files.acts_responders import responder_act_findings
from simulator.files.paths import Path, one_line
from simulator.files.places import OPENING, SPACE, Places, named, people, speaker_zone, wrong
from simulator.files.ruled import ruling_findings
from simulator.files.sentences import Finding
from simulator.files.vocabulary import EVENTS, NOT_YET, ORDERS, PLAYED, did_you_mean, listed
from simulator.model.actions import ACTIONS, FIELDS, Act, Occurrence
from simulator.model.noun import seconds_from
from simulator.model.response import ROLE_CLASSES
from simulator.model.scenario import Scenario
from simulator.rules.played import SENT, SENT_TO, TOLD

SPEAKING = frozenset({"announce", "correct_announcement", "tell", "ask", "broadcast", "send_alert"})
WAYS = ("pa", "radio", "phone", "in_person", "text")
"""How an act of speaking can be done; of another act `via` is only noted."""


@dataclass(frozen=True)
class Known:
    """The names that a scenario and its plan, or a response plan, have."""

    places: Places
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    injects: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    scenario: Scenario | None = None


def act_findings(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    """What an action names that does not exist, or that this version cannot carry out."""
    if act.action not in PLAYED:
        yield Finding((*path, "action"), f"`{act.action}` {NOT_YET}; it plays {listed(PLAYED)}")
        return
    if act.action in SPEAKING:
        for number, way in enumerate(act.via or ()):
            yield from named("way", way, WAYS, (*path, "via", number), f"people speak by {listed(WAYS, len(WAYS))}")
    match act.action:
        case "lock" | "unlock" | "close":
            for number, reference in enumerate(act.what or ()):
                yield from wrong(known.places, (*path, "what", number), reference, OPENING)
        case "move" | "direct":
            yield from _walkers(known, path, act)
        case "release_inject" | "hold_inject" | "skip_inject" | "edit_inject":
            yield from _one_inject(known, path, act)
        case "shift_injects" if act.by is not None and not _shift(act.by):
            yield Finding((*path, "by"), f'expected seconds, "MM:SS" or "-MM:SS", found "{one_line(act.by)}"')
        case "announce":
            yield from _announced(known, path, act)
        case "tell":
            for number, name in enumerate(act.to or ()):
                yield from _told(known, (*path, "to", number), name)
        case action if action in COMMS_ACTS:
            yield from comms_findings(known.places, known.scenario, path, act)
        case action if action in HAZARD_ACTS:
            yield from hazard_act_findings(known, path, act)
        case action if action in RESPONDER_ACTS:
            yield from responder_act_findings(known, path, act)
        case action if action in ARRIVAL_ACTS:
            yield from arrival_findings(known.places, known.scenario, path, act)
        case "rule":
            yield from ruling_findings(known.places, known.injects, (*path, "sets"), act.sets or {})


def _announced(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    """The zones that an announcement is for, and the way that it sends people; its words are free: some are wrong."""
    if act.zones not in (None, ("all",)):
        for number, zone in enumerate(act.zones or ()):
            yield from speaker_zone(known.places, zone, (*path, "zones", number), "or write all")
    for number, place in enumerate(act.to or ()):
        yield from wrong(known.places, (*path, "to", number), place, SPACE)
    if act.through is not None:
        yield from wrong(known.places, (*path, "through"), act.through, OPENING)


def _told(known: Known, path: Path, name: str) -> Iterator[Finding]:
    """Whom people can tell: a role, a group, a speaker zone, a space, or the zones that nobody reached."""
    others = (*hearers_of(known.scenario), *ROLE_CLASSES, *sorted(TOLD), "facilitator")
    people_known = (*known.roles, *known.groups, *known.places.zones, *others)
    if name not in people_known and (message := known.places.wrong(name, SPACE)):
        near = did_you_mean(name, people_known)
        yield Finding(path, f"there is nobody called {one_line(name)}{near}" if near else message)


def _walkers(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    if act.who is not None and act.who not in SENT:
        yield from people(known.places, known.groups, (*path, "who"), act.who)
    if act.to is not None and len(act.to) > 1:
        yield Finding((*path, "to"), f"they can go to one place, found {len(act.to)}")
    elif act.to and act.to[0] not in SENT_TO:
        yield from wrong(known.places, (*path, "to", 0), act.to[0], SPACE)
    if act.through is not None:
        yield from wrong(known.places, (*path, "through"), act.through, OPENING)


def _one_inject(known: Known, path: Path, act: Act) -> Iterator[Finding]:
    if isinstance(act.inject, dict):
        yield Finding((*path, "inject"), "expected the id of an inject, found a map")
    elif act.inject is not None:
        yield from named("inject", act.inject, known.injects, (*path, "inject"), "the scenario has no such message")


def _shift(by: str) -> bool:
    try:
        return 0 <= seconds_from(by.strip().lstrip("+-")) <= 86_400
    except ValueError:
        return False


def occurrence_findings(
    known: Known, path: Path, one: Occurrence, kinds: tuple[str, ...] = ("event", "inject", "action")
) -> Iterator[Finding]:
    """What a trigger waits for that never is: an unknown event, inject or action, or a field that it has not."""
    kind, name = kind_of(one)
    if kind not in kinds:
        where = "a response plan" if kind in ("order", "step") else "a scenario or a decisions file"
        yield Finding((*path, kind), f"stands only in {where}; write {', '.join(kinds[:-1])} or {kinds[-1]}", True)
        return
    match kind:
        case "event":
            yield from _event(known, path, one, name)
        case "inject":
            yield from named("inject", name, known.injects, (*path, "inject"), "the scenario has no such message")
            yield from _filters(path, one, (), "a message's release")
        case "action":
            yield from _action(path, one, name)
        case "order":
            yield from named("order", name, ORDERS, (*path, "order"), f"the orders are {listed(ORDERS)}")
            yield from _filters(path, one, (), "an order")
    yield from _values(known, path, one)


def kind_of(one: Occurrence) -> tuple[str, str]:
    """What kind of thing a trigger waits for, and its name."""
    pairs = [(kind, getattr(one, kind)) for kind in ("event", "inject", "step", "order", "action")]
    return next((kind, name) for kind, name in pairs if name is not None)


def _event(known: Known, path: Path, one: Occurrence, name: str) -> Iterator[Finding]:
    if name not in EVENTS:
        near = did_you_mean(name, EVENTS) or f"; the events are {listed(EVENTS, len(EVENTS))}"
        yield Finding((*path, "event"), f"there is no event {one_line(name)}{near}")
        return
    yield from _filters(path, one, EVENTS[name], f"the event {name}")


def _action(path: Path, one: Occurrence, name: str) -> Iterator[Finding]:
    if name not in ACTIONS:
        near = did_you_mean(name, ACTIONS) or f"; this version plays {listed(PLAYED)}"
        yield Finding((*path, "action"), f"there is no action {one_line(name)}{near}")
    elif name not in PLAYED:
        yield Finding((*path, "action"), f"`{name}` {NOT_YET}; it plays {listed(PLAYED)}")
    else:
        yield from _filters(path, one, ("role", "space", *FIELDS[name]), f"the action {name}")


def _filters(path: Path, one: Occurrence, fields: tuple[str, ...], called: str) -> Iterator[Finding]:
    for name in one.filters():
        if name not in fields:
            shared = [field for field in fields if field in _FILTERS]
            has = f"what can be matched is {listed(shared)}" if shared else "nothing more can be matched"
            yield Finding((*path, name), f"{called} has no {name}; {has}", True)


_FILTERS = frozenset({field.alias or name for name, field in Occurrence.model_fields.items()})


def _values(known: Known, path: Path, one: Occurrence) -> Iterator[Finding]:
    if one.role is not None and one.role not in ("facilitator", *ROLE_CLASSES):
        yield from named("role", one.role, known.roles, (*path, "role"), "add it under roles")
    if one.agency is not None and known.scenario is not None and "agency" in EVENTS.get(one.event or "", ()):
        yield from named("agency", one.agency, known.scenario.agencies, (*path, "agency"), "add it under agencies")
    if one.alarm not in (None, "fire"):
        yield Finding((*path, "alarm"), f'the alarm is fire, found "{one.alarm}"')
    if known.places.kinds:  # a response plan knows no building
        if one.opening is not None:
            yield from wrong(known.places, (*path, "opening"), one.opening, OPENING)
        if one.space is not None:
            yield from wrong(known.places, (*path, "space"), one.space, SPACE)
