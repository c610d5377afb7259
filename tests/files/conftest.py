"""An invented school with a drill and decisions, to be broken in one place at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.files import check

DATA = Path(__file__).parent / "data"
Mistake = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with the three files, made the current one."""
    for file in DATA.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mistake(folder: Path) -> Mistake:
    """What `check` says when `old` is replaced by `new` in one file: its errors, or its warnings."""

    def made(kind: str, old: str, new: str, warnings: bool = False) -> list[str]:
        name = f"{kind}.yaml"
        text = (DATA / name).read_text("utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
        found = check(name)
        return [str(problem) for problem in (found.warnings if warnings else found.errors)]

    return made
