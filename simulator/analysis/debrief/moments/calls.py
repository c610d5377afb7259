"""Moments about calls, messages and who knew: what a call said, how long it waited, what was lost, who learned late."""

from __future__ import annotations

from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, after, far, signal
from simulator.analysis.debrief.planned import Planned
from simulator.analysis.debrief.subject import plain
from simulator.analysis.deeds import FACT
from simulator.analysis.disciplines import Discipline, of_anybody
from simulator.analysis.evidence import Knew, first_had
from simulator.analysis.knowledge import acts_on_it
from simulator.analysis.told_comms import content
from simulator.analysis.words import elapsed, listed, sentence
from simulator.model.events import Row
from simulator.rules.responders import is_police

ABOUT = ("what", "where", "door")
LONG_WAIT_S = 30
LATE_MS = 120_000
"""A fact that needs longer than this from one who has it to one who acts on it is worth a moment (an assumption)."""
NOUNS = {
    "threat_where": "where the person was", "door": "the door", "patients": "how the patient was",
    "what": "what was happening", "where": "where it was",
}  # fmt: skip
"""What a moment calls a fact."""
FROM_ROOM = ("threat_where", "door", "patients")
"""Facts that the school has and that those who come need."""
HEARSAY = "rumour"


def _calls(play: Play) -> list[Row]:
    """The 911 calls that roles made, in order."""
    return [row for row in play.subject.rows("done") if row[4] == "call_911"]


def call_lacked(play: Play) -> Found:
    """The first call left out the place or the door that the plan's call has."""
    calls = _calls(play)
    if not calls:
        return
    said = [str(one) for one in calls[0][5].get("says", ())]
    lacking = [one for one in _asked(play) if one not in said]
    if not lacking:
        return
    had = [FACT[one] for one in said if one in FACT]
    told = f"It said {listed(had)}" if had else "It was made without saying what or where"
    left = listed(FACT[one] for one in lacking)
    yield Candidate(
        "call_lacked", "dispatch", 58 + 4 * len(lacking), calls[0][0], calls[0][0] + 60_000,
        f"The call did not say {left}",
        f"{told}; the plan's call also says {left}. {_reached(play, lacking[-1], calls[0][0])}",
        play.sources(calls[0]), (calls[0],),
    )  # fmt: skip


def _asked(play: Play) -> list[str]:
    """The facts that the plan wants in the call."""
    wanted = [one.step.says or () for one in play.plan.values() if one.step.action == "call_911" and _is_due(one)]
    says = {fact for facts in wanted for fact in facts}
    return [one for one in ABOUT if one in says]


def _is_due(one: Planned) -> bool:
    return one.signal_ms is not None and one.step.if_ is None


def _reached(play: Play, fact: str, since_ms: int) -> str:
    """When a fact that the call left out reached the agencies by another way."""
    run, subject = play.subject.run, play.subject
    later = (
        one for one in first_had(run, fact)
        if of_anybody(run.scenario, one.who) in ("law", "fire_ems", "dispatch") and one.t_ms >= since_ms
    )  # fmt: skip
    one, name = next(later, None), sentence(NOUNS[fact])
    if one is None:
        return f"{name} had not reached the agencies by the end."
    return f"{name} reached {subject.called(one.who)} at {subject.said(one.t_ms)}."


def late_call(play: Play) -> Found:
    """911 was called well beyond the plan's time, or not at all."""
    subject = play.subject
    steps = [one for one in play.plan.values() if one.step.action in ("call_911", "press_panic") and _is_due(one)]
    step = min(steps, key=lambda one: (one.plan_ms, one.step.id), default=None)
    if step is None or step.plan_ms is None or step.signal_ms is None:
        return
    call = next((row for row in subject.rows("call_placed") if row[4] != "public"), None)
    meant = elapsed(step.step.meant_ms)
    since = f"{signal(play, step)} at {subject.said(step.signal_ms)}"
    if call is None:
        if subject.run.scenario.agencies and subject.run.until_ms > step.plan_ms + 60_000:
            title, ending = _no_call(play)
            yield Candidate(
                "late_call", "dispatch", 80, step.signal_ms, subject.run.until_ms, title,
                f"{since}. The plan means {meant} for it; {ending}", ("simulated",),
            )  # fmt: skip
    elif call[0] - step.plan_ms >= 30_000:
        gap_ms = call[0] - step.signal_ms
        yield Candidate(
            "late_call", "dispatch", 45 + far(call[0] - step.plan_ms, 6, 35), step.signal_ms, call[0],
            f"{sentence(elapsed(gap_ms))} until 911 was called",
            f"{since}, and the call was placed at {subject.said(call[0])}. The plan means {meant} for it.",
            play.sources(call), (call,),
        )  # fmt: skip


def _no_call(play: Play) -> tuple[str, str]:
    """That the school did not call; others may have."""
    public = next((row for row in play.subject.rows("call_placed") if row[4] == "public"), None)
    if public is None:
        return "911 had not been called by the end", "by the end no call had been placed."
    first = f"the first call by others came at {play.subject.said(public[0])}."
    return "No call to 911 came from the school", f"by the end the school had placed no call; {first}"


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
            f"A call waited {elapsed(round(row[7] * 1000))} for an answer",
            f"The call of {subject.called(row[4])} was answered at {subject.said(row[0])}. {why}",
            play.sources(row), (row,),
        )  # fmt: skip
    for row in subject.rows("transferred")[:1]:
        took_ms = round(row[7] * 1000)
        yield Candidate(
            "call_transferred", "dispatch", 50 + far(took_ms, 10, 20), row[0] - took_ms, row[0],
            "The call reached another centre first",
            f"{play.who(row[3])} passed the call on to {subject.called(row[5])} at {subject.said(row[0])}. "
            f"Finding out and passing on took {elapsed(took_ms)}.",
            play.sources(row), (row,),
        )  # fmt: skip


def good_call(play: Play) -> Found:
    """The call said everything that the plan wants in it, soon: went well."""
    subject, calls, asked = play.subject, _calls(play), _asked(play)
    understood = subject.first("recognised")
    if not calls or not asked or any(one not in calls[0][5].get("says", ()) for one in asked):
        return
    gap_ms = calls[0][0] - (understood[0] if understood is not None else 0)
    if gap_ms > 2 * LATE_MS:
        return
    since = f", {elapsed(gap_ms)} after it was understood" if understood is not None and gap_ms > 0 else ""
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
            some = sentence(row[8] or "some were not reached")
            yield Candidate(
                "lost_text", "families", 52, row[0], row[0], "The text did not reach every family",
                f"{play.who(row[4])} sent a text at {subject.said(row[0])}. {some}.", play.sources(row), (row,),
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
    return "By the end nobody else had learned it."


def learned_late(play: Play) -> Found:
    """Somebody who acts learned late, or never, what another knew."""
    run = play.subject.run
    for fact in FROM_ROOM:
        had = [one for one in first_had(run, fact) if acts_on_it(run, one.who) and one.via != HEARSAY]
        first = next((one for one in had if of_anybody(run.scenario, one.who) == "school"), None)
        if first is not None:
            yield from _late(play, fact, first, [one for one in had if one.t_ms >= first.t_ms])


def _late(play: Play, fact: str, first: Knew, had: list[Knew]) -> Found:
    """Between the first of the school who had a fact and the first officer or medic who did."""
    subject, scenario = play.subject, play.subject.run.scenario
    lane: Discipline = "fire_ems" if fact == "patients" else "law"
    who, kind = ("medics", "patient_reached") if fact == "patients" else ("officers", "arrived")
    there = next((row for row in subject.rows(kind) if of_anybody(scenario, row[4]) == lane), None)
    other = next((one for one in had if of_anybody(scenario, one.who) == lane), None)
    if there is None or (fact == "patients" and other is not None):
        return
    name, knew = NOUNS[fact], f"{play.who(first.who)} knew it at {subject.said(first.t_ms)}"
    row = next((row for row in subject.rows("learned") if row[3:5] == (first.who, fact)), None)
    rows = (row,) if row is not None and row[0] == first.t_ms else ()
    if other is None:
        yield Candidate(
            "learned_late", lane, 62, first.t_ms, subject.run.until_ms,
            f"{sentence(name)} had not reached the {who}", f"{knew}. {_without(play, fact, there, who)}",
            ("simulated",), rows,
        )  # fmt: skip
    elif other.t_ms - first.t_ms > LATE_MS:
        gap_ms = other.t_ms - first.t_ms
        yield Candidate(
            "learned_late", lane, 54 + far(gap_ms, 15, 20), first.t_ms, other.t_ms,
            f"{sentence(elapsed(gap_ms))} until {who} knew {name}",
            f"{knew}. The first of the {who} to know was {subject.called(other.who)}, at {subject.said(other.t_ms)}.",
            ("simulated",), rows,
        )  # fmt: skip


def _without(play: Play, fact: str, there: Row, who: str) -> str:
    if fact == "patients":
        return f"The {who} were with the patient at {play.subject.said(there[0])} without that word."
    return f"By the end none of the {who} knew it."


def not_joined(play: Play) -> Found:
    """Officers of several agencies on channels that nobody joined."""
    subject, agencies = play.subject, play.subject.run.scenario.agencies
    rows = [row for row in subject.rows("arrived") if is_police(row[3]) and row[3] in agencies]
    channels = sorted({agencies[row[3]].radio or "" for row in rows} - {""})
    if len(channels) < 2 or subject.rows("relayed"):
        return
    yield Candidate(
        "not_joined", "law", 60, rows[0][0], subject.run.until_ms, "The officers who came spoke on two channels",
        f"From {subject.said(rows[0][0])} on officers were on the radio channels {listed(channels)}. "
        "By the end nobody had passed on from one to the other what was said.",
        play.sources(rows[0]), (rows[0],),
    )  # fmt: skip


RULES = (call_lacked, late_call, call_waited, good_call, lost_message, learned_late, not_joined)
