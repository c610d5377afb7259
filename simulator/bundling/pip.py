"""Calls to pip: line by line, and in a sentence where one fails."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable, Sequence

from simulator.errors import SimulatorError

UNREACHABLE = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ProxyError",
    "SSLError",
    "Failed to establish a new connection",
    "Connection refused",
    "Network is unreachable",
)
LAST_LINES = 8


class CannotBundle(SimulatorError):
    """Why a bundle cannot be made, in a sentence."""


def pip(arguments: Sequence[str], step: Callable[[str], None]) -> None:
    """Run pip and tell each package as it comes to it. Raises CannotBundle."""
    if importlib.util.find_spec("pip") is None:
        raise CannotBundle("The Python that Hotwash runs in has no pip, which fetches the wheels: run it by start.py.")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    lines: list[str] = []
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        errors="replace",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("Collecting "):
                step(f"Fetching {line.split()[1]}")
    if process.returncode:
        raise CannotBundle(sentence("\n".join(lines)))


def sentence(output: str) -> str:
    """What pip said, for whoever makes a bundle."""
    if any(sign in output for sign in UNREACHABLE):
        return (
            "The Python package index could not be reached. A bundle is made where there is internet, and used where "
            "there is none. On a school's network a filter or proxy may be in the way: ask whoever runs it."
        )
    if "No space left on device" in output:
        return "The disk is full: a bundle needs about 500 MB while it is made."
    if found := re.search(r"No matching distribution found for (\S+)", output):
        return (
            f"There is no ready-made wheel of {found[1]} for the computer that was asked for. Another version of "
            "Python may have one: --python-version 3.12, for instance."
        )
    return "pip could not do it. Its last lines were:\n\n" + "\n".join(output.splitlines()[-LAST_LINES:])
