"""The report's end: the improvement plan on wide pages, and the appendices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.exports.aar.analysis import provenance
from simulator.exports.aar.content import DISCIPLINES, Content, discipline_words
from simulator.exports.aar.front import one_n
from simulator.exports.aar.plan_table import HEAD, plan_rows
from simulator.exports.word import Word

WIDTHS = (0.75, 2.0, 2.0, 2.2, 1.45, 1.75, 1.4, 1.5, 1.6, 1.15, 1.5)
SORTS = {"decision": "decision", "message": "message", "event": "event", "missed": "expected, not seen"}


def improvement_plan(word: Word, content: Content) -> None:
    """The improvement plan's table, on pages turned; Hotwash reads it back by its first column."""
    word.turn(landscape=True)
    word.heading("Improvement plan")
    rows = plan_rows(content.written)
    if rows and not content.is_public:
        word.text(
            "Edit the table here or in the spreadsheet, and read it back: rows are known by their number; give a new "
            "row none. Priority H, M or L; dates like 2027-03-15. "
            "An action whose row you delete is taken off only if you say so then."
        )
    elif not rows:
        word.text("No corrective action is written down yet.")
    word.table(HEAD, rows or [("",) * len(HEAD)], WIDTHS, "Improvement plan", small=True)
    known = [
        (one.id, content.statuses[one.id]) for one in content.written.of_sort("action") if one.id in content.statuses
    ]
    if known:
        word.note("On the school's programme: " + "; ".join(f"{name} {status}" for name, status in known) + ".")
    word.note("An action is closed by a person after its retest. None closes by itself.")
    word.turn(landscape=False)


def timeline(word: Word, content: Content) -> None:
    """Every row of the lanes in order of time."""
    word.heading("Appendix A: timeline")
    items = sorted(
        ((item["t_ms"], lane["discipline"], item) for lane in content.data.get("lanes", []) for item in lane["items"]),
        key=lambda one: one[0],
    )
    rows = [
        (str(n), item["said"], DISCIPLINES.get(name, name), SORTS.get(item["sort"], item["sort"]), item["words"],
         provenance(item))
        for n, (_, name, item) in enumerate(items, 1)
    ]  # fmt: skip
    if not rows:
        word.text("Nothing is on the timeline.")
        return
    head = ("No.", "Time", "Discipline", "What", "Words", "From")
    word.table(head, rows, (0.75, 1.25, 1.5, 1.3, 4.5, 1.3), "Timeline", small=True)
    if content.left_out:
        word.note(f"{content.left_out} rows that concern locks or places of the plan are not in this edition.")


def plan_and_play(word: Word, content: Content) -> None:
    """Each step of the response plan beside what the room did."""
    rows = [_planned(one, content) for one in content.data.get("plan_play", [])]
    if rows:
        word.heading("Appendix B: plan and play")
        head = ("Step of the plan", "Plan has it at", "Room had it at", "Came as", "From")
        word.table(head, rows, (4.5, 1.6, 1.6, 1.6, 1.6), "Plan says, room chose", small=True)


def _planned(one: Mapping[str, Any], content: Content) -> tuple[str, ...]:
    times = [content.clock(one.get(name)) for name in ("plan_ms", "play_ms")]
    state = str(one.get("state") or "").replace("_", " ")
    return str(one["words"]), *times, state, provenance(one) if one.get("play_ms") is not None else ""


def took_part(word: Word, content: Content) -> None:
    """Roles, and how many people played each; nobody's name."""
    word.heading("Appendix C: who took part")
    rows = [
        (one["title"], discipline_words(str(one.get("discipline") or "")), one_n(one))
        for one in content.data.get("attendance", []) if one.get("n")
    ]  # fmt: skip
    if rows:
        word.table(("Role", "Discipline", "Played by"), rows, (4, 3, 2), "Who took part")
    else:
        word.text("Nobody took a seat; roles were played at the facilitator's desk.")


def comments(word: Word, content: Content) -> None:
    """What agencies said of the draft, with the answers."""
    word.heading("Appendix D: agency comments")
    rows = [
        (one.id, one.agency, one.about, one.text, one.answer or "not yet answered") for one in content.written.comments
    ]
    if rows:
        head = ("No.", "Agency", "About", "Comment", "Answer")
        word.table(head, rows, (0.9, 1.8, 1.6, 4, 2.8), "Agency comments")
    else:
        word.text("No agency has commented yet.")
