"""The MSEL of a scenario or an exercise, and what an edited one would change in the scenario's file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator import files
from simulator.analysis.expected import wanted_in_words
from simulator.engine import run as engine
from simulator.errors import InvalidFile, Problem, Refused
from simulator.files import msel
from simulator.files.editing import Put, apply_edits
from simulator.files.msel_taken import Difference, Taken, taken_from
from simulator.files.words import clock
from simulator.importers.msel import read_msel
from simulator.live import Exercise
from simulator.live.messages import MessageAt, messages_at
from simulator.model.actions import Expectation
from simulator.model.bundle import Bundle
from simulator.model.inject import TRIGGERS
from simulator.model.msel import CellProblem, MselRow, MselSheet, ReadSheet
from simulator.model.run import Run
from simulator.session.opening import found
from simulator.session.writing import write_new
from simulator.shipped import shipped

STATES: Mapping[str, str] = {
    "waiting": "not released", "due": "due, not released", "released": "released", "kept_back": "kept back",
    "skipped": "skipped", "not_needed": "not needed", "guard_false": "its condition was false",
    "not_reached": "not reached before the end",
}  # fmt: skip
_MARKED = re.compile(r"\\([^\w\s])")
"""What was made safe for Markdown: a cell has it as it was typed."""
_FIELDS = {"after": "exact_trigger", "delay": "exact_trigger", "when": "exact_trigger", "unless": "exact_trigger",
           "if": "exact_trigger", "at_clock": "clock", "expect": "exact_expect", "effect": "exact_effect"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakenMsel:
    """What a workbook would change: in sentences, and as the scenario's new text. Nothing is written yet.

    `gone` are the messages without a row, `needed` the sentences about those of them that something else needs: where
    there are any, `text` leaves every message in, and they cannot be taken out. `warnings`
    are what the changed scenario's check finds odd that was not before.
    """

    scenario: Path
    before: str
    text: str
    differences: tuple[Difference, ...]
    gone: tuple[str, ...]
    remarks: tuple[str, ...]
    warnings: tuple[str, ...]
    needed: tuple[str, ...] = ()


# ---- out -------------------------------------------------------------------------------------------------------------


def msel_of(bundle: Bundle) -> MselSheet:
    """The list of a scenario's messages, as a workbook has it."""
    return msel.msel_sheet(bundle, _says(engine.run(bundle, 1, until=0.001, seats={})))


def msel_of_exercise(exercise: Exercise) -> MselSheet:
    """The list of an exercise: with what was changed and written in play, what became of each message, and when."""
    core, bundle = exercise.core(), exercise.bundle
    now_ms = core.entries[-1].t_ms if core.entries else -1
    sheet = msel.msel_sheet(bundle, _says(core.run))
    typed = {one["id"]: one for one in bundle.tree.get("injects") or ()} | _in_play(core.run, bundle)
    known = {row.id: row for row in sheet.rows}
    course = _course(exercise)
    rows = [
        _played_row(bundle, known, typed, one, course.get(one.id))
        for one in messages_at(core.run, now_ms)
        if one.id in typed
    ]
    return replace(sheet, title=exercise.header.title, version=core.run.seed, rows=tuple(rows))


def _course(exercise: Exercise) -> dict[str, int]:
    """When each message comes in this exercise's version if everybody acts by the plan, in ms."""
    settings = exercise.header.settings
    by_plan = engine.run(exercise.bundle, int(settings["seed"]), set_values=settings["set_values"], seats={})
    return {row[3]: row[0] for row in reversed(by_plan.rows) if row[1] == "inject_released"}


def _says(run: Run) -> Any:
    def says(one: Expectation) -> str:
        return _MARKED.sub(r"\1", wanted_in_words(run, one))

    return says


def _in_play(run: Run, bundle: Bundle) -> dict[str, dict[str, Any]]:
    """The messages that were written or changed in play, as they were typed."""
    found: dict[str, dict[str, Any]] = {one["id"]: one for one in bundle.tree.get("injects") or ()}
    changed = set()
    for row in run.rows:
        if row[1] != "done" or row[4] not in ("add_inject", "edit_inject"):
            continue
        given = row[5]["inject"]
        if row[4] == "add_inject" and isinstance(given, dict) and "id" in given:
            found[given["id"]] = {**given, "at": str(given.get("at", row[0] / 1000))}
            changed.add(given["id"])
        elif isinstance(given, str) and given in found:
            sets = {name: one for name, one in row[5]["set"].items() if name not in (*TRIGGERS, "delay")}
            found[given] = {**found[given], **sets}
            changed.add(given)
    return {name: found[name] for name in changed}


def _played_row(
    bundle: Bundle, known: Mapping[str, MselRow], typed: Mapping[str, dict[str, Any]], one: MessageAt,
    course_ms: int | None,
) -> MselRow:  # fmt: skip
    told = known[one.id].cells if one.id in known else {"trigger": "written in play"}
    actual = ""
    if one.state == "released" and one.t_ms is not None:
        actual = f"{msel.clock_of_day(bundle, one.t_ms)}\n({clock(one.t_ms)})"
    own = msel.editable_cells(bundle, typed[one.id])
    course = f"{msel.clock_of_day(bundle, course_ms)}\n({clock(course_ms)})" if course_ms is not None else ""
    mine = {"number": str(one.n), "status": STATES[one.state], "actual": actual, "course": course}
    return MselRow(one.id, {**told, **own, **mine})


# ---- in --------------------------------------------------------------------------------------------------------------


def take_msel(scenario: str, workbook: str | os.PathLike[str]) -> TakenMsel:
    """What an edited workbook would change in a scenario's file; nothing is written.

    Raises InvalidFile with every broken cell by sheet and cell; then nothing of the workbook is taken.
    """
    where = found(scenario, "scenario")
    source = files.read_source(where)
    read = files.scenario_from(source)
    sheet = read_msel(workbook)
    taken = taken_from(read.bundle, sheet)
    text = apply_edits(source.text, [*taken.edits, *taken.drops])
    needed: dict[str, str] = {}
    try:
        after = files.scenario_from(files.source_of(text.encode(), str(where)))
    except InvalidFile as error:
        broken = InvalidFile(_at_their_cells(error.problems, text, str(where), sheet, taken))
        text = apply_edits(source.text, taken.edits)
        if not taken.gone or _problems(text, where):
            raise broken from None
        needed = _needed(read.bundle, source.text, where, taken)
        after = files.scenario_from(files.source_of(text.encode(), str(where)))
    known = {(one.path, one.message) for one in read.warnings}
    odd = [f"{one.path}: {one.message}" for one in after.warnings if (one.path, one.message) not in known]
    differences = tuple(replace(one, words=needed.get(one.id, one.words)) if one.row is None else one
                        for one in taken.differences)  # fmt: skip
    return TakenMsel(
        where, source.text, text, differences, tuple(taken.gone), tuple(taken.remarks), tuple(odd),
        tuple(needed.values()),
    )  # fmt: skip


def _problems(text: str, where: Path) -> tuple[Problem, ...]:
    try:
        files.scenario_from(files.source_of(text.encode(), str(where)))
    except InvalidFile as error:
        return error.problems
    return ()


def _needed(bundle: Bundle, before: str, where: Path, taken: Taken) -> dict[str, str]:
    """The messages without a row that something else needs, each with the sentence that says what."""
    numbers = {one.id: n for n, one in enumerate(bundle.scenario.injects, 1)}
    found = {}
    for name, drop in zip(taken.gone, taken.drops, strict=True):
        problems = _problems(apply_edits(before, [*taken.edits, drop]), where)
        if problems:
            found[name] = f"message {numbers[name]} ({name}) has no row, but {_why(bundle, name, problems[0])}"
    return found or {taken.gone[0]: f"{', '.join(taken.gone)} have no row, but something needs them; keep their rows"}


def _why(bundle: Bundle, name: str, problem: Problem) -> str:
    own = [one.id for inject in bundle.scenario.injects if inject.id == name for one in inject.expect]
    for aim in bundle.scenario.objectives:
        used = [one for one in (aim.measure.expects or () if aim.measure is not None else ()) if one in own]
        if used:
            some = f"expectation{'s' * (len(used) > 1)} {', '.join(used)}"
            return f"it serves objective {aim.id} ({some}): take it out of the objective first, or keep the row"
    return f"the rest needs it ({problem.path}: {problem.message}): change that first, or keep the row"


def _at_their_cells(
    problems: tuple[Problem, ...], text: str, where: str, sheet: ReadSheet, taken: Taken
) -> list[Problem]:
    """What the scenario's check found, each in the cell that says it, where one does."""
    injects = files.source_of(text.encode(), where).tree.get("injects") or []
    return [_at_its_cell(one, injects, sheet, taken.rows) for one in problems]


def _at_its_cell(problem: Problem, injects: list[Any], sheet: ReadSheet, rows: Mapping[str, int]) -> Problem:
    at = re.match(r"injects\[(\d+)\](?:\.(\w+))?", problem.path)
    name = str(injects[int(at[1])].get("id")) if at and int(at[1]) < len(injects) else ""
    if at is None or name not in rows:
        return problem
    key = _FIELDS.get(at[2], at[2]) if at[2] else "id"
    inside = problem.path[at.end() :].lstrip(".")
    message = f"{inside}: {problem.message}" if inside else problem.message
    return CellProblem(sheet.where(rows[name], key or "id"), rows[name], 0, problem.path, message)


def write_taken(taken: TakenMsel, out: str | Path | None = None, *, delete: bool = False) -> tuple[Path, Path | None]:
    """Write the changed scenario: the file, and where what it said before is kept (None for a new file).

    Raises Refused where messages would go and `delete` does not say so, over a shipped scenario, and where the file has
    changed meanwhile.
    """
    if taken.gone and not delete:
        raise Refused(
            f"nothing is written: {', '.join(taken.gone)} would be taken out of the scenario. Give them their rows "
            "back, or say --delete."
        )
    if taken.needed:
        raise Refused(f"nothing is written: {'; '.join(taken.needed)}.")
    if out is not None:
        return _elsewhere(taken, Path(out)), None
    if taken.scenario.resolve().is_relative_to(shipped("scenarios").resolve()):
        raise Refused(
            f"{taken.scenario} came with Hotwash and stays as it is; name a file of your own by --out NEW.yaml"
        )
    return taken.scenario, _over(taken.scenario, taken.before, taken.text)


def _elsewhere(taken: TakenMsel, out: Path) -> Path:
    """A new file; the plans that it names are named from its own folder."""
    tree = files.source_of(taken.text.encode(), str(taken.scenario)).tree
    edits = []
    for name in ("plan", "response"):
        if isinstance(tree.get(name), str):
            there = os.path.abspath(os.path.join(taken.scenario.parent, tree[name]))
            try:
                edits.append(Put((name,), Path(os.path.relpath(there, os.path.abspath(out.parent))).as_posix()))
            except ValueError:  # another drive
                raise Refused(f"{out} is on another drive than {there}; write it beside its plans") from None
    return write_new(out, apply_edits(taken.text, edits))


def _over(path: Path, before: str, text: str) -> Path:
    """Replace a file by its new text, in one step, once a copy of what it said is kept beside it."""
    if files.read_source(path).text != before:
        raise Refused(f"{path} was changed meanwhile; look at the differences again")
    number = 1
    while (kept := path.with_name(f"{path.stem} (kept {number}){path.suffix}")).exists():
        number += 1
    draft = path.with_name(f"{path.name}.new")
    try:
        kept.write_bytes(path.read_bytes())
        draft.write_bytes(text.encode())
        os.replace(draft, path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
    return kept
