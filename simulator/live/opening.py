"""Setting an exercise up, and opening it again from its log alone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator import __version__, files
from simulator.errors import Refused
from simulator.live.codes import hashed, new_codes
from simulator.live.exercise import Exercise, Log
from simulator.live.played import played_of
from simulator.model.bundle import Bundle
from simulator.model.exercise import Draft, Header


def create(store: Log, bundle: Bundle, settings: Mapping[str, Any], wall_ms: int) -> Exercise:
    """Set up an exercise and open it: before the beginning, held.

    `settings` may have: id, title, seed (exercise version, 1), set_values, minutes (45, 90, 180), mode (tabletop,
    drill), sensitivity, seats {role: played | by_plan | absent}, passcode (only its hash is kept); anything else is
    kept as it is. Raises InvalidFile or Refused in words where it cannot be played.
    """
    kept = _settings(bundle, dict(settings))
    name = str(kept.pop("id", None) or secrets.token_hex(4))
    title = str(kept.pop("title", None) or bundle.scenario.title)
    header = Header(f"exercise:{name}", title, __version__, wall_ms, dict(bundle.texts), kept)
    played = played_of(header.settings, bundle)
    played.run(())  # whatever is wrong with it is said now
    store.create(header)
    exercise = Exercise(store, header, bundle, played)
    store.append(header.stream, "opened", lambda _: Draft("opened", {}, 0, "server"), wall_ms)
    return exercise


def _settings(bundle: Bundle, given: dict[str, Any]) -> dict[str, Any]:
    scenario = bundle.scenario
    kept = {"seed": 1, "set_values": {}, "minutes": 90, "mode": "tabletop", **given}
    if kept["mode"] not in ("tabletop", "drill"):
        raise Refused("an exercise is a tabletop or a drill")
    seats = dict(kept.get("seats") or {})
    for role, seat in seats.items():
        if role not in scenario.roles or seat not in ("played", "by_plan", "absent"):
            raise Refused(f"{role}: a role of the scenario is played, by_plan or absent")
        if seat == "played" and not scenario.roles[role].played:
            raise Refused(f"the scenario does not say that the {role} is played; give it played: yes there")
    kept["seats"] = {
        name: seats.get(name, "played" if role.played else "by_plan") for name, role in scenario.roles.items()
    }
    kept.setdefault("sensitivity", bundle.plan.school.sensitivity)
    kept["codes"] = dict(kept.get("codes") or new_codes())
    passcode = kept.pop("passcode", None)
    kept["passcode"] = hashed(passcode) if isinstance(passcode, str) else passcode
    return kept


def open_exercise(store: Log, stream: str, *, fork: bool = False, wall_ms: int | None = None) -> Exercise:
    """Open an exercise from its log alone.

    One that is under way and was begun with another engine is refused; `fork` copies it, to be played on with this one.
    """
    header = store.header(stream)
    bundle = files.bundle_of(header.texts)
    if header.engine != __version__:
        ended = any(entry.kind == "ended" for entry in store.entries(stream))
        if fork:
            header = _forked(store, header, header.created_wall_ms if wall_ms is None else wall_ms)
        elif not ended:
            words = f"this exercise was begun with Hotwash {header.engine}, and this is {__version__}"
            raise Refused(f"{words}: what followed could come out otherwise. Fork it to go on with this version")
    return Exercise(store, header, bundle)


def _forked(store: Log, header: Header, wall_ms: int) -> Header:
    """A copy of an exercise under this engine: the same entries under another name."""
    name = f"{header.stream}-{__version__}"
    settings = {**header.settings, "forked_from": header.stream}
    copy = replace(header, stream=name, engine=__version__, created_wall_ms=wall_ms, settings=settings)
    store.create(copy)
    for entry in store.entries(header.stream):
        draft = Draft(entry.kind, entry.payload, entry.t_ms, entry.seat, entry.basis_seq)
        store.append(name, entry.key, lambda _, draft=draft: draft, entry.wall_ms)  # type: ignore[misc]
    return copy
