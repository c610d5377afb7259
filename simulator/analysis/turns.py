"""Who went another way than the one they had taken, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.analysis.hazards import GROUND
from simulator.analysis.helped import COMES, LEADS
from simulator.analysis.messages import messages
from simulator.analysis.state import open_air, owner, ranges, space_of
from simulator.analysis.words import people, place, sentence, typed
from simulator.model.events import Row
from simulator.model.inject import Move, Start
from simulator.model.run import Run

FOUND = re.compile(r"found (\S+) shut")


class Turn(NamedTuple):
    """People of one party turned; `words` says how it came, without who."""

    t_ms: int
    persons: tuple[str, ...]
    words: str


def rerouted(run: Run) -> list[str]:
    """How many took another way, by reason, most first."""
    groups: dict[str, set[str]] = {}
    for turn in turns(run):
        groups.setdefault(turn.words, set()).update(turn.persons)
    ranked = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    return [f"- {sentence(people(len(who)))} {_for(len(who), words)}" for words, who in ranked]


def _for(number: int, words: str) -> str:
    return "was" + words.removeprefix("were") if number == 1 and words.startswith("were ") else words


def turns(run: Run) -> Iterator[Turn]:
    """Every change of way of people who were leaving; those on the way in to help are not among them."""
    parties = ranges(run.people, run.rows)
    fetching: set[str] = set()
    knew: dict[str, set[str]] = {}
    blocked: set[str] = set()
    burning: set[str] = set()
    for row in run.rows:
        kind = row[1]
        match kind:
            case "blocked":
                blocked.add(row[3])
            case "opened":
                blocked.discard(row[3])
            case "hazard_closed" if row[3] not in GROUND:
                burning.add(row[4])
            case "started":
                _helping(fetching, row)
            case "rerouted" if row[3] in parties:
                persons = tuple(parties[row[3]].persons())
                words = _in_words(run, row, knew.get(row[3], set()), blocked, burning)
                if found := FOUND.fullmatch(row[5]):
                    knew.setdefault(row[3], set()).add(found[1])
                if row[3] not in fetching and words:
                    yield Turn(row[0], persons, words)


def _helping(fetching: set[str], row: Row) -> None:
    if row[5].startswith(COMES):
        fetching.add(row[3])
    elif row[5].startswith(LEADS):
        fetching.discard(row[3])


def _in_words(run: Run, row: Row, knew: set[str], blocked: set[str], burning: set[str]) -> str | None:
    """How people came to take another way; None where they only went on as they were."""
    space, why, to = row[4:7]
    there = place(run.plan, to)
    if found := FOUND.fullmatch(why):
        return f"found {_shut(run, found[1], space_of(space), blocked, burning)} and went to {there} instead"
    if why == "tried again":
        return f"found no other way and tried again toward {there}"
    if why == "a way has opened":
        return f"went to {there} when a way had opened"
    if why not in ("sent", "directed", "told to leave"):
        return f"went to {there} instead: {typed(why)}"
    told = _told(run, row[2])
    if why == "sent":
        return f"were sent to {place(run.plan, told) if told else there}"
    if told is None or space_of(space) in open_air(run.plan):
        return None
    if told == to:
        return f"were told to use {there}"
    knowing = "knew it to be shut" if told in knew else "knew no open way to it"
    return f"were told to use {place(run.plan, told)}, {knowing}, and went to {there}"


def _shut(run: Run, passage: str, here: str, blocked: set[str], burning: set[str]) -> str:
    """What stood in the way at a passage: it was shut, or the hall behind it was closed by the hazard."""
    name = place(run.plan, passage)
    between = next((one.between for one in run.plan.openings if one.id == passage), ())
    behind = next((space for space in between if space != here and space in burning), None)
    if passage not in blocked and behind is not None:
        return f"{place(run.plan, behind)}, behind {name}, closed by the {run.scenario.hazard}"
    if not between and owner(run.plan, passage) in burning:
        return f"{name} closed by the {run.scenario.hazard}"
    return f"{name} shut"


def _told(run: Run, cause: str | None) -> str | None:
    """The opening or place that a decision or a message told people to go to; None where it named none."""
    for row in run.rows:
        if row[1] == "done" and row[2] == cause and row[4] in ("move", "direct"):
            toward = row[5].get("through") or row[5].get("to")
            return _resolved(run, toward if isinstance(toward, str) else toward[0])
    for inject in messages(run).values():
        for effect in inject.effect if inject.id == cause else ():
            match effect:
                case Move():
                    return _resolved(run, effect.to)
                case Start() if effect.toward is not None:
                    return _resolved(run, effect.toward)
    return None


def _resolved(run: Run, reference: str) -> str:
    try:
        return run.plan.resolve(reference)
    except KeyError:
        return reference
