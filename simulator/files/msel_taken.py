"""What somebody's MSEL says otherwise than the scenario: sentences with row numbers, and the edits that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from simulator.errors import InvalidFile, Problem
from simulator.files import msel
from simulator.files.edited import Add, Drop, Edit
from simulator.files.msel_cells import KEYS, BrokenCell, id_of, tidy, value_of
from simulator.files.msel_lists import EFFECT_EXAMPLE, EXPECT_EXAMPLE, effects, expects, maps_said
from simulator.files.msel_reading import Reading, problem_at, put_or_drop, quoted
from simulator.files.msel_timing import BrokenTiming, timing, trigger_said, when_in_words
from simulator.files.paths import one_line
from simulator.model.bundle import Bundle
from simulator.model.msel import BY_KEY, ReadSheet

PLAIN = ("module", "kind", "core", "from", "to", "via", "synopsis", "text", "controller", "notes", "objectives")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a workbook and the scenario, as a sentence; `row` is None for a message that is gone."""

    row: int | None
    id: str
    words: str


@dataclass(slots=True)
class Taken:
    """What a workbook would change: differences in the order of its rows, the edits, the messages gone, remarks.

    `drops` take the messages out that are gone, one each, in their order.
    """

    differences: list[Difference] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    drops: list[Edit] = field(default_factory=list)
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
    told = {one.id: msel.trigger_told(bundle, typed[one.id], one) for one in bundle.scenario.injects}
    before = ""
    for row in sheet.rows:
        if row.number not in names:
            continue
        name = names[row.number]
        found.rows[name] = row.number
        reading = Reading(bundle, sheet, row, broken, told, found.remarks)
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
            broken.append(problem_at(sheet, row.number, "id", str(error)))
            continue
        if name and name in names.values():
            first = next(number for number, one in names.items() if one == name)
            broken.append(
                problem_at(sheet, row.number, "id", f"{name} stands in row {first} too; leave one of them empty")
            )
            continue
        names[row.number] = name
    taken = {*names.values(), *typed}
    for number, name in names.items():
        if not name:
            names[number] = next(new for n in range(1, 10_000) if (new := f"I{n}") not in taken)
            taken.add(names[number])
    return names


# ---- messages that were there ----------------------------------------------------------------------------------------


def _changed(reading: Reading, found: Taken, typed: Mapping[str, Any]) -> None:
    was = {key: tidy(text) for key, text in msel.editable_cells(reading.bundle, typed).items()}
    says = partial(_says, reading, found, typed)
    for key in PLAIN:
        text = reading.text(key)
        if text is None or text == was[key]:
            continue
        with_value = _value(reading, key, text)
        if with_value is None or _alike(with_value[0], typed.get(key), key):
            continue
        says(f"{BY_KEY[key].title} was {quoted(was[key])}, now {quoted(text)}.")
        found.edits.append(put_or_drop(("injects", typed["id"], key), with_value[0]))
    for edit, words in (*timing(reading, typed, was), *expects(reading, typed, was), *effects(reading, typed, was)):
        says(words)
        found.edits += edit
    if reading.text("trigger") not in (None, "", tidy(reading.told[typed["id"]])):
        where = reading.sheet.where(reading.row.number, "trigger")
        found.remarks.append(
            f"{where}: “{BY_KEY['trigger'].title}” is written by the program and not read. A time goes into "
            "“Scenario time”, anything else into “Exact: trigger”."
        )


def _says(reading: Reading, found: Taken, typed: Mapping[str, Any], words: str) -> None:
    called = one_line(msel.spoken(typed.get("synopsis")) or msel.spoken(typed.get("text")), 40)
    head = f"{typed['id']} ({called})" if called else str(typed["id"])
    found.differences.append(Difference(reading.row.number, typed["id"], f"{head}: {words}"))


def _value(reading: Reading, key: str, text: str) -> tuple[Any] | None:
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


# ---- new and gone ----------------------------------------------------------------------------------------------------


def _new(reading: Reading, found: Taken, name: str, before: str) -> None:
    """A message that the scenario does not have: it goes behind the message of the row above."""
    given: dict[str, Any] = {"id": name}
    try:
        trigger = trigger_said(reading, {}, {})
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
        both = maps_said(reading, f"exact_{key}", "", example)
        if both is not None:
            given[key] = both[0]
    if not given.get("text") and not given.get("synopsis"):
        reading.broke("text", "a new message needs its words")
    ordered = {key: given[key] for key in KEYS if key in given}
    words = one_line(msel.spoken(given.get("text") or given.get("synopsis")), 160)
    to = f" to {', '.join(given['to'])}" if given.get("to") else ""
    told = f"{name} is a new message{to}, {when_in_words(trigger)}: “{words}”"
    found.differences.append(Difference(reading.row.number, name, told))
    found.edits.append(Add(("injects",), ordered, before))


def _gone(bundle: Bundle, found: Taken, typed: Mapping[str, Any]) -> None:
    found.gone = [name for name in typed if name not in found.rows]
    found.drops = [Drop(("injects", name)) for name in found.gone]
    for name in found.gone:
        called = one_line(msel.spoken(typed[name].get("synopsis") or typed[name].get("text")), 60)
        found.differences.append(Difference(None, name, f"{name} ({called}) has no row: it would be taken out."))
