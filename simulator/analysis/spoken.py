"""Orders in words: which were given, whom they did not reach and why, and who got behind doors that hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.analysis.securing import ORDERS, heard_ms, not_reached, secured_times, to_secure
from simulator.analysis.state import Passing, open_air, space_of
from simulator.analysis.words import clock, lasting, listed, offset, people, place, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Run

MOST_LINES = 8


def told_orders(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> Iterator[tuple[str, list[str]]]:
    """Titles and lines of the summary's parts about orders; nothing where none was given."""
    said = [row for row in run.rows if row[1] == "announced"]
    if said:
        yield "The orders", [line for row in said for line in _order(run, row, steps)]
    if any(row[1] == "learned" and row[5] == "lockdown" for row in run.rows):
        yield "Behind locked doors", list(_locked(run, metrics, steps))


def asked_to_leave(run: Run) -> bool:
    """Whether anything in a run told people to leave the building."""
    return any(
        row[1] in ("alarm", "hazard_closed", "out") or (row[1] == "learned" and row[5] == "evacuate")
        for row in run.rows
    ) or (not any(row[1] == "announced" for row in run.rows) and run.scenario.response is None)


def gist(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> str:
    """What the orders came to, in a sentence."""
    first = next((row for row in run.rows if row[1] == "announced" and row[3] in ORDERS), None)
    if first is None:
        return f"By {offset(run.until_ms)}, where the run ends, no order had been given."
    said = f"The first order was “{first[3]}”, {lasting(first[0])} in."
    base = to_secure(run, steps)
    if not base:
        return said
    return f"{said} At the end {metrics['secured']:,} of the {base:,} who were inside are behind doors that hold."


def _order(run: Run, said: Row, steps: list[Passing]) -> list[str]:
    word, dead = typed(said[3], 60), said[7]
    when = clock(run.scenario, said[0])
    head = f"- At {when} “{word}” had been spoken over the PA"
    head += f"; the loudspeakers of {listed(dead)} were dead." if dead else "."
    if said[3] not in ORDERS or not any(row[1] == "learned" and row[2] == said[2] for row in run.rows):
        return [head + " Nobody acted on these words: they are not an order of the plan, or nobody heard them."]
    later = {
        person: t_ms for person, t_ms in heard_ms(run, said[3]).items() if t_ms > said[0]
    }  # fmt: skip
    found = not_reached(run, steps, said)
    lines = [head + ("" if found else " Everybody inside heard it.")]
    for (space, why), number in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST_LINES]:
        lines.append(f"  - It did not reach {people(number)} in {place(run.plan, space)}: {why}.")
    if later:
        last = clock(run.scenario, max(later.values()))
        lines.append(f"  - {sentence(people(len(later)))} heard it later from other people, the last at {last}.")
    return lines


def _locked(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> Iterator[str]:
    base = to_secure(run, steps)
    at_end, reached = secured_times(run, steps)
    yield f"{sentence(people(base))} {'was' if base == 1 else 'were'} inside when lockdown was ordered."
    since = round((metrics["time_to_order_s"] or 0) * 1000)
    words = {50: "Half of them were", 90: "Nine in ten were", 100: "All of them were"}
    for share, t_ms in reached.items():
        if t_ms is not None:
            after = lasting(max(t_ms - since, 0))
            yield f"- {words[share]} behind a door that holds at {clock(run.scenario, t_ms)}, {after} after the order."
    yield f"- At the end {people(at_end)} {'is' if at_end == 1 else 'are'} behind doors that hold."
    for (space, why), number in sorted(_not_secured(run, steps).items(), key=lambda one: (-one[1], one[0]))[
        :MOST_LINES
    ]:
        yield f"- Not yet behind a locked door: {people(number)} in {place(run.plan, space)}: {why}."


def _not_secured(run: Run, steps: list[Passing]) -> Counter[tuple[str, str]]:
    """Persons inside and not secured at the end, by (space, why)."""
    places = {step.person: space_of(step.to) for step in steps}
    closed, last_why = _rooms(run)
    heard, sky = heard_ms(run, "lockdown"), open_air(run.plan)
    found: Counter[tuple[str, str]] = Counter()
    for person, space in places.items():
        if space in sky or space in closed:
            continue
        if person not in heard:
            why = "the order had not reached them"
        else:
            why = last_why.get(space, "no room had let them in")
        found[space, why] += 1
    return found


def _rooms(run: Run) -> tuple[set[str], dict[str, str]]:
    """Rooms that are secured at the end, and why the others that tried are not."""
    closed: set[str] = set()
    why: dict[str, str] = {}
    for row in run.rows:
        if row[1] == "secured":
            closed.add(row[3])
        elif row[1] == "unsecured":
            closed.discard(row[3])
            why[row[3]] = _why(run, row[5])
    return closed, why


def _why(run: Run, words: str) -> str:
    if words.endswith(" cannot be held shut"):
        return f"{place(run.plan, words.removesuffix(' cannot be held shut'))} could not be locked or held shut"
    match words:
        case "nobody turned to the doors" | "a way in stands open" | "another order":
            return {"another order": "another order had come"}.get(words, words)
        case _:
            return "the door had been opened for somebody"
