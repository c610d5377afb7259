"""What is written down beside decisions: notes, hands, what evaluators saw, the hot wash; and what screens show."""

from __future__ import annotations

from typing import Any

from simulator.errors import Refused
from simulator.live.log import hands_of, shown_before_blank, shown_of
from simulator.live.outcome import Outcome
from simulator.live.situation import Args, Desk, mapping, name_in, one_of, text, whole

SHOWN = ("question", "message", "facts", "map", "blank", "title")
MOST_FACTS = 3
SEEN = ("seen", "differently", "not_seen", "not_tested")
RATINGS = ("P", "S", "M", "U")
SHORT = 300


def note(desk: Desk, args: Args) -> Outcome:
    """A note; of an evaluator or the facilitator, to be read in the debrief."""
    payload: dict[str, Any] = {"text": text(args, "text")}
    if about := text(args, "about", needed=False, longest=200):
        payload["about"] = about
    return Outcome((desk.draft("note", payload),), "Noted.")


def park(desk: Desk, args: Args) -> Outcome:
    """A matter for later; `done` with its `seq` takes it out of the list."""
    if args.get("done"):
        seq = whole(args, "seq", 1, 2**53)
        return Outcome((desk.draft("parked", {"of": seq, "done": True}),), "Taken off the parking lot.")
    return Outcome((desk.draft("parked", {"text": text(args, "text")}),), "Parked for the hot wash.")


def hand(desk: Desk, args: Args) -> Outcome:
    """A hand goes up, or down; the facilitator takes down that of another seat."""
    up = args.get("up", True) is True
    payload: dict[str, Any] = {"up": up}
    if words := text(args, "text", needed=False, longest=SHORT):
        payload["text"] = words
    if desk.seat.kind == "facilitator":
        payload["seat"] = name_in(args, "seat")
        up = False
        payload["up"] = up
        if payload["seat"] not in {entry.payload.get("seat") or entry.seat for entry in hands_of(desk.core.entries)}:
            return Outcome((), "That hand is down.")
    return Outcome((desk.draft("hand", payload),), "Your hand is up." if up else "The hand is down.")


def seen(desk: Desk, args: Args) -> Outcome:
    """What an evaluator saw of an expected action."""
    name = name_in(args, "expect")
    if name not in _expected(desk):
        raise Refused("there is no such step to look for")
    payload: dict[str, Any] = {"expect": name, "seen": one_of(args, "seen", SEEN)}
    if words := text(args, "text", needed=False):
        payload["text"] = words
    if args.get("at_ms") is not None:
        payload["at_ms"] = whole(args, "at_ms", 0, max(0, desk.now_ms))
    return Outcome((desk.draft("step", payload),), "Noted.")


def _expected(desk: Desk) -> set[str]:
    """The expected actions by name: the scenario's, and those of messages written since."""
    found = {one.id for inject in desk.scenario.injects for one in inject.expect}
    for one in desk.core.decisions:
        written = one.inject if isinstance(one.inject, dict) else one.set or {}
        found |= {str(wanted.get("id")) for wanted in written.get("expect", ()) if isinstance(wanted, dict)}
    return found


def rate(desk: Desk, args: Args) -> Outcome:
    """P, S, M or U of an objective; after play."""
    if desk.core.ended is None:
        raise Refused("objectives are rated after play")
    name = name_in(args, "objective")
    if name not in {one.id for one in desk.scenario.objectives}:
        raise Refused("there is no such objective")
    payload = {"objective": name, "rating": one_of(args, "rating", RATINGS), "text": text(args, "text", needed=False)}
    return Outcome((desk.draft("rating", payload),), "Noted.")


def hot_wash(desk: Desk, args: Args) -> Outcome:
    """A strength or an area to improve, with its owner and date; one with `seq` takes the place of an earlier line.

    `out` leaves a line out of what the room settles on: of many, three are chosen, and none is lost.
    """
    payload: dict[str, Any] = {
        "discipline": text(args, "discipline", longest=60), "sort": one_of(args, "sort", ("strength", "improve")),
        "text": text(args, "text"),
    }  # fmt: skip
    for name in ("owner", "due"):
        if words := text(args, name, needed=False, longest=120):
            payload[name] = words
    if args.get("out") is True:
        payload["out"] = True
    if args.get("seq") is not None:
        payload["of"] = whole(args, "seq", 1, 2**53)
        old = next((one for one in desk.core.entries if one.seq == payload["of"] and one.kind == "hot_wash"), None)
        if old is None or (desk.seat.kind != "facilitator" and old.seat != desk.seat.id):
            raise Refused("only your own line can be changed")
        payload["of"] = old.payload.get("of", old.seq)
    return Outcome((desk.draft("hot_wash", payload),), "Written down.")


def feedback(desk: Desk, args: Args) -> Outcome:
    """A feedback form: short answers by name."""
    answers = mapping(args, "answers")
    if len(answers) > 40:
        raise Refused("that is more than the form has")
    kept = {str(name)[:80]: text({"one": str(value)}, "one", needed=False) for name, value in answers.items()}
    return Outcome((desk.draft("feedback", {"answers": kept}),), "Thank you.")


# ---- shared screens --------------------------------------------------------------------------------------------------


def show(desk: Desk, args: Args) -> Outcome:
    """What the shared screens show from now on; a map has the places that did not hear only where that is chosen."""
    what = one_of(args, "what", SHOWN)
    payload: dict[str, Any] = {"what": what}
    match what:
        case "question":
            payload["question"] = text(args, "question", longest=600)
            if label := text(args, "label", needed=False, longest=60):
                payload["label"] = label
        case "facts":
            facts = args.get("facts")
            if not isinstance(facts, list) or not 0 < len(facts) <= MOST_FACTS:
                raise Refused(f"show one to {MOST_FACTS} facts")
            payload["facts"] = [text({"fact": one}, "fact", longest=SHORT) for one in facts]
        case "message":
            payload["inject"] = _released(desk, name_in(args, "inject"))
        case "map":
            if level := text(args, "level", needed=False, longest=60):
                payload["level"] = level
            if args.get("not_heard") is True:
                payload["not_heard"] = True
    return Outcome((desk.draft("shown", payload),), "Shown on the shared screens.")


def _released(desk: Desk, name: str) -> str:
    out = {row[3] for row in desk.core.upto(desk.now_ms).rows if row[1] == "inject_released"}
    if name not in out:
        raise Refused("that message has not gone out yet")
    return name


def blank(desk: Desk, args: Args) -> Outcome:
    """The shared screens go dark; once more shows what they showed before."""
    if shown_of(desk.core.entries)["what"] == "blank":
        return Outcome((desk.draft("shown", dict(shown_before_blank(desk.core.entries))),), "Shown again.")
    return Outcome((desk.draft("shown", {"what": "blank"}),), "The shared screens are blank.")
