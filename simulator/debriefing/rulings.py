"""What the room set, as moments worth talking about: experts called a consequence unrealistic, and said why."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.debrief.moments.candidate import Candidate
from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.deeds import deed
from simulator.analysis.disciplines import of_role
from simulator.analysis.words import one_line, sentence
from simulator.live.log import Record
from simulator.live.state import Core

SET = "Set by the room: "


def ruled(core: Core, subject: Subject) -> Iterator[Candidate]:
    """One candidate for each ruling that counts."""
    rows = {row[2]: row for row in subject.rows("done") if row[4] == "rule"}
    for one in core.records:
        row = rows.get(str(one.decision["id"]))
        if one.by != "set_by_room" or one.state == "withdrawn" or row is None:
            continue
        what = plain(deed(subject.run, row)).removeprefix(SET).rpartition(" (")[0]
        yield Candidate(
            "ruling", of_role(_who(one), None), 50, one.at_ms, one.at_ms, f"{SET}{one_line(what, 80)}",
            f"At {subject.said(one.at_ms)} the room set what followed. {_why(one)}", ("set_by_room",), (row,),
        )  # fmt: skip


def _who(one: Record) -> str:
    return one_line(str(one.decision.get("who", "")), 60)


def _why(one: Record) -> str:
    says = one.decision.get("says")
    words = one_line(says if isinstance(says, str) else " ".join(map(str, says or ())), 160).rstrip(".")
    said_by = f"{sentence(_who(one))}: " if _who(one) else "Why: "
    return f"{said_by}“{words}.” It is left out of comparisons."
