"""Moments about the order: when it came, which word it was, and whom it did not reach."""

from __future__ import annotations

from collections import Counter

from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, after, far, signal
from simulator.analysis.debrief.planned import Planned
from simulator.analysis.metrics import alarm_ms
from simulator.analysis.securing import heard_by_some, heard_later, held_orders, not_reached
from simulator.analysis.state import open_air, space_of
from simulator.analysis.words import elapsed, listed, people, place, sentence
from simulator.model.events import Row

MANY = 0.02
"""A share of the people on the site that is worth a moment."""
FEW = 5
WHERE = {
    "no loudspeaker there": "where there is no loudspeaker",
    "the loudspeakers there were dead": "where the loudspeakers were dead",
    "the announcement did not go to that zone": "in zones that it did not go to",
    "it was too loud there to make it out": "where it was too loud to make it out",
}  # fmt: skip
PLAIN_MS = 45_000
"""From understanding to the order, where no plan says how long (an assumption)."""
LATE_MS = 15_000


# ---- whom it reached -------------------------------------------------------------------------------------------------


def unheard(play: Play) -> Found:
    """The order did not reach everybody when it was spoken."""
    subject, row = play.subject, play.subject.order_row
    if row is None:
        return
    missed = not_reached(subject.run, subject.steps, row)
    number, everybody = sum(missed.values()), sum(member.count for member in subject.run.people)
    if number < max(FEW, MANY * everybody):
        return
    by_space, reasons = Counter[str](), Counter[str]()
    for (space, why), many in sorted(missed.items()):
        by_space[space] += many
        reasons[why] += many
    spaces = [space for space, _ in by_space.most_common()]
    told_ms = _told_ms(play, row)
    yield Candidate(
        "unheard", "school", 60 + 40 * min(1.0, 2 * number / max(everybody, 1)), row[0],
        max(told_ms, default=subject.run.until_ms), f"The order did not reach {_names(play, spaces)}",
        f"“{sentence(row[3])}” was spoken over the loudspeakers at {subject.said(row[0])}. It did not reach "
        f"{people(number)}, {_reason(reasons)}. {_then(play, number, told_ms)}",
        play.sources(row), (row,), tuple(spaces),
    )  # fmt: skip


def _told_ms(play: Play, row: Row) -> list[int]:
    """When each of those inside whom it did not reach had it after all."""
    subject = play.subject
    had, sky = held_orders(subject.run, row[0]), open_air(subject.run.plan)
    places = {step.person: space_of(step.to) for step in subject.steps if step.t_ms <= row[0]}
    later = heard_later(subject.run, row)
    return [
        later[person][0] for person, space in places.items()
        if space not in sky and had.get(person) != row[3] and person in later
    ]  # fmt: skip


def _reason(reasons: Counter[str]) -> str:
    why = WHERE.get(reasons.most_common(1)[0][0], reasons.most_common(1)[0][0])
    return f"most of them {why}" if len(reasons) > 1 else why


def _then(play: Play, number: int, told_ms: list[int]) -> str:
    """When the last of them knew, as far as they did."""
    if not told_ms:
        return "By the end nobody had told them."
    last = play.subject.said(max(told_ms))
    if len(told_ms) >= number:
        return f"The last of them knew at {last}."
    return f"{sentence(people(len(told_ms)))} heard it later, the last at {last}."


def _names(play: Play, spaces: list[str]) -> str:
    names = [place(play.subject.run.plan, space) for space in spaces]
    return listed(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more places"


def told_in_person(play: Play) -> Found:
    """Those whom the loudspeakers did not reach had it from somebody all the same: went well."""
    subject, row = play.subject, play.subject.order_row
    if row is None:
        return
    missed = sum(not_reached(subject.run, subject.steps, row).values())
    later = [how for how in heard_later(subject.run, row).values() if how[1] in ("in_person", "radio")]
    if len(later) < max(FEW, missed / 2):
        return
    act = _teller(play, row)
    last_ms = max(t_ms for t_ms, _ in later)
    how = "by radio" if 2 * sum(how == "radio" for _, how in later) > len(later) else "in person"
    yield Candidate(
        "told_in_person", "school", 47 + min(8.0, len(later) / 20), row[0], last_ms,
        f"{sentence(people(len(later)))} were told {how}",
        f"{play.who(act[3] if act is not None else None)} passed “{row[3]}” on {how} to those whom the loudspeakers "
        f"had not reached. {sentence(people(len(later)))} had it that way, the last at {subject.said(last_ms)}, "
        f"{elapsed(last_ms - row[0])} after the announcement.",
        play.sources(act or row), tuple(one for one in (row, act) if one is not None), went_well=True,
    )  # fmt: skip


def _teller(play: Play, said: Row) -> Row | None:
    tells = (row for row in play.subject.rows("done") if row[4] in ("tell", "broadcast") and row[0] >= said[0])
    return next((row for row in tells if said[3] in (row[5].get("what") or ())), None)


# ---- when it came, and which it was ----------------------------------------------------------------------------------


def _step(play: Play) -> Planned | None:
    """The plan's step for the order of this hazard whose signal came first."""
    own = play.subject.run.order
    steps = [
        one for one in play.plan.values()
        if one.step.action == "announce" and one.step.if_ is None and one.signal_ms is not None
        and own in (None, *(one.step.what or ()))
    ]  # fmt: skip
    return min(steps, key=lambda one: (one.signal_ms, one.step.id), default=None)


def _gap(play: Play) -> tuple[int, int | None, Row | None] | None:
    """From when the order is waited for, how long the plan means for it, and who understood; None without an order."""
    subject, step, understood = play.subject, _step(play), play.subject.first("recognised")
    row = subject.order_row
    if row is None or subject.run.order not in (None, row[3]):
        return None
    if step is not None and step.signal_ms is not None:
        return step.signal_ms, step.step.meant_ms, understood if step.step.on.event == "recognised" else None
    if understood is None or subject.plan_steps:
        return None
    return understood[0], None, understood


def late_order(play: Play) -> Found:
    """A long gap from the first who understood (or the plan's signal) to the order."""
    subject, row, found = play.subject, play.subject.order_row, _gap(play)
    if row is None or found is None:
        return
    since_ms, meant_ms, understood = found
    gap_ms = row[0] - since_ms
    beyond_ms = gap_ms - (PLAIN_MS if meant_ms is None else meant_ms)
    if beyond_ms < LATE_MS:
        return
    step = _step(play)
    began = f"{play.who(understood[3])} understood what was happening" if understood is not None else signal(play, step)
    plan = f" The plan means {elapsed(meant_ms)}." if meant_ms else ""
    title = "from recognising it to the order" if understood is not None else "until the order"
    yield Candidate(
        "late_order", "school", 45 + far(beyond_ms, 3, 40), since_ms, row[0],
        f"{sentence(elapsed(gap_ms))} {title}",
        f"{began} at {subject.said(since_ms)}; “{row[3]}” had been spoken at {subject.said(row[0])}.{plan}",
        play.sources(understood, row), tuple(one for one in (understood, row) if one is not None),
        (understood[5].partition("/")[0],) if understood is not None else (),
    )  # fmt: skip


def quick_order(play: Play) -> Found:
    """The order came within the plan's time, or soon: went well."""
    subject, row, found = play.subject, play.subject.order_row, _gap(play)
    if row is None or found is None:
        return
    since_ms, meant_ms, understood = found
    gap_ms = row[0] - since_ms
    if not 0 <= gap_ms < 1.2 * (PLAIN_MS if meant_ms is None else meant_ms):
        return
    began = "It was understood" if understood is not None else signal(play, _step(play))
    plan = f" The plan means {elapsed(meant_ms)} for it." if meant_ms else ""
    yield Candidate(
        "quick_order", "school", 52, since_ms, row[0], f"The order came after {elapsed(gap_ms)}",
        f"{began} at {subject.said(since_ms)}, and “{row[3]}” had been spoken at {subject.said(row[0])}.{plan}",
        play.sources(understood, row), tuple(one for one in (understood, row) if one is not None), went_well=True,
    )  # fmt: skip


def other_word(play: Play) -> Found:
    """The first word was another one than the plan has for the hazard."""
    subject, own = play.subject, play.subject.run.order
    given = [row for row in subject.rows("announced") if heard_by_some(row)]
    if not given or own in (None, given[0][3]):
        return
    first, later = given[0], next((row for row in given if row[3] == own), None)
    word = f"“{sentence(own or '')}”"
    then = f"{word} followed {after(later[0] - first[0])}." if later is not None else f"{word} was not announced."
    yield Candidate(
        "other_word", "school", 78, first[0], later[0] if later is not None else first[0],
        f"The first word was “{first[3]}”",
        f"At {subject.said(first[0])} “{first[3]}” was announced; for this the plan has the word “{own}”. {then}",
        play.sources(first, later), tuple(row for row in (first, later) if row is not None),
    )  # fmt: skip


def no_order(play: Play) -> Found:
    """The plan's signal for an order came, and none was given."""
    subject, step = play.subject, _step(play)
    if step is None or step.signal_ms is None or step.state != "not_seen" or subject.order_row is not None:
        return
    if alarm_ms(subject.run) is not None and subject.run.order == "evacuate":
        return
    yield Candidate(
        "no_order", "school", 88, step.signal_ms, subject.run.until_ms, "No order was announced",
        f"{signal(play, step)} at {subject.said(step.signal_ms)}. For this the plan has the word "
        f"“{subject.run.order}”, and means {elapsed(step.step.meant_ms)}; by the end it had not been announced.",
        ("simulated",),
    )  # fmt: skip


RULES = (unheard, late_order, other_word, no_order, told_in_person, quick_order)
