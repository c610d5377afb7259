"""Evaluation and the report, as the log has them: people's judgements, findings, phases, and the words of the report.

The tool brings evidence elsewhere; what stands here was written by a person. Every change is an entry of its own, so
that an earlier wording is never lost: the latest counts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from simulator.errors import Refused
from simulator.live.outcome import Outcome
from simulator.live.saying import RATINGS
from simulator.live.situation import Args, Desk, mapping, name_in, one_of, text
from simulator.live.written import ELEMENTS, PHASES, PRIORITIES, SECTIONS, SORTS, Finding, Written, written_of

LONGEST_WORDS = 20_000
"""The most characters of one text of the report: a page or two."""
SHORT = 200
MOST_AT_ONCE = 200
MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DATES = {"start": "start date", "due": "completion date", "retest": "retest date"}
WORDS = ("text", "objective", "capability", "discipline", "owner", "contact", "issue", "source")
FREE = {"text": 4_000}


def judge(desk: Desk, args: Args) -> Outcome:
    """What a person makes of an objective (`text`), and P, S, M, U or an empty `rating`: not yet. Only people rate.

    Of a judgement that is there already, what is not sent stays.
    """
    name = name_in(args, "objective")
    if name not in {one.id for one in desk.scenario.objectives}:
        raise Refused("there is no such objective")
    _open_for_words(desk)
    old = written_of(desk.core.entries).judgements.get(name)
    payload: dict[str, Any] = {
        "objective": name, "text": old.text if old else "", "rating": old.rating if old else None,
    }  # fmt: skip
    if "text" in args:
        payload["text"] = text(args, "text", needed=False, longest=LONGEST_WORDS)
    if "rating" in args:
        payload["rating"] = _rating(desk, args)
    return Outcome((desk.draft("judgement", payload),), "Written down.")


def _rating(desk: Desk, args: Args) -> str | None:
    if args["rating"] in (None, ""):
        return None
    if desk.core.ended is None:
        raise Refused("objectives are rated after play")
    return one_of(args, "rating", RATINGS)


# ---- findings --------------------------------------------------------------------------------------------------------


def find(desk: Desk, args: Args) -> Outcome:
    """A strength, an area to improve or a corrective action. With the `id` of one that is there, its new wording.

    Of a change only what is sent is changed; `out` takes it off the report, and it stays in the log.
    """
    _open_for_words(desk)
    one, _ = finding_of(args, written_of(desk.core.entries))
    return Outcome((desk.draft("finding", {"found": [one]}),), "Written down.", {"id": one["id"]})


def find_many(desk: Desk, args: Args) -> Outcome:
    """Several findings in one entry, such as those of the hot wash or a table read back: all of them, or none."""
    _open_for_words(desk)
    given = args.get("found")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_AT_ONCE:
        raise Refused(f"expected one to {MOST_AT_ONCE} findings")
    written, found, new = written_of(desk.core.entries), [], 0
    for one in given:
        kept, is_new = finding_of(mapping({"one": one}, "one"), written, new)
        found.append(kept)
        new += is_new
    return Outcome((desk.draft("finding", {"found": found}),), "Written down.", {"ids": [one["id"] for one in found]})


def finding_of(args: Args, written: Written, new_before: int = 0) -> tuple[dict[str, Any], bool]:
    """A finding from what was sent, checked, and whether it is new; of an old one, what was not sent stays.

    `new_before` new ones come before it in the same entry. Raises Refused in a sentence that names what is wrong.
    """
    name = text(args, "id", needed=False, longest=SHORT)
    old = written.finding(name) if name else None
    if name and old is None:
        raise Refused(f"there is no finding {name}")
    found: dict[str, Any] = old.as_payload() if old is not None else {"id": f"F{written.numbered + new_before + 1}"}
    if old is None or "sort" in args:
        found["sort"] = one_of(args, "sort", SORTS)
    for field in WORDS:
        if field in args or (field == "text" and old is None):
            found[field] = text(args, field, needed=field == "text", longest=FREE.get(field, SHORT))
    for field, words in DATES.items():
        if field in args:
            found[field] = date_in(text(args, field, needed=False, longest=40), words)
    for field, choices in (("priority", PRIORITIES), ("element", ELEMENTS)):
        if field in args:
            found[field] = one_of(args, field, ("", *choices)) if args[field] != "" else ""
    if "out" in args:
        found["out"] = args["out"] is True
    if found.get("issue") and not _mends(written, found["issue"]):
        raise Refused(f"there is no area to improve {found['issue']}")
    if found["sort"] != "action":
        found.pop("issue", None)
    return found, old is None


def _mends(written: Written, name: str) -> bool:
    found = written.finding(name)
    return found is not None and found.sort == "improve"


def date_in(words: str, what: str) -> str:
    """A date as 2027-03-15, or nothing. 3/15/2027 is read too, the month first. Raises Refused where it is none."""
    if not words:
        return ""
    try:
        month_first = MONTH_FIRST.fullmatch(words)
        if month_first:
            month, day, year = map(int, month_first.groups())
            return dt.date(year, month, day).isoformat()
        return dt.date.fromisoformat(words).isoformat()
    except ValueError:
        raise Refused(f"the {what} is written like 2027-03-15 (or 3/15/2027); {words!r} is no date") from None


def date_in_words(iso: str) -> str:
    """2027-03-15 as `15 March 2027`, which nobody can read otherwise."""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def doubts(one: Finding, played_on: str = "") -> tuple[str, ...]:
    """What cannot be with an action's dates, a sentence for each. `played_on` is the exercise's day (2026-11-24).

    Nothing is refused for it: dates are typed one after the other, and a person may mean it.
    """
    days = [("start", "exercise", played_on, one.start), ("due", "exercise", played_on, one.due),
            ("due", "start date", one.start, one.due), ("retest", "completion date", one.due, one.retest),
            ("retest", "start date", one.start, one.retest)]  # fmt: skip
    found = [
        f"The {DATES[field]} ({date_in_words(after)}) is before the {what} ({date_in_words(before)})."
        for field, what, before, after in days
        if before and after and after < before
    ]
    return tuple(found)


# ---- the report ------------------------------------------------------------------------------------------------------


def report(desk: Desk, args: Args) -> Outcome:
    """The report goes on to a phase, gets words of a section, or an agency's comment (`id`: the answer to one)."""
    match [name for name in ("phase", "section", "comment") if name in args]:
        case ["phase"]:
            return _phase(desk, args)
        case ["section"]:
            _open_for_words(desk)
            words = text(args, "text", needed=False, longest=LONGEST_WORDS)
            payload = {"section": _section(desk, name_in(args, "section")), "text": words}
            return Outcome((desk.draft("report", payload),), "Written down.")
        case ["comment"]:
            return _comment(desk, args)
    raise Refused("say one of: phase, section, comment")


def _section(desk: Desk, name: str) -> str:
    """A part of the report, or the answer to a question of the exercise (`question:M1.2`)."""
    asked = {f"question:{part.id}.{n}" for part in desk.scenario.modules for n, _ in enumerate(part.questions, 1)}
    if name not in SECTIONS and name not in asked:
        raise Refused("the report has no such part")
    return name


def _phase(desk: Desk, args: Args) -> Outcome:
    phase = one_of(args, "phase", tuple(PHASES))
    if desk.core.ended is None:
        raise Refused("the report begins when play has ended")
    payload: dict[str, Any] = {"phase": phase}
    if words := text(args, "text", needed=False):
        payload["text"] = words
    return Outcome((desk.draft("report", payload),), f"The report is now: {PHASES[phase]}.")


def _comment(desk: Desk, args: Args) -> Outcome:
    written = written_of(desk.core.entries)
    name = text(args, "id", needed=False, longest=SHORT)
    known = {one.id: one for one in written.comments}
    if name and name not in known:
        raise Refused(f"there is no comment {name}")
    payload: dict[str, Any] = {
        "comment": text(args, "comment"), "id": name or f"C{len(known) + 1}",
        "agency": text(args, "agency", longest=SHORT), "about": text(args, "about", needed=False, longest=SHORT),
        "answer": text(args, "answer", needed=False),
    }  # fmt: skip
    return Outcome((desk.draft("report", payload),), "Written down.", {"id": payload["id"]})


def _open_for_words(desk: Desk) -> None:
    if written_of(desk.core.entries).phase == "final":
        raise Refused("the report is final; set it back to the after-action meeting to change its words")


DOES: Mapping[str, Callable[[Desk, Args], Outcome]] = {
    "judge": judge, "find": find, "find_many": find_many,
}  # fmt: skip
"""The acts of the evaluation, by name; the facilitator's and an evaluator's. `report` is the facilitator's alone."""
