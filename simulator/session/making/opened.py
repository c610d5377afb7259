"""From a draft to an exercise: its settings, and what is still open before the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator import live
from simulator.errors import InvalidFile, Refused
from simulator.live.exercise import Exercise
from simulator.live.exercise import Log as LiveLog
from simulator.model.bundle import Bundle
from simulator.session.making.built import Built, built
from simulator.session.making.drafts import Draft
from simulator.session.making.looking import about_absent, step_of
from simulator.session.making.messages import lines_of
from simulator.session.making.minutes import hot_wash_minutes, opening_minutes
from simulator.session.making.roles import seats_of

TOLD = ("date", "start", "room", "quiet_room", "support_person", "support", "facilitator")
"""Fields that views and documents read from the settings as they are."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do before the day: in words, whether it is done, and on which step of the page it is done."""

    words: str
    done: bool
    step: int


def settings_of(draft: Draft, rehearsal: bool = False) -> dict[str, Any]:
    """The settings of the exercise that a draft makes. Raises Refused where its files cannot be played."""
    found = built(draft.values)
    bundle, author = _playable(found)
    values = draft.values
    whole = int(values.get("minutes") or 90)
    settings: dict[str, Any] = {
        "title": draft.text("title") or bundle.scenario.title, "seed": version_of(values), "minutes": whole,
        "hot_wash_minutes": hot_wash_minutes(bundle, whole),
        "opening_minutes": opening_minutes(whole), "draft": draft.stream,
        "seats": {one.role: one.state for one in seats_of(bundle, author, values)},
        "people": {one.role: one.people for one in seats_of(bundle, author, values) if one.people},
        "left_out": [one.id for one in lines_of(bundle, values) if one.left_out],
    }  # fmt: skip
    settings |= {name: values[name] for name in TOLD if values.get(name) and name not in found.wrong}
    if values.get("discussion_only"):
        settings["discussion_only"] = True
    return {**settings, "rehearsal": True} if rehearsal else settings


def version_of(values: Mapping[str, Any]) -> int:
    """The exercise version; 1 where none was chosen."""
    value = values.get("seed")
    return value if isinstance(value, int) and value > 0 else 1


def _playable(found: Built) -> tuple[Bundle, Bundle]:
    if found.bundle is None or found.author is None:
        raise Refused("; ".join(found.problems[:3]) or "choose a scenario first")
    if found.unnamed:
        names = ", ".join(name.replace("_", " ") for name in found.unnamed)
        raise Refused(f"name these places first, the scenario plays there: {names}")
    return found.bundle, found.author


def open_from(log: LiveLog, draft: Draft, wall_ms: int, *, rehearsal: bool = False) -> Exercise:
    """The exercise of a draft, held; a rehearsal is marked as such and never counted.

    Raises Refused or InvalidFile in words where it cannot be played.
    """
    settings = settings_of(draft, rehearsal)
    bundle, _ = _playable(built(draft.values))
    if rehearsal:
        settings["title"] = f"Dry run: {settings['title']}"
    try:
        return live.create(log, bundle, settings, wall_ms)
    except InvalidFile as error:
        raise Refused(str(error)) from None


def still_open(draft: Draft, found: Built, *, rehearsed: bool) -> tuple[Missing, ...]:
    """What is done and what is open before the day; nothing of it but the places keeps anybody from beginning."""
    values = draft.values
    items = [Missing("Date and room", bool(values.get("date") and values.get("room")), 1)]
    if found.wrong:
        many = len(found.wrong)
        words = "One entry needs another look" if many == 1 else f"{many} entries need another look"
        items.append(Missing(words, False, step_of(next(iter(found.wrong)))))
    items += [Missing(f"Name {use.title}", use.name not in found.unnamed, 2) for use in found.uses]
    items += [Missing(words, False, 3) for words in about_absent(found, values)]
    items += [
        Missing("Content note is in the invitation", ticked(values, "content_note"), 1),
        Missing(_named("Support person", draft.text("support_person")), bool(draft.text("support_person")), 1),
        Missing(_named("Quiet room", draft.text("quiet_room")), bool(draft.text("quiet_room")), 1),
        Missing("Dry run, 10 minutes alone", rehearsed, 5),
        Missing("Print the packet", bool(values.get("packet")), 5),
    ]
    return tuple(items)


def _named(what: str, who: str) -> str:
    return f"{what}: {who}" if who else f"Name a {what[0].lower()}{what[1:]}"


def ticked(values: Mapping[str, Any], name: str) -> bool:
    """Whether a line was ticked."""
    tick = values.get(f"tick.{name}")
    return isinstance(tick, dict) and bool(tick.get("on"))


def day_of(draft: Draft) -> str:
    """`Tuesday`: the day of the exercise, or `the day`."""
    try:
        return dt.date.fromisoformat(draft.text("date")).strftime("%A")
    except ValueError:
        return "the day"
