"""Reads a replay's bytes, written from the format's description alone: a second opinion on the writer."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Replay:
    """The tables and the streams, with their instants counted from 00:00."""

    tables: dict[str, Any]
    people: list[list[tuple[int, int]]] = field(default_factory=list)
    doors: list[tuple[int, ...]] = field(default_factory=list)
    secured: list[tuple[int, ...]] = field(default_factory=list)
    orders: list[tuple[int, list[int]]] = field(default_factory=list)
    units: list[tuple[int, ...]] = field(default_factory=list)
    known: list[tuple[int, ...]] = field(default_factory=list)
    closed: list[tuple[int, ...]] = field(default_factory=list)

    def counts(self, t_ms: int) -> Counter[str]:
        """Persons per segment at an instant."""
        found: Counter[str] = Counter()
        for frames in self.people:
            gates = [gate for at, gate in frames if at <= t_ms]
            if gates:
                found[self.tables["segments"][self.tables["gates"][gates[-1]][0]][0]] += 1
        return found

    def latest(self, stream: list[tuple[int, ...]], t_ms: int) -> dict[int, int]:
        """The latest state of everything in a stream of (t, what, state)."""
        return {what: state for at, what, state in stream if at <= t_ms}


class _Numbers:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def one(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def stream(self, width: int) -> list[tuple[int, ...]]:
        t_ms, found = 0, []
        for _ in range(self.one()):
            t_ms += self.one()
            found.append((t_ms, *(self.one() for _ in range(width))))
        return found

    def lists(self) -> list[tuple[int, list[int]]]:
        t_ms, found = 0, []
        for _ in range(self.one()):
            t_ms += self.one()
            found.append((t_ms, [self.one() for _ in range(self.one())]))
        return found


def read(data: bytes) -> Replay:
    assert data[:4] == b"HWR1"
    size = int.from_bytes(data[4:8], "little")
    numbers = _Numbers(data[8 + size :])
    tables = json.loads(data[8 : 8 + size])
    persons = sum(count for _, _, count in tables["parties"])
    people = [[(t, gate) for t, gate in numbers.stream(1)] for _ in range(persons)]
    rest = [numbers.stream(2), numbers.stream(2), numbers.lists(), numbers.stream(2), numbers.stream(4),
            numbers.stream(2)]  # fmt: skip
    assert numbers.at == len(numbers.data), "bytes are left over"
    return Replay(tables, people, *rest)
