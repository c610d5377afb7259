"""Who knew what, when: the spread of an order and of each fact over roles and rooms, and what did not arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from simulator.analysis.debrief.subject import Subject, plain
from simulator.analysis.evidence import ACTED, UNDERSTOOD, Knew, first_had
from simulator.analysis.knowledge import NEEDED, VIA, acts_on_it, fact_words, facts, not_told, value_words
from simulator.analysis.securing import ORDERS, not_reached
from simulator.analysis.state import space_of
from simulator.analysis.told_comms import content
from simulator.analysis.who import some
from simulator.analysis.words import counted, people, place, sentence
from simulator.model.events import Row

ORDER = "order:"
MOST = 4
OVER = {"pa": "over the loudspeakers", "speaker": "over the loudspeakers", "intercom": "over the loudspeakers"}
OWN = {ACTED: "by what they did", UNDERSTOOD: "by themselves", "returns": "on coming back", "set": "at the start"}


def known(subject: Subject) -> list[dict[str, Any]]:
    """Each order that was given, then each fact, with its spread in order of time and what was lost on the way."""
    orders = dict.fromkeys(row[3] for row in subject.rows("announced") if row[3] in ORDERS)
    told = [_order(subject, order) for order in orders]
    return told + [one for fact in facts(subject.run) if (one := _fact(subject, fact)) is not None]


# ---- orders ----------------------------------------------------------------------------------------------------------


def _order(subject: Subject, order: str) -> dict[str, Any]:
    heard = [row for row in subject.rows("learned") if row[4:6] == ("order", order)]
    first: dict[str, Row] = {}
    for row in heard:
        first.setdefault(row[3], row)
    rows = sorted(first.values(), key=lambda row: (row[0], row[6] or "", row[7]))
    where = _places(subject)
    spread = [
        _news(subject, [_at(subject, row, where) for row in group], key)
        for key, group in groupby(rows, key=lambda row: (row[0] // 1000, row[6], row[7]))
    ]
    return {"id": f"{ORDER}{order}", "label": f"The order “{order}”", "spread": spread,
            "lost": list(_unheard(subject, order)), "never": None}  # fmt: skip


def _places(subject: Subject) -> Mapping[str, list[tuple[int, str]]]:
    """Every party's spaces with the instants at which its first member came into them."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row in subject.run.rows:
        if row[1] in ("entered", "out"):
            found.setdefault(row[3], []).append((row[0], space_of(row[4])))
        elif row[1] == "party_split":
            for into in row[4]:
                found.setdefault(into[0], list(found.get(row[3], ())))
    return found


def _at(subject: Subject, row: Row, where: Mapping[str, list[tuple[int, str]]]) -> tuple[Row, str | None]:
    """A row of news with where whoever got it was."""
    at = [space for t_ms, space in where.get(row[3], ()) if t_ms <= row[0]]
    return row, at[-1] if at else None


def _news(subject: Subject, group: list[tuple[Row, str | None]], key: tuple[Any, ...]) -> dict[str, Any]:
    first = group[0][0]
    spaces = list(dict.fromkeys(space for _, space in group if space is not None))
    names = dict.fromkeys(subject.called(row[3]) for row, _ in group)
    return {
        "t_ms": first[0], "said": subject.said(first[0]), "who": plain(sentence(some(names, MOST))), "n": len(group),
        "space": spaces[0] if len(spaces) == 1 else None, "spaces": spaces, "via": _how(key[2]),
        "from": _source(subject, key[1]), "provenance": "simulated", "event_no": subject.number_of(first),
    }  # fmt: skip


def _unheard(subject: Subject, order: str) -> Iterator[dict[str, Any]]:
    """Where an announcement of the order did not reach people, and why; the first announcement alone."""
    said = next(row for row in subject.rows("announced") if row[3] == order)
    missed = not_reached(subject.run, subject.steps, said)
    for (space, why), number in sorted(missed.items(), key=lambda one: (-one[1], one[0])):
        words = f"It did not reach {people(number)} in {place(subject.run.plan, space)}: {why}."
        yield {"t_ms": said[0], "said": subject.said(said[0]), "words": plain(words), "space": space, "n": number}


# ---- facts -----------------------------------------------------------------------------------------------------------


def _fact(subject: Subject, fact: str) -> dict[str, Any] | None:
    """One fact among those who act on it; None where only those in the rooms had it by themselves."""
    if fact == "where":
        return None
    had = [one for one in first_had(subject.run, fact) if acts_on_it(subject.run, one.who)]
    if not had:
        return None
    spread = [_had(subject, fact, list(news)) for _, news in groupby(had, key=_together)]
    never = [subject.called(name) for name in _never(subject, fact)]
    return {
        "id": fact, "label": plain(sentence(fact_words(fact))), "spread": spread, "lost": list(_lost(subject, fact)),
        "never": plain(f"{sentence(some(never))} never learned it.") if never else None,
    }  # fmt: skip


def _together(one: Knew) -> tuple[Any, ...]:
    return one.t_ms, one.source, one.via, one.value


def _had(subject: Subject, fact: str, news: list[Knew]) -> dict[str, Any]:
    one = news[0]
    row = next((row for row in subject.rows("learned") if row[0] == one.t_ms and row[3:5] == (one.who, fact)), None)
    return {
        "t_ms": one.t_ms, "said": subject.said(one.t_ms), "n": len(news), "space": None, "spaces": [],
        "who": plain(sentence(some(subject.called(each.who) for each in news))), "via": _how(one.via),
        "from": _source(subject, one.source), "value": plain(value_words(subject.run, fact, one.value)),
        "provenance": "simulated", "event_no": subject.number_of(row),
    }  # fmt: skip


def _how(via: str) -> str:
    key = via.replace(" ", "_")
    return OVER.get(key) or OWN.get(key) or VIA.get(key) or f"by {via.replace('_', ' ')}"


def _source(subject: Subject, source: str | None) -> str | None:
    return None if source is None else plain(subject.called(source))


def _never(subject: Subject, fact: str) -> tuple[str, ...]:
    """Those who act and were there to be told: played roles, and agencies and centres that were called."""
    if fact not in NEEDED:
        return ()
    run = subject.run
    called_ = {row[3] for row in subject.rows("dispatched", "call_placed")}
    played = {name for name, role in run.scenario.roles.items() if role.played}
    word = {role for row in subject.rows("inject_released") for role in row[4]} if fact == "what" else set[str]()
    return tuple(name for name in not_told(run, fact) if name in called_ | played and name not in word)


def _lost(subject: Subject, fact: str) -> Iterator[dict[str, Any]]:
    """Messages with the fact that did not arrive."""
    for row in subject.rows("lost"):
        if row[4] == "public" or fact not in row[3].split(", "):
            continue
        words = f"{sentence(subject.called(row[4]))} could not pass on {content(row[3])}: {row[8] or 'it was lost'}."
        yield {"t_ms": row[0], "said": subject.said(row[0]), "words": plain(words), "space": None,
               "n": 1, "event_no": subject.number_of(row)}  # fmt: skip


def spread_in_words(one: Mapping[str, Any]) -> str:
    """How far a fact came, in a sentence."""
    return f"{counted(sum(each['n'] for each in one['spread']), 'person or group', 'persons or groups')} had it."
