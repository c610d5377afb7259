"""`hotwash export`: find the scenario or the exercise, make the documents that were asked for, write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from simulator.cli_live import Data, opened
from simulator.console import EXERCISE, Json, Seed, print_json, say, settings_of, working
from simulator.errors import NotFound, Refused

if TYPE_CHECKING:
    from simulator.exports.papers.subject import Subject
    from simulator.exports.papers.wish import Wish
    from simulator.exports.registry import Document

Jobs = list[tuple["Document", Path]]
What = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO|EXERCISE", help="A scenario, or an exercise's ID; without it, lists what there is."
    ),
]
Folder = Annotated[
    Path | None, typer.Option("--all", metavar="FOLDER", help="Everything that can be made of it, into a folder.")
]
Template = Annotated[
    Path | None, typer.Option(metavar="FILE.docx", help="Your district's own Word template for the SitMan.")
]
NewTemplate = Annotated[
    Path | None, typer.Option(metavar="FILE.docx", help="Write such a template to begin with, and stop.")
]
Minutes = Annotated[
    Literal["45", "90", "180"], typer.Option(help="How long the session is; an exercise knows it already.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Fix a variable of a scenario.")
]
Editions = Annotated[Literal["confidential", "public"], typer.Option(help="Public: no plan, no messages.")]
Copies = Annotated[int, typer.Option(metavar="NUMBER", min=1, max=99, help="How many numbered maps.")]
Docx = Annotated[Path | None, typer.Option(metavar="FILE.docx")]
Pdf = Annotated[Path | None, typer.Option(metavar="FILE.pdf")]
Xlsx = Annotated[Path | None, typer.Option(metavar="FILE.xlsx")]


def add_to(app: typer.Typer) -> None:
    """Add the command about documents."""
    app.command()(export)


def export(
    what: What = None,
    all_: Folder = None,
    sitman: Docx = None, runsheet: Pdf = None, msel: Xlsx = None, handbook: Pdf = None, eeg: Docx = None,
    rolecards: Pdf = None, tents: Pdf = None, slips: Pdf = None, callform: Pdf = None, statements: Pdf = None,
    scribelog: Pdf = None, signin: Pdf = None, maps: Pdf = None, board: Pdf = None, washcard: Pdf = None,
    feedback: Pdf = None, aar: Docx = None, improvement: Xlsx = None,
    events: Annotated[
        Path | None, typer.Option(metavar="FILE.jsonl", help="An exercise's events, from which its debrief is counted.")
    ] = None,
    edition: Editions = "confidential",
    template: Template = None,
    write_template: NewTemplate = None,
    paper: Annotated[Literal["letter", "a4"], typer.Option(help="Size of the pages.")] = "letter",
    copies: Copies = 8,
    minutes: Minutes = "90",
    seed: Seed = 1,
    settings: Settings = None,
    data: Data = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Make the documents of a scenario or an exercise: for players, facilitator, controllers, evaluators."""
    from simulator.exports.papers.wish import Wish

    chosen = {
        "sitman": sitman, "runsheet": runsheet, "msel": msel, "handbook": handbook, "eeg": eeg, "rolecards": rolecards,
        "tents": tents, "slips": slips, "callform": callform, "statements": statements, "scribelog": scribelog,
        "signin": signin, "maps": maps, "board": board, "washcard": washcard, "feedback": feedback, "aar": aar,
        "improvement": improvement,
    }  # fmt: skip
    named = {name: path for name, path in chosen.items() if path is not None}
    if write_template is not None:
        _write_template(write_template)
        return
    if what is None:
        _list_documents(as_json)
        return
    if not named and all_ is None and events is None:
        raise Refused("say which documents, such as --sitman FILE.docx, or --all FOLDER; `hotwash export` lists them")
    if template is not None and sitman is None and all_ is None:
        raise Refused("--template is for the SitMan; name it too, with --sitman FILE.docx")
    wish = Wish(edition, paper, copies, template, dt.datetime.now().replace(microsecond=0))
    with working("Reading") as progress:
        subject = _subject(what, data, {"seed": seed, "minutes": int(minutes)}, settings or [])
        jobs = _jobs(subject, wish, named, all_)
        lines = _events_of(subject, events) if events is not None else b""
        written = _written(jobs, subject, wish, progress)
        if events is not None:
            _write(events, lines)
    _tell(written, as_json, events)


# ---- of what ---------------------------------------------------------------------------------------------------------


def _subject(what: str, data: str | None, settings: dict[str, Any], texts: list[str]) -> Subject:
    """A scenario as drafted, or an exercise by its ID."""
    from simulator import live, session
    from simulator.exports.papers.subject import of_draft, of_exercise

    fixed = settings_of(texts)
    try:
        session.found(what, "scenario")
    except NotFound as error:
        stream = _stream(what, data, error)
        if fixed:
            raise Refused("--set is for a scenario; an exercise keeps what it was begun with") from None
        return of_exercise(live.open(opened(data), stream))
    bundle = session.load_scenario(what)
    fixed = session.understood(bundle, fixed)
    session.refuse_impossible(bundle, fixed)
    return of_draft(bundle, {**settings, "set_values": fixed})


def _stream(what: str, data: str | None, error: NotFound) -> str:
    streams = [one.stream for one in opened(data).headers()]
    stream = what if what in streams else f"exercise:{what}"
    if stream not in streams:
        known = ", ".join(one.partition(":")[2] for one in streams) or "none yet"
        raise NotFound(f"{error}; exercises that are kept: {known}") from None
    return stream


# ---- what is made ----------------------------------------------------------------------------------------------------


def _jobs(subject: Subject, wish: Wish, named: dict[str, Path], folder: Path | None) -> Jobs:
    """Each document with its file; whatever stands in the way is said before anything is made."""
    from simulator.exports.registry import document, ready, refusal

    jobs: Jobs = [(document(name), path) for name, path in named.items()]
    if folder is not None:
        rest = [one for one in ready(subject) if wish.edition in one.editions and one.name not in named]
        jobs += [(one, folder / one.file) for one in rest]
    for one, path in jobs:
        if (reason := refusal(one, subject, wish)) is not None:
            raise Refused(reason)
        if path.suffix.lower() != f".{one.kind}":
            raise Refused(
                f"{path}: the {one.title.lower()} is a .{one.kind}; name it {path.with_suffix('.' + one.kind).name}"
            )
        if path.exists():
            raise Refused(f"{path} is there already; name another file")
    return jobs


def _written(jobs: Jobs, subject: Subject, wish: Wish, progress: Any) -> Jobs:
    from simulator.exports.registry import make

    made = []
    for number, (one, path) in enumerate(jobs, 1):
        progress(f"{one.title}, {number} of {len(jobs)}")
        made.append((path, make(one, subject, wish)))
    for path, content in made:
        _write(path, content)
    return jobs


def _events_of(subject: Subject, path: Path) -> bytes:
    """The lines of events.jsonl of an exercise. Raises Refused where there is none, and rather than replace a file."""
    from simulator import session

    if subject.exercise is None:
        raise Refused("--events is for an exercise; of a scenario: hotwash run SCENARIO --out FOLDER")
    if path.suffix.lower() != ".jsonl":
        raise Refused(f"{path}: the events are a .jsonl; name it {path.with_suffix('.jsonl').name}")
    if path.exists():
        raise Refused(f"{path} is there already; name another file")
    return "".join(session.debrief_events(session.debrief_of_exercise(subject.exercise))).encode()


def _write_template(path: Path) -> None:
    from simulator.exports.papers.template import starter

    if path.suffix.lower() != ".docx":
        raise Refused(f"{path}: a template is a .docx; name it {path.with_suffix('.docx').name}")
    if path.exists():
        raise Refused(f"{path} is there already; name another file")
    _write(path, starter())
    say(f"{path} is written. Change it in Word as you like, then:\n")
    say(f"hotwash export SCENARIO --sitman FILE.docx --template {path}")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None


def _tell(written: Jobs, as_json: bool, events: Path | None = None) -> None:
    more = [(str(events), "everyone")] if events is not None else []
    if as_json:
        print_json({"exercise": EXERCISE, "written": [
            *({"name": one.name, "file": str(path), "for": one.for_whom} for one, path in written),
            *({"name": "events", "file": path, "for": whom} for path, whom in more),
        ]})  # fmt: skip
        return
    say(f"{EXERCISE}\n")
    for one, path in written:
        say(f"{path}: {one.title.lower()}, for {one.for_whom}")
    if events is not None:
        say(f"{events}: the events from which the debrief is counted (docs/debrief.md)")
    if any(one.for_whom in ("controllers", "evaluators", "facilitator") for one, _ in written):
        say("\nWhat is for facilitator, controllers or evaluators is never for players.")


def _list_documents(as_json: bool) -> None:
    from simulator.exports.registry import DOCUMENTS

    if as_json:
        print_json([{"name": one.name, "title": one.title, "kind": one.kind, "for": one.for_whom, "needs": one.needs,
                     "editions": list(one.editions)} for one in DOCUMENTS])  # fmt: skip
        return
    say(f"{EXERCISE}\n")
    for one in DOCUMENTS:
        needs = {"draft": "", "exercise": " (of an exercise)", "finished": " (of an exercise that has ended)"}[
            one.needs
        ]
        say(f"--{one.name:12} {one.kind:5} for {one.for_whom}: {one.title}{needs}: {one.what}")
