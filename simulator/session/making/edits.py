"""What was typed into a draft's forms, as edits of the scenario's text: nothing that no field names is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import Refused
from simulator.files.editing import Add, Drop, Edit, Put
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject
from simulator.model.scenario import Module
from simulator.session.making.messages import added_in, sort_of
from simulator.session.making.times import in_file, ms_of

KEYS = ("id", "at", "at_clock", "kind", "core", "module", "objectives", "from", "to", "via", "synopsis", "text")
"""The order in which a person writes a message's keys."""
MESSAGE = ("synopsis", "text", "at", "to", "via", "core")
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Change:
    """The edits that one field stands for, and where in the file what it says is found."""

    field: str
    edits: tuple[Edit, ...]
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that cannot be understood, and why, in a sentence."""

    field: str
    why: str


def changes_of(values: Mapping[str, Any], bundle: Bundle) -> Iterator[Change | Wrong]:
    """Every change that a draft makes in its scenario, in the file's own order."""
    yield from _heads(values)
    yield from _roles(values, bundle)
    yield from _objectives(values, bundle)
    for module in bundle.scenario.modules:
        yield from _questions(values, module)
    yield from _messages(values, bundle)


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _heads(values: Mapping[str, Any]) -> Iterator[Change | Wrong]:
    for name, path in (
        ("title", ("title",)), ("scenario_clock", ("when", "clock")), ("content_note", ("exercise", "content_note")),
    ):  # fmt: skip
        if (text := _text(values, name)) is not None:
            yield _put(name, path, text)


def _put(name: str, path: tuple[str | int, ...], value: Any, keys: tuple[str, ...] = ()) -> Change | Wrong:
    if isinstance(value, str) and len(value) > LONGEST:
        return Wrong(name, f"that is longer than {LONGEST:,} characters; make it shorter")
    return Change(name, (Put(path, value, keys),), path)


def _roles(values: Mapping[str, Any], bundle: Bundle) -> Iterator[Change | Wrong]:
    """Whoever plays a role that the author left to the plan: then it is one that can be played."""
    for name, role in bundle.scenario.roles.items():
        if values.get(f"seat.{name}") == "played" and not role.played:
            yield _put(f"seat.{name}", ("roles", name, "played"), True)


def _objectives(values: Mapping[str, Any], bundle: Bundle) -> Iterator[Change | Wrong]:
    for one in bundle.scenario.objectives:
        if (text := _text(values, f"objective.{one.id}.text")) is not None:
            yield _put(f"objective.{one.id}.text", ("objectives", one.id, "text"), text)
        within = _text(values, f"objective.{one.id}.within")
        if within is not None and one.measure.within_ms is not None:
            yield _put(f"objective.{one.id}.within", ("objectives", one.id, "measure", "within"), within)


def _questions(values: Mapping[str, Any], module: Module) -> Iterator[Change | Wrong]:
    here = f"question.{module.id}"
    out = [n for n in range(len(module.questions)) if values.get(f"{here}.{n}.left_out")]
    for n in range(len(module.questions)):
        if n not in out and (text := _text(values, f"{here}.{n}.text")) is not None:
            yield _put(f"{here}.{n}.text", ("modules", module.id, "questions", n, "text"), text)
    for name in values.get(f"{here}.added") or ():
        if (text := _text(values, f"{here}.{name}.text")) is not None:
            value = {"group": values.get(f"{here}.{name}.group") or "our own", "text": text}
            path = ("modules", module.id, "questions")
            yield Change(f"{here}.{name}.text", (Add(path, value),), path)
    for n in reversed(out):
        yield Change(f"{here}.{n}.left_out", (Drop(("modules", module.id, "questions", n)),), ("modules", module.id))


# ---- messages --------------------------------------------------------------------------------------------------------


def _messages(values: Mapping[str, Any], bundle: Bundle) -> Iterator[Change | Wrong]:
    minutes = int(values.get("minutes") or 90)
    for inject in bundle.scenario.injects:
        for name in MESSAGE:
            field = f"message.{inject.id}.{name}"
            if values.get(field) is None:
                continue
            try:
                found = _in_message(inject, name, values[field], minutes, bundle)
            except Refused as refused:
                yield Wrong(field, str(refused))
            else:
                if found is not None:
                    key, value = found
                    yield _put(field, ("injects", inject.id, key), value, KEYS)
    for name in added_in(values):
        yield from _added(name, values, bundle, minutes)


def _in_message(inject: Inject, name: str, value: Any, minutes: int, bundle: Bundle) -> tuple[str, Any] | None:
    """The key and the value of one field; None where it says what the author has said already."""
    match name:
        case "at" if inject.at_clock_ms is not None:
            return "at_clock", _of_day(bundle.scenario.when.clock_ms + ms_of(value, bundle.scenario))
        case "at":
            return ("at", in_file(ms_of(value, bundle.scenario))) if inject.at_ms is not None else None
        case "core":
            wanted = "core" if value == "core" else "spare"
            is_core = sort_of(inject, minutes)
            return ("core", str(minutes) if wanted == "core" else None) if is_core != wanted else None
        case "to":
            return "to", list(value)
        case _:
            return (name, str(value).strip()) if str(value).strip() else None


def _of_day(t_ms: int) -> str:
    seconds = round(t_ms / 1000) % 86_400
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _added(name: str, values: Mapping[str, Any], bundle: Bundle, minutes: int) -> Iterator[Change | Wrong]:
    """A message of one's own: it is there from the first word on; a time that cannot be understood is told."""
    said = {one: values.get(f"message.{name}.{one}") for one in MESSAGE}
    t_ms = 0
    try:
        t_ms = ms_of(said["at"], bundle.scenario) if said["at"] else 0
    except Refused as refused:
        yield Wrong(f"message.{name}.at", str(refused))
    value: dict[str, Any] = {"id": name, "at": in_file(t_ms), "kind": "contextual"}
    if said["core"] == "core":
        value["core"] = str(minutes)
    value |= {"from": "Controller", "to": list(said["to"] or ()), "via": said["via"] or "in_person"}
    value["synopsis"] = (said["synopsis"] or "").strip() or "A message of our own"
    value["text"] = (said["text"] or "").strip() or "(not written yet)"
    yield Change(f"message.{name}.text", (Add(("injects",), value),), ("injects", name))
