"""Every act that a seat can do: who may, when, what it appends, and what it shows before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.errors import Refused
from simulator.live import (
    corrections,
    deciding,
    drilling,
    evaluating,
    jumps,
    moving,
    previews,
    reading,
    reasons,
    saying,
    sitting,
)
from simulator.live.outcome import Outcome
from simulator.live.seats import SeatKind
from simulator.live.situation import Args, Desk

Does = Callable[[Desk, Args], Outcome]
DESK: frozenset[SeatKind] = frozenset({"facilitator"})
PLAYERS: frozenset[SeatKind] = frozenset({"facilitator", "participant"})
WATCHERS: frozenset[SeatKind] = frozenset({"facilitator", "evaluator"})
WRITERS: frozenset[SeatKind] = PLAYERS | WATCHERS
EVERYBODY: frozenset[SeatKind] = WRITERS | {"observer", "projector"}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what it does, who may, and whether it may be done after the end of play and while all is stopped.

    `ahead`: it looks at what comes, so that a run must be there first. Holding and stopping wait for none.
    """

    does: Does
    seats: frozenset[SeatKind] = DESK
    after_end: bool = False
    stopped: bool = False
    previews: Does | None = None
    writes: bool = True
    ahead: bool = True


def _decides(does: Does, seats: frozenset[SeatKind] = DESK, *, ahead: bool = True) -> Act:
    """An act that is a decision: its consequences can be shown before."""
    return Act(does, seats, previews=lambda desk, args: previews.of_decision(desk, does(desk, args)), ahead=ahead)


def _corrects(does: Does) -> Act:
    """An act that corrects the record: what it changes is shown before."""
    return Act(does, previews=lambda desk, args: corrections.shown(desk, does(desk, args)))


def _preview(desk: Desk, args: Args) -> Outcome:
    """What an act would do; nothing is written."""
    name = args.get("act", "decide")
    inner = args.get("args", {key: value for key, value in args.items() if key != "act"})
    act = ACTS.get(name) if isinstance(name, str) else None
    if act is None or act.previews is None or not isinstance(inner, dict):
        raise Refused("this shows nothing before it is done")
    if desk.seat.kind not in act.seats:
        raise Refused("this seat cannot do that")
    return act.previews(desk, inner)


ACTS: dict[str, Act] = {
    "next": Act(moving.next_, previews=moving.preview_next),
    "run_on": Act(moving.run_on),
    "play": Act(drilling.play, ahead=False),
    "hold": Act(moving.hold, ahead=False),
    "jump": Act(jumps.jump, previews=jumps.preview),
    "end": Act(moving.end, stopped=True, previews=moving.preview_end),
    "stop": Act(moving.stop, after_end=True, stopped=True, ahead=False),
    "go_on": Act(moving.go_on, after_end=True, stopped=True, ahead=False),
    "decide": _decides(deciding.decide, PLAYERS, ahead=False),
    "release": _decides(deciding.release),
    "keep_back": _decides(deciding.keep_back),
    "skip": _decides(deciding.skip),
    "shift": _decides(deciding.shift),
    "edit": _decides(deciding.edit),
    "add_message": _decides(deciding.add_message),
    "rule": _decides(deciding.rule),
    "withdraw": _corrects(corrections.withdraw),
    "replace": _corrects(corrections.replace_),
    "date": _corrects(corrections.date),
    "what_if": Act(corrections.what_if, after_end=True, writes=False),
    "read_back": Act(reading.read_back, PLAYERS, writes=False, ahead=False),
    "why": Act(reasons.why, after_end=True, writes=False),
    "preview": Act(_preview, stopped=True, writes=False),
    "show": Act(saying.show, after_end=True),
    "blank": Act(saying.blank, after_end=True, ahead=False),
    "note": Act(saying.note, WRITERS, after_end=True, stopped=True, ahead=False),
    "observe": Act(drilling.observe, WATCHERS, after_end=True, stopped=True, ahead=False),
    "park": Act(saying.park, after_end=True, ahead=False),
    "hand": Act(saying.hand, PLAYERS, after_end=True, ahead=False),
    "seen": Act(saying.seen, WATCHERS, after_end=True, stopped=True, ahead=False),
    "rate": Act(saying.rate, WATCHERS, after_end=True, stopped=True, ahead=False),
    "hot_wash": Act(saying.hot_wash, WRITERS, after_end=True, stopped=True, ahead=False),
    "feedback": Act(saying.feedback, WRITERS, after_end=True, stopped=True, ahead=False),
    **{name: Act(does, WATCHERS, after_end=True, stopped=True, ahead=False) for name, does in evaluating.DOES.items()},
    "report": Act(evaluating.report, after_end=True, stopped=True, ahead=False),
    "leave": Act(sitting.leave, EVERYBODY, after_end=True, stopped=True, ahead=False),
    "hand_over": Act(sitting.hand_over, after_end=True, ahead=False),
}  # fmt: skip


def acting(desk: Desk, name: str) -> Act:
    """The act of a name, where this seat may do it now. Raises Refused in words."""
    act = ACTS.get(name)
    if act is None:
        raise Refused("there is nothing of that name to do")
    if desk.seat.kind not in act.seats:
        raise Refused("this seat cannot do that")
    if desk.core.stopped and not act.stopped:
        raise Refused("the exercise is stopped: a real emergency")
    if desk.core.ended is not None and not act.after_end:
        raise Refused("play has ended")
    return act
