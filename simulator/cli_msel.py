"""`hotwash msel`: the list of messages as a workbook, and back from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from simulator.console import EXERCISE, Json, print_json, say, working
from simulator.errors import Refused

if TYPE_CHECKING:
    from simulator.session.msel import TakenMsel


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(msel)


def msel(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="The .xlsx to write; with --take, a new scenario file."),
    ] = None,
    take: Annotated[Path | None, typer.Option(metavar="FILE.xlsx", help="A workbook that came back edited.")] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Change the scenario; without it, differences are shown.")
    ] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Take out the messages that have no row any more.")] = False,
    paper: Annotated[
        Literal["letter", "legal", "a4", "a3", "tabloid"], typer.Option(help="Size of the pages.")
    ] = "legal",
    as_json: Json = False,
) -> None:
    """Write a scenario's messages as a workbook (MSEL), or read an edited one back and show what it changes."""
    if take is not None:
        _take(scenario, take, out, write or out is not None, delete, as_json)
        return
    if out is None:
        raise Refused("say --out FILE.xlsx to write the list, or --take FILE.xlsx to read one back")
    if write or delete:
        raise Refused("--write and --delete go with --take: what comes back is written into the scenario")
    from simulator import session
    from simulator.exports.msel import write_msel
    from simulator.session.msel import msel_of

    with working("Writing"):
        sheet = msel_of(session.load_scenario(scenario))
        write_msel(out, sheet, paper)
    say(f"{EXERCISE}\n")
    say(f"{len(sheet.rows)} messages are in {out}. Its second sheet says how to edit it.")
    say(f"Back again: hotwash msel {scenario} --take {out}")


def _take(scenario: str, take: Path, out: Path | None, write: bool, delete: bool, as_json: bool) -> None:
    from simulator.session.msel import take_msel, write_taken

    with working("Reading"):
        taken = take_msel(scenario, take)
    if not as_json:
        say(f"{EXERCISE}\n")
        _say_taken(taken, take)
    written = write_taken(taken, out, delete=delete) if write and (taken.differences or out) else None
    if as_json:
        print_json(_as_json(taken, written))
    elif written is not None:
        path, kept = written
        say(f"\n{path} is written." + (f" What it said before is {kept}." if kept else ""))
    elif taken.differences:
        say("\nNothing is written yet. To change the scenario, say it again with --write.")


def _say_taken(taken: TakenMsel, take: Path) -> None:
    for remark in taken.remarks:
        say(f"{remark}\n")
    if not taken.differences:
        say(f"{take} says the same as the scenario.")
    for one in taken.differences:
        say(f"{f'row {one.row}' if one.row is not None else 'no row':>8}  {one.words}")
    for words in taken.warnings:
        say(f"\nOdd, once changed: {words}")


def _as_json(taken: TakenMsel, written: tuple[Path, Path | None] | None) -> dict[str, Any]:
    return {
        "exercise": EXERCISE,
        "differences": [{"row": one.row, "id": one.id, "says": one.words} for one in taken.differences],
        "gone": list(taken.gone), "remarks": list(taken.remarks), "warnings": list(taken.warnings),
        "written": str(written[0]) if written is not None else None,
        "kept": str(written[1]) if written is not None and written[1] is not None else None,
    }  # fmt: skip
