"""A drill pack as bytes: the PDF, and all that lies beside it in one .zip; and the times that a card asks for."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.drills import Card, Deck, Ordinary, sheet_of
from simulator.exports.deck import Override, write_pack
from simulator.exports.drill_pages import lines_of
from simulator.exports.paper import Paper
from simulator.model.bundle import Bundle
from simulator.model.drill import Drill, Rule

NAME = "drill-pack"


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The pack to print, and a .zip of it with deck, form for results, each card's scenario and its plans."""

    pdf: bytes
    everything: bytes


def pack_files(
    bundle: Bundle, scenario_path: Path, deck: Deck, drill: Drill, rows: Sequence[Rule], *,
    override: Override | None = None, ordinary: dict[int, Ordinary] | None = None, paper: Paper = "letter",
    progress: Callable[[str], None] | None = None,
) -> PackFiles:  # fmt: skip
    """Check the drill and make its pack. Raises Refused where the checks refuse and nobody takes that on."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"{NAME}.pdf"
        written = write_pack(
            out, bundle, scenario_path, deck, drill, rows, override=override, ordinary=ordinary, paper=paper,
            progress=progress,
        )  # fmt: skip
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as everything:
            for path in written:
                everything.write(path, path.name)
        return PackFiles(out.read_bytes(), data.getvalue())


@dataclass(frozen=True, slots=True)
class Point:
    """One time that is taken in a drill: what the results file calls it, where, and in words."""

    what: str
    where: str
    words: str


def points_of(bundle: Bundle, card: Card, drill: Drill, drawn: tuple[str, ...] = ()) -> tuple[Point, ...]:
    """What an observer of a card times, those that the results file takes first."""
    sheet = sheet_of(bundle, card, 1, drill, drawn, None)
    return tuple(Point(one.what, one.where, one.words[:1].upper() + one.words[1:]) for one in lines_of(sheet))
