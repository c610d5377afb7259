"""Orders in words: which were given, whom they did not reach and why, and who got behind doors that hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from simulator.analysis.carried import ORDERS as CARRIED_OUT
from simulator.analysis.carried import came_to, carried_out
from simulator.analysis.completion import standing
from simulator.analysis.hazards import GROUND
from simulator.analysis.metrics import at_end, last_ways_out
from simulator.analysis.securing import (
    ORDERS,
    heard_by_some,
    heard_later,
    heard_ms,
    held_orders,
    lockdown_ms,
    not_reached,
    rooms_closed,
    secured_curve,
    secured_times,
    to_secure,
)
from simulator.analysis.state import Passing, open_air, space_of
from simulator.analysis.words import clock, counted, lasting, listed, offset, people, place, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules import behaviour

MOST_LINES = 8
HOW = {
    "pa": "over the loudspeakers", "own_voice": "when they said it themselves",
    "in_person": "from somebody who told them in person", "radio": "from somebody who had heard it on a radio",
}  # fmt: skip


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
        row[1] in ("alarm", "out")
        or (row[1] == "hazard_closed" and row[3] not in GROUND)
        or (row[1] == "learned" and row[5] == "evacuate")
        for row in run.rows
    ) or (not any(row[1] == "announced" for row in run.rows) and run.scenario.response is None)


def gist(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> str:
    """What the orders came to, in a sentence or two."""
    first = next((row for row in run.rows if heard_by_some(row)), None)
    in_person = next((row for row in run.rows if row[1] == "learned" and row[4] == "order"), None)
    if first is None and in_person is not None:
        word, how = typed(in_person[5], 60), HOW.get(in_person[7], f"by {typed(in_person[7].replace('_', ' '), 60)}")
        return f"No order was announced. The first that anybody heard {how} was “{word}”, {lasting(in_person[0])} in."
    if first is None:
        return f"By {offset(run.until_ms)}, where the run ends, no order had been given."
    carried = any(row[1] == "learned" and row[4] == "order" and row[0] < first[0] for row in run.rows)
    said = f"The first order{' over the PA' if carried else ''} was “{first[3]}”, {lasting(first[0])} in"
    base, since = to_secure(run, steps), lockdown_ms(run)
    if not base or since is None:
        return " ".join((f"{said}.", *carried_out(run, steps)))
    if first[3] != "lockdown":
        said += f"; lockdown was ordered {lasting(since)} in"
    secured = metrics["secured"]
    held = f"At the end {_of(secured, base)} who were inside {_were(secured)} behind doors that hold."
    most = max(point.people for point in secured_curve(run, steps))
    if most > secured and "evacuate" in held_orders(run, run.until_ms).values():
        held = f"At most {_of(most, base)} who were inside {'was' if most == 1 else 'were'} behind doors that hold; "
        held += f"people were then told to leave, and at the end {_of(secured, base)} {_were(secured)}."
    return f"{said}. {held}{_left(run, steps)}"


def _left(run: Run, steps: list[Passing]) -> str:
    """Who left a building in lockdown, and who was told to leave and stayed."""
    gone, closed = len(last_ways_out(run, steps)), rooms_closed(run)
    told = {person for person, order in held_orders(run, run.until_ms).items() if order == "evacuate"}
    stayed = sum(space_of(at) in closed for person, at in at_end(steps).items() if person in told)
    words = f" {sentence(people(gone))} had left the building." if gone else ""
    if stayed:
        words += f" {sentence(people(stayed))} heard “evacuate” later and stayed behind doors that hold."
    return words


def _of(number: int, base: int) -> str:
    return f"{number:,} of the {base:,}" if number else f"none of the {base:,}"


def _were(number: int) -> str:
    return "was" if number < 2 else "were"


def _order(run: Run, said: Row, steps: list[Passing]) -> list[str]:
    word, dead = typed(said[3], 60), said[7]
    when = clock(run.scenario, said[0])
    over = "over the PA" if "pa" in said[5] else "on the radio"
    head = f"- At {when} “{word}” had been spoken {over}"
    head += f"; the loudspeakers of {listed(dead)} were dead." if dead else "."
    if said[3] not in ORDERS:
        return [head + " Nobody acted on these words: they are not an order of the plan."]
    found = not_reached(run, steps, said)
    lines = [head + _reached(run, said, bool(found))]
    lines += _most(run, found, "  - It did not reach {people} in {place}: {why}.")
    lines += _later(run, said)
    stands = standing(run, said[3]) if said[3] in CARRIED_OUT else None
    if stands is not None and stands.since_ms == said[0]:
        lines.append(f"  - {came_to(run, steps, said[3], stands)}")
    return lines


def _reached(run: Run, said: Row, missed: bool) -> str:
    """Whom an order reached, as far as that can be said in a sentence."""
    if any(row[1] == "learned" and row[2] == said[2] for row in run.rows):
        return "" if missed else " Everybody inside heard it."
    if said[3] in held_orders(run, said[0]).values():
        return " Everybody whom it reached already had this order."
    if not set(said[6]) - set(said[7]):
        return " Nobody heard it."
    return " Nobody acted on these words: they are not an order of the plan, or nobody heard them."


def _later(run: Run, said: Row) -> Iterator[str]:
    """Who heard an order after it had been spoken, by how."""
    ways: dict[str, list[int]] = {}
    for t_ms, via in heard_later(run, said).values():
        ways.setdefault(HOW.get(via, f"by {typed(via.replace('_', ' '), 60)}"), []).append(t_ms)
    for how, times in sorted(ways.items(), key=lambda one: max(one[1])):
        last = clock(run.scenario, max(times))
        when = f"at {last}" if min(times) == max(times) else f"the last at {last}"
        yield f"  - {sentence(people(len(times)))} heard it later {how}, {when}."


def _most(run: Run, found: Counter[tuple[str, str]], line: str) -> Iterator[str]:
    """The places with most people in them, and how many more places and people there are."""
    ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    shown = ranked if len(ranked) == MOST_LINES + 1 else ranked[:MOST_LINES]
    for (space, why), number in shown:
        yield line.format(people=people(number), place=place(run.plan, space), why=why)
    if more := ranked[len(shown) :]:
        places = counted(len({space for (space, _), _ in more}), "more place")
        rest = people(sum(number for _, number in more))
        yield line.removesuffix(": {why}.").format(people=rest, place=places) + "."


def _locked(run: Run, metrics: Mapping[str, Any], steps: list[Passing]) -> Iterator[str]:
    base = to_secure(run, steps)
    reached = secured_times(run, steps)[1]
    yield f"{sentence(people(base))} {'was' if base < 2 else 'were'} inside when lockdown was ordered."
    since = lockdown_ms(run) or 0
    words = {50: "Half of them were", 90: "Nine in ten were", 100: "All of them were"}
    for share, t_ms in reached.items():
        if t_ms is not None:
            after = lasting(max(t_ms - since, 0))
            yield f"- {words[share]} behind a door that holds at {clock(run.scenario, t_ms)}, {after} after the order."
    yield from _as_it_stood(run, steps)


def _as_it_stood(run: Run, steps: list[Passing]) -> Iterator[str]:
    """Who was behind doors that hold, and who not yet: at the end, or when the first room was released."""
    let_out_ms = next((row[0] for row in run.rows if row[1] == "room_released"), None)
    when = "At the end"
    if let_out_ms is not None:
        when = f"When the first room was released, at {clock(run.scenario, let_out_ms)},"
        run = replace(run, until_ms=let_out_ms, rows=tuple(row for row in run.rows if row[0] < let_out_ms))
        steps = [step for step in steps if step.t_ms < let_out_ms]
    held = secured_times(run, steps)[0]
    yield f"- {when} {people(held)} {_were(held)} behind doors that hold."
    yield from _most(run, _not_secured(run, steps), "- Not yet behind a locked door: {people} in {place}: {why}.")


def _not_secured(run: Run, steps: list[Passing]) -> Counter[tuple[str, str]]:
    """Persons inside and not secured at the end, by (space, why)."""
    places = {step.person: space_of(step.to) for step in steps}
    closed, last_why = rooms_closed(run), _last_why(run)
    heard, sky = heard_ms(run, "lockdown"), open_air(run.plan)
    unheeded = {row[3] for row in run.rows if row[1] == "chose" and row[7] == behaviour.UNHEEDED.why}
    found: Counter[tuple[str, str]] = Counter()
    for person, space in places.items():
        if space in sky or space in closed:
            continue
        if person not in heard:
            why = "the order had not reached them"
        elif person.partition("/")[0] in unheeded:
            why = "the order had changed nothing there"
        else:
            why = last_why.get(space, "no room had let them in")
        found[space, why] += 1
    return found


def _last_why(run: Run) -> dict[str, str]:
    """Why rooms were not secured, or no longer: the last that is known of each."""
    return {row[3]: _why(run, row[5]) for row in run.rows if row[1] == "unsecured"}


def _why(run: Run, words: str) -> str:
    if words.endswith(" cannot be held shut"):
        return f"{place(run.plan, words.removesuffix(' cannot be held shut'))} could not be locked or held shut"
    match words:
        case "nobody turned to the doors" | "a way in stands open" | "another order":
            return {"another order": "another order had come"}.get(words, words)
        case _:
            return "the door had been opened for somebody"
