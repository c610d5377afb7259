"""Times, messages and roles as the desk says them."""

from __future__ import annotations

from simulator.analysis.messages import messages
from simulator.analysis.words import clock, listed, one_line
from simulator.model.inject import Inject
from simulator.model.run import Run
from simulator.model.scenario import Scenario

VIA = {
    "in_person": "in person", "radio": "by radio", "phone": "by phone", "pa": "over the PA", "text": "by text message",
    "email": "by e-mail",
}  # fmt: skip


CLASSES = {
    "first_to_know": "Whoever knows first", "each_teacher": "Each teacher", "each_staff": "Each member of staff",
    "nearest_staff": "The nearest member of staff", "first_officer": "First officer",
}  # fmt: skip
"""Whom a plan may name without a role."""


def said(scenario: Scenario, t_ms: int) -> str:
    """Scenario time as the room says it: `10:44:30`."""
    return clock(scenario, max(0, t_ms))


def on(ms: int) -> str:
    """How far on something is: `45 s on`, `2:30 on`; `now` for nothing."""
    seconds = round(ms / 1000)
    if seconds <= 0:
        return "now"
    return f"{seconds} s on" if seconds < 100 else f"{seconds // 60}:{seconds % 60:02d} on"


def ago(ms: int) -> str:
    """How long ago in the room: `two seconds ago`, `3 minutes ago`."""
    seconds = max(1, round(ms / 1000))
    names = ("", "a second", "two seconds", "three seconds", "four seconds", "five seconds")
    if seconds < len(names):
        return f"{names[seconds]} ago"
    if seconds < 100:
        return f"{seconds} seconds ago"
    minutes = round(seconds / 60)
    return f"{minutes} minutes ago" if minutes < 100 else f"{round(minutes / 60)} hours ago"


def title_of(scenario: Scenario, role: str) -> str:
    """A role's title: `Principal`."""
    found = scenario.roles.get(role)
    if found is None and role in CLASSES:
        return CLASSES[role]
    return one_line(found.title if found and found.title else role.replace("_", " ").capitalize(), 60)


def titles_of(scenario: Scenario, roles: tuple[str, ...]) -> str:
    """Titles in a list: `principal and sergeant`; `everyone` where nobody is named."""
    if not roles:
        return "everyone"
    return listed(f"the {title_of(scenario, role)}" for role in roles)


def numbers_of(run: Run) -> dict[str, int]:
    """The number of each message, as the desk counts them: the scenario's in order, then those written since."""
    return {name: number for number, name in enumerate(messages(run), 1)}


def message_name(run: Run, name: str) -> str:
    """`message 3`."""
    number = numbers_of(run).get(name)
    return f"message {number}" if number is not None else f"message {name}"


def message_title(inject: Inject) -> str:
    """What a message is called: its synopsis, else how it begins."""
    return one_line(inject.synopsis or inject.text or inject.id, 60)


def stopped(words: str) -> str:
    """The words with one full stop, or what else ends a sentence."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def via_of(inject: Inject) -> str:
    """How a message comes: `by radio`."""
    if inject.via is None:
        return ""
    return VIA.get(inject.via, f"by {one_line(inject.via.replace('_', ' '), 40)}")


def sentence_of(words: str) -> str:
    """The words as a whole sentence: a capital, and a full stop."""
    found = words[:1].upper() + words[1:]
    return found if found.endswith((".", "?", "!", "”")) else f"{found}."
