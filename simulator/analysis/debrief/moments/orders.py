"""Moments about the order: when it came, which word it was, and whom it did not reach."""

from __future__ import annotations

from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, after, far
from simulator.analysis.metrics import alarm_ms
from simulator.analysis.securing import heard_by_some, heard_later, not_reached
from simulator.analysis.words import lasting, listed, people, place, sentence
from simulator.model.events import Row

MANY = 0.02
"""A share of the people inside that is worth a moment."""
FEW = 5
NEVER = "By the end of play nobody had told them."
PLAIN_MS = 45_000
"""From understanding to the order, where no plan says how long (an assumption)."""


def unheard(play: Play) -> Found:
    """The order did not reach everybody when it was spoken."""
    subject, row = play.subject, play.subject.order_row
    if row is None:
        return
    missed = not_reached(subject.run, subject.steps, row)
    number, inside = sum(missed.values()), sum(member.count for member in subject.run.people)
    if number < FEW or number < MANY * inside:
        return
    spaces = list(dict.fromkeys(space for space, _ in sorted(missed, key=lambda one: (-missed[one], one))))
    why = max(sorted(missed), key=lambda one: missed[one])[1]
    later = heard_later(subject.run, row)
    last_ms = max((t_ms for t_ms, _ in later.values()), default=None)
    text = f"“{sentence(row[3])}” was spoken over the loudspeakers at {subject.said(row[0])}. " + _missed(
        play, number, spaces, why, len(later), last_ms
    )
    yield Candidate(
        "unheard", "school", 60 + 40 * min(1.0, 2 * number / max(inside, 1)), row[0], last_ms or subject.run.until_ms,
        f"The order did not reach {_where(play, spaces)}", text, play.sources(row), (row,), tuple(spaces),
    )  # fmt: skip


def _missed(play: Play, number: int, spaces: list[str], why: str, later: int, last_ms: int | None) -> str:
    """Whom it did not reach and why, and when the last of them knew."""
    subject = play.subject
    others = " for most of them" if len(spaces) > 1 else ""
    it = f"It did not reach {people(number)}; the reason{others}: {why}."
    if last_ms is None:
        return f"{it} {NEVER}"
    if later >= number:
        return f"{it} The last of them knew at {subject.said(last_ms)}."
    return f"{it} {sentence(people(later))} heard it later, the last at {subject.said(last_ms)}."


def _where(play: Play, spaces: list[str]) -> str:
    names = [place(play.subject.run.plan, space) for space in spaces]
    if len(names) <= 2:
        return listed(names)
    return f"{names[0]} and {len(names) - 1} more places"


def late_order(play: Play) -> Found:
    """A long gap from the first who understood to the order."""
    subject = play.subject
    understood, row = subject.first("recognised"), subject.order_row
    if understood is None or row is None or subject.run.order not in (None, row[3]):
        return
    gap_ms, meant_ms = row[0] - understood[0], _meant_ms(play)
    beyond_ms = gap_ms - (PLAIN_MS if meant_ms is None else meant_ms)
    if beyond_ms < 15_000:
        return
    plan = f" The plan means {lasting(meant_ms)}." if meant_ms else ""
    who = play.who(understood[3])
    yield Candidate(
        "late_order", "school", 45 + far(beyond_ms, 3, 40), understood[0], row[0],
        f"{sentence(lasting(gap_ms))} from the first sign to the order",
        f"{who} understood what was happening at {subject.said(understood[0])}; “{row[3]}” had been spoken at "
        f"{subject.said(row[0])}.{plan}",
        play.sources(understood, row), (understood, row), (understood[5].partition("/")[0],),
    )  # fmt: skip


def _meant_ms(play: Play) -> int | None:
    """How long the plan means for the order, from the first who understands."""
    meant = [
        one.step.meant_ms for one in play.plan.values()
        if one.step.action == "announce" and one.step.on.event == "recognised"
    ]  # fmt: skip
    return min(meant, default=None)


def other_word(play: Play) -> Found:
    """The first word was another one than the plan has for the hazard."""
    subject = play.subject
    first = next((row for row in subject.rows("announced") if heard_by_some(row)), None)
    own = subject.run.order
    if first is None or own in (None, first[3]):
        return
    later = next((row for row in subject.rows("announced") if heard_by_some(row) and row[3] == own), None)
    then = f"“{sentence(own or '')}” followed {after(later[0] - first[0])}." if later is not None else (
        f"“{sentence(own or '')}” was not announced during play."
    )  # fmt: skip
    yield Candidate(
        "other_word", "school", 78, first[0], later[0] if later is not None else first[0],
        f"The first word was “{first[3]}”",
        f"At {subject.said(first[0])} “{first[3]}” was announced; for this the plan has the word “{own}”. {then}",
        play.sources(first, later), tuple(row for row in (first, later) if row is not None),
    )  # fmt: skip


def no_order(play: Play) -> Found:
    """Somebody understood it, and no order was given."""
    subject = play.subject
    understood, own = subject.first("recognised"), subject.run.order
    if understood is None or own is None or subject.order_row is not None:
        return
    if alarm_ms(subject.run) is not None and own == "evacuate":
        return
    yield Candidate(
        "no_order", "school", 88, understood[0], subject.run.until_ms, "No order was announced",
        f"It was understood at {subject.said(understood[0])}. For this the plan has the word “{own}”; by the end of "
        "play nobody had announced it.",
        play.sources(understood), (understood,), (understood[5].partition("/")[0],),
    )  # fmt: skip


def told_in_person(play: Play) -> Found:
    """Places that no loudspeaker reached were told in person: went well."""
    subject, row = play.subject, play.subject.order_row
    if row is None:
        return
    missed = sum(not_reached(subject.run, subject.steps, row).values())
    later = {who: how for who, how in heard_later(subject.run, row).items() if how[1] in ("in_person", "radio")}
    if len(later) < max(FEW, missed / 2):
        return
    act = _teller(play, row)
    last_ms = max(t_ms for t_ms, _ in later.values())
    who = play.who(act[3]) if act is not None else "Somebody"
    how = "by radio" if sum(how == "radio" for _, how in later.values()) * 2 > len(later) else "in person"
    yield Candidate(
        "told_in_person", "school", 62 + min(20.0, len(later) / 10), row[0], last_ms,
        f"{sentence(people(len(later)))} were told {how}",
        f"{who} passed “{row[3]}” on {how} where the loudspeakers had not reached. "
        f"The last of them knew at {subject.said(last_ms)}, {lasting(last_ms - row[0])} after the announcement.",
        play.sources(act or row), tuple(one for one in (row, act) if one is not None), went_well=True,
    )  # fmt: skip


def _teller(play: Play, said: Row) -> Row | None:
    tells = (row for row in play.subject.rows("done") if row[4] in ("tell", "broadcast") and row[0] >= said[0])
    return next((row for row in tells if said[3] in (row[5].get("what") or ())), None)


def quick_order(play: Play) -> Found:
    """The order came within the plan's time, or soon: went well."""
    subject = play.subject
    understood, row = subject.first("recognised"), subject.order_row
    if understood is None or row is None or subject.run.order not in (None, row[3]):
        return
    gap_ms, meant_ms = row[0] - understood[0], _meant_ms(play)
    if not 0 <= gap_ms <= (meant_ms or PLAIN_MS) + 15_000:
        return
    yield Candidate(
        "quick_order", "school", 50, understood[0], row[0], f"The order came {after(gap_ms)}",
        f"It was understood at {subject.said(understood[0])}, and “{row[3]}” had been spoken at {subject.said(row[0])}. "
        + (f"The plan means {lasting(meant_ms)} from the one to the first word of the other." if meant_ms else
           "The word was the one that the plan has for this."),
        play.sources(understood, row), (understood, row), went_well=True,
    )  # fmt: skip


RULES = (unheard, late_order, other_word, no_order, told_in_person, quick_order)
