"""Runs the commands that the documents show, so that no document shows one that fails.

In README.md and docs/*.md, every line beginning with `hotwash ` in a block fenced as sh is run; a block fenced as
`sh no-ci` is left out. The commands of one document run in order in one new folder that holds copies of the shipped
files, so that a later command may use what an earlier one made. A block fenced as yaml whose lead-in ends with the
name of a file (as `mine.yaml`:) is saved under it, and "Copy `a` and `b` into" is done as it says. A command that is
meant to end with another code than 0 says so in a comment at its end: `hotwash check broken.yaml  # exit 3`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from simulator.shipped import shipped

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```sh[ \t]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"`([\w-]+\.yaml)`:\n\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
COPIED = re.compile(r"Copy ((?:`[\w./-]+`(?:,| and)?\s)+)into")
EXIT = re.compile(r"#\s*exit (\d+)\s*$")
LONGEST_S = 300


def commands(text: str) -> Iterator[str]:
    """The commands of a document, in order; a backslash at the end of a line joins the next one to it."""
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("hotwash "):
                yield line


def expected_code(command: str) -> int:
    """The exit code that a command is documented to end with."""
    match = EXIT.search(command)
    return int(match[1]) if match else 0


def succeeds(command: str, folder: Path) -> bool:
    """Run one command as a reader would; what it said is shown only where it did not do as documented."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_S,
    )
    good = done.returncode == expected_code(command)
    print(f"  {'ok  ' if good else 'MISS'} {command}", flush=True)
    if not good:
        print(f"{done.stdout}\n  ended with {done.returncode}, expected {expected_code(command)}")
    return good


def follow(document: Path) -> list[bool]:
    """Run a document's commands in a folder of its own; one verdict for each."""
    print(document.relative_to(ROOT))
    with tempfile.TemporaryDirectory() as name:
        for kind in ("floorplans", "scenarios", "jurisdictions"):
            if shipped(kind).is_dir():
                shutil.copytree(shipped(kind), Path(name, kind))
        text = document.read_text(encoding="utf-8")
        for named in COPIED.findall(text):
            for file in re.findall(r"`([^`]+)`", named):
                shutil.copy(Path(name, file), name)
        for file, saved in SAVED.findall(text):
            Path(name, file).write_text(saved, encoding="utf-8")
        return [succeeds(command, Path(name)) for command in commands(text)]


def main() -> int:
    """1 where a command failed, or where none was found, which would mean that this script no longer looks right."""
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    verdicts = [verdict for document in documents for verdict in follow(document)]
    print(f"{sum(verdicts)} of {len(verdicts)} documented commands did as documented")
    return 0 if verdicts and all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
