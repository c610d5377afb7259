"""Moments about people: leaving, waiting, being outdoors, being counted, being looked for, and families."""

from __future__ import annotations

from simulator.analysis.completion import complete_ms, protocol, standing
from simulator.analysis.debrief.moments.candidate import Candidate, Found, Play, far
from simulator.analysis.debrief.subject import Provenance
from simulator.analysis.metrics import accounted, leave_ms
from simulator.analysis.reunion import reunion_metrics
from simulator.analysis.state import open_air, queues_by_place, space_of
from simulator.analysis.told_incident import has_person
from simulator.analysis.words import counted, elapsed, people, place, sentence
from simulator.model.events import Row

PLACES = {
    "severe_weather": "outside a shelter when the storm was there", "fire": "in a place that the fire had closed",
    "hazmat": "in a place that the release had reached", "earthquake": "in a place that was not safe any more",
}  # fmt: skip
"""Hazards that reach people by where they are, and what that is called."""
LEAST_MS = 60_000


def all_out(play: Play) -> Found:
    """Everybody was out, and counted where the log says so: went well."""
    subject, since, clear_s = play.subject, leave_ms(play.subject.run), play.subject.measured["clear_time_s"]
    if since is None or clear_s is None or protocol(subject.run) != "evacuate":
        return
    clear_ms, counted_s = round(clear_s * 1000), subject.measured["accountability_s"]
    then = f"Everybody had been counted by {subject.said(round(counted_s * 1000))}." if counted_s is not None else (
        f"The last one was out {elapsed(clear_ms - since)} after people were told to leave."
    )  # fmt: skip
    alarm = next((row for row in subject.rows("alarm", "announced") if row[0] == since), None)
    yield Candidate(
        "all_out", "school", 66 if counted_s is not None else 58, since, clear_ms, "Everybody was out",
        f"People were told to leave at {subject.said(since)}; the building was empty at "
        f"{subject.said(clear_ms)}. {then}",
        _and_simulated(play, alarm), (alarm,) if alarm is not None else (), went_well=True,
    )  # fmt: skip


def _and_simulated(play: Play, row: Row | None) -> tuple[Provenance, ...]:
    """Where the beginning comes from; what followed is simulated."""
    return tuple(dict.fromkeys((*play.sources(row), "simulated")))


def not_out(play: Play) -> Found:
    """Somebody who should have left was still inside at the end."""
    subject, since = play.subject, leave_ms(play.subject.run)
    if since is None or protocol(subject.run) != "evacuate" or subject.measured["clear_time_s"] is not None:
        return
    sky = open_air(subject.run.plan)
    places = {step.person: space_of(step.to) for step in subject.steps}
    left: dict[str, int] = {}
    for space in places.values():
        if space not in sky:
            left[space] = left.get(space, 0) + 1
    if not left or subject.run.until_ms - since < 240_000:
        return
    most = max(sorted(left), key=lambda one: left[one])
    where = f"{place(subject.run.plan, most)}" + (f" and {len(left) - 1} more places" if len(left) > 1 else "")
    yield Candidate(
        "not_out", "school", 71, since, subject.run.until_ms, f"{sentence(people(sum(left.values())))} had not left",
        f"People were told to leave at {subject.said(since)}. At {subject.said(subject.run.until_ms)} "
        f"{people(sum(left.values()))} were still inside, in {where}.",
        ("simulated",), (), tuple(sorted(left, key=lambda one: (-left[one], one))),
    )  # fmt: skip


def in_line(play: Play) -> Found:
    """The longest queue."""
    run = play.subject.run
    for at, found in queues_by_place(run)[:1]:
        longest = max(found, key=lambda one: max(one.waits_ms))
        wait_ms = max(longest.waits_ms)
        if wait_ms < 30_000:
            return
        minutes = sum(one.person_ms for one in found) / 60_000
        opening = (at,) if any(one.id == at for one in run.plan.openings) else ()
        yield Candidate(
            "queue", "school", 34 + far(wait_ms, 4, 30), longest.from_ms, longest.from_ms + wait_ms,
            f"A line of {elapsed(wait_ms)} at {place(run.plan, at)}",
            f"The longest wait there began at {play.subject.said(longest.from_ms)} and lasted {elapsed(wait_ms)}. "
            f"All waits there together come to {minutes:,.0f} person-minutes.",
            ("simulated",), (), (space_of(longest.space),), opening,
        )  # fmt: skip


def outdoors(play: Play) -> Found:
    """People who were where the hazard (weather, a release, a fire) reached them."""
    subject, run = play.subject, play.subject.run
    hazard = next((one for one in (run.scenario.hazard, *run.scenario.also) if one in PLACES), None)
    found = subject.exposure
    if hazard is None or has_person(run) or found.first_ms is None or found.people < 5 or found.person_ms < LEAST_MS:
        return
    spaces = sorted(found.by_space, key=lambda one: (-found.by_space[one], one))
    more = f" and {counted(len(spaces) - 1, 'more place')}" if len(spaces) > 1 else ""
    yield Candidate(
        "not_sheltered", "school", 64 + far(found.people * 1000, 20, 8), found.first_ms, found.first_ms + 60_000,
        f"{sentence(people(found.people))} were {PLACES[hazard]}",
        f"From {subject.said(found.first_ms)} on it reached people in {place(run.plan, spaces[0])}{more}. "
        f"Their time there, added up, comes to {elapsed(found.person_ms)}.",
        ("simulated",), (), tuple(spaces),
    )  # fmt: skip


def sheltered(play: Play) -> Found:
    """An order to shelter, hold or secure was carried out: went well where it was, else by how much it was not."""
    subject, order = play.subject, protocol(play.subject.run)
    if order not in ("shelter", "hold", "secure"):
        return
    stands = standing(subject.run, order)
    if stands is None:
        return
    done_ms = complete_ms(subject.run, subject.steps, order)
    words = {"shelter": "Everybody who heard it was in a shelter", "hold": "The halls were clear",
             "secure": "Everybody was in and every outside door held"}[order]  # fmt: skip
    row = next((one for one in subject.rows("announced") if one[3] == order), None)
    if done_ms is not None and done_ms > stands.since_ms:
        took = elapsed(done_ms - stands.since_ms)
        yield Candidate(
            "carried_out", "school", 57, stands.since_ms, done_ms, f"{words} after {took}",
            f"“{sentence(order)}” was given at {subject.said(stands.since_ms)}. {words} at {subject.said(done_ms)}.",
            _and_simulated(play, row), (row,) if row is not None else (), went_well=True,
        )  # fmt: skip


def not_in(play: Play) -> Found:
    """People who stayed outdoors though the word was to come in."""
    subject = play.subject
    stands = standing(subject.run, "secure") if protocol(subject.run) == "secure" else None
    if stands is None:
        return
    sky = open_air(subject.run.plan)
    places = {step.person: space_of(step.to) for step in subject.steps if step.t_ms <= stands.until_ms}
    out = [space for space in places.values() if space in sky]
    if len(out) < 5:
        return
    spaces = sorted(set(out), key=lambda one: (-out.count(one), one))
    most = "most of them at " if len(spaces) > 1 else "at "
    yield Candidate(
        "not_in", "school", 65 + far(len(out) * 1000, 10, 10), stands.since_ms, stands.until_ms,
        f"{sentence(people(len(out)))} stayed outdoors",
        f"“Secure” brings everybody in; it was given at {subject.said(stands.since_ms)}. At the end "
        f"{people(len(out))} were still outdoors, {most}{place(subject.run.plan, spaces[0])}.",
        ("simulated",), (), tuple(spaces),
    )  # fmt: skip


# ---- counting and searching ------------------------------------------------------------------------------------------


def uncounted(play: Play) -> Found:
    """Counting began and not everybody was counted."""
    subject = play.subject
    rows = subject.rows("accounted")
    if not rows or subject.measured["accountability_s"] is not None:
        return
    missing = subject.measured["people"] - len(accounted(subject.run))
    if missing < 3 or subject.run.until_ms - rows[-1][0] < 120_000:
        return
    yield Candidate(
        "uncounted", "school", 51, rows[0][0], rows[-1][0], f"{sentence(people(missing))} had not been counted",
        f"Counting began at {subject.said(rows[0][0])}, and the last count came at {subject.said(rows[-1][0])}. "
        f"{sentence(people(missing))} were in none of the counts.",
        play.sources(rows[-1]), (rows[0], rows[-1]),
    )  # fmt: skip


def looked_for(play: Play) -> Found:
    """Somebody who was missed, and how long it took to find them."""
    subject = play.subject
    found = subject.first("found")
    missed = subject.first("unaccounted")
    if missed is None or (found is None and subject.run.until_ms - missed[0] < 300_000):
        return
    where = missed[6].partition("/")[0]
    who = str(missed[3])
    if found is None:
        yield Candidate(
            "not_found", "school", 56, missed[0], subject.run.until_ms,
            f"{sentence(who)}: the search was open at the end",
            f"{sentence(who)} was missed at {subject.said(missed[0])}, last seen in {place(subject.run.plan, where)}. "
            "By the end the log does not say that they were found.", play.sources(missed), (missed,), (where,),
        )  # fmt: skip
        return
    there = found[6].partition("/")[0]
    well = found[0] - missed[0] <= 300_000
    yield Candidate(
        "found", "school", 64, missed[0], found[0], f"Found after {elapsed(found[0] - missed[0])}",
        f"{sentence(who)} was missed at {subject.said(missed[0])}, last seen in {place(subject.run.plan, where)}. At "
        f"{subject.said(found[0])} they were found in {place(subject.run.plan, there)}.",
        play.sources(missed, found), (missed, found), (where, there), went_well=well,
    )  # fmt: skip


# ---- families --------------------------------------------------------------------------------------------------------


def _texts(play: Play) -> list[Row]:
    return [row for row in play.subject.rows("done") if row[4] == "send_alert" and row[5].get("audience") == "families"]


def families_told(play: Play) -> Found:
    """Families came, or a long time passed, before they were told anything."""
    subject, texts = play.subject, _texts(play)
    came, start = subject.first("family_arrived"), subject.order_row or subject.first("recognised")
    meant = [one for one in play.plan.values() if one.step.action == "send_alert" and one.plan_ms is not None]
    text = texts[0] if texts else None
    if came is not None and (text is None or text[0] > came[0]):
        then = f"The first text to families went out at {subject.said(text[0])}." if text is not None else (
            "By the end no text to families had gone out."
        )  # fmt: skip
        yield Candidate(
            "families_first", "families", 67, came[0], text[0] if text is not None else subject.run.until_ms,
            "Families came before they were told",
            f"The first family was there at {subject.said(came[0])}. {then}", play.sources(came, text),
            tuple(row for row in (came, text) if row is not None),
        )  # fmt: skip
    elif text is None and start is not None and subject.run.until_ms - start[0] > 900_000 and meant:
        yield Candidate(
            "families_untold", "families", 53, start[0], subject.run.until_ms, "Families had not been told by the end",
            f"The order was given at {subject.said(start[0])}. The plan means a text to families by "
            f"{subject.said(meant[0].plan_ms or 0)}; by the end none had gone out.", play.sources(start), (start,),
        )  # fmt: skip
    elif text is not None and start is not None and text[0] - start[0] > 1_200_000:
        took = elapsed(text[0] - start[0])
        yield Candidate(
            "families_late", "families", 55, start[0], text[0], f"Families were told after {took}",
            f"The order was given at {subject.said(start[0])}; the first text to families went out at "
            f"{subject.said(text[0])}.", play.sources(start, text), (start, text),
        )  # fmt: skip


def reunion(play: Play) -> Found:
    """Families who waited before the site was open, and the last one through."""
    subject = play.subject
    figures, opened = reunion_metrics(subject.run), subject.first("reunification_opened")
    before = figures["families_before_open"]
    if opened is not None and before >= 10:
        yield Candidate(
            "reunion_late", "families", 60 + far(before * 1000, 8, 12), opened[0], opened[0],
            f"{sentence(counted(before, 'family', 'families'))} were there before the site was open",
            f"Reunification opened at {place(subject.run.plan, opened[3])} at {subject.said(opened[0])}. "
            f"{sentence(counted(before, 'family', 'families'))} had come by then.",
            play.sources(opened), (opened,), (opened[3],),
        )  # fmt: skip
    over_s = figures["reunification_s"]
    if over_s is not None and opened is not None:
        yield Candidate(
            "reunited", "families", 61, opened[0], round(over_s * 1000), "The last family was through",
            f"Of {figures['families_came']:,} families {figures['families_served']:,} left with a pupil. "
            f"The last one was through at {subject.said(round(over_s * 1000))}, "
            f"{elapsed(round(over_s * 1000) - opened[0])} after the site opened.",
            play.sources(opened), (opened,), (opened[3],), went_well=True,
        )  # fmt: skip
    refused = subject.rows("hand_over_refused")
    if refused:
        yield Candidate(
            "told_no", "families", 45, refused[0][0], refused[-1][0], "A family was told no",
            f"At {subject.said(refused[0][0])} the card and the list disagreed about who may fetch a pupil. "
            f"{sentence(counted(len(refused), 'family was', 'families were'))} told no in all.",
            play.sources(refused[0]), tuple(refused[:3]),
        )  # fmt: skip


def visitor(play: Play) -> Found:
    """How long a visitor was there before somebody spoke to them."""
    subject = play.subject
    came = subject.first("visitor_at_door")
    asked_s = reunion_metrics(subject.run)["visitor_asked_s"]
    if came is None:
        return
    if asked_s is None:
        yield Candidate(
            "visitor", "school", 59, came[0], subject.run.until_ms, "Nobody spoke to the visitor",
            f"A visitor was there at {subject.said(came[0])}. By the end nobody had asked who they were.",
            play.sources(came), (came,), openings=(came[4],) if came[4] else (),
        )  # fmt: skip
    elif asked_s <= 90:
        yield Candidate(
            "visitor_asked", "school", 54, came[0], came[0] + round(asked_s * 1000), "The visitor was spoken to soon",
            f"A visitor was there at {subject.said(came[0])}. Somebody asked who they were "
            f"{elapsed(round(asked_s * 1000))} later.", play.sources(came), (came,), went_well=True,
        )  # fmt: skip


RULES = (all_out, not_out, in_line, outdoors, sheltered, not_in, uncounted, looked_for, families_told, reunion, visitor)
