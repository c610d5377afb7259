"""The commands over many runs: `sweep`, `what-if`, `levers`. Parse, call the session, print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.markup import escape

from simulator.console import Json, err, now_and_then, print_json, say, settings_of, stoppable, tell, working

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")]
Runs = Annotated[int, typer.Option("--runs", metavar="N", min=1, max=1_000_000, help="How many exercise versions.")]
Versions = Annotated[
    int, typer.Option("--seed", metavar="NUMBER", min=0, max=2**62, help="The first exercise version; the rest follow.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Fix a variable; may be repeated.")
]
DecisionsFile = Annotated[
    str | None, typer.Option("--decisions", metavar="FILE", help="What people chose; without it the plan plays all.")
]
BackendName = Annotated[
    Literal["loky", "dask"], typer.Option("--backend", help="This machine's cores, or a Dask cluster.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler, such as tcp://10.0.0.5:8786.")
]
Jobs = Annotated[int | None, typer.Option(metavar="N", min=1, max=1024, help="Workers; as many as cores if left out.")]


NOTHING_KEPT = "Stopped before the end; nothing is kept. Fewer --runs answer sooner."
NOT_DRAWN = "No figure is drawn: no lever makes a difference here."


def add_to(app: typer.Typer) -> None:
    """Give the command line its commands over many runs."""
    app.command("sweep")(sweep)
    app.command("what-if")(what_if)
    app.command("levers")(levers)


def sweep(
    scenario: ScenarioName,
    runs: Runs,
    seed: Versions = 1,
    settings: Settings = None,
    decisions: DecisionsFile = None,
    vary: Annotated[
        list[str] | None,
        typer.Option("--vary", metavar="NAME=A,B", help="Play each version at each of these values; may be repeated."),
    ] = None,
    backend: BackendName = "loky",
    scheduler: Scheduler = None,
    jobs: Jobs = None,
    path: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="A .csv, .jsonl or .parquet; an unfinished one goes on."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Play many versions of a scenario and measure each."""
    from simulator import session

    with working("Reading"):
        given = _given(scenario, settings, decisions)
        varied = {
            (known := session.named(given["bundle"], name)): [
                session.understood(given["bundle"], {known: one.strip()})[known] for one in values.split(",")
            ]
            for name, values in settings_of(vary or [], "--vary").items()
        }
    try:
        with counting("Playing") as progress:
            table = session.sweep(
                **given, runs=runs, vary=varied, first_seed=seed, backend=backend, scheduler=scheduler, jobs=jobs,
                out=path, progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        kept = _kept(path) if path else "Without --out nothing is kept."
        err.print(escape(f"Stopped. {kept}".rstrip()), soft_wrap=True)
        raise typer.Exit(1) from None
    if as_json:
        print_json(session.sweep_as_json(table))
    else:
        tell(session.swept(table))
        if path is not None:
            say(f"\nThe table is in {path}.")


def _kept(path: Path) -> str:
    """What a stopped sweep leaves, if it has begun to write."""
    if path.exists() or path.with_name(f"{path.name}.jsonl").exists():
        return f"What is finished is kept in {path}; the same command goes on from there."
    return "No version was finished yet, so nothing is kept."


def what_if(
    scenario: ScenarioName,
    runs: Runs = 200,
    seed: Versions = 1,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            metavar="NAME=VALUE",
            help="A variable, response.STEP.FIELD or plan.ID.FIELD, and its value in the second arm; may be repeated.",
        ),
    ] = None,
    settings: Settings = None,
    decisions: DecisionsFile = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="ID=MM:SS", help="A decision at another time.")
    ] = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", metavar="ID", help="Without a decision.")] = None,
    add: Annotated[
        str | None, typer.Option("--add", metavar="FILE", help="With the decisions of this file too.")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(metavar="NUMBER", help="Say how many runs bring the intervals to plus or minus this."),
    ] = None,
    backend: BackendName = "loky",
    scheduler: Scheduler = None,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Compare a scenario with itself changed, version by version with the same luck."""
    from simulator import session

    with working("Reading"):
        given = _given(scenario, settings, decisions)
        moved = {name: session.seconds_of(at) for name, at in settings_of(move or [], "--move").items()}
        added = session.load_decisions(add, given["bundle"]) if add else ()
        changes = session.understood(given["bundle"], settings_of(change or [], "--change"))
    with stoppable(NOTHING_KEPT), counting("Playing both ways") as progress:
        found = session.what_if(
            **given, runs=runs, change=changes, move=moved, drop=drop or (), add=added,
            precision=precision, first_seed=seed, backend=backend, scheduler=scheduler, jobs=jobs, progress=progress,
        )  # fmt: skip
    if as_json:
        print_json(session.what_if_as_json(found))
    else:
        tell(session.what_if_in_words(found))


def levers(
    scenario: ScenarioName,
    runs: Runs = 100,
    seed: Versions = 1,
    metric: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The measure that ranks them; exposure or completion if left out."),
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="NAME", help="A variable to compare too; may be repeated.")
    ] = None,
    settings: Settings = None,
    decisions: DecisionsFile = None,
    backend: BackendName = "loky",
    scheduler: Scheduler = None,
    jobs: Jobs = None,
    picture: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The figure to write: .png.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say which of a school's own levers matters most, the greatest first."""
    from simulator import session

    if picture is not None and picture.suffix != ".png":
        raise typer.BadParameter(f"the figure of the levers is a .png, not {picture.name}", param_hint="--out")
    with working("Reading"):
        given = _given(scenario, settings, decisions)
        compared = tuple(session.named(given["bundle"], name) for name in also or ())
    with stoppable(NOTHING_KEPT), counting("Playing every lever both ways") as progress:
        found = session.levers(
            **given, runs=runs, metric=metric, also=compared, first_seed=seed, backend=backend, scheduler=scheduler,
            jobs=jobs, progress=progress,
        )  # fmt: skip
    drawn = picture is not None and found.drawable
    if picture is not None and drawn:
        session.draw_levers(found, picture)
    if as_json:
        print_json(session.levers_as_json(found))
    else:
        tell(session.levers_in_words(found))
        if picture is not None:
            told = f"The figure is in {picture}." if drawn else NOT_DRAWN
            say(f"\n{told}")


def _given(scenario: str, settings: list[str] | None, decisions: str | None) -> dict[str, Any]:
    """What all three begin from: the scenario, its fixed variables, the decisions and the seats."""
    from simulator import session

    bundle = session.load_scenario(scenario)
    fixed = session.understood(bundle, settings_of(settings or []))
    session.refuse_impossible(bundle, fixed)
    chosen = session.load_decisions(decisions, bundle) if decisions else ()
    return {"bundle": bundle, "set_values": fixed, "decisions": chosen, "seats": session.seats_in(decisions, bundle)}


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int, float], None]]:
    """How many versions are played and how long the rest will take: a bar, or a line now and then into a file."""
    if not err.is_terminal:
        tell_of = now_and_then()
        yield lambda done, total, left_s: tell_of(f"{what}: {done:,} of {total:,}, {_left(left_s)}")
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(what, total=None, left="")
        yield lambda done, total, left_s: bar.update(task, completed=done, total=total, left=_left(left_s))


def _left(left_s: float) -> str:
    """About how long it will take: `about 2:10 left`."""
    seconds = round(left_s)
    return f"about {seconds // 60}:{seconds % 60:02d} left"
