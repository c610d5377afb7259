"""Files about drills: a planned drill and rows of rules in YAML, results and earlier decks in CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, get_args

from simulator.errors import InvalidFile, NotFound, Problem
from simulator.files.dump import flow
from simulator.files.paths import one_line
from simulator.files.sentences import Finding, validated
from simulator.files.source import MAX_BYTES, Source, read_source
from simulator.files.vocabulary import did_you_mean, listed
from simulator.model.drill import Drill, Measured, Result, Rules
from simulator.model.noun import Noun, seconds_from

_N = TypeVar("_N", bound=Noun)
MOST_ROWS = 5_000
WHAT = get_args(Measured)
RESULT_COLUMNS = ("drill", "date", "what", "where", "time", "note")


def read_drill(path: str) -> Drill:
    """A planned drill. Raises InvalidFile with every problem on its line."""
    return drill_from(read_source(path))


def read_rules(path: str) -> Rules:
    """Rows of rules. Raises InvalidFile with every problem on its line."""
    return rules_from(read_source(path))


def drill_from(source: Source) -> Drill:
    """The planned drill that a source holds."""
    return _from(source, "hotwash.drill/1", Drill)


def rules_from(source: Source) -> Rules:
    """The rows of rules that a source holds."""
    return _from(source, "hotwash.rules/1", Rules)


def _from(source: Source, wanted: str, noun: type[_N]) -> _N:
    if source.tree.get("format") != wanted:
        raise InvalidFile([source.problem(("format",), f"expected format: {wanted} as the first line")])
    found, findings = validated(noun, source.tree)
    if found is None or source.problems:
        raise InvalidFile(_problems(source, findings))
    return found


def _problems(source: Source, findings: Sequence[Finding]) -> list[Problem]:
    placed = [source.problem(one.path, one.message, at_key=one.at_key) for one in findings]
    return sorted([*source.problems, *placed])


def drill_skeleton(drill: Drill) -> str:
    """A drill file to fill in; what nobody has said yet stands behind a #."""
    yes_no = {True: "yes", False: "no"}
    return f"""\
# THIS IS AN EXERCISE. A drill as it is planned; hotwash deck checks it before a pack is printed.
# Take the # away from each line that holds, and say how it is. What is left out counts as not said.
format: hotwash.drill/1
hazard: {drill.hazard}
# people talk in a seminar, workshop, tabletop or game; they act in a drill, functional or full-scale exercise
type: {drill.type}
pupils_present: {yes_no[drill.pupils_present]}
# grades: {flow(drill.grades or "K-5")}
# matched_to_grade: yes             # somebody has looked at words and steps for the youngest who take part
# jurisdiction: TX
# date: 2026-10-06
# clock: "10:40"
# announced: yes
# effects: [alarm_sound]            # also: role_players props gunfire_sounds simulated_injury loud_sounds lights smoke
# effects_told: yes
# notice_on: 2026-09-15
# notice_says: [date, content, tone]
# responders_told: yes
# mental_health_contact: "the counselor, in the library"
# discussed_before: yes             # a tabletop on it was held
# options_based: no                 # people choose between running, hiding and defending
# lockdown_before: yes
# opt_out: yes                      # without a reason, without a penalty
# accommodations: yes
# debrief: yes
# feedback_tracked: yes
# earlier: [{{date: 2026-03-03, clock: "09:10"}}]
"""


# ---- CSV -------------------------------------------------------------------------------------------------------------


class Table:
    """The rows of a CSV file by the names in its first line, and the problems found in them."""

    def __init__(self, path: str):
        self.path, self.problems = path, list[Problem]()
        lines = list(csv.reader(io.StringIO(text := _text(path)), delimiter=_delimiter(text)))
        numbered = [(number, row) for number, row in enumerate(lines, 1) if any(cell.strip() for cell in row)]
        if not numbered:
            raise InvalidFile([Problem(path, 1, 1, "", "is empty; the first line names the columns")])
        self.head = [cell.strip().lower().replace(" ", "_") for cell in numbered[0][1]]
        self.named = [cell.strip() for cell in numbered[0][1]]
        self.rows = numbered[1 : MOST_ROWS + 1]

    def problem(self, line: int, column: str, message: str) -> None:
        """Something wrong in one cell."""
        place = self.head.index(column) + 1 if column in self.head else 1
        self.problems.append(Problem(self.path, line, place, column, message))

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """A row's cells by column; what is missing at its end is empty."""
        padded = [*row, *[""] * len(self.head)]
        return {name: cell.strip() for name, cell in zip(self.head, padded, strict=False)}

    def sound(self) -> None:
        """Raises InvalidFile where a problem was found."""
        if self.problems:
            raise InvalidFile(sorted(self.problems))


def _text(path: str) -> str:
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise InvalidFile([Problem(path, 1, 1, "", f"cannot be read: {error.strerror or error}")]) from None
    if len(data) > MAX_BYTES:
        raise InvalidFile([Problem(path, 1, 1, "", f"is larger than {MAX_BYTES // 1_000_000} MB")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile([Problem(path, 1, 1, "", "is not UTF-8 text; save it as CSV (UTF-8)")]) from None
    if "\0" in text:
        raise InvalidFile([Problem(path, 1, 1, "", "is no CSV file; save the sheet as CSV (UTF-8)")])
    return text


def _delimiter(text: str) -> str:
    """What stands between cells: Excel writes `;` where the comma is the decimal sign."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def read_results(path: str) -> tuple[Result, ...]:
    """What real drills came to, a line for each time taken. Raises InvalidFile with every problem on its line.

    Columns: drill, what (total, order, lock, leave or note), where, time, note; a date may stand beside them.
    """
    table = Table(path)
    for name in ("what", "time"):
        if name not in table.head:
            table.problem(1, name, f"this column is missing; there are {', '.join(table.head)}")
    table.sound()
    for name in table.head:
        if name and name not in RESULT_COLUMNS:
            near = did_you_mean(name, RESULT_COLUMNS)
            table.problem(1, name, f"expected one of {listed(RESULT_COLUMNS)}{near}")
    found = tuple(_results(table))
    table.sound()
    return found


def _results(table: Table) -> Iterator[Result]:
    for line, row in table.rows:
        cells = table.cells(row)
        what = cells["what"].lower()
        if what not in WHAT:
            table.problem(line, "what", f"expected one of {listed(WHAT)}, found {one_line(what) or 'nothing'}")
            continue
        if what != "note" and not cells["time"]:
            continue  # a line of the form that nobody filled in
        drill = cells.get("drill") or cells.get("date") or "one drill"
        _date(table, line, cells.get("date", ""))
        seconds = None if what == "note" else _seconds(table, line, what, cells["time"])
        if what == "note" or seconds is not None:
            where = cells.get("where") or None
            yield Result(line, drill, what, where, seconds, one_line(cells.get("note", ""), 500))  # type: ignore[arg-type]


def _seconds(table: Table, line: int, what: str, text: str) -> float | None:
    try:
        seconds = seconds_from(text.replace(",", "."))
    except ValueError:
        table.problem(line, "time", f'expected seconds or "MM:SS", found {one_line(text) or "nothing"}')
        return None
    if not 0 < seconds <= 86_400:
        table.problem(line, "time", f"expected a time above 0 and below 24 hours, found {one_line(text)}")
        return None
    if seconds > LONGEST_S[what]:
        table.problem(
            line, "time", f"{one_line(text)} is {seconds / 3600:.3g} hours, which is no {what} time{_meant(text)}"
        )
        return None
    return seconds


LONGEST_S: dict[str, float] = {"order": 3_600, "lock": 3_600, "leave": 3_600, "total": 6 * 3_600}
"""Times above these are slips: an hour for one order, door or room, six for a whole drill (assumptions)."""


def _meant(text: str) -> str:
    """What a spreadsheet has probably made hours of: it takes 2:00 for two o'clock and writes 2:00:00."""
    if text.count(":") != 2:
        return ""
    minutes, seconds, _ = text.strip().split(":")
    short, long = f"{minutes}:{seconds}", f"0:{minutes.zfill(2)}:{seconds}"
    return f"; a spreadsheet makes hours of minutes: if {short} was measured, write {long}"


def _date(table: Table, line: int, text: str) -> None:
    """A date is a date: what was drilled when is asked for later."""
    if not text:
        return
    for shape in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y"):
        with suppress(ValueError):
            dt.datetime.strptime(text, shape)
            return
    table.problem(line, "date", f"expected a date as 2026-10-06, found {one_line(text)}")


def _variable(typed: str, variables: Sequence[str]) -> str:
    """The variable that a heading names, by its name or as people write it: `Told at` for `told_at`."""

    def plain(name: str) -> str:
        return " ".join(name.replace("_", " ").replace("-", " ").lower().split())

    return typed if typed in variables else next((one for one in variables if plain(one) == plain(typed)), typed)


CARD_COLUMNS = ("card", "version", "date", "note")
"""Columns of a deck's CSV that are no variables."""


def read_drilled(
    path: str, variables: Sequence[str], odd: Callable[[str, str], str | None] = lambda name, value: None
) -> tuple[list[dict[str, str]], int]:
    """Combinations that were drilled: a column for each variable, as a deck's own CSV has them; and the last version.

    A cell that is empty says nothing of its variable. `odd` tells what is wrong with a value.
    Raises InvalidFile with every problem on its line.
    """
    table = Table(path)
    table.head = [_variable(name, variables) for name in table.named]
    for name in table.head:
        if name and name not in variables and name.lower() not in CARD_COLUMNS:
            near = did_you_mean(name, variables)
            table.problem(1, name, f"the scenario has no variable called {one_line(name)}{near}")
    table.sound()
    found: list[dict[str, str]] = []
    latest = 0
    for line, row in table.rows:
        cells = table.cells(row)
        found.append({name: cell for name, cell in cells.items() if cell and name in variables})
        for name, cell in found[-1].items():
            if (wrong := odd(name, cell)) is not None:
                table.problem(line, name, wrong)
        version: Any = cells.get("version", "")
        latest = max(latest, int(version) if version.isascii() and version.isdigit() else 0)
    table.sound()
    return [one for one in found if one], latest
