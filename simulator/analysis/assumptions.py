"""The numbers behind a run that no source backs, as far as they mattered in it: said wherever results are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from simulator.model.conduct import Conduct
from simulator.model.distributions import Exponential, Fixed, Lognormal, Normal, Numeric, Triangular, Uniform
from simulator.model.movement import Movement
from simulator.model.people import Group
from simulator.model.run import Run


def assumptions(run: Run) -> tuple[str, ...]:
    """A sentence for each parameter that is an assumption and mattered."""
    used = set(_starts(run)) | set(_walking(run)) | set(_others(run)) | set(_on_orders(run))
    nouns: tuple[Movement | Conduct, ...] = (run.scenario.movement, run.scenario.conduct)
    return tuple(
        _said(name, noun) for noun in nouns for name in type(noun).model_fields if name in used and _assumed(noun, name)
    )


def _on_orders(run: Run) -> Iterator[str]:
    """The numbers of orders and of what people did on them."""
    kinds = {row[1] for row in run.rows}
    orders = {row[5] for row in run.rows if row[1] == "learned"}
    if "announced" in kinds:
        yield from ("announce_s", "sentence_s", "missed_when_loud")
    if any(row[1] == "learned" and row[7] == "in_person" for row in run.rows):
        yield from ("tell_s", "tell_each_s")
    if any(row[1] == "expect_met" and not row[5] for row in run.rows):
        yield "done_before_s"
    if orders:
        yield "go_s"
    if "lockdown" in orders:
        yield from ("lock_start_s", "lock_inside_s", "lock_by_itself_s", "barricade_s", "barricade_holds")
    if any(row[1] == "waiting" and row[5] == "knocks" for row in run.rows):
        yield "knock_s"


def _starts(run: Run) -> Iterator[str]:
    kinds = {member.kind for member in run.people}
    filled = run.scenario.occupancy.fill is not None
    groups = [group for group in run.scenario.occupancy.groups if group.delay is None]
    if any(row[1] == "alarm" for row in run.rows):
        if kinds & {"pupils"} and filled:
            yield "pupil_start_s"
        if kinds & {"pupils", "staff"} and (filled or run.scenario.roles):
            yield "adult_start_s"
        yield from (_start_of(group) for group in groups)


def _start_of(group: Group) -> str:
    match group.kind:
        case "visitors" | "spectators":
            return "visitor_start_s"
        case "staff":
            return "adult_start_s"
        case "pupils":
            return "young_start_s" if group.band == "preschool" else "pupil_start_s"


def _walking(run: Run) -> Iterator[str]:
    for group in run.scenario.occupancy.groups:
        if group.speed is None:
            yield from (f"{how}_speed_m_s" for how, share in group.mobility.items() if share and how != "independent")
    if run.scenario.movement.model == "laboratory":
        yield "laboratory_flow_per_s_m"


def _others(run: Run) -> Iterator[str]:
    if any(row[1] == "accounted" for row in run.rows):
        yield "count_s"
    if run.scenario.fire is not None and run.scenario.fire.alarm != "none":
        yield f"alarm_{run.scenario.fire.alarm}_s"


def _extra(noun: Movement | Conduct, name: str) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", type(noun).model_fields[name].json_schema_extra)


def _assumed(noun: Movement | Conduct, name: str) -> bool:
    return bool(_extra(noun, name)["assumption"])


def _said(name: str, noun: Movement | Conduct) -> str:
    value = getattr(noun, name)
    given = _extra(noun, name)["unit"]
    unit = {"-": "", "s": " s", "share": ""}.get(given, f" {given}")
    amount = f"{value:g}{unit}" if isinstance(value, int | float) else spread(value, unit)
    whose = " (as this scenario sets it)" if name in noun.model_fields_set else ""
    return f"{type(noun).model_fields[name].description}: {amount}{whose}"


def spread(drawn: Numeric, unit: str) -> str:
    """A distribution in words: `between 5 and 40 s, most often about 15`."""
    match drawn:
        case Fixed(fixed=value):
            return f"always {value:g}{unit}"
        case Uniform(uniform=(low, high)):
            return f"between {low:g} and {high:g}{unit}"
        case Triangular(triangular=(low, likely, high)):
            return f"between {low:g} and {high:g}{unit}, most often about {likely:g}"
        case Lognormal(lognormal=shape):
            return f"half of the time under {shape.median:g}{unit}, now and then much more"
        case Normal(normal=bell):
            return f"about {bell.mean:g}{unit}, two times in three within {bell.sd:g} of it"
        case Exponential(exponential=decay):
            return f"{decay.mean:g}{unit} on average, now and then much more"
