"""A core without simulations: the same shapes as the live exercise, a log in memory or in a file, a clock by hand.

It lets the server be tested by itself, and fast. What the real core shows is tested with the real core.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.web.ports import Listed
from simulator.errors import NotFound, Refused

STREAM = "exercise:fake"
CODES = {"participant": "PPPPPP", "evaluator": "EEEEEE", "observer": "BBBBBB", "projector": "JJJJJJ"}
ROLES = ({"role": "principal", "title": "Principal", "discipline": "school"},
         {"role": "dispatcher", "title": "Dispatcher", "discipline": "dispatch"})  # fmt: skip
MAY = {"facilitator": None, "participant": {"decide", "note", "hand"}, "evaluator": {"note", "seen"}}
PAGE = {"facilitator": "desk", "participant": "phone"}


@dataclass(frozen=True)
class FakeSeat:
    kind: str
    role: str | None = None


@dataclass(frozen=True)
class FakeEntry:
    seq: int
    kind: str
    payload: dict[str, Any]
    key: str


@dataclass(frozen=True)
class FakeAnswer:
    entry: FakeEntry | None
    refused: str | None = None
    say: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class FakeExercise:
    path: Path | None = None
    stream: str = STREAM
    entries: list[FakeEntry] = field(default_factory=list)
    committed: list[Callable[[str], None]] = field(default_factory=list)
    looks: int = 0
    at_once: int = 0
    most_at_once: int = 0
    change_ms: int | None = None
    breaks: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        if self.path is not None and self.path.exists():
            self.entries = [FakeEntry(**json.loads(line)) for line in self.path.read_text().splitlines()]

    def append(self, kind: str, payload: dict[str, Any], key: str) -> FakeEntry:
        with self.lock:
            for one in self.entries:
                if one.key == key:
                    return one
            made = FakeEntry(len(self.entries) + 1, kind, payload, key)
            if self.path is not None:
                with self.path.open("a") as file:
                    file.write(json.dumps({"seq": made.seq, "kind": kind, "payload": payload, "key": key}) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
            self.entries.append(made)
        for call in self.committed:
            call(self.stream)
        return made

    def act(self, seat: Any, name: str, args: dict[str, Any], key: str, basis_seq: Any, wall_ms: int) -> FakeAnswer:
        may = MAY.get(seat.kind, set())
        if may is not None and name not in may:
            return FakeAnswer(None, "This place may not do that.")
        if name == "preview":
            return FakeAnswer(None, None, "Next goes to 00:30.", {"lines": ["Next goes to 00:30."]})
        entry = self.append(name, {**args, "seat": seat.kind, "role": seat.role}, key)
        return FakeAnswer(entry, None, "Recorded.")

    def view(self, seat: Any, wall_ms: int) -> dict[str, Any]:
        with self.lock:
            self.looks += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.breaks:
                raise ValueError("a mistake in a view")
            return self._view(seat, wall_ms)
        finally:
            with self.lock:
                self.at_once -= 1

    def _view(self, seat: Any, wall_ms: int) -> dict[str, Any]:
        state = "held"
        for one in self.entries:
            state = {"run_on": "moving", "hold": "held", "stop": "stopped", "go_on": "held"}.get(one.kind, state)
        view = {
            "kind": PAGE.get(seat.kind, seat.kind), "seq": len(self.entries), "stamp": "THIS IS AN EXERCISE",
            "exercise": {"title": "A fake storm", "school": "Cedar Hollow", "ended": False},
            "clock": {"state": state, "t_ms": 150_000, "wall_ms": wall_ms, "rate": 1, "to_ms": None,
                      "starts_clock_ms": 38_520_000, "started": True},
        }  # fmt: skip
        if seat.kind == "facilitator":
            view["entries"] = [one.payload for one in self.entries]
        if seat.kind == "participant":
            own = [one.payload for one in self.entries if one.payload.get("role") == seat.role]
            view |= {"role": {"id": seat.role}, "own": own}
        return view

    def next_change_wall_ms(self, wall_ms: int) -> int | None:
        return self.change_ms if self.change_ms is not None and self.change_ms > wall_ms else None

    def seat(self, token: str) -> FakeSeat:
        seat = None
        for one in self.entries:
            if one.payload.get("token") == token:
                seat = FakeSeat(one.payload["kind"], one.payload["role"]) if one.kind == "join" else None
        if seat is None:
            raise Refused("Nobody sits here.")
        return seat

    def sit(self, kind: str, key: str, wall_ms: int, *, role: str | None = None, name: str | None = None) -> Any:
        if role is not None and role not in {one["role"] for one in ROLES}:
            raise Refused("This role is not played in this exercise.")
        token = secrets.token_urlsafe(16)
        self.append("join", {"token": token, "kind": kind, "role": role}, key)
        return token, FakeSeat(kind, role)


@dataclass
class FakeLive:
    exercises: dict[str, FakeExercise] = field(default_factory=lambda: {STREAM: FakeExercise()})

    def scenarios(self) -> Mapping[str, str]:
        return {"cedar-hollow-storm": "A storm at Cedar Hollow"}

    def listed(self) -> Iterable[Listed]:
        return tuple(Listed(name, "A fake storm", 0, False) for name in self.exercises)

    def open(self, stream: str) -> FakeExercise:
        if stream not in self.exercises:
            raise NotFound("there is no such exercise")
        return self.exercises[stream]

    def create(self, scenario: str, settings: Mapping[str, Any], wall_ms: int) -> FakeExercise:
        made = FakeExercise(stream=f"exercise:fake{len(self.exercises)}")
        self.exercises[made.stream] = made
        return made

    def fork(self, stream: str, wall_ms: int) -> FakeExercise:
        return self.open(stream)

    def codes(self, stream: str) -> Mapping[str, str]:
        return CODES

    def opened_by(self, code: str) -> tuple[str, str] | None:
        typed = code.upper().replace("-", "").replace(" ", "")
        return next(((STREAM, kind) for kind, one in CODES.items() if one == typed), None)

    def roles(self, exercise: Any) -> Any:
        return ROLES

    def fixed(self, exercise: Any, seat: Any) -> dict[str, Any]:
        return {"levels": []}

    def on_commit(self, call: Callable[[str], None]) -> None:
        for one in self.exercises.values():
            one.committed.append(call)
