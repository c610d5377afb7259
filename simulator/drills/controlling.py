"""What controllers do: which message they hand to whom and when, and how each value of a card is shown, safely.

All of it is for controllers only: a surprise that was read aloud before is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.analysis.who import role_title
from simulator.analysis.words import clock, listed, offset, one_line, sentence
from simulator.drills.cards import Card
from simulator.drills.factors import Level
from simulator.model.bundle import Bundle
from simulator.model.draw import at, names_at
from simulator.model.inject import Inject
from simulator.model.run import Run
from simulator.sweeps.spelling import paths_of, title

WAYS = {"in_person": "in person", "pa": "over the loudspeaker", "text": "as a text message"}
SIGN = (
    "A controller stands there with a sign that says what it counts as (“Exercise: blocked”) and sends people another "
    "way. Nothing is really blocked, chained or locked, and nobody is kept from an exit if something real happens."
)
CARD = "A controller there hands over a card that says so. Nothing is really switched off."


@dataclass(frozen=True, slots=True)
class Message:
    """A message as a controller hands it over: when, to whom, by whom, how, and its words."""

    id: str
    when: str
    to: str
    by: str
    text: str
    at_start: bool
    surprise: bool
    only_if: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """What a value of a card asks of the controllers."""

    name: str
    value: str
    does: tuple[str, ...]


def messages_of(played: Run, bundle: Bundle) -> tuple[Message, ...]:
    """The messages of this version in the order in which they go out, then those that follow on what is undone."""
    injects = {inject.id: inject for inject in played.scenario.injects}
    sent = {row[3]: row[0] for row in reversed(played.rows) if row[1] == "inject_released" and row[3] in injects}
    worded = {name: one for name, one in injects.items() if one.text}
    times = sorted(sent.items(), key=lambda one: one[1])
    told = [(worded[name], t_ms) for name, t_ms in times if name in worded and worded[name].kind != "contingency"]
    after = [(one, None) for one in worded.values() if one.kind == "contingency"]
    return tuple(_message(played, bundle, one, t_ms) for one, t_ms in (*told, *after))


def _message(played: Run, bundle: Bundle, inject: Inject, t_ms: int | None) -> Message:
    raw = next(one for one in bundle.tree["injects"] if one.get("id") == inject.id)
    surprise = any(names_at(str(raw[key])) for key in ("text", "at") if key in raw)
    to = listed([role_title(played, role) for role in inject.to]) if inject.to else "everybody"
    way = WAYS.get(inject.via or "", f"by {inject.via.replace('_', ' ')}" if inject.via else "")
    by = one_line(inject.controller or inject.from_ or "Controller", 40)
    return Message(
        id=inject.id, when=_when(played, inject, t_ms), to=to, by=f"{by}, {way}" if way else by,
        text=one_line(inject.text or "", 600), at_start=t_ms == 0, surprise=surprise, only_if=t_ms is None,
    )  # fmt: skip


def _when(played: Run, inject: Inject, t_ms: int | None) -> str:
    if t_ms is None:
        unless = inject.unless
        if unless is not None and unless.expect is not None:
            return f"only if {_expected(played, unless.expect)} was not seen"
        return "only if it has not been done"
    fixed = inject.at_ms is not None or inject.at_clock_ms is not None
    return f"{'' if fixed else 'about '}{offset(t_ms)} ({clock(played.scenario, t_ms)})"


def _expected(played: Run, name: str) -> str:
    for inject in played.scenario.injects:
        for one in inject.expect:
            if one.id == name:
                what = f" {' '.join(one.what)}" if one.what else ""
                return f"“{one.action.replace('_', ' ')}{what}” (after {inject.id})".replace("@", "")
    return name


# ---- what a value asks for -------------------------------------------------------------------------------------------


def deeds_of(bundle: Bundle, played: Run, card: Card) -> tuple[Deed, ...]:
    """For each value of a card what the controllers do with it."""
    return tuple(
        Deed(title(name), level.spoken, tuple(dict.fromkeys(_deeds(bundle, played, name, level))) or (ORDINARY,))
        for name, level in card.levels
    )


ORDINARY = "Nothing to do: the messages of this card fit it already."


def _deeds(bundle: Bundle, played: Run, name: str, level: Level) -> Iterator[str]:
    said = level.spoken
    for path in [*paths_of(bundle, name), *_guarded(bundle.tree, f"draw.{name}")]:
        match path:
            case ("setup", *_, ("block" | "prop" | "lock" | "fail" | "close") as kind) if _filled(bundle, path):
                yield _shown(str(kind), said)
            case ("injects", int(place), *_, ("block" | "prop" | "lock" | "fail") as kind) if _filled(bundle, path):
                yield f"With message {_id(bundle, place)}: {_shown(str(kind), said)}"
            case ("injects", int(place), "at" | "delay" | "at_clock"):
                yield from _timed(bundle, played, place)
            case ("injects", int(place), "text"):
                if _sent(played, _id(bundle, place)):
                    yield f"Message {_id(bundle, place)} says so, at its time and not before."
            case ("injects", int(place), "if"):
                yield from _whether(bundle, played, place)
            case ("injects", int(place), *_):
                yield f"What goes with message {_id(bundle, place)} depends on it: say so with that message."
            case _:
                yield from _elsewhere(bundle, path, level)


def _elsewhere(bundle: Bundle, path: tuple[str | int, ...], level: Level) -> Iterator[str]:
    said = level.spoken
    match path:
        case ("plan_changes", int(place), "what"):
            step = at(bundle.tree, ("plan_changes", place)).get("step", "")
            yield f"Whoever announces (step {step} of the response plan) is told this word beforehand: {said}."
        case ("plan_changes", *_):
            yield "A step of the response plan goes otherwise: tell whoever has it beforehand."
        case ("occupancy", "groups", int(place), "count"):
            group = at(bundle.tree, ("occupancy", "groups", place))
            where = bundle.plan.label_of(str(group.get("in", ""))).removeprefix("@")
            who = str(group.get("id", "")).replace("_", " ")
            yield f"At the start {said} ({who}) are in {where}: stand-ins, or a card there that says so."
        case ("occupancy", "fill"):
            yield f"The building counts as {said} full: say it with the situation."
        case ("roles", str(role), *_):
            away = "; away counts as off the grounds" if "away" in said.lower() else ""
            yield f"Where the {role.replace('_', ' ')} is at the start: {said}{away}. Tell that role beforehand."
        case ("reunification", "stations", str(station)):
            yield f"Staff the station with {said} ({station})."
        case ("reunification", *_):
            yield f"Give that share of the family cards a quarrel or a mistake ({said})."
        case ("comms", "pa", str(zone), *_):
            state = "work" if level.value is True else "count as dead: " + CARD[:1].lower() + CARD[1:]
            yield f"The loudspeakers of {zone.replace('-', ' ')} {state}"
        case ("comms", "patches", *_):
            state = "joined" if level.value in (True, "yes") else "apart: nobody passes on what the other channel says"
            yield f"The radio channels of the agencies count as {state}."
        case ("comms", *_):
            yield f"Calls go as the card says ({said}): a controller plays the other end."
        case ("agencies", *_):
            yield f"Units come as the card says ({said}): a controller reports them."
        case (("weather" | "hazmat" | "fire" | "earthquake") as hazard, *_):
            yield f"So it is in the story ({hazard}): a controller says it, or holds up a sign, where it would be seen."
        case _:
            yield "So it is in the story: a controller says it when somebody asks or looks."


def _shown(kind: str, said: str) -> str:
    match kind:
        case "block":
            return f"{said} counts as blocked. {SIGN}"
        case "prop":
            return f"{said} counts as propped open: a sign on it says so. It is not really left open."
        case "lock" | "close":
            state = "locked" if kind == "lock" else "shut"
            return f"{said} counts as {state}: a sign on it says so. It is not really locked."
        case _:
            return f"{sentence(said)} counts as dead (loudspeaker, radio or line). {CARD}"


def _filled(bundle: Bundle, path: tuple[str | int, ...]) -> bool:
    return isinstance(at(bundle.tree, path), str)


def _timed(bundle: Bundle, played: Run, place: int) -> Iterator[str]:
    name = _id(bundle, place)
    t_ms = next((row[0] for row in played.rows if row[1] == "inject_released" and row[3] == name), None)
    if t_ms is not None:
        yield f"Message {name} is handed over at {offset(t_ms)}."
    else:
        yield f"Message {name} is not handed over on this card."


def _whether(bundle: Bundle, played: Run, place: int) -> Iterator[str]:
    name = _id(bundle, place)
    yield f"Message {name} is {'' if _sent(played, name) else 'not '}handed over on this card."


def _sent(played: Run, name: str) -> bool:
    return any(row[1] == "inject_released" and row[3] == name for row in played.rows)


def _id(bundle: Bundle, place: int) -> str:
    return str(bundle.tree["injects"][place].get("id", place + 1))


def _guarded(tree: Any, word: str, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a condition asks for a variable."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("if", "when") and isinstance(value, str) and word in value.replace("'", " ").split():
                yield (*path, key)
            else:
                yield from _guarded(value, word, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _guarded(value, word, (*path, index))
