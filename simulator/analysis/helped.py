"""Who could not leave alone: how long they waited, and who came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from simulator.analysis.state import Range, ranges, space_of
from simulator.analysis.who import some, whose
from simulator.analysis.words import lasting, people, place, sentence
from simulator.model.run import Run

COMES, CAME, LEADS = "goes to help ", "helped by ", "helps "
"""How the log's `started` rows begin: a helper sets off, both leave (the one who waited, then the helper)."""
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """A party waited for somebody to help it; `helper` is None where nobody had come by the run's end."""

    party: Range
    space: str
    from_ms: int
    until_ms: int
    helper: Range | None

    @property
    def lasted_ms(self) -> int:
        """How long, in ms."""
        return self.until_ms - self.from_ms


def waits_for_help(run: Run) -> list[Wait]:
    """Every wait for a helper, in the order in which they began."""
    parties = ranges(run.people, run.rows)
    asked: dict[str, tuple[int, str]] = {}
    found: list[Wait] = []
    for row in run.rows:
        t_ms, kind = row[:2]
        if kind == "waiting" and row[5] == "needs help":
            asked[row[3]] = (t_ms, space_of(row[4]))
        elif kind == "started" and row[3] in asked:
            since, space = asked.pop(row[3])
            came = parties.get(row[5].removeprefix(CAME)) if row[5].startswith(CAME) else None
            if came is not None:
                found.append(Wait(parties[row[3]], space, since, t_ms, came))
    found += [Wait(parties[party], space, since, run.until_ms, None) for party, (since, space) in asked.items()]
    return sorted(found, key=lambda wait: (wait.from_ms, wait.party))


def who_was_helped(run: Run) -> list[str]:
    """How many waited for a helper and how long, who came, and who was still waiting at the end."""
    waits = waits_for_help(run)
    helped = sorted((wait for wait in waits if wait.helper), key=lambda wait: (-wait.lasted_ms, wait.party))
    if not waits:
        return []
    return _with_help(run, helped) + _still_waiting(run, waits)


def _with_help(run: Run, helped: list[Wait]) -> list[str]:
    if not helped:
        return []
    number = sum(wait.party.size for wait in helped)
    longest = f"; the longest wait for it was {lasting(helped[0].lasted_ms)}" if helped[1:] else ""
    lines = [f"{sentence(people(number))} got help to leave{longest}.", ""]
    lines += [f"- {_came(run, wait)}" for wait in helped[:MOST_LINES]]
    more = sum(wait.party.size for wait in helped[MOST_LINES:])
    return lines + ([f"- {people(more)} more waited no longer than these"] if more else [])


def _came(run: Run, wait: Wait) -> str:
    assert wait.helper is not None
    helper = whose(run, wait.helper.root)
    held = f"waited {lasting(wait.lasted_ms)} until" if wait.lasted_ms >= 1_000 else "was helped at once:"
    return f"{sentence(whose(run, wait.party.root))} {held} {helper} came"


def _still_waiting(run: Run, waits: list[Wait]) -> list[str]:
    left: Counter[str] = Counter()
    for wait in waits:
        if wait.helper is None:
            left[wait.space] += wait.party.size
    if not left:
        return []
    number = left.total()
    where = some(f"{place(run.plan, space)} ({n})" for space, n in left.most_common())
    were = "was" if number == 1 else "were"
    helped = len(waits) > sum(wait.helper is None for wait in waits)
    gap = [""] if helped else []
    return [*gap, f"{sentence(people(number))} {were} still waiting for a helper at the end: {where}."]
