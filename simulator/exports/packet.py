"""What a draft can be printed as: the plan's drawing, and every document that needs no exercise that was played."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator.model.bundle import Bundle

Settings = Mapping[str, Any]
REGISTRY = "simulator.exports.registry"
"""The table of all documents: what is added there is in the packet by itself."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing to print: its file, what it is and for whom, and what makes its bytes of a scenario and settings."""

    name: str
    file: str
    title: str
    for_whom: str
    what: str
    make: Callable[[Bundle, Settings], bytes]


def packet() -> tuple[Sheet, ...]:
    """Everything that can be made of a draft today."""
    drawing = Sheet(
        "plan", "floor-plan.png", "Floor plan", "everyone", "the whole plan with its labels, doors and rally points",
        _drawing,
    )  # fmt: skip
    return (drawing, *_documents())


def _documents() -> tuple[Sheet, ...]:
    if find_spec(REGISTRY) is None:
        return ()
    registry = import_module(REGISTRY)
    return tuple(
        Sheet(one.name, one.file, one.title, one.for_whom, one.what, partial(_document, one))
        for one in registry.DOCUMENTS if one.needs == "draft"
    )  # fmt: skip


def _document(one: Any, bundle: Bundle, settings: Settings) -> bytes:
    registry = import_module(REGISTRY)
    subject = import_module("simulator.exports.papers.subject").of_draft(bundle, settings)
    made: bytes = registry.make(one, subject, import_module("simulator.exports.papers.wish").Wish())
    return made


def _drawing(bundle: Bundle, settings: Settings) -> bytes:
    from simulator.plans.draw import draw

    with TemporaryDirectory() as folder:
        path = Path(folder) / "floor-plan.png"
        draw(bundle.plan, path)
        return path.read_bytes()
