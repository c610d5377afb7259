"""The exercises of one school beside each other, in the order in which they were played.

Two exercises are never the same: other situations, other versions, other people. So nothing is compared but the
distance to the school's own plan at the time, what was seen of the expected actions, and the ratings that people gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.analysis.words import elapsed

Data = Mapping[str, Any]
OTHER_SITUATION = (
    "The situations were not the same. What can be compared is the distance to the plan, not the times themselves."
)
OTHER_ENGINE = "Some of these were worked out by another edition of the program."
ONE_ALONE = "There is one exercise so far; from the second on, this page shows what has changed."
STATES = {"seen": "seen", "differently": "seen differently", "not_seen": "not seen", "not_tested": "not tested"}


@dataclass(frozen=True, slots=True)
class Played:
    """One finished exercise: its stream, and its debrief's data."""

    stream: str
    data: Data

    @property
    def order(self) -> tuple[str, int, str]:
        """By day, within the day by the clock."""
        played = self.data["played"] or {}
        return played.get("on", ""), played.get("began_wall_ms", 0), self.stream


def over_time(school: str, exercises: Iterable[Played]) -> dict[str, Any]:
    """A school's exercises over time: plain data for a page or a document.

    `exercises`: {stream, title, on, version, label}; `chain`: a row for each step from recognising to reunified, with a
    cell for each exercise {state, said, beyond_ms, provenance, words} and a sentence; `seen`: how many expected actions
    were seen in which way; `ratings`: by capability. Exercises of other schools are left out.
    """
    played = sorted((one for one in exercises if one.data["school"] == school), key=lambda one: one.order)
    return {
        "school": school,
        "exercises": [_head(one) for one in played],
        "chain": _chain(played),
        "seen": [_seen(one.data) for one in played],
        "ratings": _ratings(played),
        "cautions": _cautions(played),
    }


def _head(one: Played) -> dict[str, Any]:
    data = one.data
    on = (data["played"] or {}).get("on")
    return {"stream": one.stream, "title": data["title"], "on": on, "version": data["version"], "label": data["label"]}


def _cautions(played: Sequence[Played]) -> list[str]:
    said = []
    if len(played) == 1:
        said.append(ONE_ALONE)
    if len({(one.data["title"], one.data["version"]) for one in played}) > 1:
        said.append(OTHER_SITUATION)
    if len({(one.data["frozen"] or one.data)["engine"] for one in played}) > 1:
        said.append(OTHER_ENGINE)
    return said


# ---- the chain -------------------------------------------------------------------------------------------------------


def _chain(played: Sequence[Played]) -> list[dict[str, Any]]:
    """Every step that at least one exercise came to."""
    labels = {step["id"]: step["label"] for one in played for step in one.data["lost"]}
    rows = []
    for name, label in labels.items():
        cells = [_cell(_step(one.data, name)) for one in played]
        if any(cell["state"] != "not_tested" for cell in cells):
            rows.append({"id": name, "label": label, "cells": cells, "words": _change(label, cells)})
    return rows


def _step(data: Data, name: str) -> Data | None:
    return next((step for step in data["lost"] if step["id"] == name), None)


def _cell(step: Data | None) -> dict[str, Any]:
    if step is None or step["state"] != "seen":
        state = "not_tested" if step is None else step["state"]
        return {"state": state, "said": None, "beyond_ms": None, "provenance": None, "words": STATES[state]}
    beyond_ms = step["beyond_ms"]
    return {
        "state": "seen", "said": step["said"], "beyond_ms": beyond_ms, "provenance": step["provenance"],
        "words": f"{step['said']}, {_distance(beyond_ms)}",
    }  # fmt: skip


def _distance(beyond_ms: int | None) -> str:
    match beyond_ms:
        case None:
            return "the plan names no time"
        case _ if beyond_ms > 0:
            return f"{elapsed(beyond_ms)} beyond the plan"
        case _:
            return "within the plan"


def _change(label: str, cells: Sequence[Mapping[str, Any]]) -> str:
    """How the distance to the plan has changed between the last two exercises that have one."""
    known = [cell["beyond_ms"] for cell in cells if cell["beyond_ms"] is not None]
    if len(known) < 2:
        return f"{label}: too few exercises to tell."
    before, now = (max(ms, 0) for ms in known[-2:])
    if before == now:
        return f"{label}: as far from the plan as the time before." if now else f"{label}: within the plan both times."
    nearer = "nearer to" if now < before else "farther from"
    return f"{label}: {elapsed(abs(now - before))} {nearer} the plan than the time before."


# ---- what was seen, and how people rated it --------------------------------------------------------------------------


def _seen(data: Data) -> dict[str, int]:
    """How many expected actions were seen, seen differently, not seen and not tested; each counts once.

    A step that a measure or people judge is no expected action (`expect` is None).
    """
    acts = {
        step["expect"]: step["state"] for objective in data["objectives"] for step in objective["steps"]
        if step["expect"] is not None
    }  # fmt: skip
    states = list(acts.values())
    return {state: states.count(state) for state in STATES}


def _ratings(played: Sequence[Played]) -> list[dict[str, Any]]:
    """By capability, the ratings of its objectives in each exercise; an empty list where nobody has rated any."""
    names = {objective["capability"]: None for one in played for objective in one.data["objectives"]}
    return [{"capability": name, "cells": [_rated(one.data, name) for one in played]} for name in names if name]


def _rated(data: Data, capability: str) -> list[str]:
    aims = (aim for aim in data["objectives"] if aim["capability"] == capability)
    return [aim["rating"] for aim in aims if aim["rating"] is not None]
