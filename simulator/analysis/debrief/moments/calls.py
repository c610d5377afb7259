"""Moments about calls, messages and who knew: what a call said, how long it waited, what was lost, who learned late."""

from __future__ import annotations

from typing import Any

from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, after, far
from simulator.analysis.debrief.subject import plain
from simulator.analysis.deeds import FACT
from simulator.analysis.disciplines import of_anybody
from simulator.analysis.evidence import Knew, first_had
from simulator.analysis.knowledge import acts_on_it, fact_words
from simulator.analysis.told_comms import content
from simulator.analysis.words import lasting, listed, sentence
from simulator.model.events import Row
from simulator.rules.responders import is_police

ABOUT = ("what", "where", "door")
LONG_WAIT_S = 30
LATE_MS = 120_000
"""A fact that needs longer than this from one who has it to one who acts on it is worth a moment (an assumption)."""
FROM_ROOM = frozenset({"threat_where", "door", "patients"})


def _calls(play: Play) -> list[Row]:
    """The 911 calls that roles made, in order."""
    return [row for row in play.subject.rows("done") if row[4] == "call_911"]


def call_lacked(play: Play) -> Found:
    """The first call left out the place or the door that the plan's call has."""
    subject, calls = play.subject, _calls(play)
    if not calls:
        return
    said = [str(one) for one in calls[0][5].get("says", ())]
    lacking = [one for one in _asked(play) if one not in said]
    if not lacking:
        return
    had = [FACT[one] for one in said if one in FACT]
    told = f"It said {listed(had)}" if had else "It was a call without details"
    yield Candidate(
        "call_lacked", "dispatch", 58 + 4 * len(lacking), calls[0][0], calls[0][0] + 60_000,
        f"The call did not say {listed(FACT[one] for one in lacking)}",
        f"{told}, as the plan's call does; it left out {listed(FACT[one] for one in lacking)}. "
        + _reached(play, lacking[0], calls[0][0]),
        play.sources(calls[0]), (calls[0],),
    )  # fmt: skip


def _asked(play: Play) -> list[str]:
    """The facts that the plan wants in the call."""
    wanted = [one.step.says or () for one in play.plan.values() if one.step.action == "call_911"]
    says = {fact for facts in wanted for fact in facts}
    return [one for one in ABOUT if one in says]


def _reached(play: Play, fact: str, since_ms: int) -> str:
    """When a fact that the call left out reached the agencies by another way."""
    run, subject = play.subject.run, play.subject
    later = (
        one for one in first_had(run, fact)
        if of_anybody(run.scenario, one.who) in ("law", "fire_ems", "dispatch") and one.t_ms >= since_ms
    )  # fmt: skip
    one = next(later, None)
    name = sentence(FACT[fact])
    if one is None:
        return f"{name} did not reach the agencies during play."
    return f"{name} reached {subject.called(one.who)} at {subject.said(one.t_ms)}."


def late_call(play: Play) -> Found:
    """911 was called well beyond the plan's time, or not at all though agencies belong to the exercise."""
    subject = play.subject
    understood = subject.first("recognised")
    call = next((row for row in subject.rows("call_placed") if row[4] != "public"), None)
    meant = [one.step.meant_ms for one in play.plan.values() if one.step.action == "call_911"]
    if understood is None or not meant:
        return
    if call is None:
        if not subject.run.scenario.agencies or subject.run.until_ms - understood[0] < min(meant) + 60_000:
            return
        yield Candidate(
            "late_call", "dispatch", 80, understood[0], subject.run.until_ms, "911 was not called",
            f"It was understood at {subject.said(understood[0])}. The plan means a call within "
            f"{lasting(min(meant))}; by the end of play none had been made.", play.sources(understood), (understood,),
        )  # fmt: skip
        return
    gap_ms = call[0] - understood[0]
    if gap_ms - min(meant) < 30_000:
        return
    yield Candidate(
        "late_call", "dispatch", 45 + far(gap_ms - min(meant), 6, 35), understood[0], call[0],
        f"{sentence(lasting(gap_ms))} until 911 was called",
        f"It was understood at {subject.said(understood[0])}, and the call was placed at {subject.said(call[0])}. "
        f"The plan means {lasting(min(meant))} for it.",
        play.sources(understood, call), (understood, call),
    )  # fmt: skip


def call_waited(play: Play) -> Found:
    """A call about it waited long for an answer, or reached another centre first."""
    subject = play.subject
    waits = [row for row in subject.rows("call_answered") if row[4] != "public" and row[7] >= LONG_WAIT_S]
    if waits:
        row = max(waits, key=lambda one: one[7])
        public = sum(one[4] == "public" for one in subject.rows("call_placed"))
        why = f"{public} calls by the public had come meanwhile." if public > 5 else "Every call-taker was busy."
        yield Candidate(
            "call_waited", "dispatch", 55 + far(round(row[7] * 1000), 10, 20), row[0] - round(row[7] * 1000), row[0],
            f"A call waited {lasting(round(row[7] * 1000))} for an answer",
            f"The call of {subject.called(row[4])} was answered at {subject.said(row[0])}. {why}",
            play.sources(row), (row,),
        )  # fmt: skip
    for row in subject.rows("transferred")[:1]:
        yield Candidate(
            "call_transferred", "dispatch", 50 + far(round(row[7] * 1000), 10, 20), row[0] - round(row[7] * 1000), row[0],
            "The call reached another center first",
            f"{play.who(row[3])} passed the call on to {subject.called(row[5])} at {subject.said(row[0])}, "
            f"{lasting(round(row[7] * 1000))} after it had been placed.",
            play.sources(row), (row,),
        )  # fmt: skip


def good_call(play: Play) -> Found:
    """The call said everything that the plan wants in it, soon: went well."""
    subject, calls, asked = play.subject, _calls(play), _asked(play)
    understood = subject.first("recognised")
    if not calls or not asked or any(one not in calls[0][5].get("says", ()) for one in asked):
        return
    gap_ms = calls[0][0] - (understood[0] if understood is not None else 0)
    if gap_ms > LATE_MS:
        return
    since = f", {lasting(gap_ms)} after it was understood" if understood is not None and gap_ms > 0 else ""
    yield Candidate(
        "good_call", "dispatch", 56, calls[0][0], calls[0][0] + 30_000, "The call said what was needed",
        f"{play.who(calls[0][3])} called 911 at {subject.said(calls[0][0])}{since}. "
        f"The call said {listed(FACT[one] for one in asked)}.",
        play.sources(calls[0]), (calls[0],), went_well=True,
    )  # fmt: skip


# ---- messages --------------------------------------------------------------------------------------------------------


def lost_message(play: Play) -> Found:
    """A message that did not arrive, and what followed from it."""
    subject = play.subject
    for row in subject.rows("lost"):
        if row[4] in ("public", None):
            continue
        lane = of_anybody(subject.run.scenario, row[4])
        if row[6] == "text":
            yield Candidate(
                "lost_text", "families", 52, row[0], row[0], "The text did not reach every family",
                f"{play.who(row[4])} sent a text at {subject.said(row[0])}. {sentence(row[8] or 'Some were not reached')}.",
                play.sources(row), (row,),
            )  # fmt: skip
            continue
        yield Candidate(
            "lost_message", lane, 72, row[0], row[0] + 60_000, "A message did not get through",
            f"{play.who(row[4])} could not pass on {plain(content(row[3]))} at {subject.said(row[0])}: "
            f"{row[8] or 'it was lost'}. {_then(play, row)}", play.sources(row), (row,),
        )  # fmt: skip


def _then(play: Play, lost: Row) -> str:
    """What followed from a message that was lost."""
    fact = lost[3].split(", ")[0]
    known = [one for one in first_had(play.subject.run, fact) if one.t_ms > lost[0]]
    if known:
        return f"{play.who(known[0].who)} learned it {after(known[0].t_ms - lost[0])}, by another way."
    return "Nobody else learned it from then on during play."


def learned_late(play: Play) -> Found:
    """Somebody who acts learned late, or never, what another knew."""
    subject = play.subject
    for fact in FROM_ROOM:
        had = [one for one in first_had(subject.run, fact) if acts_on_it(subject.run, one.who)]
        school = [one for one in had if of_anybody(subject.run.scenario, one.who) == "school"]
        if school:
            yield from _late(play, fact, school[0], [one for one in had if one.t_ms >= school[0].t_ms])


def _late(play: Play, fact: str, first: Knew, had: list[Knew]) -> Found:
    """Between the first of the school who had a fact and the first officer or medic who did."""
    subject, scenario = play.subject, play.subject.run.scenario
    wanted = ("fire_ems",) if fact == "patients" else ("law",)
    if not any(of_anybody(scenario, row[4]) in wanted for row in subject.rows("arrived")):
        return
    other = next((one for one in had if of_anybody(scenario, one.who) in wanted), None)
    name, who = plain(fact_words(fact)), "medics" if fact == "patients" else "officers"
    if other is None:
        yield _candidate(
            play,
            fact,
            first,
            subject.run.until_ms,
            66,
            f"{sentence(name)}: it did not reach the {who}",
            f"{play.who(first.who)} knew it at {subject.said(first.t_ms)}. It reached no {who} during play.",
        )
    elif other.t_ms - first.t_ms > LATE_MS:
        gap_ms = other.t_ms - first.t_ms
        yield _candidate(
            play, fact, first, other.t_ms, 54 + far(gap_ms, 15, 20), f"{sentence(name)}: known here, {lasting(gap_ms)} later there",
            f"{play.who(first.who)} knew it at {subject.said(first.t_ms)}. The first of the {who} to have it was "
            f"{subject.called(other.who)}, at {subject.said(other.t_ms)}.",
        )  # fmt: skip


def _candidate(play: Play, fact: str, first: Knew, to_ms: int, weight: float, title: str, text: str) -> Candidate:
    rows = [row for row in play.subject.rows("learned") if row[3:5] == (first.who, fact) and row[0] == first.t_ms]
    found: Any = tuple(rows[:1])
    return Candidate("learned_late", "law" if fact != "patients" else "fire_ems", weight, first.t_ms, to_ms, title, text,
                     ("simulated",), found)  # fmt: skip


def not_joined(play: Play) -> Found:
    """Agencies on two channels that nobody joined are told by what their messages asked for: see `steps`."""
    police = {row[3] for row in play.subject.rows("arrived") if is_police(row[3])}
    channels = {
        play.subject.run.scenario.agencies[one].radio for one in police if one in play.subject.run.scenario.agencies
    }
    if len(channels - {None}) < 2 or play.subject.rows("relayed"):
        return
    first = next(row for row in play.subject.rows("arrived") if is_police(row[3]))
    yield Candidate(
        "not_joined", "law", 60, first[0], play.subject.run.until_ms, "Two agencies spoke on two channels",
        f"{sentence(listed(sorted(str(one) for one in channels - {None})))} are the channels of the officers who came. "
        "Nobody passed on from one to the other what was said during play.",
        play.sources(first), (first,),
    )  # fmt: skip


RULES = (call_lacked, late_call, call_waited, good_call, lost_message, learned_late, not_joined)
