"""Why people did what they did, for the facilitator: the run is played again with them watched, and nothing changes."""

from __future__ import annotations

from simulator.analysis.parties import party_meant
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
        meant = party_meant(desk.run, name_in(args, "party")).party
        run = desk.core.played.traced(desk.core.decisions, meant, at_ms + 1) if meant is not None else desk.run
        return Outcome((), told(run, name_in(args, "party"), at_ms / 1000))
    except NotFound as error:
        raise Refused(str(error)) from None
