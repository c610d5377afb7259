"""What a verification case is, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf, isclose
from pathlib import Path
from typing import Literal

from simulator.engine.run import run
from simulator.files import load_scenario, read_source
from simulator.files.load import bundle_of
from simulator.model.bundle import Bundle
from simulator.model.run import Run

FOLDER = Path(__file__).resolve().parent / "cases"
