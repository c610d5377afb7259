"""What a plan's names stand for, and the sentence for a name that stands for nothing or for the wrong thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from simulator.files.paths import Path, one_line
from simulator.files.sentences import Finding
from simulator.files.vocabulary import PLAN_WORDS, did_you_mean
from simulator.model.building import Plan
from simulator.model.noun import InSpace
from simulator.rules.names import unit_of, zone_of

SPACE, OPENING, LINK, POINT = "a space", "an opening", "a stair, ramp or lift", "a point"


@dataclass(frozen=True)
class Places:
    """A plan's ids with what each is, its common names, and its speaker zones and ventilation units.

    `zone_names` and `air_names` are the common names (`@gym`) that mean a zone or a unit: those of spaces with one.
    """

    plan: str
    kinds: Mapping[str, str]
    uses: Mapping[str, str]
    zones: tuple[str, ...] = ()
    air: tuple[str, ...] = ()
    zone_names: tuple[str, ...] = ()
    air_names: tuple[str, ...] = ()

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
        if name in PLAN_WORDS:
            return f"`{name}` is a word of response plans; name the place itself here"
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
    zones = dict.fromkeys(space.pa for space in plan.spaces().values() if space.pa is not None)
    air = dict.fromkeys(space.air for space in plan.spaces().values() if space.air is not None)
    common = {f"@{name}" for name in plan.uses}
    speaks = tuple(sorted(name for name in common if zone_of(name, plan) != name))
    aired = tuple(sorted(name for name in common if unit_of(name, plan) != name))
    return Places(one_line(plan.school.name), kinds, plan.uses, tuple(zones), tuple(air), speaks, aired)


def wrong(places: Places, path: Path, reference: str, *wanted: str) -> Iterator[Finding]:
    """The finding for a reference that names nothing, or the wrong thing."""
    if message := places.wrong(reference, *wanted):
        yield Finding(path, message)


def named(noun: str, name: str, known: Iterable[str], path: Path, hint: str, at_key: bool = False) -> Iterator[Finding]:
    """The finding for a name that is none of the known ones."""
    names = list(known)
    if name not in names:
        near = did_you_mean(name, names) or f"; {hint}"
        yield Finding(path, f"there is no {noun} {one_line(name)}{near}", at_key)


def speaker_zone(places: Places, zone: str, path: Path, hint: str, at_key: bool = False) -> Iterator[Finding]:
    """The finding for a name that means no speaker zone: neither one's own, nor that of a space (`@gym`)."""
    if zone not in places.zone_names:
        yield from named("speaker zone", zone, places.zones, path, hint, at_key)


def people(places: Places, groups: Iterable[str], path: Path, who: str | InSpace) -> Iterator[Finding]:
    """The finding for people who are neither a group nor everybody in a space."""
    groups = list(groups)
    if isinstance(who, InSpace):
        yield from wrong(places, (*path, "in"), who.in_, SPACE)
    elif who in PLAN_WORDS and who not in groups:
        yield Finding(path, f"`{who}` is a word of response plans; name the group itself here")
    elif who not in groups and places.wrong(who, SPACE) is None:
        yield Finding(path, f"{who} is a space, a group was expected; for everybody in it write {{in: {who}}}")
    else:
        yield from named("group", who, groups, path, "groups stand under occupancy")
