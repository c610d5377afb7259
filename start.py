#!/usr/bin/env python3
"""Set Hotwash up in this folder, once, and run it. Needs only Python 3.11 or newer.

    python3 start.py demo              the demonstration drill
    python3 start.py test              the test suite; what follows goes to pytest
    python3 start.py COMMAND ...       any other command: `hotwash COMMAND ...`

On Windows write `py` in place of `python3`.
"""

# This file imports the standard library only, and is written so that an old Python can read it far enough to say
# in a sentence that it is too old.

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOG = VENV / "hotwash-setup.log"
OLDEST = (3, 11)
EXTRAS = {"test": "test"}  # the extra that a command needs; all others need none
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


class CannotStart(Exception):
    """Why Hotwash cannot be set up here, in a sentence for whoever typed the command."""


def old_python(version: "tuple[int, ...]") -> "str | None":
    """What to do about a Python that is too old; None where it is new enough."""
    if tuple(version[:2]) >= OLDEST:
        return None
    return (
        "Hotwash needs Python {}.{} or newer, and this is Python {}.{}. Install a newer one beside it and start again "
        "with that one, for example `python3.12 start.py demo` (on Windows `py -3.12 start.py demo`)."
    ).format(*OLDEST, *version[:2])


def missing_venv(has_module: bool) -> "str | None":
    """What to do where Python came without what makes virtual environments; None where all is there."""
    if has_module:
        return None
    return (
        "This Python came without its `venv` module, which Hotwash needs to keep to its own folder. On Debian and "
        "Ubuntu, `sudo apt install python3-venv` adds it; elsewhere the installer from python.org has it."
    )


def failed_install(output: str) -> str:
    """A sentence for what pip said when it could not install."""
    if any(sign in output for sign in UNREACHABLE):
        return (
            "The Python package index could not be reached. Setting up needs the internet once; after that Hotwash "
            "works without. On a school's network a filter or proxy may be in the way: ask whoever runs it, or set up "
            "elsewhere."
        )
    if "No space left on device" in output:
        return "The disk is full: setting up needs about 1 GB."
    return "Something could not be installed. The last lines were:\n\n" + "\n".join(output.splitlines()[-8:])


def in_venv(name: str, windows: bool = os.name == "nt") -> Path:
    """Where the virtual environment keeps a program."""
    return VENV / ("Scripts" if windows else "bin") / (name + (".exe" if windows else ""))


def fingerprint(root: Path, python: str) -> str:
    """Changes when what is installed no longer fits: other requirements, another Python, or a folder that was moved."""
    parts = [(root / name).read_bytes() for name in ("pyproject.toml", "requirements.lock")]
    parts += [python.encode(), str(root).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def marker(venv: Path, extra: str) -> Path:
    """The file that remembers with which fingerprint an extra was installed."""
    return venv / ("hotwash-setup-" + (extra or "plain"))


def is_set_up(venv: Path, extra: str, wanted: str) -> bool:
    """Whether everything is there already; what was installed for the tests is enough for running, too."""
    marks = (marker(venv, name) for name in (extra, "test"))
    return any(mark.is_file() and mark.read_text() == wanted for mark in marks)


def program(arguments: "list[str]") -> "tuple[list[str], Path]":
    """The command line that carries out the arguments, and the folder in which it runs."""
    if arguments[0] == "test":
        return [str(in_venv("python")), "-m", "pytest", "-n", "auto", *arguments[1:]], ROOT
    return [str(in_venv("hotwash")), *arguments], Path.cwd()


def exit_code(returned: int) -> int:
    """A child's exit code as a shell gives it: 128 + n for one that was ended by signal n."""
    return returned if returned >= 0 else 128 - returned


def make_venv() -> None:
    """A fresh virtual environment, unless one is there that works."""
    python = in_venv("python")
    works = "import pip, sys; sys.exit(sys.version_info < {})".format(OLDEST)
    if python.is_file() and subprocess.call([str(python), "-c", works], stderr=subprocess.DEVNULL) == 0:
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if made.returncode:
        raise CannotStart("A virtual environment could not be made: " + made.stdout.decode(errors="replace").strip())


def pip(arguments: "list[str]") -> "tuple[bool, str]":
    """Run pip, showing a dot for each package; whether it went well, and what it said."""
    command = [str(in_venv("python")), "-m", "pip", "--disable-pip-version-check", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = []
    for raw in process.stdout:
        lines.append(raw.decode(errors="replace"))
        if lines[-1].startswith("Collecting "):
            print(".", end="", flush=True)
    print()
    LOG.write_text("".join(lines), encoding="utf-8")
    return process.wait() == 0, "".join(lines)


def install(extra: str) -> None:
    """Install this folder with the locked versions; where a Python is too new for one of them, with the newest."""
    package = ["install", "--editable", str(ROOT) + ("[" + extra + "]" if extra else "")]
    done, output = pip([*package, "--constraint", str(ROOT / "requirements.lock")])
    if not done and not any(sign in output for sign in UNREACHABLE):
        print("A locked version does not fit this Python; trying the newest ones.", flush=True)
        done, output = pip(package)
    if not done:
        raise CannotStart(failed_install(output) + "\n\nAll that was said: " + str(LOG))


def set_up(extra: str) -> None:
    """Make sure that the environment is there and fits; quick when it does."""
    problem = old_python(sys.version_info) or missing_venv(
        all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    )
    if problem:
        raise CannotStart(problem)
    wanted = fingerprint(ROOT, "{}.{}".format(*sys.version_info[:2]))
    if is_set_up(VENV, extra, wanted):
        return
    print("Setting up Hotwash in this folder; the first time this takes a few minutes.", flush=True)
    make_venv()
    install(extra)
    marker(VENV, extra).write_text(wanted)


def main(arguments: "list[str]") -> int:
    """Set up, run what was asked for, and return its exit code."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if arguments else 2
    try:
        set_up(EXTRAS.get(arguments[0], ""))
        command, folder = program(arguments)
        return exit_code(subprocess.call(command, cwd=str(folder)))
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
