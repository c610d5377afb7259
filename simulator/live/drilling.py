"""A drill that plays by itself, and the times that its observers take with a stopwatch.

Everything in it happens by its triggers, also what is only if needed. A time is an entry of the log, observed by a
person; the later one of the same watch for the same point counts, and the earlier stays in the log.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.errors import Refused
from simulator.live.outcome import Outcome
from simulator.live.situation import Args, Desk, number, text, whole
from simulator.model.exercise import Entry

RATES = (1, 2, 5, 10, 20)
"""How much faster than the clock on the wall a drill may play."""
PLAYS = "play"
LONGEST_S = 7_200
MOST_POINTS = 400
COLUMNS = ("drill", "date", "what", "where", "time", "note")
"""Of a results file, as `hotwash learn` reads it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A time that somebody took: the point's number, seconds, when and by whom, and words with it."""

    point: int
    seconds: float
    wall_ms: int
    seat: str
    words: str


def is_drill(settings: Mapping[str, Any]) -> bool:
    """Whether an exercise plays as a drill."""
    return settings.get("mode") == "drill"


def play(desk: Desk, args: Args) -> Outcome:
    """It plays by itself to the end, so many times as fast as the clock on the wall; said again, at another speed."""
    if not is_drill(desk.core.header.settings):
        raise Refused("a tabletop is led from step to step; only a drill plays by itself")
    rate = number(args, "rate", RATES[0], RATES[-1]) or 1
    now_ms, to_ms = max(0, desk.now_ms), desk.scenario.horizon_ms
    if now_ms >= to_ms:
        raise Refused("the scenario is over; end play when everybody is ready")
    payload = {"state": "moving", "to_ms": to_ms, "rate": rate, "why": PLAYS}
    return Outcome((desk.draft("clock", payload, now_ms),), f"It plays by itself, {rate:g} times as fast.")


def plays_on(entries: Iterable[Entry]) -> bool:
    """Whether what moved the clock last was a drill's playing by itself: then nothing holds it earlier."""
    last = next((one for one in reversed(tuple(entries)) if one.kind == "clock"), None)
    return last is not None and last.payload.get("why") == PLAYS


# ---- what observers time ---------------------------------------------------------------------------------------------


def points_of(settings: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    """The times that this drill's card asks for."""
    return tuple(settings.get("points") or ())[:MOST_POINTS]


def observe(desk: Desk, args: Args) -> Outcome:
    """A time of one of the card's points, by stopwatch, or that it was a slip (`out`)."""
    points = points_of(desk.core.header.settings)
    if not points:
        raise Refused("this exercise asks for no times; write a note")
    at = whole(args, "point", 0, len(points) - 1)
    if args.get("out") is True:
        payload: dict[str, Any] = {"text": f"{points[at]['words']}: taken back", "observed": {"point": at, "s": None}}
        return Outcome((desk.draft("note", payload),), "Taken back.")
    seconds = number(args, "s", 0, LONGEST_S)
    if seconds is None:
        raise Refused("expected how many seconds it took")
    words = text(args, "text", needed=False, longest=500)
    said = f"{points[at]['words']}: {in_clock(seconds)}" + (f" ({words})" if words else "")
    payload = {"text": said, "observed": {"point": at, "s": round(float(seconds), 1), "words": words}}
    return Outcome((desk.draft("note", payload),), f"Observed: {in_clock(seconds)}.")


def in_clock(seconds: float) -> str:
    """`0:12.5`, `3:05`."""
    minutes, rest = divmod(round(seconds, 1), 60)
    whole_s = f"{int(rest):02d}" if rest == int(rest) else f"{rest:04.1f}"
    return f"{int(minutes)}:{whole_s}"


def taken(entries: Iterable[Entry]) -> tuple[Taken, ...]:
    """The times that count, in the order of the points: of each watch the latest, without those taken back."""
    found: dict[tuple[int, str], Taken] = {}
    for one in entries:
        seen = one.payload.get("observed") if one.kind == "note" else None
        if not seen:
            continue
        key = (int(seen["point"]), one.seat)
        found.pop(key, None)
        if seen["s"] is not None:
            found[key] = Taken(key[0], float(seen["s"]), one.wall_ms, one.seat, str(seen.get("words") or ""))
    return tuple(found[key] for key in sorted(found))


def results_csv(title: str, settings: Mapping[str, Any], entries: Iterable[Entry]) -> str:
    """A results file for `hotwash learn`: a line for each time that was taken; other points' times as notes."""
    points, out = points_of(settings), io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in taken(entries):
        point, date = points[one.point], f"{datetime.fromtimestamp(one.wall_ms / 1000):%Y-%m-%d}"
        time = f"{one.seconds:g}"
        if point["what"]:
            table.writerow((title, date, point["what"], point["where"], time, one.words))
        else:
            words = f"{point['words']}: {in_clock(one.seconds)}"
            table.writerow((title, date, "note", "", "", f"{words} {one.words}".strip()))
    return out.getvalue()
