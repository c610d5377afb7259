"""The report's first pages: cover, the way it has gone, overview, and the summary that a person edits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from simulator.analysis.words import counted, listed
from simulator.exports.aar.content import FROM, NOT_RATED, RATINGS, Content
from simulator.exports.word import STAMP, Word
from simulator.live.written import PHASES

EDITIONS = {
    "confidential": "Confidential edition: for those who plan and respond. Keep it with the emergency plan.",
    "public": "Public edition: without names, without the plan of the building, and without what concerns locks, "
    "keys, cameras and where people were in danger.",
}
KINDS = {"exercise": "Exercise", "run": "Single run of the simulation", "drill": "Drill"}


def cover(word: Word, content: Content) -> None:
    """The title, whose exercise it was, which edition and phase, and the phases that it has gone through."""
    data = content.data
    word.text(STAMP, "Subtitle", bold=True)
    word.title("After-Action Report and Improvement Plan")
    word.text(str(data["title"]), "Subtitle")
    word.pairs(
        [
            ("School", data["school"]),
            ("Played on", _played(data)),
            ("Report", f"{PHASES[content.written.phase].capitalize()}{_made(content)}"),
            ("Edition", EDITIONS[content.edition]),
            ("Handling", str(data["label"])),
            ("Exercise version", f"{data['version']} (Hotwash {data['engine']}; {_course(data)})"),
        ]
    )
    _way(word, content)
    word.note(
        "Times say where they are from: stated (by the room), simulated, observed (by an evaluator or a stopwatch), "
        "assumed from the plan, set by the room. Sentences are about conditions, never about a person's fault."
    )
    word.new_page()


def _played(data: Mapping[str, Any]) -> str:
    played = data.get("played")
    if not played:
        return "Not played by people"
    minutes = played.get("minutes")
    return f"{played['on']}, {minutes} minutes in the room" if minutes else str(played["on"])


def _made(content: Content) -> str:
    return f", {content.made:%Y-%m-%d}" if content.made is not None else ""


def _course(data: Mapping[str, Any]) -> str:
    number = data.get("corrections") or 0
    if data.get("course") == "as_shown":
        return "as shown, without later corrections"
    return f"as corrected, {counted(number, 'correction')} of the record" if number else "the record was not corrected"


def _way(word: Word, content: Content) -> None:
    """Draft, agency comments, meeting, final: when each was reached, as the log has it."""
    gone = {one.phase: one for one in content.written.phases}
    rows = []
    for name, words in PHASES.items():
        reached = gone.get(name)
        on = f"{dt.datetime.fromtimestamp(reached.wall_ms / 1000):%Y-%m-%d}" if reached else "not yet"
        now = " (now)" if name == content.written.phase else ""
        rows.append((f"{words.capitalize()}{now}", on if reached or name != "draft" else "from the end of play",
                     reached.text if reached else ""))  # fmt: skip
    word.table(("Phase", "Reached on", "Remark"), rows, (3, 2, 4), "How far this report is")


# ---- overview --------------------------------------------------------------------------------------------------------


def overview(word: Word, content: Content) -> None:
    """What was exercised, with whom, in the words of the scenario and of whoever edits the report."""
    data, about = content.data, content.about
    word.heading("Exercise overview")
    capabilities = dict.fromkeys(one.get("capability") or "" for one in data["objectives"])
    rows = [
        ("Name", data["title"]), ("Kind", about.get("type") or KINDS.get(data["kind"], "Exercise")),
        ("Date", _played(data)), ("Scope", about.get("scope", "")), ("Hazard", about.get("hazard", "")),
        ("Core capabilities", ", ".join(one for one in capabilities if one)),
        ("Objectives", "\n".join(f"{one['id']}  {one['text']}" for one in data["objectives"])),
        ("Scenario time", _span(data)), ("Sponsor", about.get("sponsor", "")), ("Took part", _took_part(data)),
    ]  # fmt: skip
    word.pairs([(label, words or "Not stated") for label, words in rows])
    if words := content.written.sections.get("overview", "").strip():
        word.text(words)


def _span(data: Mapping[str, Any]) -> str:
    begins, ends = _clock(data["starts_clock_ms"]), _clock(data["starts_clock_ms"] + data["ends_ms"])
    return f"{begins} to {ends}{'' if data.get('finished') else ' (play has not ended)'}"


def _clock(ms: int) -> str:
    seconds = ms // 1000 % 86_400
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _took_part(data: Mapping[str, Any]) -> str:
    roles = [one for one in data.get("attendance", []) if one.get("n")]
    return "\n".join(f"{one['title']}{f' ({one_n(one)})' if one['n'] > 1 else ''}" for one in roles)


def one_n(one: Mapping[str, Any]) -> str:
    """How many played a role."""
    return counted(int(one["n"]), "person", "people")


# ---- summary ---------------------------------------------------------------------------------------------------------


def summary(word: Word, content: Content) -> None:
    """A person's summary; until there is one, the moments worth talking about, to be edited."""
    data = content.data
    word.heading("Executive summary")
    if words := content.written.sections.get("summary", "").strip():
        word.text(words)
    else:
        word.note("Draft from the log: these moments stood out. Keep, change or delete them, and say what they mean.")
        word.text(opening(content))
        for one in data["moments"]:
            from_where = f" ({', '.join(_of(one))})" if _of(one) else ""
            word.labelled(f"{one['said']}  {one['title'].rstrip('.')}", f"{one['text']}{from_where}")
        if not data["moments"]:
            word.text("The log has no moment that stands out by itself.")
    _at_a_glance(word, content)


def _of(one: Mapping[str, Any]) -> list[str]:
    return [FROM.get(name, name.replace("_", " ")) for name in one.get("provenance", [])]


def opening(content: Content) -> str:
    """The first sentences of a summary, from what is known."""
    data, written = content.data, content.written
    played = data.get("played")
    first = f"{data['school']} exercised “{data['title']}”" + (f" on {played['on']}." if played else ".")
    strengths, issues = len(written.of_sort("strength")), len(written.of_sort("improve"))
    counts = [
        counted(strengths, "strength"), counted(issues, "area to improve", "areas to improve"),
        counted(len(written.of_sort("action")), "corrective action"),
    ]  # fmt: skip
    return f"{first} So far {listed(counts)} are written down."


def _at_a_glance(word: Word, content: Content) -> None:
    rows = []
    for one in content.data["objectives"]:
        rating = content.written.rating_of(one["id"]) or one.get("rating")
        rows.append((one["id"], one["text"], one.get("capability") or "", RATINGS.get(str(rating), NOT_RATED)))
    word.table(("No.", "Objective", "Core capability", "Rating"), rows, (0.8, 5, 2.4, 2.6), "Objectives and ratings")
    word.note("Ratings are given by people. The simulation brings evidence and rates nothing.")
