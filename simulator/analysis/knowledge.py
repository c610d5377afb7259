"""Who knew what, when, from whom and how: asked of the log alone."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from simulator.analysis.evidence import ACTED, UNDERSTOOD, Knew, first_had, had_word
from simulator.analysis.metrics import seconds
from simulator.analysis.who import HAZARD_WORDS, agency_words, role_title, some, unit_words, whose
from simulator.analysis.words import clock, place, sentence, typed
from simulator.model.agencies import PT_MEDICAL
from simulator.model.run import Run

CALLED = {
    "what": "what was happening", "where": "where it was", "threat_where": "where the person was",
    "door": "the door", "doors": "which doors lead where", "keys": "the keys", "patients": "the patients",
    "place": "where the panic button was", "visitor": "what the visitor wants", "school_order": "the school's order",
    "who": "who it was",
}  # fmt: skip
"""Facts as people call them; another one goes by its own name."""
OF_ONE = {"vehicle/": "where {} was", "custody/": "what the list says of {}", "patient ": "how {} was"}
"""Facts about one thing, which is named after these beginnings."""
NOT_TOLD = frozenset({"order", "alert"})
"""Orders have a part of their own; the words of a text alert are no fact."""
VIA = {
    "911": "in a 911 call", "phone": "by phone", "radio": "by radio", "in_person": "in person", "text": "by text",
    "dispatch": "with the dispatch", "camera": "on a camera", "panic_button": "from the panic button",
    "seen": "with their own eyes", "own_eyes": "with their own eyes", "heard": "by ear", "warning": "in a warning",
    "told": "from a message of the exercise", "console": "at the console",
    "message": "from a message of the exercise",
    "rumour": "as a rumour", "the_list": "from the list",
}  # fmt: skip
ILL = "the person who is ill"
NEEDED = frozenset({"what", "threat_where", "door", "patients"})
"""Facts that whoever acts needs: it is worth a word who never had them."""
_PLAIN = frozenset({"keys", "doors"})
MOST = 6
OTHERS = {
    "families": "the families", "public": "a caller", "facilitator": "the facilitator", "visitor": "the visitor",
}  # fmt: skip
"""Whom a run knows that is no role, no unit and no party."""
NOBODY_KNOWN = "somebody"
"""What a source is called that a run does not know, such as a warning or a caller."""


def who_knew(run: Run, fact: str) -> list[Knew]:
    """Everybody's news of a fact, in order; whoever learned better later is there more than once."""
    return [Knew(row[0], row[3], row[5], row[6], row[7]) for row in run.rows if row[1] == "learned" and row[4] == fact]


def facts(run: Run) -> tuple[str, ...]:
    """The facts that anybody learned, in the order in which they came up; orders left out."""
    found = dict.fromkeys(row[4] for row in run.rows if row[1] == "learned")
    return tuple(fact for fact in found if fact not in NOT_TOLD)


def not_told(run: Run, fact: str) -> tuple[str, ...]:
    """The roles, agencies and 911 centres that never learned a fact, nor told it to others.

    Whoever recognised what was happening knows that; what an agency has its supervisors have.
    """
    scenario, known = run.scenario, who_knew(run, fact)
    had = {knew.who for knew in known} | {knew.source for knew in known}
    if fact == "what":
        had |= {row[3] for row in run.rows if row[1] == "recognised"}
    had |= {name for name, role in scenario.roles.items() if role.agency in had and role.agency is not None}
    everybody = (*scenario.roles, *scenario.agencies, *scenario.comms.psaps.centres)
    return tuple(name for name in everybody if name not in had)


def knowledge_table(run: Run) -> list[dict[str, Any]]:
    """One line for each piece of news: `fact, t_s, who, value, from, via`; times in seconds from 00:00."""
    return [
        {"fact": fact, "t_s": seconds(one.t_ms), "who": one.who, "value": one.value, "from": one.source, "via": one.via}
        for fact in facts(run) for one in who_knew(run, fact)
    ]  # fmt: skip


# ---- in words --------------------------------------------------------------------------------------------------------


def who_knew_what(run: Run) -> list[str]:
    """The lines of the summary's part: for each fact who had it first and when the others did, and who never did."""
    return [f"- {line}" for fact in facts(run) if fact != "where" and (line := _of_one(run, fact))]


def _of_one(run: Run, fact: str) -> str:
    """One fact among those who act on it: roles, agencies, their units, and 911 centres."""
    known = [one for one in first_had(run, fact) if acts_on_it(run, one.who)]
    if not known or not any(one.source is not None for one in known):
        return ""
    said = {one.value for one in known}
    value = f" ({value_words(run, fact, known[0].value)})" if len(said) == 1 and fact not in _PLAIN else ""
    each = len(said) > 1 and fact not in _PLAIN
    told = [_had(run, list(news), number == 0) + (f" ({value_words(run, fact, key[3])})" if each else "")
            for number, (key, news) in enumerate(groupby(known, _together))]  # fmt: skip
    if len(told) > MOST:
        told[MOST:] = [f"others by {clock(run.scenario, known[-1].t_ms)}"]
    words = f"{sentence(fact_words(fact))}{value}: {'; '.join(told)}."
    word = had_word(run) if fact == "what" else set[str]()
    never = [name for name in not_told(run, fact) if fact in NEEDED and name not in word and _matters(run, name)]
    return words + (f" {sentence(some(called(run, name) for name in never))} never learned it." if never else "")


def fact_words(fact: str) -> str:
    """What people call a fact: `the door`, `where the patient was`."""
    for start, words in OF_ONE.items():
        if fact.startswith(start):
            return words.format(_one_thing(fact.removeprefix(start), start))
    if fact not in CALLED and fact.endswith("_where"):
        return f"where the {typed(fact.removesuffix('_where').replace('_', ' '), 40)} was"
    return CALLED.get(fact, typed(fact.replace("_", " "), 60))


def _one_thing(name: str, start: str) -> str:
    """What one says for a patient, a vehicle or a family."""
    if name == PT_MEDICAL:
        return ILL
    return typed(f"{start if start == 'patient ' else ''}{name}".replace("_", " "), 60)


def _together(one: Knew) -> tuple[int, str | None, str, str]:
    return one.t_ms, one.source, one.via, one.value


def _had(run: Run, news: list[Knew], first: bool) -> str:
    """Those who learned it at one instant from one source."""
    one = news[0]
    if one.via == ACTED:
        who = some(called(run, knew.who) for knew in news)
        return f"{who} knew enough by {clock(run.scenario, one.t_ms)} to act on it"
    if one.via == UNDERSTOOD:
        return f"{some(called(run, knew.who) for knew in news)} understood it at {clock(run.scenario, one.t_ms)}"
    how = VIA.get(one.via.replace(" ", "_"), f"by {typed(one.via.replace('_', ' '), 40)}")
    source = called(run, one.source) if one.source is not None else NOBODY_KNOWN
    by = f", {how}" if source == NOBODY_KNOWN or one.source == one.who else f", from {source} {how}"
    who = some(called(run, knew.who) for knew in news)
    return f"{who} {'had' if first else 'learned'} it at {clock(run.scenario, one.t_ms)}{by}"


def _matters(run: Run, name: str) -> bool:
    """Whether it is worth a word that somebody never learned a fact: agencies that were called, and played roles."""
    role = run.scenario.roles.get(name)
    if role is not None:
        return role.played
    return any(row[1] in ("dispatched", "call_placed") and row[3] == name for row in run.rows)


def acts_on_it(run: Run, who: str) -> bool:
    """Whether a knower is a role, an agency, one of its units, or a 911 centre."""
    scenario = run.scenario
    known: tuple[Mapping[str, Any], ...] = (scenario.roles, scenario.agencies, scenario.comms.psaps.centres)
    return any(who in names for names in known) or who.rpartition("-")[0] in scenario.agencies


def called(run: Run, who: str) -> str:
    """What people call a knower: `the secretary`, `police unit 1`, `the 911 centre county`, `the class of room 101`."""
    scenario = run.scenario
    if who in scenario.roles:
        return role_title(run, who)
    if who in scenario.comms.psaps.centres or who == "911":
        return "the 911 centre" + (f" {typed(who, 40)}" if len(scenario.comms.psaps.centres) > 1 else "")
    if who.rpartition("-")[0] in scenario.agencies:
        return unit_words(run, who)
    if who in scenario.agencies:
        return f"the {agency_words(who)} desk"
    return _other(run, who)


def _other(run: Run, who: str) -> str:
    """Lists of people, points of the building, callers, classes."""
    if who in OTHERS:
        return OTHERS[who]
    point = next((point for point in run.plan.points if point.id == who), None)
    if point is not None:
        return f"the {typed(point.label or point.kind.replace('-', ' '), 60)}"
    return whose(run, _party(run, who))


def _party(run: Run, name: str) -> str:
    """The party that a column split off from; the name itself where there is none."""
    parties = {member.party for member in run.people}
    while name not in parties and "." in name:
        name = name.rpartition(".")[0]
    return name


def value_words(run: Run, fact: str, value: str) -> str:
    """What a fact says, as people say it: a place by its label, a hazard in words."""
    if value in HAZARD_WORDS:
        return HAZARD_WORDS[value]
    if value == PT_MEDICAL:
        return ILL
    if fact.startswith("vehicle/") and value == "back":
        return "on its way back"
    try:
        return typed(place(run.plan, run.plan.resolve(value)), 60)
    except KeyError:
        return typed(value, 60)


def gap(run: Run, fact: str, giver: str, taker: str) -> float | None:
    """How many seconds a fact needed from one knower to another; None where one of them never had it."""
    times = {one.who: one.t_ms for one in reversed(who_knew(run, fact))}
    if giver not in times or taker not in times:
        return None
    return (times[taker] - times[giver]) / 1000
