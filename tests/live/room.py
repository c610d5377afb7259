"""A room for tests: an exercise on a log in memory, with a wall clock that is told, and acts in one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from simulator import live, session
from simulator.files import bundle_of
from simulator.live.exercise import DESK_SEAT, Exercise
from simulator.live.played import RUNS
from simulator.live.seats import Seat
from simulator.live.state import Answer, State
from simulator.model.bundle import Bundle
from simulator.model.exercise import Draft, Entry, Header

RUNS.kept = 400
WALL_MS = 1_800_000_000_000


class InMemory:
    """A store as far as an exercise needs one."""

    def __init__(self) -> None:
        self.made: dict[str, Header] = {}
        self.logs: dict[str, tuple[Entry, ...]] = {}
        self.calls: list[Callable[[str], None]] = []

    def create(self, header: Header) -> None:
        assert header.stream not in self.made
        self.made[header.stream], self.logs[header.stream] = header, ()

    def header(self, stream: str) -> Header:
        return self.made[stream]

    def entries(self, stream: str, after_seq: int = 0) -> tuple[Entry, ...]:
        return self.logs[stream][after_seq:]

    def append(
        self, stream: str, key: str, write: Callable[[tuple[Entry, ...]], Draft], wall_ms: int | None = None
    ) -> Entry:
        past = self.logs[stream]
        if old := next((one for one in past if one.key == key), None):
            return old
        draft = write(past)
        entry = Entry(
            stream, len(past) + 1, wall_ms or 0, draft.t_ms, draft.seat, draft.kind, draft.payload, key, draft.basis_seq
        )
        self.logs[stream] = (*past, entry)
        for call in self.calls:
            call(stream)
        return entry

    def on_commit(self, call: Callable[[str], None]) -> None:
        self.calls.append(call)


@cache
def scenario(name: str) -> Bundle:
    return session.load_scenario(name)


@cache
def small() -> Bundle:
    """The intruder at a school with few people, for ten minutes: a run takes some milliseconds."""
    texts = dict(scenario("maple-ridge-intruder").texts)
    texts["scenario"] = (
        texts["scenario"].replace('horizon: "60:00"', 'horizon: "10:00"').replace("fill: 0.9", "fill: 0.15")
    )
    return bundle_of(texts)


class Room:
    """An exercise, its facilitator, and the time on the wall."""

    def __init__(self, bundle: Bundle | None = None, store: Any = None, **settings: Any):
        self.store = store or InMemory()
        self.ex: Exercise = live.create(self.store, bundle or small(), {"id": "t", "seed": 2, **settings}, WALL_MS)
        self.wall_ms, self.number = WALL_MS, 0
        self.desk = DESK_SEAT

    def act(self, name: str, seat: str | Seat | None = None, basis: int | None = None, **args: Any) -> Answer:
        self.number += 1
        self.wall_ms += 1_000
        return self.ex.act(seat or self.desk, name, args, f"key-{self.number}", basis, self.wall_ms)

    def done(self, name: str, seat: str | Seat | None = None, **args: Any) -> Answer:
        """An act that must not be refused."""
        answer = self.act(name, seat, **args)
        assert answer.refused is None, answer.refused
        return answer

    def next(self, times: int = 1) -> dict[str, Any]:
        """Go to the next step, as it was shown."""
        step: dict[str, Any] = {}
        for _ in range(times):
            step = dict(self.done("preview", act="next").data)
            self.done("next", confirm_t_ms=step["t_ms"])
        return step

    def decide(self, role: str, action: str, seat: str | Seat | None = None, **fields: Any) -> Answer:
        return self.done("decide", seat, role=role, action=action, fields=fields)

    def lockdown(self) -> Answer:
        return self.decide("secretary", "announce", what="lockdown", via=["pa"], zones="all")

    def sit(self, kind: Any, role: str | None = None) -> tuple[str, Seat]:
        self.number += 1
        return self.ex.sit(kind, f"key-{self.number}", self.wall_ms, role=role)

    def wait(self, ms: int) -> None:
        self.wall_ms += ms

    @property
    def now(self) -> int:
        return self.ex.standing(self.wall_ms).t_ms

    @property
    def clock(self) -> str:
        return self.ex.standing(self.wall_ms).state

    def state(self, seat: Seat | None = None) -> State:
        return self.ex.state(seat or self.desk, self.wall_ms)

    def rows(self, kind: str) -> list[Any]:
        """What has happened so far, of one kind."""
        return [row for row in self.state().rows if row[1] == kind]

    def messages(self) -> dict[str, str]:
        return {one.id: one.state for one in self.state().messages}
