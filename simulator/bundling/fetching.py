"""Which packages a computer needs, worked out from the wheels themselves, and fetched round by round.

pip weighs the conditions of a requirement (`; sys_platform == "win32"`) for the machine that it runs on, whichever
`--platform` it is told. So each round fetches what is known to be missing, without dependencies, and then reads in the
fetched wheels what those still ask for on the target.
"""

from __future__ import annotations

import importlib.metadata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.metadata import parse_email
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_wheel_filename

from simulator.bundling.pip import CannotBundle, pip
from simulator.bundling.target import Target

NO_EXTRAS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wheel:
    """What one wheel says about itself; `name` is in the normal form."""

    name: str
    version: str
    requires_python: str
    requires: tuple[Requirement, ...]


def read(path: Path) -> Wheel:
    """Read a wheel's name and metadata."""
    name, version, _, _ = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as archive:
        about = next(entry for entry in archive.namelist() if entry.endswith(".dist-info/METADATA"))
        said, _ = parse_email(archive.read(about))
    requires = tuple(map(Requirement, said.get("requires_dist", ())))
    return Wheel(str(name), str(version), said.get("requires_python", ""), requires)


def missing(own: Wheel, here: Mapping[str, Wheel], target: Target) -> dict[str, Requirement]:
    """What is needed from `own` downwards and not here yet, by name.

    Raises CannotBundle where a wheel that is here is of a version that another one cannot use.
    """
    lacking: dict[str, Requirement] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [(own, NO_EXTRAS)]
    while todo:
        asking, extras = todo.pop()
        for needed in _needed(asking, extras, target):
            name = canonicalize_name(needed.name)
            found = here.get(name)
            if found is None:
                lacking[name] = _both(lacking.get(name), needed)
                continue
            if not needed.specifier.contains(found.version, prereleases=True):
                raise CannotBundle(f"{asking.name} asks for {needed}, and the version here is {found.version}.")
            state = (name, frozenset(needed.extras))
            if state not in seen:
                seen.add(state)
                todo.append((found, state[1]))
    return dict(sorted(lacking.items()))


def _needed(asking: Wheel, extras: frozenset[str], target: Target) -> Iterator[Requirement]:
    return (needed for needed in asking.requires if target.wants(needed.marker, extras))


def _both(first: Requirement | None, second: Requirement) -> Requirement:
    """One requirement that asks for what two ask for of the same package."""
    if first is None:
        return second
    merged = Requirement(f"{first.name}{first.specifier}")
    merged.specifier &= second.specifier
    return merged


def pinned(needed: Requirement) -> str:
    """A requirement at the version that is installed here, which is the locked one; else as it was asked for."""
    try:
        return f"{needed.name}=={importlib.metadata.version(needed.name)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{needed.name}{needed.specifier}"


def fetch(own: Path, folder: Path, target: Target, said: Callable[[str], None], step: Callable[[str], None]) -> int:
    """Fetch into a folder all that the own wheel needs there; how many wheels that were. Raises CannotBundle."""
    root = read(own)
    if not SpecifierSet(root.requires_python).contains(f"{target.python}.99"):
        raise CannotBundle(f"Hotwash needs Python {root.requires_python}; {target.python} does not fit.")
    here: dict[str, Wheel] = {}
    while lacking := missing(root, here, target):
        said(f"Fetching {len(lacking)} {'more that those need' if here else f'packages for {target.words}'}")
        _download(map(pinned, lacking.values()), folder, target, step)
        here = {wheel.name: wheel for wheel in map(read, sorted(folder.glob("*.whl"))) if wheel.name != root.name}
        if gone := sorted(lacking.keys() - here.keys()):
            raise CannotBundle(f"pip said that it had fetched {', '.join(gone)}, and the wheels are not there.")
    return len(here)


def _download(wanted: Iterable[str], folder: Path, target: Target, step: Callable[[str], None]) -> None:
    pip(["download", "--no-deps", "--dest", str(folder), *target.pip_options(), *wanted], step)
