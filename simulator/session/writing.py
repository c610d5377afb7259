"""What is written for people: results, summaries, plans, drawings and skeletons; never over a file of theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator import files
from simulator.errors import Refused
from simulator.files import skeleton
from simulator.files.vocabulary import Kind
from simulator.model.run import Run
from simulator.session.opening import load_plan


def measured(run: Run) -> dict[str, Any]:
    """What `--json` prints and metrics.json holds: scenario, seed, draw, metrics, digest, engine."""
    from simulator.analysis.metrics import metrics
    from simulator.analysis.results import result_of

    return result_of(run, metrics(run))


def spoken(run: Run) -> str:
    """The run in words that a facilitator could read aloud (Markdown)."""
    from simulator.analysis.metrics import metrics
    from simulator.analysis.summary import summary

    return summary(run, metrics(run))


def write_results(run: Run, folder: str | Path, on_kept: Callable[[Path], None] | None = None) -> Path:
    """events.jsonl, metrics.json, summary.md and figures/ into a folder.

    `on_kept` is told the new name of each file in it that a person had written or changed.
    """
    from simulator.analysis import output
    from simulator.plans.draw import draw

    return output.write(run, Path(folder), draw, on_kept)


def make_plan(kind: str, people: int, seed: int, out: str | Path) -> Path:
    """Generate an invented school and write its plan. Raises Refused rather than replace a file."""
    if kind not in ("elementary", "middle", "high"):
        raise Refused(f"kind is elementary, middle or high, not {kind}")
    from simulator.plans.make import make

    return write_new(Path(out), files.dump_plan(make(kind, people, seed)))  # type: ignore[arg-type]


def draw_plan_file(path: str, out: str | Path) -> Path:
    """Draw a plan to a .png or .svg file."""
    from simulator.plans.draw import draw

    draw(load_plan(path), Path(out))
    return Path(out)


def write_skeleton(kind: Kind, out: str | Path) -> tuple[Path, ...]:
    """Write a commented file of a kind to start from, and say which files that made.

    A scenario's comes with the plan that it names, unless there is a `plan.yaml` in the folder already.
    """
    path = Path(out)
    plan = path.parent / "plan.yaml"
    made: tuple[Path, ...] = (write_new(path, skeleton(kind)),)
    if kind == "scenario" and not plan.exists():
        made += (write_new(plan, skeleton("plan")),)
    return made


def write_new(path: Path, text: str) -> Path:
    """Write a file that is not there yet. Raises Refused in words."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        taken = path.exists() or path.is_symlink()
        why = (
            "is there already; name another file" if taken else "cannot be written: a file stands in its folder's place"
        )
        raise Refused(f"{path} {why}") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from None
    return path


def unused_folder(wanted: str) -> Path:
    """`wanted`, or `wanted-2`, `-3` ... where that has something in it already."""
    for number in range(1, 10_000):
        folder = Path(wanted if number == 1 else f"{wanted}-{number}")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return folder
    raise Refused(f"there are too many folders called {wanted}")
