"""Hotwash's own wheel: built from a checkout, or packed again from the files that an earlier wheel installed."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from simulator.bundling.pip import CannotBundle, pip

NAME = "hotwash"
ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
"""Files of an installation that say how it was installed; a wheel has none of them but RECORD, which is made anew."""


def own_wheel(folder: Path, step: Callable[[str], None]) -> Path:
    """Put Hotwash's wheel into a folder. Raises CannotBundle."""
    if (ROOT / "pyproject.toml").is_file():
        pip(["wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], step)
        return next(folder.glob(f"{NAME}-*.whl"))
    try:
        return packed_again(importlib.metadata.distribution(NAME), folder)
    except importlib.metadata.PackageNotFoundError:
        raise CannotBundle("Hotwash is not installed here. Make the bundle from its checkout, by start.py.") from None


def packed_again(installed: importlib.metadata.Distribution, folder: Path) -> Path:
    """A wheel of the files that an installation recorded. Raises CannotBundle where a file is missing."""
    path = folder / f"{NAME}-{installed.version}-py3-none-any.whl"
    record: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for file in _carried(installed):
            try:
                content = Path(str(installed.locate_file(file))).read_bytes()
            except OSError:
                raise CannotBundle(
                    f"{file} of this installation is missing. Make the bundle from a checkout."
                ) from None
            wheel.writestr(str(file), content)
            record.append(f"{file},sha256={_digest(content)},{len(content)}")
        name = f"{NAME}-{installed.version}.dist-info/RECORD"
        wheel.writestr(name, "\n".join([*record, f"{name},,", ""]))
    return path


def _carried(installed: importlib.metadata.Distribution) -> Iterator[PurePosixPath]:
    """The files of the packages and of their metadata: no programs beside them, nothing compiled here.

    RECORD is read as it is: what newer libraries give as an installation's files leaves out those that are missing.
    """
    rows = csv.reader((installed.read_text("RECORD") or "").splitlines())
    files = [PurePosixPath(row[0]) for row in rows if row]
    if any(file.name == f"_{NAME}.pth" for file in files):
        raise CannotBundle("This Hotwash is a link to a checkout that is gone. Make the bundle from a checkout.")
    for file in files:
        beside = file.is_absolute() or ".." in file.parts
        about = file.parts[0].endswith(".dist-info") and file.name in LEFT_BEHIND
        if not (beside or about or "__pycache__" in file.parts):
            yield file


def _digest(content: bytes) -> str:
    """As RECORD writes it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
