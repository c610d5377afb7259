"""Why the last one out was the last: what took longest between 00:00 and the open air."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from simulator.analysis.helped import CAME, COMES, LEADS
from simulator.analysis.metrics import alarm_ms, indoors, last_ways_out
from simulator.analysis.state import Passing, queues, ranges
from simulator.analysis.turns import turns
from simulator.analysis.who import whose
from simulator.analysis.words import clock, counted, lasting, place
from simulator.model.events import Row
from simulator.model.run import Run

WORTH_TELLING_MS = 1_000


class Spell(NamedTuple):
    """A part of somebody's time in ms, what it went by, and what ended it."""

    lasted_ms: int
    what: str
    end: str = ""


def last_out(run: Run, steps: list[Passing]) -> list[str]:
    """Who was the last one out, by which exit, when, and what took longest."""
    ways = last_ways_out(run, steps)
    if not ways:
        return []
    last = max(ways.values(), key=lambda step: step.t_ms)
    through = f" through {place(run.plan, last.through)}" if last.through else ""
    so_far = " so far" if indoors(run, steps) else ""
    when = f"{clock(run.scenario, last.t_ms)}: {lasting(last.t_ms)} in"
    told = f"The last one out{so_far} was {_who(run, last.person)},{through} at {when}."
    return [" ".join((told, *_why(run, last)))]


def _who(run: Run, person: str) -> str:
    root = person.rpartition("/")[0]
    alone = next((member.count == 1 for member in run.people if member.party == root), False)
    return whose(run, root) if alone else f"one of {whose(run, root)}"


def _why(run: Run, last: Passing) -> list[str]:
    """What took longest, the longest queue where that was something else, and a way found shut."""
    rows = _own_rows(run, last)
    held, stood = _held_up(run, rows), _stood(run, last)
    setting_off = held[:1]
    walked = last.t_ms - (rows[0][0] if rows else 0) - sum(one.lasted_ms for one in (*held[1:], *stood))
    longest = max((*held, *stood, Spell(walked, "the way itself")))
    said = [f"What took longest was {longest.what}: {lasting(longest.lasted_ms)}{longest.end}."]
    queue = max(stood, default=None)
    if queue is None:
        said.append("Nothing held them up in a queue on the way.")
    elif queue != longest:
        said.append(f"They waited longest in {queue.what}: {lasting(queue.lasted_ms)}.")
    return (said if setting_off or stood else said[1:]) + _turned(run, last)


def _own_rows(run: Run, last: Passing) -> list[Row]:
    """The rows that say that the person set off, stood or turned, until they were out."""
    parties = ranges(run.people, run.rows)
    root, _, number = last.person.rpartition("/")
    mine = {
        name
        for name, part in parties.items()
        if part.root == root and part.first <= int(number) < part.first + part.size
    }
    kinds = ("started", "waiting", "rerouted")
    return [row for row in run.rows if row[1] in kinds and row[3] in mine and row[0] <= last.t_ms]


def _held_up(run: Run, rows: list[Row]) -> list[Spell]:
    """The time before setting off, then each wait for help, each way to somebody who needed it, each dead end."""
    if not rows:
        return []
    set_off, sounded = rows[0][0], alarm_ms(run)
    heard = sounded is not None and sounded <= set_off
    since = sounded if heard and sounded is not None else 0
    spells = [Spell(set_off - since, "the time before setting off", " from the alarm" if heard else "")]
    parties = ranges(run.people, run.rows)
    for row, after in pairwise(rows):
        lasted, why, then = after[0] - row[0], row[5], after[5]
        if why == "needs help" and then.startswith(CAME):
            helper = parties.get(then.removeprefix(CAME))
            spells.append(
                Spell(lasted, "waiting for help", f", until {whose(run, helper.root)} came" if helper else "")
            )
        elif why == "no way out":
            spells.append(Spell(lasted, "standing without a way out"))
    return spells + _fetched(run, rows)


def _fetched(run: Run, rows: list[Row]) -> list[Spell]:
    """From when somebody who helped went to the first who needed it until they met the last."""
    parties = ranges(run.people, run.rows)
    began = [row[0] for row in rows if row[1] == "started" and row[5].startswith(COMES)]
    met = [row for row in rows if row[1] == "started" and row[5].startswith(LEADS)]
    if not began or not met:
        return []
    helped = parties.get(met[-1][5].removeprefix(LEADS))
    one = f"going to help {whose(run, helped.root) if helped else 'somebody'}"
    return [Spell(met[-1][0] - began[0], one if len(met) == 1 else f"helping {len(met)} people, one after another")]


def _stood(run: Run, last: Passing) -> list[Spell]:
    """The person's own waits in queues before they were out."""
    parties = ranges(run.people, run.rows)
    root, _, number = last.person.rpartition("/")
    spells = []
    for queue in queues(run):
        part = parties[queue.party]
        index = int(number) - part.first
        if part.root == root and 0 <= index < len(queue.waits_ms) and queue.from_ms < last.t_ms:
            spells.append(Spell(queue.waits_ms[index], f"a queue at {place(run.plan, queue.at)}"))
    return [spell for spell in spells if spell.lasted_ms >= WORTH_TELLING_MS]


def _turned(run: Run, last: Passing) -> list[str]:
    found = [
        turn.words
        for turn in turns(run)
        if turn.t_ms < last.t_ms and last.person in turn.persons and turn.words.startswith("found ")
    ]
    more = f" (and turned {counted(len(found) - 1, 'more time', 'more times')})" if found[1:] else ""
    return [f"They {found[0]}{more}."] if found else []
