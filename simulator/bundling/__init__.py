"""A folder for a closed network: Hotwash and all that it needs as wheels, with what starts it there.

Whoever has no internet at the exercise makes the folder beforehand, where there is one, and carries it. This room
talks to pip and to nothing else; pip asks whichever index it was set up with.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.bundling.fetching import fetch
from simulator.bundling.own import own_wheel
from simulator.bundling.start_files import write_start_files
from simulator.bundling.target import Target, target_of
from simulator.errors import Refused

__all__ = ["WHEELS", "Bundle", "Target", "make_bundle", "target_of"]

WHEELS = "wheels"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder that is finished; `size_bytes` counts all files in it."""

    folder: Path
    target: Target
    wheels: int
    size_bytes: int


def make_bundle(folder: Path, target: Target, said: Callable[[str], None], step: Callable[[str], None]) -> Bundle:
    """Make the folder; `said` is told each stage, `step` of each package that is being fetched.

    Raises Refused where the folder holds something, and CannotBundle for what pip could not do; either way the folder
    is left as it was found.
    """
    existed = _empty(folder)
    try:
        wheels = folder / WHEELS
        wheels.mkdir(parents=True)
        said("Making the wheel of Hotwash itself")
        own = own_wheel(wheels, step)
        count = fetch(own, wheels, target, said, step)
        write_start_files(folder, target)
    except OSError as error:
        _leave_as_found(folder, existed)
        raise Refused(f"{folder} cannot be written: {error.strerror}.") from None
    except BaseException:
        _leave_as_found(folder, existed)
        raise
    size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Bundle(folder, target, count + 1, size_bytes)


def _empty(folder: Path) -> bool:
    """Whether the folder exists already, empty. Raises Refused where there is something in it."""
    if not folder.exists() and not folder.is_symlink():
        return False
    if not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder that does not exist yet.")
    if any(folder.iterdir()):
        raise Refused(f"{folder} is not empty, and nothing in it is written over. Name a new folder.")
    return True


def _leave_as_found(folder: Path, existed: bool) -> None:
    """Take away what was written: the folder did not exist, or was empty."""
    shutil.rmtree(folder / WHEELS if existed else folder, ignore_errors=True)
    for path in folder.iterdir() if existed else ():
        path.unlink()
