"""Every message of an exercise and how far it is at an instant, for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.analysis.messages import messages
from simulator.live.words import message_title
from simulator.model.events import Row
from simulator.model.inject import Inject
from simulator.model.run import Run

MessageState = Literal[
    "waiting", "due", "released", "kept_back", "skipped", "not_needed", "guard_false", "not_reached"
]  # fmt: skip
Sort = Literal["core", "spare", "only_if_needed"]


@dataclass(frozen=True, slots=True)
class MessageAt:
    """A message as the desk lists it: number, state, and `t_ms`, when it went, or will go, out (None: nobody knows).

    `due`: a tabletop keeps it back by itself, and its time has come; until then it is `waiting`. What the facilitator
    has kept back is `kept_back` and never due: whoever kept it back knows when it is to go.
    """

    id: str
    n: int
    title: str
    inject: Inject
    sort: Sort
    state: MessageState
    t_ms: int | None

    def as_json(self) -> dict[str, object]:
        """As the desk's view holds it, without the words for `when` and `to`."""
        return {
            "id": self.id, "n": self.n, "title": self.title, "sort": self.sort, "state": self.state, "t_ms": self.t_ms,
            "text": self.inject.text or "",
        }  # fmt: skip


def messages_at(run: Run, now_ms: int, minutes: int | None = None) -> tuple[MessageAt, ...]:
    """The messages of a whole run at an instant, in the desk's order; `minutes` of the session decide what is core."""
    released = {row[3]: row[0] for row in run.rows if row[1] == "inject_released"}
    closed = {row[3]: row for row in run.rows if row[1] == "inject_closed"}
    kept = kept_by_hand(run.rows, now_ms)
    due = {name: t_ms for t_ms, name in run.due}
    found = []
    for number, (name, inject) in enumerate(messages(run).items(), 1):
        t_ms = released.get(name, due.get(name))
        if name in closed and released.get(name) is None and closed[name][0] <= now_ms:
            t_ms = closed[name][0]
        state = _state(run, name, now_ms, released, closed, kept)
        found.append(MessageAt(name, number, message_title(inject), inject, _sort(inject, minutes), state, t_ms))
    return tuple(found)


def _sort(inject: Inject, minutes: int | None) -> Sort:
    if inject.kind == "contingency":
        return "only_if_needed"
    core = inject.core is not None and (minutes is None or int(inject.core) <= minutes)
    return "core" if core else "spare"


def kept_by_hand(rows: tuple[Row, ...], now_ms: int) -> set[str]:
    """The messages that a facilitator has kept back by an instant; those of the beginning are the tabletop's own."""
    acts = [row for row in rows if row[1] == "done" and row[0] <= now_ms]
    held = {row[5]["inject"] for row in acts if row[4] == "hold_inject" and not str(row[2]).startswith("kept-")}
    ruled = [row[5].get("sets", {}).get("message", {}) for row in acts if row[4] == "rule"]
    return held | {name for sets in ruled if isinstance(sets, dict) for name in sets if sets[name] == "kept_back"}


def _state(
    run: Run, name: str, now_ms: int, released: dict[str, int], closed: dict[str, Row], kept: set[str]
) -> MessageState:
    if released.get(name, now_ms + 1) <= now_ms:
        return "released"
    if name in closed and closed[name][0] <= now_ms:
        state: MessageState = closed[name][4]
        return state
    if name in kept:
        return "kept_back"
    if any(t_ms <= now_ms and one == name for t_ms, one in run.due):
        return "due" if now_ms < run.scenario.horizon_ms else "not_reached"
    if any(t_ms <= now_ms and one == name for t_ms, one in run.spared):
        return "not_needed"
    return "waiting"
