"""The person of an incident, who noticed, what people chose, and exposure: in sentences and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from simulator.analysis.exposure import Exposure, exposures
from simulator.analysis.state import Passing, Range, ranges, space_of
from simulator.analysis.timeline import Moment
from simulator.analysis.told_responders import threat_over
from simulator.analysis.who import role_title, some, whose
from simulator.analysis.words import clock, counted, lasting, listed, people, place, sentence, typed
from simulator.model.run import Run
from simulator.rules import behaviour

MOST_PLACES = 5
REASONS = {
    behaviour.AS_ORDERED: "as ordered",
    behaviour.AS_OTHERS: "as those beside them did",
    behaviour.WHERE_THEY_ARE: "where they were, without training for it",
    behaviour.AS_THEY_CAME: "by the way they knew, without training for it",
    behaviour.AS_TRAINED: "as trained",
    behaviour.NO_ROOM: "because no room could be secured in time",
    behaviour.COMFORTABLE: "because the way out was clear for long enough",
    behaviour.BEST: "because it left the most time",
    behaviour.LAST_RESORT: "because nothing else could be done in time",
    behaviour.NOTHING: "because nothing better was known",
    behaviour.UNHEEDED.why: "the order having changed nothing there",
}
LED = "with "
REACH = {"fire": "in a place that the fire had closed", "disturbance": "in the same place as the disturbance"}
EXPOSING = "where the hazard could reach them"
"""Where somebody is exposed to one of these hazards, and to any other."""


def person_words(run: Run) -> str:
    """`the armed person` or `the intruder`."""
    return "the intruder" if run.scenario.intruder is not None else "the armed person"


def has_person(run: Run) -> bool:
    """Whether a run has an armed person or an intruder in it."""
    return run.scenario.threat is not None or run.scenario.intruder is not None


def told_incident(run: Run) -> list[Moment]:
    """Where the person of the script came in and was held up, who noticed first, and when it was over."""
    if not has_person(run):
        return []
    found = [*_came(run), *_held_up(run), *_noticed(run)]
    found += [Moment(moment.t_ms, moment.words, 3) for moment in threat_over(run)]
    return sorted(found, key=lambda moment: moment.t_ms)


def _came(run: Run) -> Iterator[Moment]:
    for row in run.rows:
        if row[1] == "threat_entered":
            by = f" by {place(run.plan, row[4])}" if row[4] else ""
            how = " as somebody came out" if row[5] == "as somebody leaves" else ""
            yield Moment(row[0], f"{sentence(person_words(run))} came in{by}{how}.", 3)


def _held_up(run: Run) -> Iterator[Moment]:
    """The first door that held, and how often doors held altogether."""
    rows = [row for row in run.rows if row[1] == "threat_stopped"]
    if rows:
        first = rows[0]
        door = place(run.plan, first[4]) if first[4] else place(run.plan, first[3])
        more = f"; doors held {len(rows)} times in all" if len(rows) > 1 else ""
        yield Moment(first[0], f"A door held against {person_words(run)}: {door}{more}.", 3)


def _noticed(run: Run) -> Iterator[Moment]:
    """The first sign, and who first understood it."""
    sign = next((row for row in run.rows if row[1] in ("seen", "heard") and row[2] in THREATS), None)
    if sign is not None:
        how = f"saw {person_words(run)} in {place(run.plan, sign[5])}" if sign[1] == "seen" else "heard something"
        yield Moment(sign[0], f"{sentence(_who(run, sign[3]))} {how}: the first sign.", 3)
    first = next((row for row in run.rows if row[1] == "recognised"), None)
    if first is not None:
        yield Moment(first[0], f"{sentence(_who(run, first[3]))} was the first to understand it.", 3)


THREATS = frozenset({"armed_assailant", "intruder"})


def _who(run: Run, name: str) -> str:
    """A role, or the party that a column belongs to."""
    if name in run.scenario.roles:
        return role_title(run, name)
    whole, _, column = name.rpartition(".")
    return whose(run, whole if column.isdigit() and whole else name)


# ---- run, hide, defend -----------------------------------------------------------------------------------------------


class _Chosen(NamedTuple):
    """A last choice: what (run, hide, stay, defend), where to, and whether that is where they were."""

    kind: str
    to: str | None
    here: bool
    reason: str


def how_people_chose(run: Run) -> list[str]:
    """What people did about the person of the script, in sums; each person is counted by the last choice."""
    chosen = _last_choices(run)
    if not chosen:
        return []
    parties = ranges(run.people, run.rows)
    lines = [
        *_hid(run, [one for one in chosen.items() if one[1].kind == "hide"], parties),
        *_ran(run, [one for one in chosen.items() if one[1].kind == "run"], parties),
        *_others(run, chosen, parties),
    ]
    return [f"- {line}" for line in lines]


def _last_choices(run: Run) -> dict[str, _Chosen]:
    """By party, its last choice before rooms were released or the run ended."""
    until_ms = next((row[0] for row in run.rows if row[1] in ("room_released", "building_cleared")), run.until_ms)
    at: dict[str, str] = {}
    found: dict[str, _Chosen] = {}
    for row in run.rows:
        if row[0] >= until_ms:
            break
        if row[1] == "entered":
            at[row[3]] = space_of(row[4])
        elif row[1] == "party_split":
            at |= {name: at[row[3]] for name, _, _ in row[4] if row[3] in at}
            before = found.pop(row[3], None)
            found |= {name: before for name, _, _ in row[4]} if before is not None else {}
        elif row[1] == "chose":
            kind, _, to = row[4].partition(" ")
            found[row[3]] = _Chosen(kind, to or None, at.get(row[3]) == to, row[7])
    return found


Chosen = tuple[str, _Chosen]


def _persons(named: list[Chosen], parties: dict[str, Range]) -> int:
    return sum(parties[name].size for name, _ in named if name in parties)


def _classes(run: Run, named: list[Chosen]) -> int:
    """How many classes are among those who chose."""
    sizes = {member.party for member in run.people if member.kind == "pupils" and member.count > 1}
    return len({whole for name, _ in named if (whole := _whole(name)) in sizes})


def _whole(name: str) -> str:
    whole, _, column = name.rpartition(".")
    return whole if column.isdigit() and whole else name


def _sum(run: Run, named: list[Chosen], parties: dict[str, Range]) -> str:
    """`12 classes and 30 others`, or `30 people`."""
    number, classes = _persons(named, parties), _classes(run, named)
    return f"{people(number)} ({counted(classes, 'class', 'classes')} among them)" if classes else people(number)


def _hid(run: Run, named: list[Chosen], parties: dict[str, Range]) -> Iterator[str]:
    here = [one for one in named if one[1].here]
    there = [one for one in named if not one[1].here]
    if here:
        stayed = "stayed in the room they were in and turned to its doors"
        yield f"**Hide:** {_sum(run, here, parties)} {stayed}{_why(here)}."
    if there:
        rooms = len({one.to for _, one in there})
        yield f"**Hide:** {_sum(run, there, parties)} made for {counted(rooms, 'other room')}{_why(there)}."


def _ran(run: Run, named: list[Chosen], parties: dict[str, Range]) -> Iterator[str]:
    if not named:
        return
    by_exit: Counter[str] = Counter()
    for name, one in named:
        if one.to is not None and name in parties:
            by_exit[one.to] += parties[name].size
    ranked = sorted(by_exit.items(), key=lambda one: (-one[1], one[0]))
    ways = some((f"{typed(place(run.plan, to))} ({number})" for to, number in ranked), MOST_PLACES)
    by = f", by {ways}" if ranked else ""
    rest = sum(parties[name].size for name, _ in named if name in parties) - by_exit.total()
    by += f"; for the other {rest:,} no door is on record" if ranked and rest else ""
    yield f"**Run:** {_sum(run, named, parties)} made for a way out or a meeting place{by}{_why(named)}."


def _others(run: Run, chosen: dict[str, _Chosen], parties: dict[str, Range]) -> Iterator[str]:
    defend = [one for one in chosen.items() if one[1].kind == "defend"]
    stay = [one for one in chosen.items() if one[1].kind == "stay"]
    if defend:
        rooms = some(typed(place(run.plan, to)) for to in dict.fromkeys(one.to for _, one in defend) if to)
        yield f"**Defend:** {_sum(run, defend, parties)} barricaded the door of {rooms} and stayed together."
    if stay:
        yield f"{_sum(run, stay, parties)} went on as before{_why(stay)}."


def _why(named: list[Chosen]) -> str:
    """The reason that most choices had: `, mostly as ordered`."""
    reasons = Counter(_reason(one.reason) for _, one in named)
    ranked = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return f", {'mostly ' if len(ranked) > 1 else ''}{ranked[0][0]}"


def _reason(reason: str) -> str:
    return "as those whom they were with" if reason.startswith(LED) else REASONS.get(reason, reason)


# ---- exposure --------------------------------------------------------------------------------------------------------


def where_exposed(run: Run, steps: list[Passing]) -> list[str]:
    """What exposure is, how many people and how long, and where."""
    found = exposures(run, steps)
    if not found.people:
        return []
    first = f"; the first at {clock(run.scenario, found.first_ms)}" if found.first_ms is not None else ""
    lines = [_meaning(run), f"{_how_long(run, found)}{first}."]
    ranked = sorted(found.by_space.items(), key=lambda one: (-one[1], one[0]))
    places = [f"{typed(place(run.plan, space))} ({lasting(ms)})" for space, ms in ranked[:MOST_PLACES]]
    more = len(ranked) - MOST_PLACES
    rest = f"; {counted(more, 'more place')} had less" if more > 0 else ""
    return [*lines, f"Most of it was in {listed(places)}{rest}." if len(ranked) > 1 else f"It was all in {places[0]}."]


def _how_long(run: Run, found: Exposure) -> str:
    where = "in such a place" if has_person(run) else _within_reach(run)
    lasted, each = lasting(found.person_ms), lasting(found.person_ms // found.people)
    return f"{sentence(people(found.people))} spent time {where}: {lasted} in all, {each} each on average"


def _within_reach(run: Run) -> str:
    """Where people were exposed: a fire closes places; what else there is can reach them in more than it closes."""
    hazards = {row[3] for row in run.rows if row[1] == "hazard_closed"}
    return REACH.get(hazards.pop(), EXPOSING) if len(hazards) == 1 else EXPOSING


def _meaning(run: Run) -> str:
    if has_person(run):
        where = f"in the same place as {person_words(run)}, or in view and not behind a door that holds"
        return f"Exposure here is time {where}. It describes places, doors and minutes, not what anybody did."
    return "Exposure describes places and minutes, not what anybody did."
