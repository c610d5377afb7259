"""The run's folder: whole or not there, and a person's files survive."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from simulator.analysis.metrics import metrics
from simulator.analysis.output import write
from simulator.errors import Refused
from tests.analysis.factory import a_drill

FILES = {
    "events.jsonl",
    "metrics.json",
    "summary.md",
    "figures/captions.md",
    "figures/evacuation-curve.png",
    "figures/waiting-on-the-plan.png",
    "figures/where-people-queued.png",
}


def draw_plan(plan: Any, path: Path, **words: Any) -> None:
    path.write_bytes(words["title"].encode())


def files_of(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found - {".hotwash-files.json"}


def test_the_folder_holds_everything(tmp_path: Path) -> None:
    run = a_drill()
    folder = write(run, tmp_path / "deep" / "out", draw_plan)
    assert files_of(folder) == FILES
    assert hashlib.sha256((folder / "events.jsonl").read_bytes()).hexdigest() == run.digest
    found = json.loads((folder / "metrics.json").read_text("utf-8"))
    assert list(found) == ["scenario", "seed", "draw", "metrics", "digest", "engine"]
    assert found["metrics"] == metrics(run)
    captions = (folder / "figures" / "captions.md").read_text("utf-8")
    assert captions.startswith("**THIS IS AN EXERCISE**")
    assert captions.count("In words: THIS IS AN EXERCISE.") == 3


def test_again_into_the_same_folder_replaces_the_program_s_own_files(tmp_path: Path) -> None:
    write(a_drill(), tmp_path, draw_plan)
    write(a_drill(seed=8), tmp_path, draw_plan)
    assert files_of(tmp_path) == FILES
    assert json.loads((tmp_path / "metrics.json").read_text("utf-8"))["seed"] == 8


def test_what_a_person_wrote_is_kept(tmp_path: Path) -> None:
    write(a_drill(), tmp_path, draw_plan)
    (tmp_path / "summary.md").write_text("my notes", encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"photo")
    write(a_drill(seed=8), tmp_path, draw_plan)
    kept: list[Path] = []
    write(a_drill(seed=9), tmp_path, draw_plan, kept.append)
    assert kept == []
    assert files_of(tmp_path) == FILES | {"summary (kept 1).md", "photo.jpg"}
    assert (tmp_path / "summary (kept 1).md").read_text("utf-8") == "my notes"


def test_a_folder_with_a_stranger_s_files_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "metrics.json").write_text("{}", encoding="utf-8")
    kept: list[Path] = []
    write(a_drill(), tmp_path, draw_plan, kept.append)
    assert kept == [tmp_path / "metrics (kept 1).json"]
    assert (tmp_path / "metrics (kept 1).json").read_text("utf-8") == "{}"


def test_a_failure_half_way_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    write(a_drill(), tmp_path, draw_plan)
    before = {name: (tmp_path / name).read_bytes() for name in FILES}

    def broken(plan: Any, path: Path, **words: Any) -> None:
        raise RuntimeError("no pen")

    with pytest.raises(RuntimeError):
        write(a_drill(seed=8), tmp_path, broken)
    assert {name: (tmp_path / name).read_bytes() for name in files_of(tmp_path)} == before
    assert not list(tmp_path.glob(".hotwash-writing-*"))


def test_a_failure_while_moving_leaves_no_metrics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import simulator.analysis.output as output

    write(a_drill(), tmp_path, draw_plan)
    moved: list[Path] = []

    def failing(source: Path, target: Path) -> None:
        if moved:
            raise OSError(28, "No space left on device")
        moved.append(target)
        source.rename(target)

    monkeypatch.setattr(output.os, "replace", failing)
    with pytest.raises(Refused, match="No space left on device"):
        write(a_drill(seed=8), tmp_path, draw_plan)
    assert not (tmp_path / "metrics.json").exists()


def test_a_file_in_the_folder_s_place_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match="is a file; the results need a folder"):
        write(a_drill(), tmp_path / "out", draw_plan)
