"""A scenario's messages as the rows of a MSEL: what each cell says, from the scenario as it was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from simulator.files.dump import flow, key
from simulator.files.explain import Explained, explain
from simulator.files.msel_when import brought_by
from simulator.files.words import clock
from simulator.model.actions import Expectation
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject
from simulator.model.msel import CORES, KINDS, MselRow, MselSheet
from simulator.model.noun import seconds_from

TRIGGER_KEYS = ("at", "at_clock", "after", "delay", "when", "unless", "if")
DAY_MS = 86_400_000


Says = Callable[[Expectation], str]
"""An expected action in words."""


def msel_sheet(bundle: Bundle, says: Says | None = None) -> MselSheet:
    """The whole list of a scenario in its own order, which is the order of the numbers on the facilitator's desk."""
    scenario = bundle.scenario
    titles = tuple(title_of(bundle, role) for role in scenario.roles)
    choices = {
        "module": tuple(f"{one.id}: {one.title}" for one in scenario.modules),
        "kind": tuple(KINDS.values()), "core": tuple(CORES.values()), "to": titles,
        "via": tuple(dict.fromkeys(["in person", "radio", "phone", "pa", "text", *_given(bundle, "via")])),
        "from": _given(bundle, "from"), "objectives": tuple(one.id for one in scenario.objectives),
    }  # fmt: skip
    return MselSheet(
        scenario.title, bundle.plan.school.name, bundle.plan.school.sensitivity, made_from(bundle.texts["scenario"]),
        msel_rows(bundle, says), choices,
    )  # fmt: skip


def made_from(text: str) -> str:
    """A short mark of a scenario's text, by which a workbook knows what it was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def msel_rows(bundle: Bundle, says: Says | None = None) -> tuple[MselRow, ...]:
    """A row for each message, numbered as in the scenario; `says` has better words for what it should draw."""
    told = {one.id: one for one in explain(bundle)}
    pairs = zip(bundle.tree.get("injects") or (), bundle.scenario.injects, strict=True)
    return tuple(_row(bundle, typed, inject, told[inject.id], n, says) for n, (typed, inject) in enumerate(pairs, 1))


def _row(
    bundle: Bundle, typed: Mapping[str, Any], inject: Inject, told: Explained, number: int, says: Says | None
) -> MselRow:
    aims = {one.id: one.capability for one in bundle.scenario.objectives}
    named = [aims.get(one) for one in inject.objectives]
    expected = [f"{one.id}: {says(one)}" for one in inject.expect] if says is not None else told.expects
    notes = {
        "number": str(number),
        "trigger": trigger_told(bundle, typed, inject),
        "expected": "\n".join(expected),
        "does": "\n".join(told.effects),
        "capability": "\n".join(dict.fromkeys(one for one in named if one)),
    }
    return MselRow(inject.id, {**editable_cells(bundle, typed), **notes})


def trigger_told(bundle: Bundle, typed: Mapping[str, Any], inject: Inject) -> str:
    """What brings a message, in words; where that is drawn, the words say that it is one version's."""
    words = brought_by(inject, bundle)
    drawn = any("${" in spoken(typed.get(name)) for name in TRIGGER_KEYS)
    return f"{words} in one version; it differs from version to version" if drawn else words


def editable_cells(bundle: Bundle, typed: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a message that are read back, from the message as it was typed."""
    offset_ms, by_clock = _offset_ms(bundle, typed)
    plain = {name: spoken(typed.get(name)) for name in ("synopsis", "text", "controller", "notes", "from")}
    return {
        **plain,
        "id": str(typed["id"]),
        "module": _module(bundle, typed.get("module")),
        "at": clock(offset_ms) if offset_ms is not None else "",
        "clock": clock_of_day(bundle, offset_ms) if offset_ms is not None else "",
        "kind": KINDS.get(str(typed.get("kind", "contextual")), spoken(typed.get("kind"))),
        "core": CORES.get(str(typed.get("core") or ""), spoken(typed.get("core"))),
        "to": ", ".join(title_of(bundle, one) for one in _words(typed.get("to"))),
        "via": "in person" if typed.get("via") == "in_person" else spoken(typed.get("via")),
        "objectives": ", ".join(_words(typed.get("objectives"))),
        "exact_trigger": _exact_trigger(typed, offset_ms is not None, by_clock),
        "exact_expect": lines_of(typed.get("expect")),
        "exact_effect": lines_of(typed.get("effect")),
    }


def spoken(value: Any) -> str:
    """A value as a cell has it: text as it is, anything else as a file would have it on one line."""
    return "" if value is None else value if isinstance(value, str) else flow(value)


def lines_of(value: Any) -> str:
    """A list of maps, one on each line."""
    entries = value if isinstance(value, list) else [] if value is None else [value]
    return "\n".join(flow(one) for one in entries)


def _words(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    return [spoken(one) for one in entries]


def _given(bundle: Bundle, name: str) -> tuple[str, ...]:
    found = (editable_cells(bundle, one)[name] for one in (bundle.tree.get("injects") or ()))
    return tuple(dict.fromkeys(one for one in found if one))


def title_of(bundle: Bundle, role: str) -> str:
    """A role as a cell names it: by its title, where that is one role's alone and holds no comma; else by its id."""
    roles = bundle.scenario.roles
    title = roles[role].title if role in roles else None
    alike = [one for one, noun in roles.items() if role_word(one) == role_word(title or "") or noun.title == title]
    usable = title is not None and "," not in title and title == title.strip() and set(alike) == {role}
    return title if usable and title is not None else role


def role_word(text: str) -> str:
    """A role's id or title as people may spell it."""
    return " ".join(text.replace("_", " ").lower().split())


def _module(bundle: Bundle, name: Any) -> str:
    title = next((one.title for one in bundle.scenario.modules if one.id == name), None)
    return f"{name}: {title}" if title is not None else spoken(name)


def _offset_ms(bundle: Bundle, typed: Mapping[str, Any]) -> tuple[int | None, bool]:
    """When a message comes, where a plain time says it, and whether that is a time of day."""
    for name, by_clock in (("at", False), ("at_clock", True)):
        value = typed.get(name)
        if not isinstance(value, str) or "${" in value:
            continue
        seconds = seconds_from(value)
        if by_clock:
            hours = value.count(":") == 1
            ms = round(seconds * (60_000 if hours else 1000))
            return (ms - bundle.scenario.when.clock_ms) % DAY_MS, True
        if round(seconds * 1000) % 1000 == 0:
            return round(seconds * 1000), False
    return None, False


def clock_of_day(bundle: Bundle, offset_ms: int) -> str:
    """An offset as the time of day: `10:44:30`."""
    seconds = (bundle.scenario.when.clock_ms + offset_ms) % DAY_MS // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _exact_trigger(typed: Mapping[str, Any], timed: bool, by_clock: bool) -> str:
    told = {"at_clock" if by_clock else "at"} if timed else set()
    given = [name for name in TRIGGER_KEYS if typed.get(name) is not None and name not in told]
    return "\n".join(f"{key(name)}: {flow(typed[name])}" for name in given)
