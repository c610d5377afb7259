"""Where the run's end finds people: still inside, or out and never counted."""

from __future__ import annotations

from collections import Counter

from simulator.analysis.metrics import accounted, at_end, indoors
from simulator.analysis.state import Passing, open_air, ranges, roster, space_of
from simulator.analysis.who import some, whose
from simulator.analysis.words import offset, people, place, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Run

NOT_YET = "had not set off"
NO_WAY = "without a way out"
ON_THE_WAY = "on the way"
DOINGS = {
    "started": ON_THE_WAY, "rerouted": ON_THE_WAY, "entered": ON_THE_WAY, "out": ON_THE_WAY,
    "waiting": "waiting",
    "reached": "where they had been sent",
}  # fmt: skip


def left_inside(run: Run, steps: list[Passing]) -> list[str]:
    """Who is still inside, by place and by what they were doing."""
    inside = indoors(run, steps)
    doing = _doing(run)
    groups = Counter((space_of(segment), doing.get(person, NOT_YET)) for person, segment in inside.items())
    lines = []
    for (space, what), number in sorted(groups.items(), key=lambda one: (-one[1], one[0])):
        silent = what == NOT_YET and space in run.plan.spaces() and not run.plan.spaces()[space].alarm
        deaf = "; the fire alarm does not sound there" if silent else ""
        lines.append(f"- {sentence(place(run.plan, space))}: {people(number)} {what}{deaf}")
    return lines


def _doing(run: Run) -> dict[str, str]:
    """What each person who set off was last doing, as far as the log says."""
    parties = ranges(run.people, run.rows)
    last: dict[str, Row] = {}
    for row in run.rows:
        if row[1] not in DOINGS or row[3] not in parties or (row[1] == "entered" and row[5] is None):
            continue
        last.update(dict.fromkeys(parties[row[3]].persons(), row))
    rows = dict.fromkeys(last.values())  # only a last row is worth words
    words = {row: _standing(run, row) if row[1] == "waiting" else DOINGS[row[1]] for row in rows}
    return {person: words[row] for person, row in last.items()}


def _standing(run: Run, row: Row) -> str:
    why, at = row[5], row[6]
    match why:
        case "queue":
            return f"in a queue at {place(run.plan, at)}" if at else "in a queue"
        case "no way out":
            return NO_WAY
        case "needs help":
            return "waiting for somebody to help"
        case "stays":
            return "staying where they were told to"
        case _:
            return f"waiting: {typed(why)}"


# ---- out, and never counted -----------------------------------------------------------------------------------------


def not_counted(run: Run, steps: list[Passing]) -> list[str]:
    """Where everybody is out and somebody was never counted: who, where they were, and why if it can be told."""
    missing = set(roster(run.people)) - accounted(run)
    if not missing or not steps or indoors(run, steps):
        return []
    places = {person: space_of(segment) for person, segment in at_end(steps).items()}
    doing, groups = _doing(run), dict[tuple[str, str], list[str]]()
    for person in sorted(missing & places.keys()):
        why = _why_not(run, places, doing.get(person), person)
        if why is not None:
            groups.setdefault((places[person], why), []).append(person)
    if not groups:
        return []
    lines = [f"{sentence(_were(sum(map(len, groups.values()))))} out and had not been counted at a rally point:", ""]
    for (space, why), persons in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        parties = dict.fromkeys(whose(run, person.rpartition("/")[0]) for person in persons)
        where = sentence(place(run.plan, space))
        lines.append(f"- {where}: {people(len(persons))} ({some(parties)}); {why}")
    return lines


def _were(number: int) -> str:
    return f"{people(number)} {'was' if number == 1 else 'were'}"


def _why_not(run: Run, places: dict[str, str], doing: str | None, person: str) -> str | None:
    """Why somebody was not counted; None where it is only that the run was stopped before."""
    spaces, here = run.plan.spaces(), places[person]
    root = person.rpartition("/")[0]
    if not any(space.kind == "assembly" for space in spaces.values()):
        return "the plan has no rally point"
    cut_short = run.until_ms < run.scenario.horizon_ms
    if spaces[here].kind == "assembly":
        away = [at for who, at in places.items() if who.rpartition("/")[0] == root and spaces[at].kind != "assembly"]
        if any(_cut_off(run, at) for at in away) or (away and not cut_short):
            return "the rest of their party was not there"
        return None if cut_short else f"the count was not done by {offset(run.until_ms)}"
    if _cut_off(run, here):
        return "no way leads from there to a rally point without going back inside"
    if doing == NO_WAY:
        return "no open way led from there to a rally point"
    if cut_short:
        return None
    return NOT_YET if doing is None else f"they were not at a rally point by {offset(run.until_ms)}"


def _cut_off(run: Run, here: str) -> bool:
    """Whether no rally point can be reached from a place without going inside."""
    spaces = run.plan.spaces()
    return not any(spaces[name].kind == "assembly" for name in _over_open_air(run, here))


def _over_open_air(run: Run, start: str) -> set[str]:
    """Every space that can be reached without going inside."""
    sky, reached, ahead = open_air(run.plan), {start}, [start]
    pairs = [opening.between for opening in run.plan.openings if opening.type != "window"]
    pairs += [link.spaces for link in run.plan.links if link.type != "lift"]
    while ahead:
        here = ahead.pop()
        beside = {other for pair in pairs if here in pair for other in pair} & sky - reached
        reached |= beside
        ahead += beside
    return reached
