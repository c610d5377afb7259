"""Corrective actions on a school's stream of the log. Each keeps where it came from; nothing closes by itself.

An action is opened from a finding of an exercise, and follows that finding's wording for as long as people change it.
Its status changes only when a person says so, and closing it needs words: what the retest showed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from simulator import __version__
from simulator.errors import NotFound, Refused
from simulator.model.exercise import Draft, Entry, Header

STATUSES: Mapping[str, str] = {
    "open": "open", "under_way": "under way", "done": "done, to be retested", "closed": "closed after the retest",
}  # fmt: skip
SHORTEST_REASON = 4


class Log(Protocol):
    """What a programme needs of a store."""

    def create(self, header: Header) -> None: ...
    def entries(self, stream: str, after_seq: int = 0) -> tuple[Entry, ...]: ...
    def append(
        self, stream: str, key: str, write: Callable[[tuple[Entry, ...]], Draft], wall_ms: int | None = None
    ) -> Entry: ...


@dataclass(frozen=True, slots=True)
class Action:
    """A corrective action as it stands: `id` is the programme's number of it, `source` the exercise and its finding.

    `fields` are the finding's words (text, owner, due, priority, retest ...); `out` is true of one that its exercise's
    report has taken back. `history` holds (Unix ms, status, words), the oldest first.
    """

    id: str
    source: tuple[str, str]
    fields: Mapping[str, Any]
    status: str
    history: tuple[tuple[int, str, str], ...]
    out: bool = False


def programme_stream(school: str) -> str:
    """The stream of a school by its name: `programme:cedar-hollow-middle-school`."""
    name = re.sub(r"[^\w]+", "-", school.casefold()).strip("-_") or "school"
    return f"programme:{name[:100].rstrip('-')}"


def read_actions(store: Log, school: str) -> tuple[Action, ...]:
    """A school's corrective actions in the order in which they were opened; none where it has no programme yet."""
    try:
        return actions_of(store.entries(programme_stream(school)))
    except NotFound:
        return ()


def actions_of(entries: Iterable[Entry]) -> tuple[Action, ...]:
    """The fold: each action as its latest entry has it."""
    found: dict[tuple[str, str], Action] = {}
    for entry in entries:
        if entry.kind != "action":
            continue
        said = entry.payload
        source = (said["exercise"], said["finding"])
        old = found.get(source)
        if "status" in said:
            if old is not None:
                found[source] = _at(old, entry)
            continue
        name, history = (old.id, old.history) if old else (f"A{len(found) + 1}", ((entry.wall_ms, "open", ""),))
        status = old.status if old else "open"
        found[source] = Action(name, source, said["fields"], status, history, bool(said["fields"].get("out")))
    return tuple(found.values())


def _at(old: Action, entry: Entry) -> Action:
    said = entry.payload
    history = (*old.history, (entry.wall_ms, said["status"], said.get("text", "")))
    return Action(old.id, old.source, old.fields, said["status"], history, old.out)


def open_action(
    store: Log, school: str, exercise: str, fields: Mapping[str, Any], wall_ms: int, seat: str = "facilitator-0"
) -> bool:
    """Open the action of a finding (`fields` with its `id`), or give it the finding's new wording.

    False where the programme has it in these words already. The school's stream is made when it is first needed.
    """
    stream, finding = programme_stream(school), str(fields["id"])
    with suppress(Refused):
        store.create(Header(stream, school, __version__, wall_ms, {}, {"school": school}))
    known = {one.source: one for one in actions_of(store.entries(stream))}
    old = known.get((exercise, finding))
    if old is not None and dict(old.fields) == dict(fields):
        return False
    payload = {"exercise": exercise, "finding": finding, "fields": dict(fields)}
    words = sum(entry.payload.get("finding") == finding for entry in store.entries(stream))
    store.append(
        stream, f"{exercise}/{finding}/{words + 1}"[:200], lambda _: Draft("action", payload, 0, seat), wall_ms
    )
    return True


def change_status(
    store: Log, school: str, name: str, status: str, text: str, wall_ms: int, seat: str = "facilitator-0"
) -> None:
    """A person says how far an action is. Raises Refused where that is no status, or it is closed without words."""
    if status not in STATUSES:
        raise Refused(f"an action is one of: {', '.join(STATUSES.values())}")
    if status == "closed" and len(text.strip()) < SHORTEST_REASON:
        raise Refused("say what the retest showed; an action does not close without it")
    found = next((one for one in read_actions(store, school) if one.id == name), None)
    if found is None:
        raise NotFound(f"{school} has no corrective action {name}")
    exercise, finding = found.source
    payload = {"exercise": exercise, "finding": finding, "status": status, "text": text.strip()}
    key = f"{name}/{status}/{len(found.history)}"
    store.append(programme_stream(school), key, lambda _: Draft("action", payload, 0, seat), wall_ms)
