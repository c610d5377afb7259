"""`hotwash`: parse, call the session, print. Exit codes: 0 ok, 1 failed, 2 usage, 3 invalid file."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.markup import escape

from simulator import __version__, cli_drills, cli_exports, cli_live, cli_msel, cli_sweeps
from simulator.console import (
    EXERCISE,
    Json,
    NewFile,
    Results,
    Seed,
    err,
    print_json,
    put,
    say,
    settings_of,
    tell,
    working,
)  # fmt: skip
from simulator.errors import InvalidFile, NotFound, SimulatorError

Kind = Literal["scenario", "plan", "decisions", "response", "drill", "rules"]
KINDS: dict[str, str] = {
    "scenario": "scenario", "plan": "floor plan", "decisions": "decisions file", "response": "response plan",
    "drill": "drill file", "rules": "file of rules",
}  # fmt: skip
app = typer.Typer(
    name="hotwash",
    help="Simulate and facilitate school-safety tabletop exercises and drills. Every run is an exercise.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
plan_app = typer.Typer(no_args_is_help=True, help="Make, draw and check floor plans.")
app.add_typer(plan_app, name="plan")
cli_drills.add_to(app)
cli_sweeps.add_to(app)
cli_live.add_to(app)
cli_exports.add_to(app)
cli_msel.add_to(app)


@app.command()
def demo(folder: Results = None, seed: Seed = 7) -> None:
    """Play a shipped fire drill on a shipped school, tell what happened, and leave log, measures and figures."""
    from simulator import session

    kept: list[Path] = []
    with working("Playing the fire drill at Maple Ridge Elementary (invented)") as progress:
        target = folder or session.unused_folder("hotwash-demo")
        played = session.run(session.load_scenario(session.DEMO_SCENARIO), seed)
        progress("Drawing the figures")
        session.write_results(played, target, kept.append)
    for path in kept:
        err.print(escape(f"What you had written is kept: it is now {path}."), soft_wrap=True)
    tell(session.spoken(played))
    say(f"\nLog, measures and figures are in {target}. Begin with {target / 'summary.md'} and {target / 'figures'}.")


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")],
    seed: Seed = 1,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Fix a variable; may be repeated.")
    ] = None,
    decisions: Annotated[str | None, typer.Option(metavar="FILE", help="What people chose: a decisions file.")] = None,
    until: Annotated[str | None, typer.Option(metavar="MM:SS", help="Stop before this scenario time.")] = None,
    folder: Results = None,
    as_json: Json = False,
) -> None:
    """Play one version of a scenario and tell what happened."""
    from simulator import session

    fixed = settings_of(settings or [])
    kept: list[Path] = []
    with working("Reading") as progress:
        bundle = session.load_scenario(scenario)
        fixed = session.understood(bundle, fixed)
        session.refuse_impossible(bundle, fixed)
        chosen = session.load_decisions(decisions, bundle) if decisions else ()
        until_s = session.seconds_of(until) if until is not None else None
        progress("Playing")
        played = session.run(bundle, seed, chosen, until_s, set_values=fixed, seats=session.seats_in(decisions, bundle))
        if folder is not None:
            progress("Writing log, measures and figures")
            session.write_results(played, folder, kept.append)
    for path in kept:
        err.print(escape(f"What you had written is kept: it is now {path}."), soft_wrap=True)
    if as_json:
        print_json(session.measured(played))
    else:
        tell(session.spoken(played))
        if folder is not None:
            say(f"\nLog, measures and figures are in {folder}.")


@app.command()
def why(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")],
    party: Annotated[str, typer.Argument(metavar="PARTY", help="A room (its class), a group or a role.")],
    at: Annotated[
        str, typer.Argument(metavar="MM:SS", help="The scenario time up to which the latest choice is told.")
    ],
    seed: Seed = 1,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Fix a variable; may be repeated.")
    ] = None,
    decisions: Annotated[str | None, typer.Option(metavar="FILE", help="What people chose: a decisions file.")] = None,
) -> None:
    """Tell why people did what they did: what they knew, which ways they had, and how much time each left."""
    from simulator import session

    fixed = settings_of(settings or [])
    bundle = session.load_scenario(scenario)
    session.refuse_impossible(bundle, fixed)
    chosen = session.load_decisions(decisions, bundle) if decisions else ()
    seats = session.seats_in(decisions, bundle)
    told = session.run(bundle, seed, chosen, set_values=fixed, seats=seats).why(party, session.seconds_of(at))
    say(f"{EXERCISE}\n")
    say(told)


@app.command()
def check(
    paths: Annotated[list[str], typer.Argument(metavar="FILE", help="Files of any kind: scenarios, plans, drills ...")],
    explain: Annotated[bool, typer.Option("--explain", help="List a scenario's messages in order of time.")] = False,
    as_json: Json = False,
) -> None:
    """Say everything that is wrong with files, each with its line."""
    _check(paths, explain, as_json)


def _check(paths: list[str], explain: bool, as_json: bool, expected: Literal["plan"] | None = None) -> None:
    """Check each file, whatever is wrong with the others; one that is missing is a mistake in the call."""
    from simulator import session

    found: list[dict[str, Any]] = []
    code = 0
    for path in paths:
        try:
            one = session.check(path, expected)
        except NotFound as error:
            code = code or NotFound.exit_code
            found.append({"path": path, "kind": None, "errors": [str(error)], "warnings": []})
            if not as_json:
                err.print(escape(str(error)), soft_wrap=True)
            continue
        code = InvalidFile.exit_code if one.errors else code
        found.append({"path": one.path, "kind": one.kind, "errors": [*map(str, one.errors)],
                      "warnings": [*map(str, one.warnings)],
                      **({"only_drawn": [*one.only_drawn]} if one.only_drawn else {})})  # fmt: skip
        if not as_json:
            _say_checked(one, explain)
    if as_json:
        print_json(found)
    if code:
        raise typer.Exit(code)


def _say_checked(one: Any, explain: bool) -> None:
    for problem in one.errors:
        say(str(problem))
    for problem in one.warnings:
        say(f"{problem} (a warning)")
    if not one.errors:
        say(f"{one.path}: a sound {KINDS[one.kind]}.")
    if one.only_drawn:
        say(f"Variables that only the draw decides (they reach the threat): {', '.join(one.only_drawn)}.")
    if explain and one.injects:
        say(f"\n{EXERCISE}\n")
        for inject in one.injects:
            _say_inject(inject)
        say("")


def _say_inject(inject: Any) -> None:
    """One message: when it comes at the earliest, what it says and does, what it should draw, and what brings it."""
    to = f" to {', '.join(inject.to)}" if inject.to else ""
    via = {None: "", "in_person": ", in person"}.get(inject.via, f", by {inject.via}")
    when = f"{inject.when:<7}" if inject.exact else f"{inject.when} "
    say(f"  {when}{inject.id}{to}{via}{f': {inject.text}' if inject.text else ''}")
    for line in inject.effects:
        say(f"{'':9}-> {line}")
    for line in inject.expects:
        say(f"{'':9}expected: {line}")
    if not inject.sure and inject.note is None:
        say(f"{'':9}(not in every run: {inject.trigger})")
    elif inject.trigger != f"at {inject.when}" and inject.id != "setup":
        say(f"{'':9}(comes {inject.trigger})")
    if inject.depends_on:
        say(f"{'':9}(differs from version to version with: {', '.join(inject.depends_on)})")
    if inject.note:
        say(f"{'':9}({inject.note})")


@app.command()
def new(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="scenario, plan, decisions, response, drill or rules.")],
    path: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write; without it, it is printed.")
    ] = None,
) -> None:
    """Write a commented file to start from."""
    from simulator import session

    if path is None:
        put(session.skeleton(kind))
    else:
        for made in session.write_skeleton(kind, path):
            say(f"{made} is written; open it in any editor.")
        say(f"What is wrong with it, hotwash check {path} tells at any time.")


@app.command()
def verify(as_json: Json = False) -> None:
    """Run the published verification cases and print expected, got and verdict."""
    from simulator import session

    with working("Verifying") as progress:
        results = session.verify(progress)
    if as_json:
        print_json([result.as_dict() for result in results])
    else:
        _say_results(results)
    if any(result.verdict != "ok" for result in results):
        raise typer.Exit(1)


def _say_results(results: Any) -> None:
    say(f"Verification of Hotwash {__version__}\n")
    say(f"{'verdict':8} {'case':22} {'expected':>10} {'got':>10}  tolerance")
    for one in results:
        say(f"{one.verdict:8} {one.id:22} {one.expected:>10.8g} {one.got:>10.8g}  {one.tolerance}")
        say(f"{'':8} {one.what}")
    within = sum(one.verdict == "ok" for one in results)
    say(f"\n{within} of {len(results)} cases are within their tolerance.")


@plan_app.command("make")
def plan_make(
    kind: Annotated[str, typer.Option(metavar="KIND", help="elementary, middle or high.")],
    people: Annotated[int, typer.Option(metavar="NUMBER", min=100, max=5000, help="Pupils and staff, 100 to 5000.")],
    path: NewFile,
    seed: Seed = 1,
) -> None:
    """Generate a plausible invented school."""
    from simulator import session

    with working("Making a school"):
        session.make_plan(kind, people, seed, path)
    say(f"{path} is written. Look at it with: hotwash plan draw {path} -o {path.with_suffix('.png')}")


@plan_app.command("draw")
def plan_draw(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A plan file, or the name of a shipped one.")],
    path: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The picture to write: .png or .svg.")],
) -> None:
    """Draw a floor plan, its levels side by side."""
    from simulator import session

    with working("Drawing"):
        session.draw_plan_file(plan, path)
    say(f"{path} is drawn.")


@plan_app.command("check")
def plan_check(
    paths: Annotated[list[str], typer.Argument(metavar="PLAN", help="Plan files.")], as_json: Json = False
) -> None:
    """Say everything that is wrong with plans, each with its line."""
    _check(paths, explain=False, as_json=as_json, expected="plan")


@app.command()
def version() -> None:
    """Print the version."""
    say(__version__)


def main() -> None:
    """Run the command line; errors become sentences and exit codes."""
    # NumPy and SciPy each start a pool of threads for matrices, which takes 0.1 s, and nothing here multiplies any
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that the terminal lacks is no reason to stop
    try:
        app(prog_name="hotwash")
    except InvalidFile as error:
        for problem in error.problems:
            err.print(escape(str(problem)), soft_wrap=True)
        sys.exit(error.exit_code)
    except SimulatorError as error:
        err.print(escape(str(error)), soft_wrap=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
