"""What a role knows at the start: where it is, what it sees, its radio, phone and keys. Nothing of what will happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.analysis.disciplines import DISCIPLINES, Discipline, of_role
from simulator.analysis.state import owner
from simulator.analysis.who import agency_words, some, the_agency
from simulator.analysis.words import counted, door, listed, one_line, place, sentence
from simulator.exports.papers.telling import unmarked
from simulator.live.words import title_of
from simulator.model.building import Plan
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.model.scenario import OFF_SITE, Role

MOST_ROOMS = 6
SHAPES: dict[Discipline, str] = {"school": "■", "dispatch": "◆", "law": "▲", "fire_ems": "✚", "families": "●"}
SCHOOLS = frozenset({"elementary", "middle", "high", "other"})
"""Kinds of building that are schools; the others are public venues."""
AT_HAND = {
    "pa-microphone": "the microphone of the loudspeakers", "panic-button": "a panic button", "aed": "an AED",
    "trauma-kit": "a trauma kit", "key-box": "a key box", "fire-pull": "a fire alarm pull station",
    "fire-panel": "the fire panel", "hvac-switch": "the switch of the ventilation", "weather-radio": "a weather radio",
}  # fmt: skip
"""Things on the wall that people in the room know of; cameras are not among them."""
MANY = {"pupils": ("pupil", "pupils"), "staff": ("member of staff", "members of staff")}


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role at 00:00; `discipline` in words, and `shape`, its sign, which a grey print keeps."""

    id: str
    title: str
    seat: str
    discipline: str
    shape: str
    where: str
    sees: tuple[str, ...]
    radio: str
    phone: str
    keys: str


def role_cards(bundle: Bundle, run: Run, seats: Mapping[str, str]) -> tuple[RoleCard, ...]:
    """Every role of the scenario as it is at 00:00 in this version."""
    whose = {name: _whose(bundle.plan, name, role) for name, role in run.scenario.roles.items()}
    return tuple(
        RoleCard(
            id=name, title=title_of(run.scenario, name), seat=seats.get(name, "by_plan"), discipline=whose[name][0],
            shape=whose[name][1], where=_where(run, role), sees=tuple(_sees(bundle.plan, run, name, role)),
            radio=_radio(run, name, role),
            phone=_phone(name, role), keys=_keys(role),
        )
        for name, role in run.scenario.roles.items()
    )  # fmt: skip


def _whose(plan: Plan, name: str, role: Role) -> tuple[str, str]:
    """The discipline in words, and its shape: the words of a public venue's own people say so."""
    found = of_role(name, role)
    house = found == "school" and plan.school.kind not in SCHOOLS
    return ("House" if house else DISCIPLINES[found]), SHAPES[found]


def _where(run: Run, role: Role) -> str:
    if role.in_ == OFF_SITE:
        return (
            f"On duty with {unmarked(the_agency(role.agency))}, not in the building."
            if role.agency
            else "Not in the building."
        )
    return f"{sentence(place(run.plan, run.plan.resolve(role.in_)))}."


def _sees(plan: Plan, run: Run, name: str, role: Role) -> Iterator[str]:
    if role.in_ == OFF_SITE:
        yield "Only what somebody tells you: by radio, by phone, or when you arrive."
        return
    space = plan.resolve(role.in_)
    with_you = _with_you(run, name, space)
    yield f"With you: {with_you}." if with_you else "Nobody else is with you."
    if rooms := _rooms(plan, space):
        yield f"From here you reach {some(rooms, MOST_ROOMS)}."
    if ways := _ways_out(plan, space):
        yield f"Out of doors from here: {some(ways, MOST_ROOMS)}."
    at_hand = [AT_HAND[one.kind] for one in plan.points if one.in_ == space and one.kind in AT_HAND]
    if at_hand:
        yield f"At hand: {listed(dict.fromkeys(at_hand))}."


def _with_you(run: Run, name: str, space: str) -> str:
    found: Counter[str] = Counter()
    for one in run.people:
        if one.party != name and owner(run.plan, one.space) == space:
            found[one.kind if one.kind in MANY else "visitors"] += one.count
    words = [counted(found[kind], *MANY.get(kind, ("visitor", "visitors"))) for kind in (*MANY, "visitors")
             if found[kind]]  # fmt: skip
    return listed(words) if words else ""


def _rooms(plan: Plan, space: str) -> list[str]:
    others = [
        next(one for one in opening.between if one != space)
        for opening in plan.openings
        if space in opening.between and opening.type != "window"
    ]
    links = [next(one for one in link.spaces if one != space) for link in plan.links if space in link.spaces]
    spaces = plan.spaces()
    return [place(plan, one) for one in dict.fromkeys([*others, *links]) if not spaces[one].open_air]


def _ways_out(plan: Plan, space: str) -> list[str]:
    found = [one for one in plan.openings if space in one.between and one.type == "door" and plan.leads_outdoors(one)]
    return list(dict.fromkeys(door(plan, one) for one in found))


def _radio(run: Run, name: str, role: Role) -> str:
    if role.radio is None:
        return "None."
    channel = run.scenario.comms.radio.get(role.radio)
    users = [one for one in channel.users if one != name] if channel is not None else []
    others = f" On it: {some([_user(run, one) for one in users], MOST_ROOMS)}." if users else ""
    return f"Channel {one_line(unmarked(agency_words(role.radio)), 40)}.{others}"


def _user(run: Run, user: str) -> str:
    return title_of(run.scenario, user) if user in run.scenario.roles else f"{unmarked(agency_words(user))} units"


def _phone(name: str, role: Role) -> str:
    if of_role(name, role) == "dispatch":
        own = f" Your line: {one_line(role.phone.replace('_', ' '), 40)}." if role.phone else ""
        return f"The 911 lines and the telephone at your console.{own}"
    return f"{sentence(one_line(role.phone.replace('_', ' '), 40))}." if role.phone else "None at hand."


def _keys(role: Role) -> str:
    if role.agency is not None:
        return "None of this building, until somebody gives you one."
    if role.off_site:
        return "None at hand while you are away."
    return "You carry keys." if role.keys else "You carry no key."
