"""The next step: what the key will do, said before it happens.

It goes to the earliest of a message that goes out, the deadline of an action that was expected, a message that is
kept back and comes due, the start of a module, and the end. What comes within a moment of it comes with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from simulator.analysis.asked import asked
from simulator.analysis.messages import messages
from simulator.analysis.seen import expectations
from simulator.analysis.words import one_line, sentence
from simulator.live.clock import BEFORE_MS
from simulator.live.messages import kept_by_hand
from simulator.live.words import message_name, message_title, on, said, stopped, title_of, titles_of, via_of
from simulator.model.actions import Expectation
from simulator.model.run import Run

TOGETHER_MS = 250
"""What follows within this of something else is one step with it: nobody can tell the two apart."""
StepKind = Literal["start", "message", "deadline", "contingency", "mark", "end"]
RANK: tuple[StepKind, ...] = ("start", "message", "deadline", "contingency", "mark", "end")
"""Which of the things at one instant gives a step its name."""


class Item(NamedTuple):
    """One thing that comes: when, of what sort, and its id in the scenario."""

    t_ms: int
    sort: StepKind
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    """What will happen, in a sentence: a `message` that goes out, an `offer` to the facilitator, or that it holds."""

    sort: Literal["message", "hold", "offer"]
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A message that is only if needed, and is due at this step: ask the room, release it, or skip it."""

    inject: str
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where the key goes (`t_ms`), what that is (`to`), and everything that comes with it. `digest` names just this."""

    t_ms: int
    said: str
    in_: str
    to: str
    kind: StepKind
    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    items: tuple[Item, ...]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """As a view holds it."""
        return {
            "t_ms": self.t_ms, "said": self.said, "in": self.in_, "to": self.to, "kind": self.kind,
            "lines": [asdict(line) for line in self.lines], "offers": [asdict(offer) for offer in self.offers],
            "digest": self.digest,
        }  # fmt: skip


def next_step(run: Run, now_ms: int) -> NextStep | None:
    """The step after an instant, in a run with the decisions of that instant; None when the scenario is over."""
    items = _together(sorted(_items(run, now_ms), key=lambda one: (one.t_ms, RANK.index(one.sort))))
    return _in_words(run, now_ms, items) if items else None


def _items(run: Run, now_ms: int) -> Iterator[Item]:
    """Everything that a step may go to, after an instant."""
    if now_ms <= BEFORE_MS:
        yield Item(0, "start", "")
    for row in reversed(run.rows):
        if row[0] <= now_ms:
            break
        if row[1] == "inject_released":
            yield Item(row[0], "message", row[3])
        elif row[1] == "expect_missed":
            yield Item(row[0], "deadline", row[3])
    released = {row[3]: row[0] for row in run.rows if row[1] == "inject_released"}
    kept = kept_by_hand(run.rows, now_ms)
    for t_ms, name in run.due:
        if t_ms > now_ms and name not in kept and not released.get(name, t_ms) < t_ms:
            yield Item(t_ms, "contingency", name)
    for module in run.scenario.modules:
        if max(0, now_ms) < module.from_ms < run.scenario.horizon_ms:
            yield Item(module.from_ms, "mark", module.id)
    if run.scenario.horizon_ms > now_ms:
        yield Item(run.scenario.horizon_ms, "end", "")


def _together(items: list[Item]) -> list[Item]:
    """The first, and whatever follows so closely that nobody could stop in between."""
    found = items[:1]
    for item in items[1:]:
        if item.t_ms - found[-1].t_ms > TOGETHER_MS:
            break
        found.append(item)
    return found


# ---- in words --------------------------------------------------------------------------------------------------------


def _in_words(run: Run, now_ms: int, items: list[Item]) -> NextStep:
    first = min(items, key=lambda one: RANK.index(one.sort))
    t_ms = items[-1].t_ms
    offers = tuple(Offer(one.id, _offer(run, one.id)) for one in items if one.sort == "contingency")
    lines = tuple(line for one in items for line in _lines(run, one))
    ends = any(one.sort == "end" for one in items)
    rest = () if ends else (Line("hold", "Then it holds again. Nothing else is due before that."),)
    digest = hashlib.sha256(repr(items).encode()).hexdigest()[:12]
    return NextStep(
        t_ms, said(run.scenario, t_ms), on(t_ms - max(0, now_ms)), _to(run, first), first.sort, (*lines, *rest), offers,
        tuple(items), digest,
    )  # fmt: skip


def _to(run: Run, item: Item) -> str:
    """What a step goes to, after `to`: `message 3`, `the deadline Upper floor told`."""
    match item.sort:
        case "start":
            return "the beginning"
        case "message":
            return message_name(run, item.id)
        case "deadline":
            return f"the deadline “{expected_words(run, item.id)}”"
        case "contingency":
            return f"{message_name(run, item.id)}, only if needed"
        case "mark":
            return f"the part “{_module(run, item.id)}”"
        case _:
            return "the end of the scenario"


def _lines(run: Run, item: Item) -> list[Line]:
    match item.sort:
        case "start":
            return [Line("hold", "The exercise begins.")]
        case "message":
            return [Line("message", _message(run, item.id))]
        case "deadline":
            return [Line("hold", f"The deadline “{expected_words(run, item.id)}” passes if nobody does it before.")]
        case "contingency":
            return [Line("offer", _offer(run, item.id))]
        case "mark":
            return [Line("hold", f"The part “{_module(run, item.id)}” begins.")]
        case _:
            return [Line("hold", "The scenario ends here.")]


def _message(run: Run, name: str) -> str:
    inject = messages(run)[name]
    how = f", {via_of(inject)}" if inject.via else ""
    to = f" goes to {titles_of(run.scenario, inject.to)}{how}"
    return sentence(stopped(f"{message_name(run, name)}{to}: {message_title(inject)}"))


def _offer(run: Run, name: str) -> str:
    inject = messages(run)[name]
    called = f"{message_name(run, name)} ({message_title(inject)}) is offered to you: ask, release or skip."
    wanted = wanted_of(run).get(inject.unless.expect or "") if inject.unless is not None else None
    if wanted is None:
        return sentence(called)
    return f"If this has not been done by then, “{expected_words(run, wanted.id)}”, {called}"


def _module(run: Run, name: str) -> str:
    return next((one_line(module.title, 60) for module in run.scenario.modules if module.id == name), name)


def wanted_of(run: Run) -> dict[str, Expectation]:
    """Every expected action by its id, those of messages written since among them."""
    return {name: wanted for name, (wanted, _) in expectations(run).items()}


def expected_words(run: Run, name: str) -> str:
    """An expected action in a few words: `Principal announces lockdown`."""
    wanted = wanted_of(run).get(name)
    if wanted is None:
        return name
    who = title_of(run.scenario, wanted.role) if wanted.role else "Somebody"
    return f"{who} {asked(run, wanted)}"
