"""Whom somebody means who asks about a party: `2501`, `Room 2501`, `class-2501`, `the Principal`, a group."""

from __future__ import annotations

from typing import NamedTuple

from simulator.errors import NotFound
from simulator.model.run import Member, Run
from simulator.rules.near import did_you_mean, listed

MOST_NAMED = 12


class Meant(NamedTuple):
    """A party by its name in the log, or a role; without a party the role is not in the building."""

    party: str | None
    role: str | None = None


def party_meant(run: Run, asked: str) -> Meant:
    """The party or role that somebody means; NotFound, with what can be asked about, where that is nobody."""
    names = {member.party: member for member in run.people}
    whole, _, column = asked.rpartition(".")
    if asked in names or (whole in names and column.isdigit()):
        return Meant(asked, asked if asked in run.scenario.roles else None)
    plain = _plain(asked)
    by_plain = {_plain(name): name for name in names}
    if (role := _role(run, plain)) is not None:
        return _of_role(run, role, names)
    if plain in by_plain:
        return Meant(by_plain[plain])
    found = _of_group(run, plain) or _of_room(run, _rooms(run, asked, plain))
    if not found:
        raise NotFound(_nobody(run, asked, plain))
    classes = [one for one in found if one.kind == "pupils" and one.count > 1]
    if not classes and len({one.kind for one in found}) > 1:
        raise NotFound(f"{asked} is the place of {listed([one.party for one in found], MOST_NAMED)}; name one of them")
    return Meant((classes or found)[0].party)


def _plain(text: str) -> str:
    words = " ".join(text.lower().replace("_", " ").split())
    return words.removeprefix("the ")


def _role(run: Run, plain: str) -> str | None:
    for name, role in run.scenario.roles.items():
        if plain in (_plain(name), _plain(role.title or name)):
            return name
    return None


def _of_role(run: Run, role: str, names: dict[str, Member]) -> Meant:
    if role in names:
        return Meant(role, role)
    group = run.scenario.roles[role].of
    members = _of_group(run, _plain(group)) if group is not None else []
    return Meant(members[0].party if members else None, role)


def _of_group(run: Run, plain: str) -> list[Member]:
    """The parties of a group: itself, or one for each space or member."""
    group = next((one.id for one in run.scenario.occupancy.groups if _plain(one.id) == plain), None)
    if group is None:
        return []
    return [one for one in run.people if one.party == group or one.party.startswith((f"{group}/", f"{group}-"))]


def _rooms(run: Run, asked: str, plain: str) -> list[str]:
    """The spaces that somebody means, by id, label or common name."""
    named = {plain, *(plain.removeprefix(word) for word in ("room ", "class of ", "class of room "))}
    target = run.plan.uses.get(asked.removeprefix("@"), "")
    label = run.plan.label_of
    return [name for name in run.plan.spaces() if name == target or {_plain(name), _plain(label(name))} & named]


def _of_room(run: Run, spaces: list[str]) -> list[Member]:
    """Those whose home is a room; else those who were there at first."""
    at_home = [one for one in run.people if (one.home or one.space) in spaces and one.party not in run.scenario.roles]
    return at_home or [one for one in run.people if one.space in spaces]


def _nobody(run: Run, asked: str, plain: str) -> str:
    """Nobody of that name; who can be asked about, by pattern."""
    if rooms := _rooms(run, asked, plain):
        return f"nobody belongs to {run.plan.label_of(rooms[0])}, and nobody was there at 00:00. {_patterns(run)}"
    titles = [role.title or name for name, role in run.scenario.roles.items()]
    labels = [run.plan.label_of(name) for name in run.plan.spaces()]
    groups = [one.id for one in run.scenario.occupancy.groups]
    parties = (one.party for one in run.people)
    near = did_you_mean(asked, (*labels, *run.plan.spaces(), *parties, *groups, *titles, *run.scenario.roles), 0.7)
    return f"there is nobody called {asked}{near or '.'} {_patterns(run)}"


def _patterns(run: Run) -> str:
    """The names of parties, a sentence for all classes, all staff, all groups and all roles."""
    parts = []
    for words, start in (("a class by its room", "class-"), ("staff as staff-ROOM/1", "staff-")):
        if found := [one.party for one in run.people if one.party.startswith(start)]:
            parts.append(f"{words}: {_some(found)}")
    if groups := [one.id for one in run.scenario.occupancy.groups]:
        parts.append(f"a group, or one of it as GROUP/1: {listed(groups, MOST_NAMED)}")
    if run.scenario.roles:
        parts.append(f"a role: {listed(run.scenario.roles, MOST_NAMED)}")
    return f"You can ask about {'; '.join(parts)}."


def _some(names: list[str]) -> str:
    return f"{names[0]} to {names[-1]} ({len(names)} of them)" if len(names) > 2 else listed(names)
