"""What somebody's MSEL says otherwise than the scenario: sentences with row numbers, and the edits that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from simulator.errors import InvalidFile, Problem
from simulator.files import msel
from simulator.files.edited import Add, Drop, Edit, Put
from simulator.files.explain import explain
from simulator.files.msel_cells import (
    KEYS,
    BrokenCell,
    clock_ms,
    id_of,
    maps_of,
    offset_ms,
    tidy,
    trigger_of,
    value_of,
)
from simulator.files.paths import one_line
from simulator.files.words import clock
from simulator.model.bundle import Bundle
from simulator.model.msel import BY_KEY, CellProblem, ReadRow, ReadSheet

PLAIN = ("module", "kind", "core", "from", "to", "via", "synopsis", "text", "controller", "notes", "objectives")
TIMING = ("at", "clock", "exact_trigger")
EXPECT_EXAMPLE = "{id: E9, role: principal, action: announce, what: lockdown, within: 45}"
EFFECT_EXAMPLE = '{block: "@side_entrance"}'


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a workbook and the scenario, as a sentence; `row` is None for a message that is gone."""

    row: int | None
    id: str
    words: str


@dataclass(slots=True)
class Taken:
    """What a workbook would change: differences in the order of its rows, the edits, the messages gone, remarks."""

    differences: list[Difference] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def taken_from(bundle: Bundle, sheet: ReadSheet) -> Taken:
    """What a workbook says otherwise. Raises InvalidFile with every broken cell; then nothing of it is taken."""
    typed = {one["id"]: one for one in bundle.tree.get("injects") or ()}
    found, broken = Taken(remarks=list(sheet.remarks)), list(sheet.broken)
    if sheet.made_from is not None and sheet.made_from != msel.made_from(bundle.texts["scenario"]):
        found.remarks.append(
            "This workbook was made from another text of the scenario. What was changed in the scenario since is among "
            "the differences below, the other way round."
        )
    names = _names(sheet, typed, broken)
    told = {one.id: one.trigger for one in explain(bundle)}
    before = ""
    for row in sheet.rows:
        if row.number not in names:
            continue
        name = names[row.number]
        found.rows[name] = row.number
        reading = _Reading(bundle, sheet, row, broken, told)
        if name in typed:
            _changed(reading, found, typed[name])
        else:
            _new(reading, found, name, before)
        before = name
    _gone(bundle, found, typed)
    if broken:
        raise InvalidFile(sorted(broken, key=lambda one: (one.line, one.file)))
    return found


# ---- identity --------------------------------------------------------------------------------------------------------


def _names(sheet: ReadSheet, typed: Mapping[str, Any], broken: list[Problem]) -> dict[int, str]:
    """The id of each row; a new message without one gets the next that is free."""
    names: dict[int, str] = {}
    for row in sheet.rows:
        try:
            name = id_of(row.cells["id"]) if row.cells.get("id") else ""
        except BrokenCell as error:
            broken.append(_problem(sheet, row.number, "id", str(error)))
            continue
        if name and name in names.values():
            first = next(number for number, one in names.items() if one == name)
            broken.append(
                _problem(sheet, row.number, "id", f"{name} stands in row {first} too; leave one of them empty")
            )
            continue
        names[row.number] = name
    taken = {*names.values(), *typed}
    for number, name in names.items():
        if not name:
            names[number] = next(new for n in range(1, 10_000) if (new := f"I{n}") not in taken)
            taken.add(names[number])
    return names


def _problem(sheet: ReadSheet, row: int, key: str, message: str) -> Problem:
    return CellProblem(sheet.where(row, key), row, 0, BY_KEY[key].title, message)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row being read; what is broken in it is noted and the rest is read on."""

    bundle: Bundle
    sheet: ReadSheet
    row: ReadRow
    broken: list[Problem]
    told: Mapping[str, str]

    def text(self, key: str) -> str | None:
        """A cell's text; None where the workbook has no such column."""
        given = self.row.cells.get(key)
        return None if given is None else tidy(given)

    def broke(self, key: str, message: str) -> None:
        self.broken.append(_problem(self.sheet, self.row.number, key, message))


# ---- messages that were there ----------------------------------------------------------------------------------------


def _changed(reading: _Reading, found: Taken, typed: Mapping[str, Any]) -> None:
    was = {key: tidy(text) for key, text in msel.editable_cells(reading.bundle, typed).items()}
    says = partial(_says, reading, found, typed)
    for key in PLAIN:
        text = reading.text(key)
        if text is None or text == was[key]:
            continue
        with_value = _value(reading, key, text)
        if with_value is None or _alike(with_value[0], typed.get(key), key):
            continue
        says(f"{BY_KEY[key].title} was {_quoted(was[key])}, now {_quoted(text)}.")
        found.edits.append(_set(("injects", typed["id"], key), with_value[0]))
    for edit, words in (*_timing(reading, typed, was), *_expects(reading, typed, was), *_effects(reading, typed, was)):
        says(words)
        found.edits += edit
    if reading.text("trigger") not in (None, "", tidy(reading.told[typed["id"]])):
        where = reading.sheet.where(reading.row.number, "trigger")
        found.remarks.append(
            f"{where}: “{BY_KEY['trigger'].title}” is written by the program and not read. A time goes into "
            "“Scenario time”, anything else into “Exact: trigger”."
        )


def _says(reading: _Reading, found: Taken, typed: Mapping[str, Any], words: str) -> None:
    called = one_line(msel.spoken(typed.get("synopsis")) or msel.spoken(typed.get("text")), 40)
    head = f"{typed['id']} ({called})" if called else str(typed["id"])
    found.differences.append(Difference(reading.row.number, typed["id"], f"{head}: {words}"))


def _quoted(text: str) -> str:
    return f"“{one_line(text, 160)}”" if text else "empty"


def _value(reading: _Reading, key: str, text: str) -> tuple[Any] | None:
    try:
        return (value_of(reading.bundle, key, text),)
    except BrokenCell as error:
        reading.broke(key, str(error))
        return None


def _alike(new: Any, old: Any, key: str) -> bool:
    """Whether two values of a file say the same: a list of one may be written as that one."""
    if key in ("to", "objectives"):
        return list(new or ()) == ([old] if isinstance(old, str) else list(old or ()))
    if key == "kind":
        return (new or "contextual") == (old or "contextual")
    return bool(new == old)


def _set(path: tuple[str, ...], value: Any) -> Edit:
    return Drop(path) if value in (None, []) else Put(path, value, KEYS)


# ---- when it comes ---------------------------------------------------------------------------------------------------


def _timing(
    reading: _Reading, typed: Mapping[str, Any], was: Mapping[str, str]
) -> Iterator[tuple[list[Edit], str]]:  # fmt: skip
    """The change of a trigger: offset, time of day and exact notation are three ways to say it."""
    try:
        new = _trigger(reading, typed, was)
    except BrokenTiming as error:
        reading.broke(error.key, str(error))
        return
    old = {name: typed[name] for name in msel.TRIGGER_KEYS if typed.get(name) is not None}
    if new is None or new == old:
        return
    path = ("injects", str(typed["id"]))
    edits: list[Edit] = [Put((*path, name), value, KEYS) for name, value in new.items() if value != old.get(name)]
    edits += [Drop((*path, name)) for name in old if name not in new]
    yield edits, f"it came {_when(old)}, now it comes {_when(new)}."


class BrokenTiming(BrokenCell):
    """A broken cell among those that say when a message comes."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


def _trigger(reading: _Reading, typed: Mapping[str, Any], was: Mapping[str, str]) -> dict[str, Any] | None:
    """The trigger that the cells say; None where they say nothing new."""
    bundle = reading.bundle
    at = _timed(reading, "at", was.get("at", ""), offset_ms)
    of_day = _timed(reading, "clock", was.get("clock", ""), clock_ms)
    exact = _exact(reading, was.get("exact_trigger", ""))
    new = dict(exact) if exact is not None else _conditions(typed)
    if of_day is not None:
        from_clock = (of_day - bundle.scenario.when.clock_ms) % msel.DAY_MS
        if at is not None and at != from_clock:
            message = f"says another time than Scenario time, which is {clock(at)}; change one of the two"
            raise BrokenTiming("clock", message)
        at = from_clock
    if at is None and exact is None:
        if was.get("at") and reading.text("at") == "" and not reading.text("clock"):
            raise BrokenTiming("at", "a message needs a time such as 02:30 (or an exact trigger)")
        return None
    if at is None:
        kept = {name: typed[name] for name in ("at", "at_clock") if was.get("at") and typed.get(name) is not None}
        gone = reading.text("at") == "" or any(name in new for name in ("after", "when", "unless", "at", "at_clock"))
        return new if gone else {**kept, **new}
    guard = {name: new[name] for name in ("if",) if name in new}
    if exact is not None and len(guard) < len(new):
        raise BrokenTiming("exact_trigger", "says another moment than Scenario time; empty one of the two")
    if "at_clock" in typed and at % 1000 == 0:
        return {"at_clock": msel.clock_of_day(bundle, at).removesuffix(":00"), **guard}
    return {"at": clock(at), **guard}


def _conditions(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in msel.TRIGGER_KEYS if typed.get(name) is not None and name != "at_clock"}


def _timed(reading: _Reading, key: str, was: str, read: Any) -> int | None:
    """The time of a cell in ms, where it says another one than before."""
    text = reading.text(key)
    if not text or text == was:
        return None
    try:
        found = int(read(text))
        return None if was and found == int(read(was)) else found
    except BrokenCell as error:
        raise BrokenTiming(key, str(error)) from None


def _exact(reading: _Reading, was: str) -> dict[str, Any] | None:
    text = reading.text("exact_trigger")
    if text is None or text == was:
        return None
    try:
        found, old = trigger_of(text), trigger_of(was)
    except BrokenCell as error:
        raise BrokenTiming("exact_trigger", str(error)) from None
    return None if found == old else found


def _when(trigger: Mapping[str, Any]) -> str:
    """A trigger on one line, as short as it goes: `at 02:30`, `after: {inject: I3}, delay: 20`."""
    named = {"at": "at {}", "at_clock": "at {} by the clock"}
    parts = [named.get(name, name + ": {}").format(msel.spoken(value)) for name, value in trigger.items()]
    return ", ".join(parts) or "at no time"


# ---- what it should draw, and what it does ---------------------------------------------------------------------------


def _lists(reading: _Reading, key: str, was: str, example: str) -> tuple[list[dict[str, Any]], Any] | None:
    text = reading.text(key)
    if text is None or text == was:
        return None
    try:
        new, old = maps_of(text, example), maps_of(was, example)
    except BrokenCell as error:
        reading.broke(key, str(error))
        return None
    return None if new == old else (new, old)


def _expects(
    reading: _Reading, typed: Mapping[str, Any], was: Mapping[str, str]
) -> Iterator[tuple[list[Edit], str]]:  # fmt: skip
    both = _lists(reading, "exact_expect", was["exact_expect"], EXPECT_EXAMPLE)
    if both is None:
        return
    new, old = ({str(one.get("id")): one for one in some} for some in both)
    if len(new) < len(both[0]) or "None" in new:
        reading.broke("exact_expect", f"each line needs an id of its own, such as {EXPECT_EXAMPLE}")
        return
    path = ("injects", str(typed["id"]), "expect")
    if not new or not old:
        lists: list[Edit] = [Put(path, both[0], KEYS) if new else Drop(path)]
        yield lists, f"expected responses were {_ids(old)}, now {_ids(new)}."
        return
    for name in [one for one in new if one not in old]:
        yield [Add(path, new[name])], f"expected response {name} is new: {msel.spoken(new[name])}."
    for name in [one for one in old if one in new and new[one] != old[one]]:
        changed = [
            (key, new[name].get(key)) for key in {**old[name], **new[name]} if new[name].get(key) != old[name].get(key)
        ]
        edits = [_set((*path, name, key), value) for key, value in changed]
        words = "; ".join(f"{k} was {_shown(old[name].get(k))}, now {_shown(value)}" for k, value in changed)
        yield edits, f"expected response {name}: {words}."
    for name in [one for one in old if one not in new]:
        yield [Drop((*path, name))], f"expected response {name} is taken out."


def _ids(some: Mapping[str, Any]) -> str:
    return ", ".join(some) or "none"


def _shown(value: Any) -> str:
    return one_line(msel.spoken(value), 80) or "not given"


def _effects(
    reading: _Reading, typed: Mapping[str, Any], was: Mapping[str, str]
) -> Iterator[tuple[list[Edit], str]]:  # fmt: skip
    both = _lists(reading, "exact_effect", was["exact_effect"], EFFECT_EXAMPLE)
    if both is not None:
        path = ("injects", str(typed["id"]), "effect")
        edit: Edit = Put(path, both[0], KEYS) if both[0] else Drop(path)
        words = _quoted("; ".join(map(msel.spoken, both[0])))
        yield [edit], f"what it does was {_quoted('; '.join(map(msel.spoken, both[1])))}, now {words}."


# ---- new and gone ----------------------------------------------------------------------------------------------------


def _new(reading: _Reading, found: Taken, name: str, before: str) -> None:
    """A message that the scenario does not have: it goes behind the message of the row above."""
    given: dict[str, Any] = {"id": name}
    try:
        trigger = _trigger(reading, {}, {})
    except BrokenTiming as error:
        reading.broke(error.key, str(error))
        return
    if not trigger or not {"at", "at_clock", "after", "when", "unless"} & trigger.keys():
        reading.broke("at", "a new message needs a time such as 02:30 (or an exact trigger)")
        return
    given |= trigger
    for key in PLAIN:
        value = _value(reading, key, reading.text(key) or "")
        if value is not None and value[0] not in (None, []):
            given[key] = value[0]
    for key, example in (("expect", EXPECT_EXAMPLE), ("effect", EFFECT_EXAMPLE)):
        both = _lists(reading, f"exact_{key}", "", example)
        if both is not None:
            given[key] = both[0]
    if not given.get("text") and not given.get("synopsis"):
        reading.broke("text", "a new message needs its words")
    ordered = {key: given[key] for key in KEYS if key in given}
    words = one_line(msel.spoken(given.get("text") or given.get("synopsis")), 160)
    to = f" to {', '.join(given['to'])}" if given.get("to") else ""
    told = f"{name} is a new message{to}, {_when(trigger)}: “{words}”"
    found.differences.append(Difference(reading.row.number, name, told))
    found.edits.append(Add(("injects",), ordered, before))


def _gone(bundle: Bundle, found: Taken, typed: Mapping[str, Any]) -> None:
    found.gone = [name for name in typed if name not in found.rows]
    for name in found.gone:
        called = one_line(msel.spoken(typed[name].get("synopsis") or typed[name].get("text")), 60)
        found.differences.append(Difference(None, name, f"{name} ({called}) has no row: it would be taken out."))
        found.edits.append(Drop(("injects", name)))
