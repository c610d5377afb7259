"""An exercise on a table of entries in memory, driven from outside for tests of views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator import live, load_scenario
from simulator.live import Answer, Exercise, Seat
from simulator.model.bundle import Bundle
from simulator.model.exercise import Draft, Entry, Header

FACILITATOR = Seat("facilitator-0", "facilitator")


@dataclass
class Table:
    """What an exercise needs of a store."""

    headers: dict[str, Header] = field(default_factory=dict)
    log: dict[str, list[Entry]] = field(default_factory=dict)
    heard: list[Callable[[str], None]] = field(default_factory=list)

    def on_commit(self, call: Callable[[str], None]) -> None:
        self.heard.append(call)

    def create(self, header: Header) -> None:
        self.headers[header.stream] = header
        self.log[header.stream] = []

    def header(self, stream: str) -> Header:
        return self.headers[stream]

    def entries(self, stream: str, after_seq: int = 0) -> tuple[Entry, ...]:
        return tuple(one for one in self.log[stream] if one.seq > after_seq)

    def append(
        self, stream: str, key: str, write: Callable[[tuple[Entry, ...]], Draft], wall_ms: int | None = None
    ) -> Entry:
        found = next((one for one in self.log[stream] if one.key == key), None)
        if found is not None:
            return found
        one = write(tuple(self.log[stream]))
        number = len(self.log[stream]) + 1
        entry = Entry(
            stream, number, wall_ms or 0, one.t_ms, one.seat, one.kind, one.payload, key, one.basis_seq
        )  # fmt: skip
        self.log[stream].append(entry)
        for call in self.heard:
            call(stream)
        return entry


class Room:
    """A room with one exercise; each act takes ten seconds of room time."""

    def __init__(self, scenario: str | Bundle, **settings: Any):
        self.wall_ms = 1_700_000_000_000
        bundle = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.exercise: Exercise = live.create(Table(), bundle, settings, self.wall_ms)
        self.acts = 0

    def does(self, act: str, seat: Seat = FACILITATOR, **args: Any) -> Answer:
        """Somebody acts."""
        self.acts += 1
        self.wall_ms += 10_000
        return self.exercise.act(seat, act, args, f"key-{self.acts}", None, self.wall_ms)

    def preview(self, of: str, **args: Any) -> Answer:
        """What an act would do."""
        self.acts += 1
        return self.exercise.act(
            FACILITATOR, "preview", {"act": of, "args": args}, f"key-{self.acts}", None, self.wall_ms
        )

    def steps(self, times: int = 1) -> Room:
        """The key is pressed so often."""
        for _ in range(times):
            shown = self.view()["next"]
            if shown is None:
                return self
            assert self.does("next", confirm_t_ms=shown["t_ms"]).refused is None
        return self

    def view(self, seat: Seat = FACILITATOR, seq: int | None = None) -> dict[str, Any]:
        """What a seat sees now."""
        return self.exercise.view(seat, self.wall_ms, seq)


def phone_of(role: str) -> Seat:
    """The seat of somebody who plays a role."""
    return Seat(f"participant-{role}", "participant", role)


EVALUATOR, OBSERVER, PROJECTOR = Seat("e-1", "evaluator"), Seat("o-1", "observer"), Seat("p-1", "projector")
