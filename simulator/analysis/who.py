"""Who people are, in words: roles and parties, never names."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.analysis.words import listed, place, typed
from simulator.model.run import Member, Run

ROOMS = frozenset({"classroom", "portable"})
MOST_NAMED = 4
PLAN_WORDS = {
    "zones_not_reached": "the places without a loudspeaker that works", "own_room": "the room they were in",
    "own_class": "their own class", "nearest_room": "the nearest room", "nearest_pupils": "the nearest pupils",
    "nearest_shelter": "the nearest shelter", "exterior": "the grounds", "alarm_source": "where the alarm was set off",
    "outdoor_groups": "everybody outdoors", "spectators": "the visitors", "indoors": "the whole building",
    "first_officer": "the first officer",
}  # fmt: skip
"""The words of a response plan for places and people that it does not know by name."""
EACH = {"each_teacher": "the teachers", "each_staff": "the staff"}
"""What people call everybody whom a step of a plan is for."""

HAZARD_WORDS = {
    "severe_weather": "severe weather", "hazmat": "a release outdoors", "bomb_threat": "a bomb threat",
    "fire": "a fire", "armed_assailant": "an armed person", "intruder": "an intruder", "visitor": "a visitor",
    "disturbance": "a disturbance", "earthquake": "an earthquake", "medical": "somebody who is ill",
    "missing_child": "a missing child", "evacuation": "an evacuation", "reunification": "a reunification",
}  # fmt: skip
"""What people call a hazard, as something that is there."""


def role_title(run: Run, role: str) -> str:
    """What people call a role: `the principal`."""
    if role in EACH:
        return EACH[role]
    found = run.scenario.roles.get(role)
    return typed("the " + (found.title if found and found.title else role.replace("_", " ")), 60)


def party_words(run: Run, member: Member) -> str:
    """What people call a party: `the class of room 101`, `the principal`, `3 visitors from the lobby`."""
    if member.party in run.scenario.roles:
        return role_title(run, member.party)
    home = member.home or member.space
    where = typed(place(run.plan, home))
    space = run.plan.spaces().get(home)
    if member.kind == "pupils" and member.count > 1 and space is not None and space.kind in ROOMS:
        return f"the class of {where}"
    one, many = {
        "pupils": ("a pupil", "pupils"), "staff": ("a member of staff", "members of staff"),
    }.get(member.kind, ("a visitor", "visitors"))  # fmt: skip
    return f"{one} from {where}" if member.count == 1 else f"{member.count} {many} from {where}"


def whose(run: Run, root: str) -> str:
    """A party by its name in the log; `somebody` where the run knows no such party."""
    member = next((member for member in run.people if member.party == root), None)
    return party_words(run, member) if member else "somebody"


def everybody_of(run: Run, who: str) -> str:
    """Whom a decision means by a group, a party or a space: `everybody in Main Hall`."""
    if who in PLAN_WORDS:
        return PLAN_WORDS[who]
    if any(group.id == who for group in run.scenario.occupancy.groups):
        return f"the group {typed(who.replace('_', ' '), 60)}"
    if any(member.party == who for member in run.people):
        return whose(run, who)
    try:
        return f"everybody in {typed(place(run.plan, run.plan.resolve(who)))}"
    except KeyError:
        return typed(who, 60)


def some(words: Iterable[str], most: int = MOST_NAMED) -> str:
    """The first few of a list, and how many more: `a, b and 3 more`."""
    found = list(words)
    more = len(found) - most
    return listed([*found[:most], f"{more} more"]) if more > 0 else listed(found)


def unit_words(run: Run, name: str) -> str:
    """What people call a unit: `police unit 2`, `rescue task force 1`; a role by its title."""
    if name in run.scenario.roles:
        return role_title(run, name)
    agency, _, number = name.rpartition("-")
    if number == "supervisor":
        return f"the {agency_words(agency)} supervisor"
    if agency == "rtf":
        return f"rescue task force {number}"
    return f"{agency_words(agency)} unit {number}" if agency else typed(name, 60)


def agency_words(agency: str) -> str:
    """What people call an agency before `unit`: `police`, `EMS`."""
    return "EMS" if agency == "ems" else typed(agency.replace("_", " "), 60)


WHOLE = {"fire": "the fire department", "police": "the police", "sheriff": "the sheriff's office"}
"""What people call an agency as a whole, where that is not its own word."""


def the_agency(agency: str) -> str:
    """What people call an agency as a whole: `the police`, `the fire department`, `EMS`."""
    return WHOLE.get(agency, agency_words(agency))
