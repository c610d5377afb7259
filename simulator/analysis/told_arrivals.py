"""Those who come and go, in sentences: visitors, a disturbance, families, vehicles, bells, rumours, roles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from simulator.analysis.messages import messages
from simulator.analysis.reunion import reunion_metrics
from simulator.analysis.timeline import Moment
from simulator.analysis.who import role_title, whose
from simulator.analysis.words import counted, lasting, people, place, sentence, typed
from simulator.model.events import Row
from simulator.model.inject import Rumour
from simulator.model.run import Run

CAME_IN = {
    "asks to come in": "A visitor came to {door} and asked {wants}.",
    "walks in": "A visitor walked in through {door}, which was open or unlocked.",
    "walks in as somebody leaves": "A visitor walked in through {door} as somebody came out.",
    "is let in": "The visitor was let in through {door}{by}.",
}
LEFT = {
    "was not let in": "The visitor left: nobody had let them in.",
    "was shown out": "The visitor was shown out{by}.",
    "refused": "The visitor left.",
}
MOST_REFUSALS = 3
"""So many families who were told no are told of one by one."""


def told_arrivals(run: Run) -> list[Moment]:
    """The moments of those who come and go, in the order of the log."""
    kinds = {row[1] for row in run.rows}
    found = [*_visit(run)] if "visitor_at_door" in kinds else []
    if run.scenario.disturbance is not None:
        found += _disturbance(run)
    if "family_arrived" in kinds or "reunification_opened" in kinds or "handed_over" in kinds:
        found += _families(run)
    found += [moment for call in (_vehicles, _bells, _rumours, _roles, _others) for moment in call(run)]
    return sorted(found, key=lambda moment: moment.t_ms)


def reunion_summary(run: Run) -> list[str]:
    """What the reunification came to, and how long a visitor was there before somebody asked; nothing without both."""
    said = []
    figures = reunion_metrics(run)
    opened = any(row[1] == "reunification_opened" for row in run.rows)
    if figures["families_came"] and not opened:
        said.append(
            f"{counted(figures['families_came'], 'family', 'families')} came; no reunification site was opened."
        )
    elif figures["families_came"]:
        said.append(_how_many(figures["families_served"], figures["families_came"]))
        if figures["families_turned_away"]:
            said.append(f"{counted(figures['families_turned_away'], 'family', 'families')} left without one.")
        if figures["families_waiting"]:
            said.append(f"{counted(figures['families_waiting'], 'family', 'families')} still waited at the end.")
        if figures["longest_family_wait_s"]:
            longest = lasting(round(figures["longest_family_wait_s"] * 1000))
            said.append(f"The longest wait at one station was {longest}.")
    if any(row[1] == "visitor_at_door" for row in run.rows):
        said.append(_asked(figures["visitor_asked_s"], figures["visitor_walked_in"]))
    return said


def _how_many(served: int, came: int) -> str:
    pupils = counted(served, "pupil was", "pupils were") if served else "no pupil was"
    return f"{counted(came, 'family came', 'families came')}; {pupils} handed over."


def _asked(after_s: float | None, walked_in: bool) -> str:
    if after_s is None:
        return f"The visitor {'was inside and' if walked_in else 'came and'} nobody asked who they were."
    return f"The visitor was asked {lasting(round(after_s * 1000))} after coming."


# ---- visitor and disturbance -----------------------------------------------------------------------------------------


def _visit(run: Run) -> Iterator[Moment]:
    acts = {(row[0], row[2]) for row in run.rows if row[1] == "done"}  # told by what the person did
    wants = run.scenario.visitor.wants if run.scenario.visitor is not None else "to come in"
    for row in run.rows:
        told = (row[0], row[2]) in acts
        if row[1] not in ("visitor_at_door", "challenged", "visitor_left"):
            continue
        by = f" by {_who(run, row[5])}" if row[5] is not None else ""
        door = place(run.plan, row[4]) if row[4] is not None else "the door"
        if row[1] == "challenged" and not told:
            yield Moment(row[0], f"{sentence(_who(run, row[5]))} asked the visitor who they were.")
        elif row[1] != "challenged":
            words = (CAME_IN if row[1] == "visitor_at_door" else LEFT).get(row[6], "The visitor left.")
            yield Moment(row[0], words.format(door=door, by=by, wants=typed(wants, 80).rstrip(".")), 3)


def _disturbance(run: Run) -> Iterator[Moment]:
    first = True
    for row in run.rows:
        if row[1] == "hazard_closed" and row[3] == "disturbance":
            where = place(run.plan, row[4])
            yield Moment(row[0], f"The disturbance {'began in' if first else 'moved to'} {where}.")
            first = False
        elif row[1] == "hazard_ended" and row[3] == "disturbance":
            yield Moment(row[0], "The disturbance was over.")


# ---- families --------------------------------------------------------------------------------------------------------


def _families(run: Run) -> Iterator[Moment]:
    came = [row for row in run.rows if row[1] == "family_arrived"]
    if came:
        yield Moment(came[0][0], "The first family came.", 1)
    for row in run.rows:
        if row[1] == "reunification_opened":
            waiting = sum(one[0] <= row[0] for one in came)
            already = f"; {counted(waiting, 'family was', 'families were')} there already" if waiting else ""
            yield Moment(row[0], f"Reunification opened at {place(run.plan, row[3])}{already}.")
    yield from _hand_overs(run)
    over_s = reunion_metrics(run)["reunification_s"]
    if over_s is not None:
        yield Moment(round(over_s * 1000), "The last family was through.")


def _hand_overs(run: Run) -> Iterator[Moment]:
    given = [row for row in run.rows if row[1] == "handed_over"]
    if given:
        yield Moment(given[0][0], "The first pupil was handed over.", 1)
    if len(given) > 1:
        half = given[(len(given) - 1) // 2]
        yield Moment(half[0], f"Half of the {len(given)} pupils who were fetched had been handed over.", 1)
    refused = [row for row in run.rows if row[1] == "hand_over_refused"]
    for row in refused[:MOST_REFUSALS]:
        yield Moment(row[0], f"A family was told no: {typed(row[5] or 'refused', 80)}.")
    if len(refused) > MOST_REFUSALS:
        rest = counted(len(refused) - MOST_REFUSALS, "more family was", "more families were")
        yield Moment(refused[MOST_REFUSALS][0], f"From here on {rest} told no.", 1)


# ---- vehicles, bells, rumours, roles ---------------------------------------------------------------------------------


def _vehicles(run: Run) -> Iterator[Moment]:
    for row in run.rows:
        if row[1] == "departed":
            yield Moment(row[0], f"{sentence(_spoken(row[3]))} left{f' with {people(row[4])}' if row[4] else ''}.")


def _bells(run: Run) -> Iterator[Moment]:
    rung: dict[str | None, int] = {}
    for row in run.rows:
        if row[1] == "started" and row[5] == "bell":
            rung.setdefault(row[2], row[0])
    for t_ms in rung.values():
        yield Moment(t_ms, "The bell had rung: the first class set off.", 1)


def _rumours(run: Run) -> Iterator[Moment]:
    """A rumour's first hearing, with how far it came; what it said as the message has it."""
    rumours = {
        (inject.id, effect.fact): effect
        for inject in messages(run).values() for effect in inject.effect if isinstance(effect, Rumour)
    }  # fmt: skip
    heard: dict[tuple[str, str], list[Row]] = {}
    for row in run.rows:
        if row[1] == "learned" and row[6] is None and (row[2], row[4]) in rumours:
            heard.setdefault((row[2], row[4]), []).append(row)
    for key, rows in heard.items():
        parties = counted(len({row[3] for row in rows}), "party", "parties")
        words = _resolved(run, rumours[key].rumour)
        said = typed(words if words == rumours[key].rumour else place(run.plan, words), 80).rstrip(".")
        yield Moment(rows[0][0], f"A rumour went round: “{said}”. By the end {parties} had heard it.")


def _roles(run: Run) -> Iterator[Moment]:
    for row in run.rows:
        if row[1] == "learned" and row[4] == "where" and row[7] in ("set", "returns") and row[0]:
            where = {"off_site": "off the site", "on_site": "back"}.get(row[5])
            yield Moment(row[0], f"{sentence(role_title(run, row[3]))} was {where or f'in {place(run.plan, row[5])}'}.")


def _others(run: Run) -> Iterator[Moment]:
    """Whoever came and is no unit of an agency: the media, mostly."""
    rows = [row for row in run.rows if row[1] == "arrived" and row[4].startswith(f"{row[3]}-")]
    come = [row for row in rows if row[3] not in run.scenario.agencies and row[3] not in ("school", "police")]
    for (name, _), grouped in groupby(come, key=lambda row: (row[3], row[2])):
        first = next(grouped)
        where = f" to {place(run.plan, first[5])}" if first[5] else ""
        yield Moment(first[0], f"{sentence(_spoken(name))} came{where}.", 1)


def _spoken(name: str) -> str:
    """A name that somebody gave to a vehicle or a person, as one says it."""
    return typed(name.replace("_", " "), 60)


def _who(run: Run, name: str | None) -> str:
    """A role or a party in words; `somebody` for neither."""
    if name is None:
        return "somebody"
    return role_title(run, name) if name in run.scenario.roles else whose(run, name)


def _resolved(run: Run, reference: str) -> str:
    return run.plan.uses.get(reference[1:], reference) if reference.startswith("@") else reference
