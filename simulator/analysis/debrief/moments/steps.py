"""Moments of what the messages asked for: done early or not seen, needed only because something had not been done."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.analysis.asked import asked
from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play
from simulator.analysis.debrief.reach import came
from simulator.analysis.debrief.subject import plain
from simulator.analysis.disciplines import of_anybody
from simulator.analysis.messages import messages
from simulator.analysis.objectives import results
from simulator.analysis.seen import Seen, expectations
from simulator.analysis.who import role_title
from simulator.analysis.words import elapsed, one_line, sentence
from simulator.model.actions import Expectation
from simulator.model.events import Row
from simulator.model.inject import Inject

EARLY = 0.9
WELL_DONE: Mapping[str, str] = {
    "announce": "The word was given in time", "call_911": "The call was made in time",
    "tell": "Those who had to know were told in time", "lock": "The doors were locked in time",
    "establish_command": "Command was taken in time", "unify_command": "One command was shared in time",
    "check_id": "The visitor's ID was checked in time", "search": "The search began in time",
    "open_ccp": "The collection point was open in time", "form_rtf": "The task force was formed in time",
    "assist": "Help was there in time", "open_reunification": "The site was open in time",
}  # fmt: skip


def _asked(play: Play, wanted: Expectation) -> str:
    """What was expected, as a noun: `The Principal announces lockdown`."""
    who = role_title(play.subject.run, wanted.role) if wanted.role else "somebody"
    return plain(sentence(f"{who} {asked(play.subject.run, wanted)}"))


def _about(play: Play, inject: Inject | None) -> str:
    return one_line(inject.synopsis or inject.text or inject.id, 80).rstrip(".") if inject is not None else "a message"


def _released(play: Play, name: str) -> Row | None:
    return next((row for row in play.subject.rows("inject_released") if row[3] == name), None)


def step_met(play: Play) -> Found:
    """An expected action that came well within its time: to keep."""
    run = play.subject.run
    known, said = expectations(run), messages(run)
    for row in play.subject.rows("expect_met"):
        if row[3] not in known:
            continue
        wanted, name = known[row[3]]
        released = _released(play, name)
        took_ms = round(row[5] * 1000)
        if released is None or wanted.within_ms <= 0 or took_ms > EARLY * wanted.within_ms or took_ms < 1000:
            continue
        act = next((one for one in play.subject.rows("done") if one[2] == row[2] and one[0] <= row[0]), row)
        weight = 40 + 8 * (1 - took_ms / wanted.within_ms) + (6 if wanted.objective is not None else 0)
        yield Candidate(
            "step_met", of_anybody(run.scenario, wanted.role or row[4]), weight, released[0], row[0],
            WELL_DONE.get(wanted.action, "What was expected came in time"),
            f"“{_about(play, said.get(name))}” asked for this: {_asked(play, wanted)}. It was done "
            f"{elapsed(took_ms)} after the message, which allows {elapsed(wanted.within_ms)}.",
            play.sources(act), (released, row), went_well=True,
        )  # fmt: skip


def step_missed(play: Play) -> Found:
    """An expected action that was not seen, or came otherwise; those that an objective is about weigh more."""
    run = play.subject.run
    known, said = expectations(run), messages(run)
    judging = {name for aim in run.scenario.objectives for name in aim.measure.expects or ()}
    for row in play.subject.rows("expect_missed"):
        if row[3] not in known:
            continue
        wanted, name = known[row[3]]
        seen, released = came(play.subject, wanted, name), _released(play, name)
        if released is None:
            continue
        weight = (41 if wanted.id in judging or wanted.objective else 34) - (6 if seen.step != "not seen" else 0)
        asks, about = _asked(play, wanted), _about(play, said.get(name))
        yield Candidate(
            "step_missed", of_anybody(run.scenario, wanted.role), weight, released[0], row[0],
            f"{sentence(seen.step)}: {one_line(asks[:1].lower() + asks[1:], 90)}",
            f"“{about}” went out at {play.subject.said(released[0])} and asked for this. {_how(play, seen, row)}",
            play.sources(row), (released, row),
        )  # fmt: skip


def _how(play: Play, seen: Seen, row: Row) -> str:
    if seen.step == "seen differently":
        return f"It came differently{plain(seen.how)}."
    return f"It was not seen by {play.subject.said(row[0])}."


def contingency(play: Play) -> Found:
    """A message that goes out only if something was not done, and did."""
    run = play.subject.run
    said, known = messages(run), expectations(run)
    for row in play.subject.rows("inject_released"):
        inject = said.get(row[3])
        if inject is None or inject.kind != "contingency":
            continue
        missing = inject.unless.expect if inject.unless is not None else None
        out = f"It went out at {play.subject.said(row[0])}."
        if missing in known:
            weight, text = (
                43,
                f"This message is for when this has not been done by then: {_wanted(play, missing)}. {out}",
            )
        else:
            weight, text = 35, f"This message goes out only if it is needed. {out}"
        lane = of_anybody(run.scenario, row[4][0]) if row[4] else "school"
        yield Candidate(
            "contingency", lane, weight, row[0], row[0] + 60_000, f"Needed after all: “{_about(play, inject)}”",
            text, play.sources(row), (row,),
        )  # fmt: skip


def _wanted(play: Play, name: str | None) -> str:
    return _asked(play, expectations(play.subject.run)[name or ""][0])


def aim_reached(play: Play) -> Found:
    """An objective that a measure has as reached: where nothing else went well, this did."""
    subject = play.subject
    for result, aim in zip(results(subject.run, subject.measured), subject.run.scenario.objectives, strict=True):
        if result.verdict != "met":
            continue
        value = subject.measured.get(aim.measure.metric or "")
        is_time = (aim.measure.metric or "").endswith("_s") and isinstance(value, int | float)
        at_ms = round(float(value) * 1000) if is_time and value is not None else 0
        yield Candidate(
            "aim_reached", "school", 20, at_ms, at_ms or subject.run.until_ms, "An aim of the exercise was reached",
            f"The aim: {one_line(aim.text, 160).rstrip('.')}. {sentence(plain(result.reason))}.", ("simulated",),
            went_well=True,
        )  # fmt: skip


RULES = (step_met, step_missed, contingency, aim_reached)
