"""Why a party did what it did: its last choice before an instant in one sentence, with options and margins.

The run must have been made with the party traced; everything said is what the party believed, right or wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.analysis.state import owner
from simulator.analysis.who import whose
from simulator.analysis.words import lasting, listed, offset, place, sentence, typed
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
    behaviour.UNHEEDED.why: "in this run the order was heard and not followed",
}
HEARSAY = {
    "phone": "been told by phone", "radio": "been told by radio", "pa": "been told over the loudspeakers",
    "in_person": "been told in person", "rumour": "heard a rumour", "text": "been told by a text message",
    "alert": "been told by a text message", "heard": "heard",
}  # fmt: skip
MOST_OPTIONS = 3


def why(run: Run, party: str, t_s: float) -> str:
    """The latest choice of a traced party at or before an instant, in a sentence or two."""
    found = [one for one in run.choices if _is_of(one, party) and one.t_ms <= t_s * 1000]
    if not found:
        return f"By {offset(round(t_s * 1000))} {_who(run, party)} had made no choice."
    # what a party then did to carry its choice out is no choice of its own
    choice = next((one for one in reversed(found) if one.way is not None), found[-1])
    return _about_a_person(run, choice) if choice.way is not None else _about_an_exit(run, choice)


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


def _about_a_person(run: Run, choice: Choice) -> str:
    way = choice.way
    assert way is not None
    words = f"At {offset(choice.t_ms)} {_who(run, choice.party)} {_did(run, choice, way)}"
    believed = f"{words}: {_believed(run, choice)}; {_reason(run, way)}."
    weighed = [_margin(run, one, taken=True)] if (one := _same(choice, way)) is not None else []
    weighed += [_margin(run, one, taken=False) for one in _others(choice, way)]
    said = [one for one in weighed if one]
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


def _margin(run: Run, way: Way, taken: bool) -> str:
    """How long a way takes, and how that compares with the armed person; nothing where there is nothing to say."""
    if way.kind not in ("run", "hide"):
        return ""
    what = _takes(run, way)
    if way.margin_ms is None:
        return f"{what}, and the person was not thought able to get in the way" if taken and way.threat_ms else what
    if round(abs(way.margin_ms) / 1000) == 0:
        return f"{what}, just as long as the person would need"
    late = "before" if way.margin_ms > 0 else "after"
    return f"{what}, {lasting(abs(way.margin_ms))} {late} the person could be on that way"


def _takes(run: Run, way: Way) -> str:
    if way.kind == "run":
        return f"getting out by {_place(run, way.to)} takes {lasting(way.own_ms)}"
    if way.here and way.own_ms == 0:
        return f"the doors of {_place(run, way.to)} held already"
    there = "locking" if way.here else f"getting to {_place(run, way.to)} and locking"
    return f"{there}, with lights and places out of sight, takes {lasting(way.own_ms)}"


# ---- about a way out -------------------------------------------------------------------------------------------------


def _about_an_exit(run: Run, choice: Choice) -> str:
    words = f"At {offset(choice.t_ms)} {_who(run, choice.party)} in {_place(run, owner(run.plan, choice.space))}"
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
