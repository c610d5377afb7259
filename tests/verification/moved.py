"""Case files under other names and in other places: the same for a model that reads only geometry."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.files import read_source
from simulator.shipped import shipped
from simulator.verification.case import FOLDER

Place = tuple[float, float]
MOVES: dict[str, Callable[[float, float], Place]] = {
    "in place": lambda x, y: (x, y),
    "far away": lambda x, y: (x + 1234.5, y - 678.25),
    "turned by 90 degrees": lambda x, y: (-y, x),
    "turned by 180 degrees": lambda x, y: (-x + 7, -y - 3),
    "mirrored": lambda x, y: (-x, y),
}


def rewritten(folder: Path, move: str = "in place", rename: bool = False, **movement: Any) -> Path:
    """All case files in another folder: moved, with other ids, or with other movement parameters in each scenario."""
    plans = {path.name: read_source(path).tree for path in sorted(FOLDER.glob("*.plan.yaml"))}
    others = {path.name: read_source(path).tree for path in sorted(FOLDER.glob("*.yaml")) if path.name not in plans}
    responses = {name: tree for name, tree in others.items() if "plan" not in tree}
    scenarios = {name: tree for name, tree in others.items() if name not in responses}
    for tree in scenarios.values():
        tree["movement"] = tree.get("movement", {}) | movement
        if tree["plan"] not in plans:
            plans[tree["plan"]] = read_source(shipped("floorplans") / tree["plan"]).tree
    trees: dict[str, Any] = plans | scenarios
    if rename:
        trees = {name: _renamed(tree, plans.get(str(tree.get("plan")), tree)) for name, tree in trees.items()}
    trees |= responses  # they name no place
    folder.mkdir(exist_ok=True)
    for name, tree in trees.items():
        (folder / name).write_text(json.dumps(_moved(tree, MOVES[move])), encoding="utf-8")
    return folder


def _moved(node: Any, move: Callable[[float, float], Place]) -> Any:
    """The tree with every box, polygon and place moved; a time is no list, so `at: "00:30"` stays."""
    if isinstance(node, list):
        return [_moved(one, move) for one in node]
    if not isinstance(node, dict):
        return node
    return {key: _moved_value(key, value, move) for key, value in node.items()}


def _moved_value(key: str, value: Any, move: Callable[[float, float], Place]) -> Any:
    if key == "box":
        x1, y1, x2, y2 = map(float, value)
        (ax, ay), (bx, by) = move(x1, y1), move(x2, y2)
        return [round(one, 4) for one in (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))]
    if key == "at" and isinstance(value, list):
        return [round(one, 4) for one in move(*map(float, value))]
    if key == "polygon":
        return [[round(one, 4) for one in move(*map(float, point))] for point in value]
    return _moved(value, move)


def _renamed(tree: Any, plan: Any) -> Any:
    """The tree with another id for everything that the plan or the scenario names."""
    names = [name for level in plan["levels"].values() for name in level["spaces"]]
    names += [one["id"] for key in ("openings", "links", "points") for one in plan.get(key, [])]
    names += [one["id"] for one in tree.get("occupancy", {}).get("groups", [])]
    names += [one["id"] for one in tree.get("injects", [])]
    other = {name: f"n{(number * 7919 + 13) % 100_003}x" for number, name in enumerate(dict.fromkeys(names))}
    return _with_names(tree, other, tuple(plan["levels"]))


def _with_names(node: Any, other: dict[str, str], levels: tuple[str, ...]) -> Any:
    if isinstance(node, str):
        return other.get(node, node)
    if isinstance(node, list):
        return [_with_names(one, other, levels) for one in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for key, value in node.items():
        if key == "levels":
            value = {f"storey-{name}": level for name, level in value.items()}
        if key == "on" and value in levels:
            value = f"storey-{value}"
        found[other.get(key, key)] = value if key == "kind" else _with_names(value, other, levels)
    return found
