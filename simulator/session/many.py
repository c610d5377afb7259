"""Many versions at once: sweeps, what-ifs and levers, in words and for machines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import Refused
from simulator.model.bundle import Bundle

if TYPE_CHECKING:
    from simulator.sweeps.levers import Levers
    from simulator.sweeps.table import Table
    from simulator.sweeps.whatif import WhatIf


def sweep(bundle: Bundle, runs: int, **options: Any) -> Table:
    """Play many exercise versions, at each combination of values; the options are those of `simulator.sweeps.sweep`."""
    from simulator.sweeps.sweep import sweep as swept_over

    return swept_over(bundle, runs, **options)


def what_if(bundle: Bundle, runs: int, change: Mapping[str, str] | None = None, **options: Any) -> WhatIf:
    """Compare a scenario with itself changed; the options are those of `simulator.sweeps.whatif`."""
    from simulator.sweeps.whatif import what_if as compared

    return compared(bundle, runs, change, **options)


def levers(bundle: Bundle, runs: int, **options: Any) -> Levers:
    """Compare each of a school's levers at two settings; the options are those of `simulator.sweeps.levers`."""
    from simulator.sweeps.levers import levers as ranked

    return ranked(bundle, runs, **options)


def swept(table: Table) -> str:
    """A sweep in words: the measures of each cell as 8 of 10 versions had them (Markdown)."""
    from simulator.sweeps.ranges import sweep_in_words

    return sweep_in_words(table)


def what_if_in_words(found: WhatIf) -> str:
    """A comparison in words (Markdown)."""
    from simulator.sweeps.words import what_if_in_words as told

    return told(found)


def levers_in_words(found: Levers) -> str:
    """The levers in words, the greatest first (Markdown)."""
    from simulator.sweeps.words import levers_in_words as told

    return told(found)


def draw_levers(found: Levers, path: Path) -> Path:
    """Draw the levers as a tornado figure (.png)."""
    if path.suffix != ".png":
        raise Refused(f"{path}: the figure of the levers is a .png")
    from simulator.sweeps.tornado import tornado

    return tornado(found, path)


def sweep_as_json(table: Table) -> dict[str, Any]:
    """A sweep for machines."""
    from simulator.sweeps.plain import sweep_as_json as plain

    return plain(table)


def what_if_as_json(found: WhatIf) -> dict[str, Any]:
    """A comparison for machines."""
    from simulator.sweeps.plain import what_if_as_json as plain

    return plain(found)


def levers_as_json(found: Levers) -> dict[str, Any]:
    """The levers for machines."""
    from simulator.sweeps.plain import levers_as_json as plain

    return plain(found)
