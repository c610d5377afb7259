"""Moments of those who come: command, one command shared, rooms cleared twice, the first patient."""

from __future__ import annotations

from collections import Counter

from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, far
from simulator.analysis.disciplines import of_agency
from simulator.analysis.who import agency_words, the_agency
from simulator.analysis.words import counted, elapsed, listed, people, place, sentence
from simulator.model.agencies import patients_of
from simulator.model.events import Row

APART_MS = 180_000
"""Two agencies on the site without one command for longer than this are worth a moment (an assumption)."""
SOON_MS = 240_000


def _firsts(play: Play) -> dict[str, Row]:
    """The first unit of each agency on the site."""
    found: dict[str, Row] = {}
    for row in play.subject.rows("arrived"):
        if row[3] in play.subject.run.scenario.agencies:
            found.setdefault(row[3], row)
    return found


def shared_command(play: Play) -> Found:
    """How long two agencies were there before they shared one command; soon is to keep."""
    subject, firsts = play.subject, sorted(_firsts(play).values(), key=lambda row: row[0])
    if len(firsts) < 2:
        return
    second, unified = firsts[1], subject.first("unified_command")
    both = listed(the_agency(row[3]) for row in firsts[:2])
    there = f"{sentence(both)} were both on the site from {subject.said(second[0])} on."
    if unified is None:
        if subject.run.until_ms - second[0] < APART_MS:
            return
        yield Candidate(
            "no_shared_command", "law", 76, second[0], subject.run.until_ms, "The agencies had no command together",
            f"{there} By the end they had not shared one command.", play.sources(second), (second,),
            units=(firsts[0][4], second[4]),
        )  # fmt: skip
        return
    gap_ms = unified[0] - second[0]
    well = gap_ms <= SOON_MS
    if gap_ms > APART_MS or well:
        yield Candidate(
            "shared_command", "law", 58 if well else 50 + far(gap_ms - APART_MS, 10, 30), second[0], unified[0],
            f"One command after {elapsed(max(gap_ms, 0))}" if well else (
                f"{sentence(elapsed(gap_ms))} until one command was shared"),
            f"{there} They shared one command at {subject.said(unified[0])}, {elapsed(max(gap_ms, 0))} after that."
            if gap_ms >= 0 else f"{there} They had one command already, since {subject.said(unified[0])}.",
            play.sources(unified), (second, unified), units=(firsts[0][4], second[4]), went_well=well,
        )  # fmt: skip


def late_command(play: Play) -> Found:
    """The first unit was there long before somebody had command."""
    subject, firsts = play.subject, sorted(_firsts(play).values(), key=lambda row: row[0])
    meant = [one.step.meant_ms for one in play.plan.values() if one.step.action == "establish_command"]
    if not firsts or not meant:
        return
    first, command = firsts[0], subject.first("command")
    lane = of_agency(first[3])
    there = f"{play.who(first[4])} was on the site at {subject.said(first[0])}."
    if command is None:
        if subject.run.until_ms - first[0] > min(meant) + 120_000:
            yield Candidate(
                "late_command", lane, 70, first[0], subject.run.until_ms, "No command had been named by the end",
                f"{there} The plan means a command within {elapsed(min(meant))}; by the end there was none.",
                play.sources(first), (first,), units=(first[4],),
            )  # fmt: skip
        return
    beyond_ms = command[0] - first[0] - min(meant)
    if beyond_ms > 60_000:
        yield Candidate(
            "late_command", lane, 40 + far(beyond_ms, 10, 20), first[0], command[0],
            f"{sentence(elapsed(command[0] - first[0]))} until somebody had command",
            f"{there} {play.who(command[3])} had command at {subject.said(command[0])}; the plan means "
            f"{elapsed(min(meant))}.",
            play.sources(first, command), (first, command), units=(first[4],),
        )  # fmt: skip


def cleared_twice(play: Play) -> Found:
    """Rooms that two teams searched."""
    rows = play.subject.rows("room_cleared")
    often = Counter(row[3] for row in rows)
    twice = [name for name in often if often[name] > 1]
    if not twice:
        return
    again = next(row for number, row in enumerate(rows) if row[3] in {one[3] for one in rows[:number]})
    where = counted(len(twice), "room") if len(twice) > 1 else place(play.subject.run.plan, twice[0])
    yield Candidate(
        "cleared_twice", "law", 68, rows[0][0], rows[-1][0], f"{sentence(where)} searched twice",
        f"The teams had separate lists: {where} {'were' if len(twice) > 1 else 'was'} cleared more than once, first at "
        f"{play.subject.said(again[0])}. The search of the rooms lasted {elapsed(rows[-1][0] - rows[0][0])} in all.",
        play.sources(again), (again,), tuple(twice),
    )  # fmt: skip


def first_patient(play: Play) -> Found:
    """How long until somebody who can help was with the first patient."""
    subject, wanted = play.subject, patients_of(play.subject.run.scenario)
    reached = subject.first("patient_reached")
    if not wanted:
        return
    start_ms = min(one.at_ms for one in wanted)
    sent = subject.first("dispatched")
    if reached is None:
        if subject.run.until_ms - start_ms > 600_000:
            yield Candidate(
                "first_patient", "fire_ems", 66, start_ms, subject.run.until_ms, "Help was still on its way at the end",
                f"From {subject.said(start_ms)} on {people(len(wanted))} needed care. By the end nobody who "
                "can help had been with them.", ("simulated",),
            )  # fmt: skip
        return
    if reached[0] - start_ms <= 240_000:
        yield Candidate(
            "quick_help", "fire_ems", 60, start_ms, reached[0], "Help was there soon",
            f"{play.who(reached[4])} was with the first patient at {subject.said(reached[0])}. "
            f"That was {elapsed(reached[0] - start_ms)} after help was needed.",
            play.sources(reached), (reached,), went_well=True,
        )  # fmt: skip
        return
    since = sent[0] if sent is not None else start_ms
    yield Candidate(
        "first_patient", "fire_ems", 44 + far(reached[0] - since - 480_000, 20, 25), since, reached[0],
        f"{sentence(elapsed(reached[0] - since))} until the first patient was reached",
        f"{'Units were sent' if sent is not None else 'Help was needed'} at {subject.said(since)}. "
        f"{play.who(reached[4])} was with the first patient at {subject.said(reached[0])}. {_rtf(play)}".rstrip(),
        play.sources(reached), (reached,), units=(reached[4],) if reached[4] else (),
    )  # fmt: skip


def _rtf(play: Play) -> str:
    """What the task force waited for."""
    subject = play.subject
    formed, ccp, unified = (subject.first(kind) for kind in ("rtf_formed", "ccp_opened", "unified_command"))
    if formed is None:
        return ""
    waited = [(row[0], words) for row, words in ((unified, "one command"), (ccp, "a casualty collection point")) if row]
    before = f"{listed(f'{words} at {subject.said(t_ms)}' for t_ms, words in waited)} came before it" if waited else ""
    return f"The task force was ready at {subject.said(formed[0])}" + (f"; {before}." if before else ".")


def unasked(play: Play) -> Found:
    """Units that nobody had sent."""
    subject = play.subject
    sent = {row[4] for row in subject.rows("dispatched")}
    own = [row for row in subject.rows("arrived") if row[3] in subject.run.scenario.agencies and row[4] not in sent]
    if not own or not sent:
        return
    staged = {row[4] for row in subject.rows("staged")}
    not_staged = [row for row in own if row[4] not in staged]
    if not not_staged:
        return
    first = not_staged[0]
    yield Candidate(
        "self_dispatch", "law", 48, first[0], own[-1][0], "Units came that nobody had sent",
        f"{sentence(counted(len(own), f'{agency_words(first[3])} unit'))} came by themselves, the first at "
        f"{subject.said(first[0])}. {len(not_staged)} of them did not wait at staging.",
        play.sources(first), (first,), units=tuple(row[4] for row in not_staged),
    )  # fmt: skip


RULES = (shared_command, late_command, cleared_twice, first_patient, unasked)
