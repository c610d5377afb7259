"""The guided sample: one quiet line at a time, until a newcomer has once done what a facilitator does.

A step is ticked off by the log alone, so that two browsers, a reload and a server that was started again agree. What is
only looked at (why people do what they do) leaves a note that the desk sends: `guided: why`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.live.log import OF_THE_GUIDE, of_kind
from simulator.live.state import State


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: what to press, why, and whether the log says that it was done."""

    id: str
    press: str
    why: str
    done: Callable[[State], bool]


def _noted(state: State, words: str) -> bool:
    """Whether the guide left this note; `left` ends it."""
    notes = (one.payload for one in of_kind(state.entries, "note"))
    return any(one.get("about") == OF_THE_GUIDE and one["text"] == words for one in notes)


def _decided(state: State) -> bool:
    own = state.scenario.roles
    return any(one.seat.startswith("facilitator") and one.decision["role"] in own for one in state.records)


def _blanked(state: State) -> int:
    return sum(entry.payload["what"] == "blank" for entry in of_kind(state.entries, "shown"))


def _shown_again(state: State) -> bool:
    shown = [entry.payload["what"] for entry in of_kind(state.entries, "shown")]
    return "blank" in shown and shown[-1] != "blank"


STEPS: tuple[Step, ...] = (
    Step(
        "begin", "Read the words under Now aloud. Then press Do it, or Page Down twice.",
        "Nothing happens before you press: the card says first what will.",
        lambda state: state.standing.started,
    ),
    Step(
        "next", "Press Do it once more, until the first message lies on the table.",
        "The clock stands again after each step. Talking costs no scenario time.",
        lambda state: any(row[1] == "inject_released" for row in state.rows),
    ),
    Step(
        "ask", "Read the message aloud. Then open the tab Projector, lower left, and press Question.",
        "The shared screens change only when you show something.",
        lambda state: any(entry.payload["what"] == "question" for entry in of_kind(state.entries, "shown")),
    ),
    Step(
        "record", "Somebody decides: choose who, what and the order: Principal, Announces, Shelter. Press Record.",
        "It takes as long as doing it takes, and you can take it back.",
        _decided,
    ),
    Step(
        "follow", "Press Do it again, and look at Expected and at the plan: this followed from the decision.",
        "It is one possible course.",
        lambda state: _decided(state) and _went_on_since(state),
    ),
    Step(
        "why", "Open More…, then Why…, and ask about a room: the program says why people there did what they did.",
        "Every figure can be traced back to rows of the log.",
        lambda state: _noted(state, "why"),
    ),
    Step(
        "blank", "Press B. The shared screens go dark.",
        "For a break, or when something real needs the room's eyes.",
        lambda state: _blanked(state) > 0,
    ),
    Step("again", "Press B again: what was there comes back.", "Nothing is lost by blanking.", _shown_again),
)  # fmt: skip
LAST = "That is all it takes to lead one. Go on as long as you like, or make an exercise of your own school."


def _went_on_since(state: State) -> bool:
    """Whether scenario time has gone on since the first decision at this desk."""
    seq = min(one.seq for one in state.records if one.seat.startswith("facilitator"))
    since = [entry for entry in of_kind(state.entries, "clock") if entry.seq > seq]
    return any(entry.payload["why"] in ("next", "run_on", "jump") for entry in since)


def guided(state: State) -> dict[str, Any] | None:
    """The step that comes now, and how far it is; None where nobody is guided, or the guide was sent away."""
    if not state.settings.get("guided") or _noted(state, "left") or state.core.ended is not None:
        return None
    ticks = [one.done(state) for one in STEPS]
    now = next((step for step, done in zip(STEPS, ticks, strict=True) if not done), None)
    if now is None:
        return {"step": "done", "press": LAST, "why": "", "done": len(STEPS), "of": len(STEPS)}
    return {"step": now.id, "press": now.press, "why": now.why, "done": sum(ticks), "of": len(STEPS)}
