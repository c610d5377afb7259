"""From a run's log: who walked which way, from where and when. What an equal network needs, read from the record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from simulator.model.events import Row
from simulator.model.run import Run
from simulator.rules.routes import Building, anchors_at


@dataclass(frozen=True, slots=True)
class Walk:
    """A column's way out: `people` set off at `started_s`; leg i: `legs_m[i]` in `segments[i]` to `passages[i]`."""

    people: int
    started_s: float
    segments: tuple[str, ...]
    passages: tuple[str, ...]
    legs_m: tuple[float, ...]

    @property
    def exit(self) -> str:
        """The opening that leads them out."""
        return self.passages[-1]

    def links(self) -> list[tuple[str, str]]:
        """(segment walked through, passage at its end), in order."""
        return list(zip(self.segments, self.passages, strict=True))


def clearing_s(run: Run) -> float:
    """When the last person is clear, in seconds."""
    return out_at_s(run)[-1]


def out_at_s(run: Run) -> list[float]:
    """When each person is clear, in seconds, sorted."""
    rows = _rows(run, "out")
    return sorted((t + i * every) / 1000 for t, _, _, _, _, _, n, every in rows for i in range(n))


def walks_of(run: Run, building: Building) -> list[Walk]:
    """Every column that got out, in the order in which they did."""
    parent = {name: row[3] for row in _rows(run, "party_split") for name, _, _ in row[4]}
    entered: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(run, "entered"):
        entered[row[3]].append(row)
    started = {row[3]: row[0] for row in _rows(run, "started")}
    walks = []
    for row in _rows(run, "out"):  # each column once: whoever is out stays out
        line = _lineage(row[3], parent)
        steps = [step for name in line for step in entered[name] if step[0] <= row[0]]
        began = next(started[name] for name in line if name in started)
        walks.append(_walk(building, steps, row, began))
    return walks


def _rows(run: Run, kind: str) -> list[Row]:
    return [row for row in run.rows if row[1] == kind]


def _lineage(party: str, parent: dict[str, str]) -> list[str]:
    line = [party]
    while line[0] in parent:
        line.insert(0, parent[line[0]])
    return line


def _walk(building: Building, steps: list[Row], out: Row, began_ms: int) -> Walk:
    """`entered` rows are (t, kind, cause, party, space, through, n, every_ms); the first has no `through`."""
    segments = tuple(step[4] for step in steps)
    passages = (*(step[5] for step in steps[1:]), out[5])
    index = {passage.name: number for number, passage in enumerate(building.passages)}
    legs_mm = []
    for number, (segment, passage) in enumerate(zip(segments, passages, strict=True)):
        here = building.by_name[segment]
        if number == 0:
            legs_mm.append(dict(anchors_at(building, here, None))[index[passage]])
        else:
            legs_mm.append(building.walk_mm[here][index[passages[number - 1]], index[passage]])
    return Walk(out[6], began_ms / 1000, segments, passages, tuple(mm / 1000 for mm in legs_mm))
