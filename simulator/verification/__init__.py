"""Published verification cases, in this project's own file formats, run through the public `run`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from simulator.verification.case import FOLDER, Case, Played, Result
from simulator.verification.quickest import quickest_clearing_s
from simulator.verification.table import CASES

__all__ = ["CASES", "Case", "Result", "quickest_clearing_s", "verify"]


def verify(
    progress: Callable[[str], None] | None = None, *, folder: Path = FOLDER, cases: Iterable[Case] = CASES
) -> list[Result]:
    """Every case's result, none skipped, in the table's order; `progress` is told which case is next.

    `folder` holds the cases' files. Raises InvalidFile or NotFound where one of them cannot be read.
    """
    played = Played(folder)
    results = []
    for case in cases:
        if progress is not None:
            progress(f"Verifying: {case.id}")
        results.append(case.result(played))
    return results
