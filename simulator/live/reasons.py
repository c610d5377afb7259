"""Why people did what they did, for the facilitator: the run is played again with them watched, and nothing changes."""

from __future__ import annotations

from collections import Counter

from simulator.analysis.parties import party_meant
from simulator.analysis.state import owner
from simulator.analysis.why import why as told
from simulator.errors import NotFound, Refused
from simulator.live.outcome import Outcome
from simulator.live.situation import Args, Desk, name_in, whole


def why(desk: Desk, args: Args) -> Outcome:
    """The latest choice of some people (a room, a role, a group) by now, or at `at_ms`, in a sentence or two."""
    if not desk.standing.started:
        raise Refused("the exercise has not begun yet")
    at_ms = desk.now_ms if args.get("at_ms") is None else whole(args, "at_ms", 0, desk.now_ms)
    try:
        asked = name_in(args, "party")
        asked = _those_in(desk, asked, at_ms) or asked
        meant = party_meant(desk.run, asked).party
        run = desk.core.played.traced(desk.core.decisions, meant, at_ms + 1) if meant is not None else desk.run
        return Outcome((), told(run, asked, at_ms / 1000))
    except NotFound as error:
        raise Refused(str(error)) from None


def _those_in(desk: Desk, space: str, at_ms: int) -> str | None:
    """The largest party that is in a place at an instant; None where it is no place, or nobody is there."""
    plan = desk.core.bundle.plan
    if space not in plan.spaces():
        return None
    last = {step.person: step.to for step in desk.core.passings if step.t_ms <= at_ms}
    here = Counter(person.rpartition("/")[0] for person, at in last.items() if owner(plan, at) == space)
    return max(here, key=lambda one: (here[one], one)) if here else None
