"""How fast people walk and how many pass: the hydraulic model of the SFPE Handbook. Plain functions of plain numbers.

Densities are persons per m2, speeds m/s, widths m, flows persons per second.
"""

from __future__ import annotations

import math


def peak_density(a_m2: float) -> float:
    """The density at which most people pass: D = 1 / (2a), 1.88 per m2 for a = 0.266."""
    return 1 / (2 * a_m2)


def walking_speed(density_per_m2: float, k_m_s: float, a_m2: float, free_per_m2: float) -> float:
    """S = k(1 - aD), with D taken between the free density and that of the peak flow: beyond it people queue."""
    taken = min(max(density_per_m2, free_per_m2), peak_density(a_m2))
    return k_m_s * (1 - a_m2 * taken)


def stair_k(k_stair_m_s: float, tread_mm: float, riser_mm: float) -> float:
    """k on a stair: 51.8 / 60 * sqrt(tread / riser), m/s along the slope."""
    return k_stair_m_s * math.sqrt(tread_mm / riser_mm)


def peak_flow_per_m(k_m_s: float, a_m2: float) -> float:
    """The most that a metre of corridor or stair passes: k / (4a) persons per second."""
    return k_m_s / (4 * a_m2)


def effective_width(clear_m: float, boundary_m: float) -> float:
    """The clear width less a boundary layer on each side, and never less than a tenth of it."""
    return max(clear_m - 2 * boundary_m, 0.1 * clear_m)


def last_member_spacing(service: int, carried: int, waited: int, members: int) -> int:
    """Milliseconds between members of a column at a door: its service time, or the spacing they arrive with if wider.

    A column that waited closes up: each of its `members - 1` gaps by its share of the wait.
    """
    if members == 1:
        return 0
    return max(service, carried - waited // (members - 1))
