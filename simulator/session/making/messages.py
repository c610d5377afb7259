"""The messages of a draft as a list by time: what each says, to whom, when, and whether it is core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.files import explain
from simulator.live.words import message_title, titles_of
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject
from simulator.model.scenario import Scenario
from simulator.session.making.times import as_typed, counted_on

Sort = Literal["core", "spare", "only_if_needed"]
VIAS = ("in_person", "radio", "phone", "pa", "text", "email")


@dataclass(frozen=True, slots=True)
class Line:
    """One message, `n` its number on the desk: `t_ms` is when it comes at the soonest; `timed` whether that is a
    time of its own, to be edited.

    `trigger` says what brings it where it has no time; `expects` what it should draw. What was left out is listed, too.
    """

    id: str
    n: int
    title: str
    t_ms: int
    said: str
    after: str
    timed: bool
    trigger: str
    to: tuple[str, ...]
    to_words: str
    via: str | None
    text: str
    sort: Sort
    left_out: bool
    added: bool
    expects: tuple[str, ...]


def lines_of(bundle: Bundle, values: Mapping[str, Any]) -> tuple[Line, ...]:
    """The messages of a draft in the order of time."""
    scenario = bundle.scenario
    by_id = {inject.id: (n, inject) for n, inject in enumerate(scenario.injects, 1)}
    found = [one for one in explain(bundle) if one.id in by_id]
    return tuple(_line(scenario, *by_id[one.id], one, values) for one in found)


def _line(scenario: Scenario, n: int, inject: Inject, told: Any, values: Mapping[str, Any]) -> Line:
    timed = inject.at_ms is not None or inject.at_clock_ms is not None
    return Line(
        inject.id, n, message_title(inject), told.t_ms, as_typed(scenario, told.t_ms), counted_on(told.t_ms), timed,
        _trigger(inject, told.trigger), inject.to, titles_of(scenario, inject.to).replace("the ", ""), inject.via,
        inject.text or "",
        sort_of(inject, int(values.get("minutes") or 90)), bool(values.get(f"message.{inject.id}.left_out")),
        inject.id in added_in(values), told.expects,
    )  # fmt: skip


def _trigger(inject: Inject, words: str) -> str:
    """What brings it, in words; a guard's own spelling says nothing to whoever reads this list."""
    if inject.when is not None:
        words = "as soon as what it waits for is so"
    return words.partition(", only if ")[0] + (", in some versions only" if inject.if_ is not None else "")


def sort_of(inject: Inject, minutes: int) -> Sort:
    """Core where it belongs to a session of so many minutes; a contingency comes only if it is needed."""
    if inject.kind == "contingency":
        return "only_if_needed"
    return "core" if inject.core is not None and int(inject.core) <= minutes else "spare"


def added_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The messages that were written for this draft."""
    return tuple(values.get("messages_added") or ())


def next_name(taken: Iterable[str], letter: str) -> str:
    """A name that nothing has yet: `N1`."""
    known = set(taken)
    return next(name for number in range(1, 1_000) if (name := f"{letter}{number}") not in known)
