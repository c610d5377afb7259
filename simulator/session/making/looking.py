"""What needs another look in a draft: entries that cannot be understood, and messages about who is not present."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulator.analysis.words import listed, one_line
from simulator.model.inject import Inject
from simulator.session.making.built import Built
from simulator.session.making.roles import Seat, seats_of

FIELDS = {
    "start": "“Begins in the room at”", "scenario_clock": "“Scenario begins at”", "title": "the title",
    "content_note": "the content note",
}  # fmt: skip
PARTS = {"at": "the time", "to": "the addressees", "via": "the way", "text": "the words", "synopsis": "the title"}


def step_of(field: str) -> int:
    """The step of the page on which a field stands."""
    steps = {"use": 2, "seat": 2, "people": 2, "message": 3, "question": 4, "objective": 4}
    return steps.get(field.partition(".")[0], 1)


def unfinished(found: Built, values: Mapping[str, Any]) -> frozenset[int]:
    """The steps that are not done, even where somebody has been there."""
    steps = {step_of(field) for field in found.wrong}
    if found.bundle is None or not values.get("date"):
        steps.add(1)
    if found.unnamed:
        steps.add(2)
    return frozenset(steps)


def entries(found: Built) -> str:
    """The entries that need another look, in words: `the time of message 5 and “Scenario begins at”`."""
    return listed(_entry(found, field) for field in found.wrong)


def _entry(found: Built, field: str) -> str:
    head, _, rest = field.partition(".")
    name, _, part = rest.rpartition(".")
    match head:
        case "message":
            injects = found.bundle.scenario.injects if found.bundle is not None else ()
            number = next((n for n, one in enumerate(injects, 1) if one.id == name), None)
            return f"{PARTS.get(part, 'an entry')} of message {number or name}"
        case "question" | "objective":
            return f"an entry of an {head}" if head == "objective" else "a question"
        case "use":
            return next((one.title for one in found.uses if one.name == rest), "a place")
        case "seat":
            return "who plays a role"
        case _:
            return FIELDS.get(field, field.replace("_", " "))


# ---- who is not present ----------------------------------------------------------------------------------------------


def about_absent(found: Built, values: Mapping[str, Any]) -> tuple[str, ...]:
    """A line for each role that is not present and that messages speak of, go to, or expect something of."""
    if found.bundle is None or found.author is None:
        return ()
    kept = [
        (n, one)
        for n, one in enumerate(found.bundle.scenario.injects, 1)
        if not values.get(f"message.{one.id}.left_out")
    ]
    absent = [one for one in seats_of(found.bundle, found.author, values) if one.state == "absent"]
    return tuple(line for seat in absent for line in _lines(seat, kept))


def _lines(seat: Seat, kept: list[tuple[int, Inject]]) -> list[str]:
    title = one_line(seat.title, 60)
    to = [n for n, one in kept if seat.role in one.to]
    speak = [n for n, one in kept if n not in to and _names(one, title)]
    expect = [n for n, one in kept if n not in (*to, *speak) and any(each.role == seat.role for each in one.expect)]
    who = f"the {title}, who is not present"
    found = []
    for numbers, does, mend in (
        (to, ("goes to", "go to"), "send {} to somebody else, or leave {} out"),
        (speak, ("speaks of", "speak of"), "change {s} words, or leave {} out"),
        (expect, ("waits for", "wait for"), "ask somebody else, or leave {} out"),
    ):
        if numbers:
            many = len(numbers) > 1
            words = mend.replace("{s}", "their" if many else "its").replace("{}", "them" if many else "it")
            head = f"Message{'s' * many} {listed(str(n) for n in numbers)} {does[many]}"
            found.append(f"{head} {who}: {words}")
    return found


def _names(inject: Inject, title: str) -> bool:
    words = f"{inject.synopsis or ''} {inject.text or ''}"
    return re.search(rf"\b{re.escape(title)}\b", words, re.IGNORECASE) is not None
