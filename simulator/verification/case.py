"""What a verification case is, where its files are, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from math import inf
from pathlib import Path
from typing import Any, Literal

from simulator.engine.run import run
from simulator.files import bundle_of, read_source
from simulator.model.bundle import Bundle
from simulator.model.run import Run
from simulator.shipped import shipped
from simulator.verification.quickest import quickest_clearing_s

FOLDER = Path(__file__).resolve().parent / "cases"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the verification table: numbers in the unit that `tolerance` or `what` names."""

    id: str
    what: str
    expected: float
    got: float
    tolerance: str
    verdict: Literal["ok", "miss"]

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Played:
    """A folder of case files with what was read and played from it: each file once, each scenario once per seed.

    `kept` are single measures of runs that are not kept themselves.
    """

    folder: Path = FOLDER
    _bundles: dict[str, Bundle] = field(default_factory=dict, repr=False)
    _runs: dict[tuple[str, int], Run] = field(default_factory=dict, repr=False)
    kept: dict[Any, float] = field(default_factory=dict, repr=False)

    def bundle(self, scenario: str, replaced: tuple[str, str] | None = None) -> Bundle:
        """A scenario by its file's name, with its plan: one beside it, else one that comes with the program.

        `replaced` is a text of the plan and what stands there instead.
        """
        key = scenario if replaced is None else f"{scenario} with {replaced[1]}"
        if key not in self._bundles:
            source = read_source(self.folder / f"{scenario}.yaml")
            beside = self.folder / str(source.tree["plan"])
            plan = (beside if beside.is_file() else shipped("floorplans") / beside.name).read_text("utf-8")
            texts = {"scenario": source.text, "plan": plan if replaced is None else plan.replace(*replaced)}
            if "response" in source.tree:
                texts["response"] = (self.folder / str(source.tree["response"])).read_text("utf-8")
            self._bundles[key] = bundle_of(texts)
        return self._bundles[key]

    def run(self, scenario: str, seed: int = 1) -> Run:
        """A scenario played to its horizon."""
        if (scenario, seed) not in self._runs:
            self._runs[scenario, seed] = run(self.bundle(scenario), seed)
        return self._runs[scenario, seed]

    def quickest_s(self, scenario: str) -> float:
        """The lower bound on the scenario's clearing time."""
        return quickest_clearing_s(self.bundle(scenario), 1)


@dataclass(frozen=True, slots=True)
class Case:
    """A published case: what it measures, what is expected, and how far below and above that is within tolerance."""

    id: str
    what: str
    measure: Callable[[Played], float]
    expected: float
    below: float
    above: float
    unit: str = "s"

    def result(self, played: Played) -> Result:
        """Play what the case needs, and judge it."""
        got = round(self.measure(played), 5)
        ok = self.expected - self.below <= got <= self.expected + self.above
        return Result(self.id, self.what, self.expected, got, self.tolerance, "ok" if ok else "miss")

    @property
    def tolerance(self) -> str:
        """The tolerance in words: `±0.5 s`, `exactly`, `at most`."""
        match self.below, self.above:
            case (0, 0):
                return "exactly"
            case (0, above) if above == inf:
                return "at least"
            case (below, 0) if below == inf:
                return "at most"
            case (below, above) if below == above:
                return f"±{below:g} {self.unit}".rstrip()
            case (below, above):
                return f"-{below:g}/+{above:g} {self.unit}".rstrip()
