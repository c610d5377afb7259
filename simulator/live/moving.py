"""The acts that move scenario time: the next step, letting it run, holding, stopping and ending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.analysis.metrics import metrics
from simulator.errors import Refused
from simulator.live.drilling import plays_on
from simulator.live.log import Provenance, decided
from simulator.live.outcome import Changed, Outcome
from simulator.live.played import upto
from simulator.live.situation import Args, Desk, number, text
from simulator.live.steps import NextStep, next_step
from simulator.model.exercise import Draft
from simulator.model.run import Run

RUN_ON_MS = 120_000
"""Let it run holds after this by itself, where nothing comes before."""
FASTEST = 20
NO_STEP = "the scenario is over; end play when the room is ready"


def held(desk: Desk, t_ms: int, why: str) -> Draft:
    """An entry after which the clock stands."""
    return desk.draft("clock", {"state": "held", "to_ms": None, "rate": 1, "why": why}, t_ms)


def the_step(desk: Desk) -> NextStep:
    """What the key would do now. Raises Refused where there is nothing to go to."""
    if desk.standing.state == "moving":
        raise Refused("the clock is moving; hold it first")
    step = desk.core.next_step(desk.now_ms)
    if step is None:
        raise Refused(NO_STEP)
    return step


def preview_next(desk: Desk, args: Args) -> Outcome:
    """What the key will do."""
    step = the_step(desk)
    return Outcome((), f"Next goes to {step.said}, {step.to}. Then it holds again.", step.as_json())


def next_(desk: Desk, args: Args) -> Outcome:
    """Go to the next step, if it is still the one that was shown."""
    step = the_step(desk)
    if args.get("confirm_t_ms") != step.t_ms or args.get("digest") not in (None, step.digest):
        words = f"the next step is another one now: {step.said}, {step.to}; nothing was done"
        raise Changed(words, step.as_json())
    why = "next" if desk.standing.started else "started"
    return Outcome((held(desk, step.t_ms, why),), f"{step.said}, {step.to}. Held.", step.as_json())


def run_on(desk: Desk, args: Args) -> Outcome:
    """Let it run, as fast as the clock on the wall, to the next step or for two minutes."""
    step = the_step(desk)
    if not desk.standing.started:
        raise Refused("the exercise begins with its first step")
    rate = number(args, "rate", 1, FASTEST) or 1
    if rate != 1 and desk.core.header.settings.get("mode") != "drill":
        raise Refused("a tabletop runs as fast as the clock on the wall; other speeds are for drills")
    to_ms = min(step.t_ms, desk.now_ms + RUN_ON_MS)
    payload = {"state": "moving", "to_ms": to_ms, "rate": rate, "why": "run_on"}
    return Outcome((desk.draft("clock", payload, desk.now_ms),), f"Moving; holds at {desk.said(to_ms)}.")


def sooner(desk: Desk) -> Draft | None:
    """While it moves: an earlier hold, where a decision has brought something that comes before the one it was for.

    Where that has passed while the decision was worked out, it holds at the earliest instant that is not yet shown.
    """
    to_ms = desk.standing.to_ms
    if plays_on(desk.core.entries):
        return None
    since_ms = max((e.t_ms for e in desk.core.entries if e.kind in ("clock", "decision", "correction")), default=0)
    step = next_step(desk.run, since_ms) if desk.standing.state == "moving" else None
    if to_ms is None or step is None or step.t_ms >= to_ms:
        return None
    if step.t_ms <= desk.now_ms:
        return held(desk, max(step.t_ms, min(desk.shown_ms, desk.now_ms)), "run_on")
    payload = {"state": "moving", "to_ms": step.t_ms, "rate": desk.standing.rate, "why": "run_on"}
    return desk.draft("clock", payload, desk.now_ms)


def hold(desk: Desk, args: Args) -> Outcome:
    """The clock stands, at once. It never starts anything."""
    if desk.standing.state != "moving":
        return Outcome((), "It is held.")
    return Outcome((held(desk, desk.now_ms, "hold"),), f"Held at {desk.said(desk.now_ms)}.")


def stop(desk: Desk, args: Args) -> Outcome:
    """A real emergency: every screen says so, and nothing goes on."""
    if desk.core.stopped:
        return Outcome((), "The exercise is stopped.")
    return Outcome((desk.draft("stopped", {"on": True}),), "Real emergency: the exercise is stopped.")


def go_on(desk: Desk, args: Args) -> Outcome:
    """The emergency is over: the clock stands where it was."""
    if not desk.core.stopped:
        return Outcome((), "The exercise is not stopped.")
    if args.get("confirm") is not True:
        raise Refused("confirm that the emergency is over and everybody is ready to go on")
    return Outcome((desk.draft("stopped", {"on": False, "confirm": True}),), "The exercise goes on. It is held.")


def end(desk: Desk, args: Args) -> Outcome:
    """Play is over: what it came to is kept for good, with the engine that it was played with."""
    if desk.core.ended is not None:
        return Outcome((), "Play is over already.")
    played = desk.core.upto(desk.now_ms)
    measures = metrics(played)
    payload: dict[str, Any] = {
        "measures": measures, "digest": played.digest, "engine": played.engine, "until_ms": played.until_ms,
    }  # fmt: skip
    if assumed := _otherwise(desk, measures, "assumed"):  # what was assumed counts in no measure
        payload["with_assumed"] = {name: measures[name] for name in assumed}
        payload["measures"] = {**measures, **dict.fromkeys(assumed), **_expected(desk, played)}
    if ruled := _otherwise(desk, measures, "set_by_room"):
        payload["set_by_room"] = ruled
    if why := text(args, "why", needed=False):
        payload["why"] = why
    return Outcome((desk.draft("ended", payload),), f"Play ended at {desk.said(desk.now_ms)}.")


def _expected(desk: Desk, played: Run) -> dict[str, int]:
    """How many expected actions were met, and tested, beside those that an assumed step has met."""
    assumed = {one.decision["id"] for one in desk.core.records if one.by == "assumed"}
    ended = [row for row in played.rows if row[1] in ("expect_met", "expect_missed") and row[2] not in assumed]
    return {"expected_met": sum(row[1] == "expect_met" for row in ended), "expected_total": len(ended)}


def _otherwise(desk: Desk, measures: Mapping[str, Any], by: Provenance) -> list[str]:
    """The measures that would be others without the decisions of one provenance."""
    records = desk.core.records
    if not any(one.by == by for one in records):
        return []
    without = desk.core.played.run(decided(one for one in records if one.by != by))
    other = metrics(upto(without, desk.now_ms))
    return [name for name, value in measures.items() if other[name] != value]


def preview_end(desk: Desk, args: Args) -> Outcome:
    """What ending play does."""
    return Outcome((), f"Play ends at {desk.said(desk.now_ms)}. The hot wash begins, and evaluators may rate.")
