"""What all commands share: the two consoles, how words and JSON are printed, and the options that many have.

What draws on a terminal (bars, Markdown) is imported where there is one: a command in a script starts without it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

EXERCISE = "THIS IS AN EXERCISE"
WIDEST = 100
"""Characters in a line of running text: longer ones are hard to read, however wide the window."""


class _Console(Console):
    """A console that ends quietly when whoever reads has read enough."""

    def on_broken_pipe(self) -> None:
        _hung_up()


out = _Console(highlight=False, emoji=False)
err = _Console(stderr=True, highlight=False, emoji=False)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Seed = Annotated[
    int, typer.Option("--seed", metavar="NUMBER", min=0, max=2**63 - 1, help="The exercise version: any whole number.")
]
Results = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Folder for log, measures and figures.")
]
NewFile = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write.")]


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """A progress line on the error stream while something takes its time; into a file, a line now and then.

    Whoever stops it is told so, in a word and no traceback.
    """
    with stoppable("Stopped before the end."):
        if not err.is_terminal:
            yield now_and_then()
            return
        yield from _shown(what)


def _shown(what: str) -> Iterator[Callable[[str], None]]:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda text: progress.update(task, description=text)


EVERY_S = 10.0
"""How often a line of progress goes where no terminal is: often enough to see that it goes on."""


def now_and_then() -> Callable[[str], None]:
    """Tells of progress on the error stream, at most every few seconds."""
    last_s = time.monotonic()

    def told(text: str) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= EVERY_S:
            last_s = time.monotonic()
            err.print(escape(text), soft_wrap=True)

    return told


@contextmanager
def stoppable(words: str) -> Iterator[None]:
    """Ends with a sentence, and the exit code that shells expect, where somebody stops it (Ctrl-C)."""
    try:
        yield
    except KeyboardInterrupt:
        err.print(escape(words), soft_wrap=True)
        raise typer.Exit(130) from None


def say(text: str) -> None:
    """Print words as they are: what people typed is never markup."""
    out.print(escape(text), soft_wrap=True)


def put(text: str) -> None:
    """Write a text to the last character as it is, for a file or another program."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _hung_up()


def tell(markdown: str) -> None:
    """Show Markdown on a terminal; into a file or another program it goes as it is, unwrapped and uncoloured."""
    if out.is_terminal:
        from rich.markdown import Markdown

        out.print(Markdown(markdown), width=min(out.width, WIDEST))
    else:
        put(markdown)


def print_json(value: Any) -> None:
    """Print a value as JSON, one line for each key; in ASCII where the reader may know no other letters."""
    plain = not str(sys.stdout.encoding).lower().startswith("utf")
    put(json.dumps(value, ensure_ascii=plain, indent=2) + "\n")


def _hung_up() -> NoReturn:
    """End quietly where whoever reads has read enough (`hotwash run ... | head`); what is unwritten goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def settings_of(texts: list[str], option: str = "--set") -> dict[str, str]:
    """The values of all `--set` (or another option); each name has one."""
    found: dict[str, str] = {}
    for name, value in (_setting(text, option) for text in texts):
        if name in found:
            raise typer.BadParameter(f"{name} is given twice, {found[name]} and {value}", param_hint=option)
        found[name] = value
    return found


def _setting(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"expected NAME=VALUE, found {text!r}", param_hint=option)
    return name.strip(), value.strip()
