"""The checks before a drill is printed: a planned drill against rows of rules, in words that say what would help.

Pure: every path that prints asks `gate` first, and prints what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from simulator.drills.states import STATES, state_meant
from simulator.model.drill import Drill, Grade, Rule, Wanted, facts

Answer = Literal["ok", "warn", "refuse"]
_WEIGHT: dict[Answer, int] = {"ok": 0, "warn": 1, "refuse": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that a drill does not meet: which, how heavy, why it matters, by which source, and what would help.

    `unsaid` is whether nobody has said, rather than that it is not so. `vouched` is whether a person has read the
    source's current text.
    """

    rule: str
    check: str
    answer: Grade
    unsaid: bool
    why: str
    source: str
    right: str
    confidence: str
    vouched: bool
    elsewhere: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks came to: the heaviest answer, and every finding, the heaviest first."""

    answer: Answer
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings for which nothing is printed."""
        return tuple(one for one in self.findings if one.answer == "refuse")


def gate(drill: Drill, rows: Iterable[Rule]) -> Verdict:
    """Check a planned drill against rows of rules."""
    known, rows = facts(drill), tuple(rows)
    found = [*_unknown_jurisdiction(drill, rows), *_left_to_us(drill)]
    found += [finding for row in rows if (finding := _against(drill, known, row)) is not None]
    found.sort(key=lambda one: -_WEIGHT[one.answer])  # stable: else in the order of the rows
    return Verdict(found[0].answer if found else "ok", tuple(found))


def _unknown_jurisdiction(drill: Drill, rows: Iterable[Rule]) -> Iterator[Finding]:
    """A jurisdiction that nobody knows: no row would hold in full there, and the drill would pass by a slip."""
    name = drill.jurisdiction
    if name is None or name in STATES or name in {row.jurisdiction for row in rows}:
        return
    meant = state_meant(name)
    yield Finding(
        rule="jurisdiction", check=f"The jurisdiction {name} is known", answer="refuse", unsaid=False,
        why="The rows of a state hold in full only where the drill names that state as the rows do.",
        source="Hotwash's own", confidence="high", vouched=True,
        right=f"Say jurisdiction: {meant}." if meant else
        "Say the two letters of a state, such as jurisdiction: TX, or the name that rows of your own (--rules) have.",
    )  # fmt: skip


def _left_to_us(drill: Drill) -> Iterator[Finding]:
    """What every other check hangs on and nobody has said: it is taken as a discussion, or as one without pupils."""
    taken = {"type": f"a {drill.type}", "pupils_present": "one without pupils"}
    left = {name: words for name, words in taken.items() if name not in drill.model_fields_set}
    if not left:
        return
    yield Finding(
        rule="said", check=f"The drill file says {' and '.join(left)}", answer="warn", unsaid=True,
        why=f"It is taken as {', and '.join(left.values())}; most checks ask for that first.",
        source="Hotwash's own", confidence="high", vouched=True,
        right=f"Write {' and '.join(f'{name}:' for name in left)} into the drill file.",
    )  # fmt: skip


def _against(drill: Drill, known: dict[str, Any], row: Rule) -> Finding | None:
    """The finding of one row; None where it is not about this drill, or is met."""
    if any((known[name] or False) is not wanted for name, wanted in row.when.items()):
        return None
    states = [_met(known[name], wanted) for name, wanted in row.needs.items()]
    unsaid = False not in states
    answer = row.unsaid if unsaid else row.broken
    if all(states) or answer is None:
        return None
    elsewhere = row.jurisdiction if row.jurisdiction not in (None, drill.jurisdiction) else None
    return Finding(
        rule=row.id, check=row.check, answer="warn" if elsewhere else answer, unsaid=unsaid, why=row.why,
        source=row.source, right=row.right, confidence=row.confidence, vouched=row.checked_on is not None,
        elsewhere=elsewhere,
    )  # fmt: skip


def _met(fact: Any, wanted: Wanted) -> bool | None:
    """Whether a need is met; None where nobody has said."""
    if fact is None:
        return None
    return fact is bool(wanted) if isinstance(fact, bool) else bool(fact >= wanted)


HEADS: dict[Answer, str] = {
    "ok": "The checks have nothing to say against this drill.",
    "warn": "The checks have something to say about this drill; it can be printed.",
    "refuse": "The checks refuse this drill as it is planned.",
}


def in_words(verdict: Verdict) -> list[str]:
    """The verdict as lines to be read: the answer, then each finding in a few sentences."""
    return [HEADS[verdict.answer], *(" ".join(finding_in_words(one)) for one in verdict.findings)]


def finding_in_words(one: Finding) -> tuple[str, str, str, str]:
    """One finding: what was found, why it matters, what would make it right, and by which source."""
    head = "Refused" if one.answer == "refuse" else "Warning"
    state = "nobody has said" if one.unsaid else "not as it is planned now"
    where = f"It is a rule of {one.elsewhere}; where you are it may not be. " if one.elsewhere else ""
    doubt = "" if one.vouched else ", not yet checked against the current text"
    source = f"{where}({one.source}; confidence {one.confidence}{doubt}; row {one.rule})"
    return f"{head}. {one.check}: {state}.", one.why, f"What would make it right: {one.right}", source
