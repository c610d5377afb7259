"""The replay of a run as bytes: sparse keyframes that a browser plays by itself.

    magic  b"HWR1" | length of the tables (4 bytes, little-endian) | the tables (JSON) | seven streams of whole numbers

Numbers are LEB128: seven bits a byte, lowest first, the eighth bit while more follow. Instants are milliseconds since
the one before in their list. A person's keyframe says when they came through which gate; a gate is a segment together
with what it was entered by. The bytes follow from the run alone, and give the same counts as `analysis.state`.

Streams, each beginning with how many entries it has (per person for the first):
people (dt, gate) in the tables' order of persons · doors (dt, opening, state) · rooms secured (dt, space, 0|1) ·
orders (dt, n, n spaces that were not reached) · units (dt, unit, space) · knowledge (dt, party, first, size, fact) ·
spaces closed by a hazard (dt, space, 0|1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.analysis.disciplines import of_anybody
from simulator.analysis.knowledge import fact_words
from simulator.analysis.places import DOOR_STATES, STATES, closed_spaces, not_reached, units
from simulator.analysis.state import Passing, passings, ranges, space_of
from simulator.model.building import Plan
from simulator.model.run import Run
from simulator.rules.segments import segments_of

MAGIC = b"HWR1"


@dataclass
class Names:
    """A table of names that grows as they come up; each has its place for good."""

    of: dict[Any, int] = field(default_factory=dict)

    def at(self, name: Any) -> int:
        """The place of a name."""
        return self.of.setdefault(name, len(self.of))


@dataclass
class Tables:
    """What the streams' numbers stand for."""

    gates: Names = field(default_factory=Names)
    segments: Names = field(default_factory=Names)
    spaces: Names = field(default_factory=Names)
    openings: Names = field(default_factory=Names)
    units: Names = field(default_factory=Names)
    facts: Names = field(default_factory=Names)


def keyframes(run: Run) -> bytes:
    """A whole run, to be played in a browser."""
    tables = Tables()
    steps = passings(run.rows)
    streams = b"".join(
        (
            _people(run, steps, tables), _doors(run, tables), _secured(run, tables), _orders(run, tables),
            _units(run, tables), _known(run, tables), _closed(run, tables),
        )
    )  # fmt: skip
    head = json.dumps(_as_json(run, tables), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return MAGIC + len(head).to_bytes(4, "little") + head + streams


# ---- streams ---------------------------------------------------------------------------------------------------------


def varint(value: int) -> bytes:
    """A whole number from 0 as LEB128."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _stream(entries: Iterable[tuple[int, ...]]) -> bytes:
    """Entries (t_ms, numbers ...) in order of time, their instants as steps."""
    out = bytearray()
    last = count = 0
    for t_ms, *numbers in entries:
        count += 1
        for number in (t_ms - last, *numbers):
            out += varint(number)
        last = t_ms
    return varint(count) + bytes(out)


def _people(run: Run, steps: list[Passing], tables: Tables) -> bytes:
    own: dict[str, list[tuple[int, int]]] = {}
    for step in steps:
        gate = tables.gates.at((tables.segments.at(step.to), step.through or ""))
        own.setdefault(step.person, []).append((step.t_ms, gate))
    return b"".join(
        _stream(own.get(person, [])) for whole in ranges(run.people, ()).values() for person in whole.persons()
    )


def _doors(run: Run, tables: Tables) -> bytes:
    return _stream(
        (row[0], tables.openings.at(row[3]), STATES.index(DOOR_STATES[row[1]]))
        for row in run.rows if row[1] in DOOR_STATES
    )  # fmt: skip


def _secured(run: Run, tables: Tables) -> bytes:
    return _stream(
        (row[0], tables.spaces.at(row[3]), int(row[1] == "secured"))
        for row in run.rows if row[1] in ("secured", "unsecured")
    )  # fmt: skip


def _orders(run: Run, tables: Tables) -> bytes:
    found = [(row[0], [tables.spaces.at(one) for one in not_reached(run.plan, row)])
             for row in run.rows if row[1] == "announced"]  # fmt: skip
    return _stream((t_ms, len(spaces), *spaces) for t_ms, spaces in found)


def _units(run: Run, tables: Tables) -> bytes:
    return _stream(
        (one.t_ms, tables.units.at((one.unit, of_anybody(run.scenario, one.agency))), tables.spaces.at(one.space))
        for one in units(run.plan, run.rows)
    )


def _known(run: Run, tables: Tables) -> bytes:
    """Who has been told, or has understood, what: persons of the roster only."""
    own = ranges(run.people, run.rows)
    roots = {party: number for number, party in enumerate(ranges(run.people, ()))}
    return _stream(
        (row[0], roots[whole.root], whole.first, whole.size, tables.facts.at(_fact(row)))
        for row in run.rows
        if row[1] in ("learned", "recognised") and (whole := own.get(row[3])) is not None
    )


def _fact(row: tuple[Any, ...]) -> str:
    if row[1] == "recognised":
        return fact_words("what")
    return f"the order: {row[5]}" if row[4] == "order" else fact_words(row[4])


def _closed(run: Run, tables: Tables) -> bytes:
    return _stream((t_ms, tables.spaces.at(space), int(shut)) for t_ms, space, shut in closed_spaces(run.rows))


# ---- tables ----------------------------------------------------------------------------------------------------------


def _as_json(run: Run, tables: Tables) -> dict[str, Any]:
    kinds = {member.party: member.kind for member in reversed(run.people)}
    return {
        "v": 1, "until_ms": run.until_ms, "states": STATES,
        "parties": [[whole.root, kinds[whole.root], whole.size] for whole in ranges(run.people, ()).values()],
        "segments": _places(run.plan, list(tables.segments.of)),
        "gates": [list(gate) for gate in tables.gates.of],
        "lines": _lines(run.plan, {through for _, through in tables.gates.of}),
        "spaces": list(tables.spaces.of), "openings": list(tables.openings.of),
        "units": [list(unit) for unit in tables.units.of], "facts": list(tables.facts.of),
    }  # fmt: skip


def _places(plan: Plan, names: list[str]) -> list[list[Any]]:
    """Each segment with the space that it is drawn in, and its bounds in decimetres (x1, y1, x2, y2)."""
    pieces = {one.name: one for one in segments_of(plan)[0]}
    feet = {link.id: link.spaces[0] for link in plan.links}
    found: list[list[Any]] = []
    for name in names:
        drawn = feet.get(name, name)
        shape = pieces[drawn].shape if drawn in pieces else None
        found.append([name, space_of(drawn), *((round(10 * bound) for bound in shape.bounds) if shape else ())])
    return found


def _lines(plan: Plan, used: set[str]) -> dict[str, list[int]]:
    """Where the lines between a hall's strips are, in decimetres; where openings are, the plan's drawing says."""
    lines = {one.name: one.at for one in segments_of(plan)[1] if one.name in used}
    return {name: [round(10 * x), round(10 * y)] for name, (x, y) in lines.items()}
