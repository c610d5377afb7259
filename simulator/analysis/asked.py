"""What an expected action asks for, in words: `announces lockdown`, `calls 911 and says what, where and door`."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.analysis.deeds import name_of
from simulator.analysis.knowledge import fact_words
from simulator.analysis.who import everybody_of
from simulator.analysis.words import listed, typed
from simulator.model.actions import Act, plain
from simulator.model.run import Run


class Phrase(NamedTuple):
    """A verb, what it is about where no field says so, and the fields with the words before them, in order."""

    verb: str
    thing: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def _about(*fields: str, **before: str) -> tuple[tuple[str, str], ...]:
    return (*((name, "") for name in fields), *((name.rstrip("_"), words) for name, words in before.items()))


PHRASES: dict[str, Phrase] = {
    "announce": Phrase("announces", "something", _about("what", "says")),
    "correct_announcement": Phrase("corrects the announcement", "", _about(what="to")),
    "lock": Phrase("locks", "a door", _about("what")),
    "unlock": Phrase("unlocks", "a door", _about("what")),
    "close": Phrase("shuts", "a door", _about("what")),
    "barricade": Phrase("barricades", "a door", _about("what")),
    "move": Phrase("sends", "people", _about("who", to="to")),
    "direct": Phrase("tells", "people", _about("who", through="to use")),
    "tell": Phrase("tells", "people", _about("to", "what", "about")),
    "stay": Phrase("tells", "everybody", _about("who")),
    "account": Phrase("counts", "everybody", _about("who")),
    "admit": Phrase("lets in", "somebody", _about("who", to="to")),
    "assist": Phrase("helps", "somebody", _about("who", to="to")),
    "search": Phrase("searches", "the rooms", _about("spaces")),
    "clear": Phrase("clears", "the building", _about("spaces")),
    "shut_air": Phrase("shuts off", "the air", _about("unit")),
    "restore_air": Phrase("switches on", "the air", _about("unit")),
    "reset_alarm": Phrase("resets the alarm"),
    "hold_vehicle": Phrase("holds back", "a vehicle", _about("vehicle")),
    "recall": Phrase("calls back", "a vehicle", _about("vehicle")),
    "unload": Phrase("unloads", "a vehicle", _about("vehicle", to="to")),
    "check_id": Phrase("checks the ID of", "the visitor", _about("visitor", "who")),
    "check_custody": Phrase("checks the custody papers of", "the visitor", _about("visitor")),
    "challenge": Phrase("speaks to", "the visitor", _about("visitor")),
    "badge": Phrase("gives a badge to", "the visitor", _about("visitor")),
    "escort": Phrase("goes with", "the visitor", _about("visitor", to="to")),
    "refuse": Phrase("turns away", "somebody", _about("who")),
    "hand_over": Phrase("hands over", "a pupil", _about("who", to="to")),
    "call_911": Phrase("calls 911", "", _about(from_="from", says="and says")),
    "transfer_call": Phrase("passes the call on", "", _about(to="to")),
    "press_panic": Phrase("presses", "the panic button", _about("point")),
    "ask": Phrase("asks", "somebody", _about("to", about="about")),
    "broadcast": Phrase("says", "something", _about("what", "about", channel="on the radio channel")),
    "relay": Phrase("passes on", "what is said on one radio channel to another", _about(join="what is said between")),
    "send_alert": Phrase("sends an alert", "", _about(audience="to", says="that says")),
    "establish_command": Phrase("takes command", "", _about(place="at")),
    "transfer_command": Phrase("hands command", "to somebody", _about(to="to")),
    "unify_command": Phrase("shares one command", "", _about(with_="with", place="at")),
    "stage": Phrase("has units wait", "", _about(place="at")),
    "set_perimeter": Phrase("sets a perimeter", "", _about(place="at")),
    "open_ccp": Phrase("opens a casualty collection point", "", _about(place="at")),
    "set_zone": Phrase("marks", "a zone", _about("spaces", zone="as")),
    "dispatch": Phrase("sends", "units", _about("agency")),
    "assign": Phrase("gives", "a unit a task", _about("unit", task="the task")),
    "form_rtf": Phrase("forms a rescue task force"),
    "send_rtf": Phrase("sends a rescue task force in", "", _about(to="to")),
    "send_help": Phrase("sends help", "", _about(to="to", through="by way of")),
    "transport": Phrase("has", "a patient", _about("patient")),
    "release_rooms": Phrase("releases", "the rooms", _about("spaces")),
    "open_reunification": Phrase("opens the reunification site", "", _about(place="at")),
    "record": Phrase("says", "something", _about("says")),
}
"""Every action that a message may expect of somebody."""
QUOTED = {"tell": ("what",), "broadcast": ("what",)}
"""The fields of an action that are words to be said."""
ENDS = {"stay": ["to stay"], "transport": ["taken to hospital"]}
"""What stands after everything else."""
FACT = {
    "what": "what is happening", "where": "where it is", "door": "by which door", "threat_where": "where the person is",
    "doors": "which doors lead where", "keys": "where the keys are", "patients": "how the patients are",
}  # fmt: skip
"""Facts as one says them of somebody who tells them."""
LONGEST_SAID = 2_000
"""Words that are to be said are said whole; only what no text could be is cut."""
TOLD = frozenset({("call_911", "says"), ("tell", "about"), ("broadcast", "about")})
"""Fields that hold facts which somebody tells; in those of `ask` they are asked about."""


def asked(run: Run, wanted: Act) -> str:
    """What somebody should do."""
    phrase = PHRASES.get(wanted.action, Phrase(f"does this: {wanted.action.replace('_', ' ')}"))
    fields = plain(wanted)
    words = [
        f"{before} {_spoken(run, wanted.action, name, fields[name])}".strip()
        for name, before in phrase.fields
        if name in fields
    ]
    thing = [phrase.thing] if phrase.thing and not _has_thing(phrase, wanted.action, fields) else []
    ends = ["somewhere else"] if wanted.action == "move" and "to" not in fields else ENDS.get(wanted.action, [])
    return " ".join((phrase.verb, *thing, *words, *ends))


def _has_thing(phrase: Phrase, action: str, fields: dict[str, Any]) -> bool:
    """Whether a field takes the place of the thing: the first one, or another without a word before it."""
    said = [name for name, _ in phrase.fields if action != "broadcast" and _is_said(action, name)]
    instead = [name for name, before in phrase.fields if not before and name not in said]
    return any(name in fields for name in [*instead, *(name for name, _ in phrase.fields[:1])])


def _is_said(action: str, name: str) -> bool:
    return name in QUOTED.get(action, ()) or (action, name) in TOLD


def _spoken(run: Run, action: str, name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    if name in ("join", "channel"):
        return listed(typed(str(one), 60) for one in values)
    if (action, name) in TOLD:
        return listed(FACT.get(str(one)) or fact_words(str(one)) for one in values)
    if (action, name) == ("ask", "about"):
        return listed(fact_words(str(one)) for one in values)
    if name in QUOTED.get(action, ()):
        return f"“{typed(', '.join(str(one).replace('_', ' ') for one in values), LONGEST_SAID)}”"
    return listed(_named(run, name, one) for one in values)


def lacked(run: Run, action: str, name: str, values: list[Any]) -> str:
    """What an act lacked of a field, in words after `without`: `saying by which door`, `Main entrance`."""
    before = "saying " if _is_said(action, name) else "telling " if (action, name) == ("tell", "to") else ""
    return f"{before}{_spoken(run, action, name, values)}"


def _named(run: Run, name: str, value: Any) -> str:
    words = str(value["in"]) if isinstance(value, dict) else str(value)
    if name == "says":
        return typed(words.replace("_", " "), LONGEST_SAID)
    if isinstance(value, dict) or (name == "who" and words not in run.scenario.roles):
        return everybody_of(run, words)
    called = name_of(run, words).replace("_", " ")
    return f"the {called}" if name == "vehicle" and not called.startswith("the ") else called
