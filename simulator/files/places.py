"""What a plan's names stand for, and the sentence for a name that stands for nothing or for the wrong thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.files.paths import one_line
from simulator.files.vocabulary import LATER_PLACES, NOT_YET, did_you_mean
from simulator.model.building import Plan

SPACE, OPENING, LINK, POINT = "a space", "an opening", "a stair, ramp or lift", "a point"


@dataclass(frozen=True)
class Places:
    """A plan's ids with what each is, and its common names."""

    plan: str
    kinds: Mapping[str, str]
    uses: Mapping[str, str]

    def wrong(self, reference: str, *wanted: str) -> str | None:
        """What is wrong with a reference where one of `wanted` is expected; None where nothing is."""
        name = reference
        if reference.startswith("@"):
            if reference[1:] not in self.uses:
                near = did_you_mean(reference[1:], self.uses)
                return f"the plan {self.plan} has no `{one_line(reference[1:])}` under uses{near}"
            name = self.uses[reference[1:]]
        kind = self.kinds.get(name)
        if kind in wanted:
            return None
        if kind is None:
            return self._unknown(name, wanted)
        called = name if name == reference else f"{reference} ({name})"
        return f"{called} is {kind}, {' or '.join(wanted)} was expected"

    def _unknown(self, name: str, wanted: tuple[str, ...]) -> str:
        if name in LATER_PLACES:
            return f"`{name}` {NOT_YET}"
        near = did_you_mean(name, (one for one, kind in self.kinds.items() if kind in wanted))
        noun = wanted[0].partition(" ")[2] if len(wanted) == 1 else "place"
        return f"the plan {self.plan} has no {noun} {one_line(name)}{near}"


def places_of(plan: Plan) -> Places:
    """The names of a plan; of a name that stands twice, the first meaning."""
    kinds: dict[str, str] = {}
    for kind, names in (
        (SPACE, plan.spaces()),
        (OPENING, [one.id for one in plan.openings]),
        (LINK, [one.id for one in plan.links]),
        (POINT, [one.id for one in plan.points]),
    ):
        for name in names:
            kinds.setdefault(name, kind)
    return Places(one_line(plan.school.name), kinds, plan.uses)
