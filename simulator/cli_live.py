"""`hotwash serve`, `exercise` and `bundle`: parse, start the server, carry an exercise or the program, print."""

from __future__ import annotations

import getpass
import importlib
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from simulator.console import EXERCISE, Json, out, print_json, say, working
from simulator.errors import NotFound, Refused

if TYPE_CHECKING:
    from simulator.store import Store

PASSCODE = "HOTWASH_PASSCODE"
SHORTEST = 8
PORT = 8501
SERVER = "dashboard.serve"
"""The server is fetched by its name: the dashboard stands above the command line's rooms, beside it, not below."""

Data = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Where exercises are kept: a file, or postgresql://...; else in your data folder."
    ),
]
exercise_app = typer.Typer(no_args_is_help=True, help="List exercises, and carry one to another computer.")


def add_to(app: typer.Typer) -> None:
    """Add the commands about live exercises."""
    app.command()(serve)
    app.command()(bundle)
    app.add_typer(exercise_app, name="exercise")


def serve(
    lan: Annotated[bool, typer.Option("--lan", help="Let phones and laptops of this network in, by code.")] = False,
    port: Annotated[int, typer.Option(metavar="NUMBER", min=0, max=65_535, help="0: any that is free.")] = PORT,
    data: Data = None,
) -> None:
    """Open the facilitator's desk in a browser: live exercises on this computer, or on its network with --lan."""
    passcode = _passcode() if lan else None
    server: Any = importlib.import_module(SERVER)
    store = opened(data)
    try:
        store.lease()
        host = "0.0.0.0" if lan else "127.0.0.1"
        server.start(store, host, port, passcode, lambda address, picture: _say_where(address, picture, lan))
    finally:
        store.close()


def _passcode() -> str:
    """The facilitator's passcode: from the environment, or typed twice where nobody sees it."""
    typed = os.environ.get(PASSCODE)
    if typed is None:
        if not sys.stdin.isatty():
            raise Refused(f"--lan needs a passcode for the facilitator, and nobody can type it here: set {PASSCODE}.")
        say("On the network, the desk is opened by a passcode. Choose one of at least 8 characters.")
        typed = getpass.getpass("Passcode: ")
        if len(typed) >= SHORTEST and getpass.getpass("Once more: ") != typed:
            raise Refused("The two passcodes are not the same. Start again.")
    if len(typed) < SHORTEST:
        raise Refused(f"A passcode has at least {SHORTEST} characters.")
    return typed


def _say_where(address: str, picture: str | None, lan: bool) -> None:
    say(f"{EXERCISE}\n")
    if lan:
        say(f"Hotwash is on this network at\n\n    {address}\n")
        say(f"and on this computer at http://localhost:{address.rpartition(':')[2]}\n")
        if picture is not None:
            out.print(picture, markup=False, highlight=False, soft_wrap=True)
        say("Who takes part scans this, and types the code that the start page shows.")
    else:
        say(f"Hotwash is on this computer at\n\n    {address}\n")
        say("Nobody else can reach it. For a room with phones, start it with --lan.")
    say("It runs until you press Ctrl+C here.")
    sys.stdout.flush()


def opened(data: str | None) -> Store:
    """The database that was named, or that in the user's data folder."""
    from simulator.store import Store

    return Store.open(data if data is not None else own_file())


def own_file() -> Path:
    """`exercises.db` in the folder where this system keeps a user's data; the folder is made."""
    folder = data_folder(sys.platform, os.environ, Path.home())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made ({error.strerror}). Name another place by --data.") from None
    return folder / "exercises.db"


def data_folder(platform: str, environ: Any, home: Path) -> Path:
    """Where each system keeps what a program stores for its user."""
    match platform:
        case "win32":
            return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Hotwash"
        case "darwin":
            return home / "Library" / "Application Support" / "Hotwash"
        case _:
            return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "hotwash"


def bundle(
    folder: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The folder to make.")],
    platform: Annotated[
        Literal["windows"] | None, typer.Option(help="For 64-bit Windows; else for a system like this one.")
    ] = None,
    python: Annotated[
        str | None, typer.Option("--python-version", metavar="3.N", help="The Python there; else as here.")
    ] = None,
) -> None:
    """Make a folder that sets Hotwash up on a computer without a network; this one needs the internet for it."""
    from simulator.bundling import make_bundle, target_of

    target = target_of(platform, python)
    with working("Making the folder") as step:
        made = make_bundle(folder, target, say, step)
    say(f"\n{made.folder} is ready: {made.wheels} wheels, {made.size_bytes / 1e6:.0f} MB, for {target.words}.")
    say(f"Copy it there with an installer of Python {target.python}, and begin with READ-ME.txt in it.")


@exercise_app.command("list")
def listed(data: Data = None, as_json: Json = False) -> None:
    """List the exercises that are kept here."""
    found = opened(data).headers()
    if as_json:
        print_json([{"id": _id(one.stream), "title": one.title, "engine": one.engine,
                     "created_wall_ms": one.created_wall_ms} for one in found])  # fmt: skip
        return
    if not found:
        say("There is no exercise yet. `hotwash serve` begins one.")
    for one in found:
        made = datetime.fromtimestamp(one.created_wall_ms / 1000).strftime("%Y-%m-%d %H:%M")
        say(f"{_id(one.stream):16} {made}  {one.title}")


@exercise_app.command("save")
def saved(
    exercise: Annotated[str, typer.Argument(metavar="ID", help="As `hotwash exercise list` names it.")],
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    data: Data = None,
) -> None:
    """Write one exercise as one file, for another computer."""
    store = opened(data)
    written = store.save(_stream(store, exercise), path)
    say(f"{written} is written. It holds the plan, the scenario and all that was said: it is as sensitive as the plan.")
    say("On the other computer: hotwash exercise open FILE")


@exercise_app.command("open")
def taken_in(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `hotwash exercise save` wrote.")],
    data: Data = None,
) -> None:
    """Take in an exercise that another computer saved."""
    stream = opened(data).take_in(path, say)
    say(f"It is here as {_id(stream)}. `hotwash serve` shows it on the start page.")


def _stream(store: Store, name: str) -> str:
    streams = [one.stream for one in store.headers()]
    stream = name if name in streams else f"exercise:{name}"
    if stream not in streams:
        known = ", ".join(map(_id, streams)) or "none yet"
        raise NotFound(f"there is no exercise {name}; there are: {known}")
    return stream


def _id(stream: str) -> str:
    return stream.partition(":")[2]
