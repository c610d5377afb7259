"""Why a party did what it did: its last choice before an instant in one sentence, with options and margins.

The run must have been made with the party traced; everything said is what the party believed, right or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulator.analysis.deeds import deed
from simulator.analysis.parties import Meant, party_meant
from simulator.analysis.state import owner
from simulator.analysis.who import role_title, whose
from simulator.analysis.words import lasting, listed, offset, place, sentence, typed
from simulator.model.events import Row
from simulator.model.run import Believed, Choice, Option, Run, Way
from simulator.rules import behaviour

REASONS = {
    behaviour.AS_ORDERED: "it was what the order asked for",
    behaviour.AS_OTHERS: "it was what others in the same place did",
    behaviour.WHERE_THEY_ARE: "without training people hide where they are",
    behaviour.AS_THEY_CAME: "without training people leave by the way they know",
    behaviour.AS_TRAINED: "it was what the training asks for",
    behaviour.NO_ROOM: "no room could be secured in time",
    behaviour.COMFORTABLE: "that way out was clear for long enough",
    behaviour.BEST: "it left the most time",
    behaviour.LAST_RESORT: "nothing else could be done in time and the person was at hand",
    behaviour.NOTHING: "nothing better was known",
    behaviour.UNHEEDED.why: "they heard the order and did not follow it in this version",
}
HEARSAY = {
    "phone": "been told by phone", "radio": "been told by radio", "pa": "been told over the loudspeakers",
    "in_person": "been told in person", "rumour": "heard a rumour", "text": "been told by a text message",
    "alert": "been told by a text message", "heard": "heard",
}  # fmt: skip
MOST_OPTIONS = 3


Say = Callable[[int], str]
"""How an instant (ms) is said: after the start, or by the clock."""


def why(run: Run, asked: str, t_s: float, say: Say = offset) -> str:
    """The latest choice of a traced party at or before an instant, in a sentence or two.

    Of a role also what it did last, where that came after its choice. Raises NotFound where nobody has that name.
    """
    meant, until_ms = party_meant(run, asked), round(t_s * 1000)
    choice = _latest(run, meant.party, until_ms) if meant.party is not None else None
    told = [] if choice is None else [_told(run, choice, say)]
    if meant.role is not None and (act := _last_act(run, meant.role, choice.t_ms if choice else -1, until_ms)):
        told.append(_acted(run, act, say))
    if meant.party is None:
        told.insert(0, _elsewhere(run, meant, acted=bool(told)))
    return " ".join(told) or _no_choice(run, meant.party or asked, until_ms, say)


def _latest(run: Run, party: str, until_ms: int) -> Choice | None:
    """The choice to tell: the latest about an armed person, else the latest of all."""
    found = [one for one in run.choices if _is_of(one, party) and one.t_ms <= until_ms]
    if not found:
        return None
    # what a party then did to carry its choice out is no choice of its own
    return next((one for one in reversed(found) if one.way is not None), found[-1])


def _no_choice(run: Run, party: str, until_ms: int, say: Say) -> str:
    """That there is no choice to tell; with the order that they heard last and what they did on it."""
    who, rows = _who(run, party), [row for row in run.rows if row[0] <= until_ms]
    heard = next((row for row in reversed(rows) if row[1] == "learned" and row[3] == party and row[4] == "order"), None)
    if heard is None:
        unreached = "not been reached by any order and had " if any(row[1] == "announced" for row in rows) else ""
        return f"By {say(until_ms)} {who} had {unreached}made no choice."
    held = next((row for row in reversed(rows) if row[1] == "secured" and row[4] == party), None)
    then = f"; at {say(held[0])} {_place(run, held[3])} was secured" if held is not None else ""
    return f"{sentence(who)} went by the order “{typed(str(heard[5]))}”, which they heard at {say(heard[0])}{then}."


def _told(run: Run, choice: Choice, say: Say) -> str:
    return (_about_a_person if choice.way is not None else _about_an_exit)(run, choice, say)


# ---- about a role --------------------------------------------------------------------------------------------------


def _elsewhere(run: Run, meant: Meant, acted: bool) -> str:
    seen = "what they did last is told here" if acted else "see what they did in the course of the run"
    return f"{sentence(role_title(run, meant.role or ''))} is not in the building and has no way to choose; {seen}."


def _last_act(run: Run, role: str, after_ms: int, until_ms: int) -> Row | None:
    """The last thing that a role did after one instant and until another."""
    rows = (row for row in run.rows if row[1] == "done" and row[3] == role and after_ms < row[0] <= until_ms)
    return max(rows, key=lambda row: row[0], default=None)


def _acted(run: Run, row: Row, say: Say) -> str:
    """`At 4:10 the Principal announced lockdown, as decided (N1).`"""
    words = deed(run, row).removesuffix(".").replace(" went to announce ", " announced ", 1)
    by = "as decided" if row[6] == "decision" else "by the response plan"
    return f"At {say(row[0])} {words[:1].lower()}{words[1:]}, {by} ({row[2]})."


# ---- about a party -------------------------------------------------------------------------------------------------


def _is_of(choice: Choice, party: str) -> bool:
    """Whether a choice is a party's own or that of one of its columns (`party.2`)."""
    return choice.party == party or (choice.party.startswith(f"{party}.") and choice.party[len(party) + 1 :].isdigit())


def _who(run: Run, party: str) -> str:
    """A party in words, a column as part of its party."""
    whole, _, column = party.rpartition(".")
    names = {member.party for member in run.people}
    if party not in names and column.isdigit() and whole in names:
        return f"some of {whose(run, whole)}"
    return whose(run, party)


# ---- about an armed person -------------------------------------------------------------------------------------------


def _about_a_person(run: Run, choice: Choice, say: Say) -> str:
    way = choice.way
    assert way is not None
    words = f"At {say(choice.t_ms)} {_who(run, choice.party)} {_did(run, choice, way)}"
    believed = f"{words}: {_believed(run, choice)}; {_reason(run, way)}."
    taken = _same(choice, way)
    ways = [*([taken] if taken is not None else []), *_others(choice, way)]
    first = next((number for number, one in enumerate(ways) if one.margin_ms is not None), None)
    said = [words for number, one in enumerate(ways) if (words := _margin(run, one, number == first, one is taken))]
    return f"{believed} {sentence('; '.join(said))}." if said else believed


def _did(run: Run, choice: Choice, way: Way) -> str:
    match way.kind:
        case "run":
            return f"left by {_place(run, way.to)}" if way.to else "left the building"
        case "hide" if way.here:
            return f"stayed in {_place(run, way.to)} and turned to its doors"
        case "hide":
            return f"went to hide in {_place(run, way.to)}"
        case "defend":
            return f"barricaded the door of {_place(run, way.to)} and stayed together"
        case _:
            return f"went on as before in {_place(run, owner(run.plan, choice.space))}"


def _believed(run: Run, choice: Choice) -> str:
    found = choice.believed
    if found is None:
        return f"they knew of no place where {_person(run)} was"
    where, age_ms = _place(run, found.space), choice.t_ms - found.as_of_ms
    if found.via == "seen" and age_ms < 1000:
        return f"they saw {_person(run)} in {where}"
    return f"they had {_source(found)} {lasting(age_ms)} before that {_person(run)} was in {where}"


def _person(run: Run) -> str:
    return "the intruder" if run.scenario.intruder is not None else "the armed person"


def _source(believed: Believed) -> str:
    return "seen" if believed.via == "seen" else HEARSAY.get(believed.via, "been told")


def _reason(run: Run, way: Way) -> str:
    led, _, leader = way.why.partition("with ")
    if not led and leader:
        return f"they went by what {_who(run, leader)} chose"
    return REASONS.get(way.why, way.why)


def _same(choice: Choice, way: Way) -> Way | None:
    return next((one for one in choice.ways if (one.kind, one.to) == (way.kind, way.to)), None)


def _others(choice: Choice, way: Way) -> Iterator[Way]:
    """The best of what else could have been done: of each other kind one."""
    yield from behaviour.weighed(
        [one for one in choice.ways if one.kind in ("run", "hide") and one.kind != way.kind], 0
    )


def _margin(run: Run, way: Way, first: bool, taken: bool) -> str:
    """How long a way takes, and how that compares with the armed person; nothing where there is nothing to say.

    What the time is measured against is said once, with the first way.
    """
    what = _takes(run, way)
    if not what:
        return ""
    if way.margin_ms is None:
        return f"{what}, and the person was not thought able to get in the way" if taken and way.threat_ms else what
    return f"{what}, {_spare(way.margin_ms)}{_against(way.margin_ms) if first else ''}"


def _against(margin_ms: int) -> str:
    late = round(margin_ms / 1000) < 0
    return ": the person could be on that way first" if late else " before the person could be on that way"


def _spare(margin_ms: int) -> str:
    """`12 seconds to spare`, `1 second too late`."""
    if round(abs(margin_ms) / 1000) == 0:
        return "no time to spare"
    return f"{lasting(abs(margin_ms))} {'to spare' if margin_ms > 0 else 'too late'}"


def _takes(run: Run, way: Way) -> str:
    """How long a way takes; nothing for an exit that was ordered and whose time nobody reckoned."""
    if way.kind not in ("run", "hide") or (way.kind == "run" and way.own_ms == 0):
        return ""
    if way.kind == "run":
        return f"getting out by {_place(run, way.to)} takes {lasting(way.own_ms)}"
    if way.here and way.own_ms == 0:
        return f"the doors of {_place(run, way.to)} held already"
    there = "locking" if way.here else f"getting to {_place(run, way.to)} and locking"
    return f"{there}, with lights and places out of sight, takes {lasting(way.own_ms)}"


# ---- about a way out -------------------------------------------------------------------------------------------------


def _about_an_exit(run: Run, choice: Choice, say: Say) -> str:
    words = f"At {say(choice.t_ms)} {_who(run, choice.party)} in {_place(run, owner(run.plan, choice.space))}"
    if choice.took is None:
        known = [_place(run, one.exit) for one in choice.options if one.known_shut]
        shut = (
            f": {listed(known[:MOST_OPTIONS])} {'was' if len(known) == 1 else 'were'} known to be shut" if known else ""
        )
        return f"{words} knew of no way{shut}."
    reason = f"{words} made for {_place(run, choice.took)}"
    taken = next((one for one in choice.options if one.exit == choice.took), None)
    far = [f"{_place(run, choice.took)} was {taken.walk_m:.0f} m away"] if taken is not None else []
    far += [_compared(run, one) for one in choice.options if one.exit != choice.took][:MOST_OPTIONS]
    return f"{reason}: {'; '.join(far)}." if far else f"{reason}."


def _compared(run: Run, option: Option) -> str:
    shut = ", and known to be shut" if option.known_shut else ""
    return f"{_place(run, option.exit)} {option.walk_m:.0f} m{shut}"


def _place(run: Run, name: str | None) -> str:
    return typed(place(run.plan, name)) if name is not None else "the building"
