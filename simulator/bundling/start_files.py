"""What stands beside the wheels: the two files that start Hotwash, and a page to read first."""

from __future__ import annotations

from pathlib import Path

from simulator.bundling.target import Target

FITS = "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != ({0}) or sys.maxsize < 2**32)"
"""A program that ends with 0 in a Python that can use the wheels: that minor version, with 64 bits."""

START_SH = """\
#!/bin/sh
# Sets Hotwash up in this folder the first time, without a network, and serves. What follows goes to `hotwash serve`.
set -u
here="$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)"
venv="$here/.venv"
run="$venv/bin/python"

stop() {
    echo "$1" >&2
    exit 1
}

set_up() {
    found=""
    for one in python@PYTHON@ python3 python; do
        if "$one" -c "@FITS@" >/dev/null 2>&1; then
            found="$one"
            break
        fi
    done
    [ -n "$found" ] || stop "Hotwash in this folder needs Python @PYTHON@ (64 bits, with venv), and it was not \
found here. READ-ME.txt says what to do."
    echo "Setting up Hotwash in this folder. The first time this takes a minute or two."
    "$found" -m venv --clear "$venv" || stop "The folder $venv could not be made."
    PIP_CONFIG_FILE=/dev/null "$run" -m pip --isolated --disable-pip-version-check install --quiet \\
        --no-index --find-links "$here/wheels" hotwash || stop "The wheels in this folder are for @WORDS@. \
They could not be installed here."
    echo done > "$venv/ready"
}

{ [ -f "$venv/ready" ] && "$run" -c "" 2>/dev/null; } || set_up
exec "$run" -I -m simulator.cli serve "$@"
"""

START_BAT = """\
@echo off
rem Sets Hotwash up in this folder the first time, without a network, and serves. What follows goes to hotwash serve.
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "VENV=%HERE%.venv"
set "RUN=%VENV%\\Scripts\\python.exe"
if not exist "%VENV%\\ready" goto find
"%RUN%" -c "import sys" >nul 2>nul && goto serve

:find
set "PYTHON=py -@PYTHON@"
%PYTHON% -c "@FITS@" >nul 2>nul && goto make
set "PYTHON=python"
%PYTHON% -c "@FITS@" >nul 2>nul && goto make
echo Hotwash in this folder needs Python @PYTHON@ with 64 bits, and it was not found here.
echo READ-ME.txt says what to do.
goto failed

:make
echo Setting up Hotwash in this folder. The first time this takes a few minutes.
%PYTHON% -m venv --clear "%VENV%" || goto failed
set "PIP_CONFIG_FILE=nul"
"%RUN%" -m pip --isolated --disable-pip-version-check install --quiet --no-index --find-links "%HERE%wheels" hotwash \
&& goto made
echo The wheels in this folder are for @WORDS@. They could not be installed here.
goto failed

:made
echo done> "%VENV%\\ready"

:serve
"%RUN%" -I -m simulator.cli serve %* || goto failed
exit /b 0

:failed
pause
exit /b 1
"""

READ_ME = """\
HOTWASH FOR A COMPUTER WITHOUT A NETWORK

This folder has all that Hotwash needs, except Python itself. It is for @WORDS@.
Nothing in it asks for the internet, and nothing is sent anywhere.

1. Beforehand, where there is internet: fetch the installer of Python @PYTHON@ (the 64-bit one) from
   www.python.org and put it beside this folder. A later or earlier version of Python will not do.
   If the computer says "Python @PYTHON@..." when you type
       @ASK@
   it is there already. (On Debian and Ubuntu, the package python@PYTHON@-venv is needed, too.)

2. Copy this folder to the computer, to a short path such as @PLACE@. Install Python there.

3. Start it:
       @START@
   The first time, it sets itself up in the folder .venv beside this file, which takes some minutes and
   about 1 GB. Afterwards it starts in seconds. Open the address that it prints in a browser.

4. For a room with phones on a closed network:
       @START@ --lan
   It asks for a passcode for the facilitator, of at least 8 characters. Where the system asks whether
   Python may be reached from this private network, say yes.

Ctrl+C ends it. Exercises are kept in your own data folder, not in this one.
To remove Hotwash, delete this folder.

@NOTE@
"""
WINDOWS = {
    "ASK": "py -{0} --version", "PLACE": "C:\\hotwash", "START": "start.bat",
    "NOTE": "start.bat can be double-clicked; with --lan, type it in the Command Prompt, in this folder.\n"
            "start.sh is for other systems, and does not fit these wheels.",
}  # fmt: skip
ELSEWHERE = {
    "ASK": "python{0} --version", "PLACE": "~/hotwash", "START": "./start.sh",
    "NOTE": "Where ./start.sh may not be run (some memory sticks forbid it), type: sh start.sh\n"
            "The system should be of the kind and age of the one where this folder was made.\n"
            "start.bat is for Windows, and does not fit these wheels.",
}  # fmt: skip


def write_start_files(folder: Path, target: Target) -> None:
    """Write start.sh, start.bat and READ-ME.txt into a bundle."""
    script = folder / "start.sh"
    script.write_text(_filled(START_SH, target), encoding="ascii", newline="\n")
    script.chmod(0o755)
    (folder / "start.bat").write_text(_filled(START_BAT, target), encoding="ascii", newline="\r\n")
    lines = "\r\n" if target.on_windows else "\n"
    (folder / "READ-ME.txt").write_text(_filled(READ_ME, target), encoding="ascii", newline=lines)


def _filled(text: str, target: Target) -> str:
    kind = WINDOWS if target.on_windows else ELSEWHERE
    values = {name: value.format(target.python) for name, value in kind.items()}
    values |= {"PYTHON": target.python, "WORDS": target.words, "FITS": FITS.format(target.python.replace(".", ", "))}
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text
