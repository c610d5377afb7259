"""What the building lets through: areas that density divides by, walking speeds by crowd, flows through passages."""

from __future__ import annotations

from simulator.model.movement import Movement
from simulator.rules.routes import Building, Passage
from simulator.rules.segments import STRIP_KINDS, Segment
from simulator.rules.walking import effective_width, peak_flow_per_m, stair_k, walking_speed

NO_LIMIT = 1 << 40
FASTEST_M_S = 100.0
"""In the open nobody slows anybody: everybody walks at their own speed."""


def effective_area_m2(segment: Segment, movement: Movement) -> float:
    """Length times effective width, in m2: what density divides by."""
    boundary = movement.door_boundary_m if segment.link is not None else movement.wall_boundary_m
    if segment.link is not None or segment.kind in STRIP_KINDS:
        return segment.area_m2 * effective_width(segment.width_m, boundary) / segment.width_m
    return segment.area_m2


def _k(segment: Segment, movement: Movement) -> float:
    link = segment.link
    if link is not None and link.type == "stair" and link.tread_mm and link.riser_mm:
        return stair_k(movement.k_stair_m_s, link.tread_mm, link.riser_mm)
    return movement.k_level_m_s


def speeds_m_s(segment: Segment, movement: Movement) -> list[float]:
    """The walking speed with 0, 1, 2 ... people in the segment, up to the density from which on it stays the same."""
    if segment.open_air:
        return [FASTEST_M_S]
    k, area = _k(segment, movement), effective_area_m2(segment, movement)
    people = int(area / (2 * movement.a_m2)) + 2
    return [walking_speed(n / area, k, movement.a_m2, movement.free_density_per_m2) for n in range(people)]


def most_people(segment: Segment, movement: Movement) -> int:
    """How many people a segment holds before nobody more enters; open air has no limit."""
    if segment.open_air:
        return NO_LIMIT
    return max(1, int(movement.hold_density_per_m2 * effective_area_m2(segment, movement)))


def flow_per_s(building: Building, passage: Passage, movement: Movement) -> float:
    """The most persons a second that a passage lets through."""
    width = passage.width_m
    if passage.kind == "strip":
        inside = effective_width(width, movement.wall_boundary_m)
        return inside * peak_flow_per_m(movement.k_level_m_s, movement.a_m2)
    if passage.kind in ("stair", "lift"):
        stair = building.segments[passage.between[1]]
        inside = effective_width(width, movement.door_boundary_m)
        return inside * peak_flow_per_m(_k(stair, movement), movement.a_m2)
    if passage.kind == "open":
        laboratory = movement.model == "laboratory"
        return width * (movement.laboratory_flow_per_s_m if laboratory else movement.door_flow_per_s_m)
    opening = passage.opening
    assert opening is not None
    if opening.self_closing:
        return movement.self_closing_per_s * opening.leaves
    if movement.model == "laboratory":
        return width * movement.laboratory_flow_per_s_m
    return effective_width(width, movement.door_boundary_m) * movement.door_flow_per_s_m


def service_ms(building: Building, passage: Passage, movement: Movement) -> int:
    """Milliseconds per person at a passage's peak flow."""
    return round(1000 / flow_per_s(building, passage, movement))
