"""What hold, secure and shelter came to, in a sentence each: done when, or what was left to do."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.completion import (
    Standing,
    complete_ms,
    in_halls,
    left_at_end,
    loose_at,
    not_sheltered,
    outdoors,
    shelters,
    standing,
)
from simulator.analysis.securing import heard_ms
from simulator.analysis.state import Passing
from simulator.analysis.who import some
from simulator.analysis.words import lasting, people, place
from simulator.model.run import Run

ORDERS = ("hold", "secure", "shelter")


def carried_out(run: Run, steps: list[Passing]) -> Iterator[str]:
    """A sentence for each of these orders that was given, in the order of giving."""
    given = {order: stands for order in ORDERS if (stands := standing(run, order)) is not None}
    for order in sorted(given, key=lambda one: given[one].since_ms):
        yield came_to(run, steps, order, given[order])


def came_to(run: Run, steps: list[Passing], order: str, stands: Standing) -> str:
    """`The halls were clear 1 minute 48 after “hold”.`"""
    heard = len(heard_ms(run, order))
    done_ms = complete_ms(run, steps, order)
    if done_ms is not None:
        took_ms = done_ms - stands.since_ms
        when = f"{lasting(took_ms)} after “{order}”" if took_ms else f"when “{order}” was given"
        done = {
            "hold": "The halls were clear",
            "secure": "Every outside door held and everybody was in",
            "shelter": f"Everybody who heard it ({people(heard)}) was in a shelter",
        }
        return f"{done[order]} {when}."
    when = "At the end" if stands.until_ms == run.until_ms else "When another order came"
    return f"{when} {_left(run, steps, order, stands, heard)}."


def _left(run: Run, steps: list[Passing], order: str, stands: Standing, heard: int) -> str:
    match order:
        case "hold":
            return f"{_were(left_at_end(in_halls(run, steps), stands))} still in the halls"
        case "secure":
            loose = [place(run.plan, name) for name in sorted(loose_at(run, stands.until_ms))]
            doors = f"{some(loose)} did not hold" if loose else ""
            out = left_at_end(outdoors(run, steps), stands)
            persons = f"{_were(out)} still outdoors" if out else ""
            return " and ".join(part for part in (doors, persons) if part)
        case _ if not shelters(run):
            return "nobody was in a shelter: the plan names none for this hazard"
        case _:
            left = left_at_end(not_sheltered(run, steps), stands)
            return f"{_were(left)} not in a shelter, of the {heard:,} who heard “shelter”"


def _were(number: int) -> str:
    return f"{people(number)} {'was' if number < 2 else 'were'}"
