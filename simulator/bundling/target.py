"""The computer that a bundle is for: its system, and the Python on it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import cast

from packaging.markers import Marker, default_environment

from simulator.errors import Refused

OLDEST = (3, 11)
WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_release": "10",
    "platform_version": "10.0.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}
SYSTEMS = {"win32": "Windows", "darwin": "macOS", "linux": "Linux"}


@dataclass(frozen=True, slots=True)
class Target:
    """`python` is a minor version such as 3.11; `windows` says 64-bit Windows, else a system like this one."""

    windows: bool
    python: str

    @property
    def on_windows(self) -> bool:
        """Whether the bundle is started on Windows: it was asked for, or it is made there."""
        return self.windows or sys.platform == "win32"

    @property
    def words(self) -> str:
        """For which computers, as it is told to a person."""
        system = "64-bit Windows" if self.windows else SYSTEMS.get(sys.platform, sys.platform)
        return f"{system} with Python {self.python}"

    def pip_options(self) -> list[str]:
        """What tells pip for which computer to choose wheels."""
        chosen = ["--only-binary=:all:", "--python-version", self.python, "--implementation", "cp"]
        return [*chosen, "--platform", "win_amd64"] if self.windows else chosen

    def wants(self, marker: Marker | None, extras: frozenset[str]) -> bool:
        """Whether a requirement with this marker counts there, for any patch of that Python version."""
        if marker is None:
            return True
        return any(
            marker.evaluate({**self._environment(patch), "extra": extra})
            for patch in (0, 99)
            for extra in sorted(extras) or [""]
        )

    def _environment(self, patch: int) -> dict[str, str]:
        full = f"{self.python}.{patch}"
        versions = {"python_version": self.python, "python_full_version": full, "implementation_version": full}
        return {**cast("dict[str, str]", default_environment()), **(WINDOWS if self.windows else {}), **versions}


def target_of(platform: str | None, python: str | None) -> Target:
    """The computer that was asked for; else one like this, with a Python like this one. Raises Refused."""
    version = python if python is not None else "{}.{}".format(*sys.version_info[:2])
    found = re.fullmatch(r"(\d+)\.(\d+)", version)
    if found is None:
        raise Refused(f"A version of Python is written as 3.12, and this is {version!r}.")
    if (int(found[1]), int(found[2])) < OLDEST:
        raise Refused(f"Hotwash needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and {version} is older.")
    return Target(platform == "windows", version)
