"""The one facade that the command line and the dashboard call: open files, run, check, write results.

What only some commands need (figures, the generator, verification) is imported when asked for: starting takes time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.engine import run as engine
from simulator.files import Explained, explain, skeleton
from simulator.model.bundle import Bundle
from simulator.model.decisions import Decision
from simulator.model.run import Run
from simulator.session.debrief import (
    debrief_events,
    debrief_of_exercise,
    debrief_of_run,
    debrief_ranges,
    debrief_replay,
    debrief_what_if,
    debrief_why,
    schools_over_time,
)
from simulator.session.drilling import compare_cards, deal, drill_rules, learn, planned_drill, write_drill_file
from simulator.session.many import (
    draw_levers,
    levers,
    levers_as_json,
    levers_in_words,
    sweep,
    sweep_as_json,
    swept,
    what_if,
    what_if_as_json,
    what_if_in_words,
)
from simulator.session.opening import (
    SUFFIXES,
    Checked,
    check,
    found,
    load_decisions,
    load_plan,
    load_scenario,
    named,
    refuse_impossible,
    seats_in,
    seconds_of,
    shipped_files,
    understood,
)
from simulator.session.writing import (
    draw_plan_file,
    make_plan,
    measured,
    spoken,
    unused_folder,
    write_new,
    write_results,
    write_skeleton,
)

if TYPE_CHECKING:
    from simulator.verification import Result

__all__ = [
    "SUFFIXES", "Checked", "Explained", "check", "compare_cards", "deal", "debrief_events",
    "debrief_of_exercise", "debrief_of_run", "debrief_ranges", "debrief_replay", "debrief_what_if", "debrief_why",
    "demo", "draw_levers", "draw_plan_file", "drill_rules", "explain", "found", "learn", "levers", "levers_as_json",
    "levers_in_words",
    "load_decisions", "load_plan", "load_scenario", "make_plan", "measured", "named", "planned_drill",
    "refuse_impossible", "run", "schools_over_time", "seats_in", "seconds_of", "shipped_files", "skeleton", "spoken",
    "sweep", "sweep_as_json", "swept", "understood", "unused_folder", "verify", "what_if", "what_if_as_json",
    "what_if_in_words", "why", "write_drill_file", "write_new", "write_results", "write_skeleton",
]  # fmt: skip

DEMO_SCENARIO = "maple-ridge-fire-drill.yaml"


@wraps(engine.run)
def run(
    bundle: Bundle, seed: int, decisions: Iterable[Decision] = (), until: float | None = None,
    trace: Iterable[str] = (), **more: Any,
) -> Run:  # fmt: skip
    chosen = tuple(decisions)

    def tells_why(party: str, t_s: float) -> str:
        from simulator.analysis.parties import party_meant

        meant = party_meant(played, party).party
        traced = engine.run(bundle, seed, chosen, until, (meant,), **more) if meant is not None else played
        return why(traced, party, t_s)

    played = engine.run(bundle, seed, chosen, until, trace, **more)
    return replace(played, tells_why=tells_why)


def why(played: Run, party: str, t_s: float) -> str:
    """The latest choice of a traced party at or before an instant (seconds), with options and margins, in words.

    A party is named as in the log, by its room, or by a role's or group's name. Raises `NotFound` where that is nobody.
    """
    from simulator.analysis.why import why as told

    return told(played, party, t_s)


def verify(progress: Callable[[str], None] | None = None) -> list[Result]:
    """Run the published verification cases."""
    from simulator import verification

    return verification.verify(progress)


def demo(folder: str | Path, seed: int) -> tuple[Run, Path]:
    """The shipped fire drill at the shipped elementary school, and the folder with its results."""
    played = run(load_scenario(DEMO_SCENARIO), seed)
    return played, write_results(played, folder)
