"""Moments about doors: one that stood open, one that held, one that was blocked, and those that were not yet locked."""

from __future__ import annotations

from collections import Counter

from simulator.analysis.completion import loose_at, protocol, standing
from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, far
from simulator.analysis.metrics import alarm_ms
from simulator.analysis.securing import lockdown_ms, secured_curve, to_secure
from simulator.analysis.told_incident import person_words
from simulator.analysis.words import counted, elapsed, listed, people, place, sentence
from simulator.model.events import Row

OPEN = frozenset({"propped", "open"})


def _changed(play: Play, opening: str, t_ms: int) -> Row | None:
    """What last changed a door up to an instant; None where it stood as the plan has it."""
    kinds = ("opened", "closed", "locked", "unlocked", "blocked")
    known = [row for row in play.subject.rows(*kinds) if row[3] == opening and row[0] <= t_ms]
    return max(known, key=lambda row: row[0], default=None)


def _state(play: Play, opening: str, t_ms: int) -> str:
    """How a door stood at an instant: as the plan has it, or as a row has left it."""
    row = _changed(play, opening, t_ms)
    plan = next((one for one in play.subject.run.plan.openings if one.id == opening), None)
    return str(row[1]) if row is not None else (plan.state if plan is not None else "closed")


def _since(play: Play, opening: str, t_ms: int) -> str:
    row = _changed(play, opening, t_ms)
    return f"since {play.subject.said(row[0])}" if row is not None else "from the beginning, as the plan has it"


def came_in(play: Play) -> Found:
    """A door that stood open or unlocked let somebody in whom nobody had let in."""
    run = play.subject.run
    for row in (*play.subject.rows("threat_entered"), *play.subject.rows("visitor_at_door")):
        threat = row[1] == "threat_entered"
        if row[4] is None or (not threat and not str(row[6]).startswith("walks in")):
            continue
        how = _let_in(play, row, str(row[5] if threat else row[6]))
        if how is None:
            continue
        who, door = person_words(run) if threat else "a visitor", place(run.plan, row[4])
        yield Candidate(
            "open_door", "school", 60, row[0], row[0] + 30_000, f"{sentence(door)} {how[0]}",
            f"At {play.subject.said(row[0])} {who} came in by {door}. {how[1]}",
            play.sources(row), (row,), openings=(row[4],),
        )  # fmt: skip
        return


def _let_in(play: Play, row: Row, by: str) -> tuple[str, str] | None:
    """How a door let somebody in, for a title, and in a sentence; None where it was no question of the door."""
    state = _state(play, row[4], row[0])
    if by.endswith("leaves"):
        return "opened as somebody left", "It opens from inside for whoever leaves, and somebody was leaving."
    if state in ("opened", *OPEN):
        return "stood open", f"It had stood open {_since(play, row[4], row[0])}."
    if state == "unlocked":
        return "was not locked", f"It had been unlocked {_since(play, row[4], row[0])}."
    return None


def held(play: Play) -> Found:
    """A door that held: went well."""
    rows = play.subject.rows("threat_stopped")
    if not rows:
        return
    run, first = play.subject.run, rows[0]
    door = place(run.plan, first[4]) if first[4] else f"the door of {place(run.plan, first[3])}"
    locked = _changed(play, first[4], first[0]) if first[4] else None
    since = f" It had been locked at {play.subject.said(locked[0])}." if locked and locked[1] == "locked" else ""
    often = f" Doors held {len(rows)} times in all." if len(rows) > 1 else ""
    yield Candidate(
        "door_held", "school", 84, first[0], first[0] + 30_000, "A locked door held",
        f"At {play.subject.said(first[0])} {door} held against {person_words(run)}.{since}{often}",
        play.sources(first), tuple(rows[:5]), openings=tuple(dict.fromkeys(row[4] for row in rows if row[4])),
        went_well=True,
    )  # fmt: skip


def blocked(play: Play) -> Found:
    """A door that was found shut, and how many had to turn round."""
    subject, run = play.subject, play.subject.run
    turned: dict[str, list[Row]] = {}
    for row in subject.rows("rerouted"):
        words = str(row[5]).split()
        if len(words) == 3 and words[0] == "found" and words[2] == "shut":
            turned.setdefault(words[1], []).append(row)
    outside = {one.id for one in run.plan.openings if run.plan.leads_outdoors(one)}
    sizes = Counter[str]()
    for member in run.people:
        sizes[member.party] += member.count
    for door, rows in turned.items():
        roots = dict.fromkeys(row[3].partition(".")[0] for row in rows)
        number = sum(sizes.get(root, 1) for root in roots)
        if door not in outside or number < 10:
            continue
        yield Candidate(
            "shut_exit", "school", 46 + far(number * 1000, 4, 30), rows[0][0], rows[-1][0],
            f"{sentence(place(run.plan, door))} could not be used",
            f"From {subject.said(rows[0][0])} on {people(number)} found {place(run.plan, door)} shut. They went "
            "another way, having learned of it only on standing before it.",
            play.sources(rows[0]), tuple(rows[:3]), openings=(door,),
        )  # fmt: skip


def not_locked(play: Play) -> Found:
    """Outside doors that would still let somebody in at the end, where the word was to lock them."""
    subject, run = play.subject, play.subject.run
    stands = standing(run, "secure") if protocol(run) == "secure" else None
    if stands is None:
        return
    loose = sorted(loose_at(run, min(stands.until_ms, run.until_ms - 1)))
    if not loose:
        return
    names = [place(run.plan, one) for one in loose]
    which = listed(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    first = next((row for row in subject.rows("announced") if row[3] == "secure"), None)
    yield Candidate(
        "not_locked", "school", 63, stands.since_ms, stands.until_ms,
        f"{sentence(counted(len(loose), 'outside door'))} did not hold",
        f"“Secure” was given at {subject.said(stands.since_ms)}, which locks the outside doors. "
        f"By the end {which} would still have let somebody in.",
        play.sources(first), (first,) if first is not None else (), openings=tuple(loose),
    )  # fmt: skip


def behind_doors(play: Play) -> Found:
    """How long until nine in ten were behind a door that holds; soon is to keep."""
    subject, since = play.subject, lockdown_ms(play.subject.run)
    if since is None:
        return
    value, half = subject.measured["time_to_secured_90_s"], subject.measured["time_to_secured_50_s"]
    row = next((one for one in subject.rows("announced") if one[3] == "lockdown"), None)
    rows = (row,) if row is not None else ()
    if value is None:
        many = max(one.people for one in secured_curve(subject.run, subject.steps))
        inside = to_secure(subject.run, subject.steps)
        if subject.run.until_ms - since < 300_000:
            return
        yield Candidate(
            "not_secured", "school", 73, since, subject.run.until_ms, "Not everybody was behind a locked door",
            f"“Lockdown” was ordered at {subject.said(since)}. At no time were more than {many:,} of the {inside:,} "
            "people inside behind a door that holds.",
            play.sources(row), rows,
        )  # fmt: skip
        return
    took_ms, at_ms = round(value * 1000) - since, round(value * 1000)
    halfway = f" Half were there by {subject.said(round(half * 1000))}." if half is not None else ""
    words = (
        f"“Lockdown” was ordered at {subject.said(since)}; nine in ten were behind a door that holds at "
        f"{subject.said(at_ms)}.{halfway}"
    )
    well = took_ms <= 90_000
    title = "Nine in ten were behind a locked door soon" if well else (
        f"{sentence(elapsed(took_ms))} until nine in ten were secured"
    )  # fmt: skip
    yield Candidate(
        "secured", "school", 66 if well else 48 + far(took_ms - 90_000, 6, 30), since, at_ms, title, words,
        tuple(dict.fromkeys((*play.sources(row), "simulated"))), rows, went_well=well,
    )  # fmt: skip


def opened_by_alarm(play: Play) -> Found:
    """Doors that the fire alarm unlocked during a lockdown or secure."""
    subject, sounded = play.subject, alarm_ms(play.subject.run)
    own = [
        row for row in subject.rows("announced") if row[3] in ("lockdown", "secure") and sounded and row[0] < sounded
    ]
    freed = [row for row in subject.rows("unlocked") if row[4] == "fire alarm" and row[0] == sounded]
    if sounded is None or not own or not freed:
        return
    run = subject.run
    names = [place(run.plan, row[3]) for row in freed]
    went = sum(row[6] for row in subject.rows("out") if sounded < row[0] < sounded + 180_000)
    left = f"{sentence(people(went))} went out in the three minutes after it." if went else "Nobody went out for it."
    yield Candidate(
        "alarm_unlocked", "school", 70, sounded, sounded + 60_000, f"The fire alarm sounded during “{own[-1][3]}”",
        f"At {subject.said(sounded)} the alarm unlocked {listed(names[:3])}. {left}",
        play.sources(freed[0]), tuple(freed[:3]), openings=tuple(row[3] for row in freed),
    )  # fmt: skip


RULES = (came_in, held, blocked, not_locked, behind_doors, opened_by_alarm)
