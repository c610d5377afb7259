"""What acts of communication name: channels, 911 centres, lines, buttons, lists of people, whom one asks."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.files.incident import lines_of
from simulator.files.paths import Path, one_line
from simulator.files.places import POINT, SPACE, Places, named, wrong
from simulator.files.sentences import Finding
from simulator.files.vocabulary import did_you_mean
from simulator.model.actions import Act
from simulator.model.scenario import Scenario

ACTS = frozenset({"broadcast", "relay", "call_911", "transfer_call", "press_panic", "ask", "send_alert"})
FIRST_OFFICER, DISPATCH = "first_officer", "dispatch"
LISTS = ("families", "staff", "pupils", "visitors", "everybody")
"""Lists of people for text alerts that a scenario need not describe."""
_RADIO = "talkgroups stand under comms: radio"
_CENTRES = "centres stand under comms: psaps"


def comms_findings(places: Places, scenario: Scenario | None, path: Path, act: Act) -> Iterator[Finding]:
    """What an act of communication names that does not exist. A response plan knows no scenario: nothing is asked."""
    if scenario is None:
        return
    match act.action:
        case "broadcast" if act.channel is not None:
            yield from named("talkgroup", act.channel, scenario.comms.radio, (*path, "channel"), _RADIO)
        case "relay":
            yield from _relay(scenario, path, act)
        case "call_911":
            yield from _call(scenario, path, act)
        case "transfer_call":
            for number, to in enumerate(act.to or ()):
                yield from named("911 centre", to, scenario.comms.psaps.centres, (*path, "to", number), _CENTRES)
        case "press_panic" if act.point is not None:
            yield from wrong(places, (*path, "point"), act.point, POINT)
        case "send_alert" if act.audience is not None:
            yield from _audience(scenario, path, act.audience)
        case "ask":
            for number, name in enumerate(act.to or ()):
                yield from _asked(places, scenario, (*path, "to", number), name)


def _relay(scenario: Scenario, path: Path, act: Act) -> Iterator[Finding]:
    for number, channel in enumerate(act.join or ()):
        yield from named("talkgroup", channel, scenario.comms.radio, (*path, "join", number), _RADIO)
    if act.join is not None and len(set(act.join)) < 2:
        yield Finding((*path, "join"), "name the two channels between which messages are passed on")
    if act.by is not None and act.by != DISPATCH:
        everybody = (*scenario.roles, *scenario.agencies, *scenario.comms.psaps.centres)
        yield from named("role", act.by, everybody, (*path, "by"), "or write dispatch")


def _call(scenario: Scenario, path: Path, act: Act) -> Iterator[Finding]:
    if act.from_ is not None:
        yield from named("phone line", act.from_, lines_of(scenario), (*path, "from"), "roles name theirs under phone")
    centres = scenario.comms.psaps.centres
    if act.psap is not None and (centres or act.psap != "911"):
        yield from named("911 centre", act.psap, centres, (*path, "psap"), _CENTRES)


def _audience(scenario: Scenario, path: Path, audience: str) -> Iterator[Finding]:
    alerts = scenario.comms.alerts
    groups = [group.id for group in scenario.occupancy.groups]
    known = list(alerts) if alerts else [*LISTS, *groups]
    yield from named("list of people", audience, known, (*path, "audience"), "lists stand under comms: alerts")


def hearers_of(scenario: Scenario | None) -> tuple[str, ...]:
    """Who can be told or asked beside roles, groups and places: agencies, their units, 911 centres."""
    if scenario is None:
        return (FIRST_OFFICER,)
    units = [
        f"{name}-{number}" for name, agency in scenario.agencies.items()
        for number in range(1, agency.units + agency.comes_unasked + 1)
    ]  # fmt: skip
    return (FIRST_OFFICER, *scenario.agencies, *units, *scenario.comms.psaps.centres)


def _asked(places: Places, scenario: Scenario, path: Path, name: str) -> Iterator[Finding]:
    groups = [group.id for group in scenario.occupancy.groups]
    known = (*scenario.roles, *groups, *hearers_of(scenario), "facilitator")
    if name not in known and (message := places.wrong(name, SPACE)):
        near = did_you_mean(name, known)
        yield Finding(path, f"there is nobody called {one_line(name)}{near}" if near else message)
