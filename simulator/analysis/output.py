"""A run's folder: events.jsonl, metrics.json, summary.md, figures/. Never half of it; nothing of a person's is lost.

Everything is written beside its place and moved there when whole; metrics.json comes last, so a folder with it is
complete. A file that somebody changed since, or put there, is kept under another name instead of being replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from simulator.analysis.figures import DrawPlan, Picture, pictures
from simulator.analysis.metrics import metrics
from simulator.analysis.results import result_of
from simulator.analysis.summary import summary
from simulator.analysis.words import EXERCISE, typed
from simulator.errors import Refused
from simulator.model.events import jsonl
from simulator.model.run import Run

RECORD = ".hotwash-files.json"
"""SHA-256 of each file as the program wrote it: how it knows its own files from a person's."""
LAST = "metrics.json"


def write(run: Run, out_dir: Path, draw_plan: DrawPlan, on_kept: Callable[[Path], None] | None = None) -> Path:
    """Write a run's folder and return it. Raises Refused, in words, where that is not possible.

    `on_kept` is told the new name of each file that a person had written or changed.
    """
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".hotwash-writing-", dir=out_dir))
        try:
            _write_draft(run, draft, draw_plan)
            for kept in _publish(draft, out_dir):
                if on_kept is not None:
                    on_kept(kept)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except FileExistsError:
        raise Refused(f"{out_dir} is a file; the results need a folder") from None
    except OSError as error:
        raise Refused(f"the results cannot be written to {out_dir}: {error.strerror or error}") from error
    return out_dir


def _write_draft(run: Run, draft: Path, draw_plan: DrawPlan) -> None:
    measured = metrics(run)
    shown = pictures(run, draw_plan)
    (draft / "figures").mkdir()
    with (draft / "events.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(jsonl(run.rows))
    for picture in shown:
        picture.write(draft / "figures" / f"{picture.name}.png")
    _text(draft / "figures" / "captions.md", captions(run, shown))
    _text(draft / "summary.md", summary(run, measured))
    _text(draft / LAST, json.dumps(result_of(run, measured), ensure_ascii=False, indent=2) + "\n")


def _text(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="\n")


def captions(run: Run, shown: tuple[Picture, ...]) -> str:
    """The pictures in words: title, caption, what is to be seen, and the numbers as a table. Markdown."""
    whose = f"{typed(run.plan.school.name)} · {typed(run.scenario.title)} · exercise version {run.seed}"
    parts = [f"**{EXERCISE}**", "# The pictures in words", f"{whose} · {run.plan.school.sensitivity}"]
    for picture in shown:
        parts += [f"## {picture.title}", f"File: `{picture.name}.png`", typed(picture.caption, 400)]
        parts += [f"In words: {typed(picture.alt, 2000)}", _table(picture.table)]
    return "\n\n".join((*parts, f"**{EXERCISE}**")) + "\n"


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    head, *body = (f"| {' | '.join(typed(cell) for cell in row)} |" for row in rows)
    return "\n".join((head, "|" + " --- |" * len(rows[0]), *body))


# ---- moving into place ----------------------------------------------------------------------------------------------


def _publish(draft: Path, out_dir: Path) -> list[Path]:
    """Move every file of the draft to its place: first the old metrics.json goes, last the new one comes.

    Returns the new names of the files that were a person's.
    """
    names = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*") if path.is_file())
    written = {name: _sha256(draft / name) for name in names}
    before = _recorded(out_dir)
    in_turn = [LAST, *(name for name in names if name != LAST)]
    kept = [_make_room(out_dir / name, before.get(name), written[name]) for name in in_turn]
    _text(draft / RECORD, json.dumps(written, indent=2) + "\n")
    for name in [*(name for name in names if name != LAST), RECORD, LAST]:
        (out_dir / name).parent.mkdir(exist_ok=True)
        os.replace(draft / name, out_dir / name)
    return [path for path in kept if path is not None]


def _make_room(path: Path, before: str | None, after: str) -> Path | None:
    """Remove the program's own old file; rename one that a person wrote or changed, and return its new name."""
    if not path.exists() and not path.is_symlink():
        return None
    if path.is_file() and not path.is_symlink() and _sha256(path) in (before, after):
        path.unlink()
        return None
    number = 1
    while (kept := path.with_name(f"{path.stem} (kept {number}){path.suffix}")).exists():
        number += 1
    path.rename(kept)
    return kept


def _recorded(out_dir: Path) -> dict[str, str]:
    """What the program wrote into the folder before; nothing where its record is missing or was changed."""
    try:
        found = json.loads((out_dir / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
