"""What agencies are by their names, and the nearest place that is wanted."""

from __future__ import annotations

import pytest

from simulator.rules.responders import is_officer, is_police, nearest, walk_mm
from simulator.rules.routes import building_of
from tests.engine.test_responders import school


@pytest.mark.parametrize("name", ["police", "city-police", "sheriff", "county_sheriff", "state", "state-police"])
def test_officers_by_the_name_of_their_agency(name: str) -> None:
    assert is_police(name)


@pytest.mark.parametrize("name", ["ems", "fire", "ambulance", "utility", "interstate-ems"])
def test_others_by_the_name_of_their_agency(name: str) -> None:
    assert not is_police(name)


def test_a_school_officer_by_role_or_agency() -> None:
    assert is_officer("officer", None)
    assert is_officer("sro-2", None)
    assert is_officer("guard", "police")
    assert not is_officer("principal", None)


def test_the_nearest_segment_and_the_way_there() -> None:
    """From the west door A's door is 5.22 m, and B's 10 + 10 + 5.22 m."""
    building = building_of(school())
    passages = [passage.name for passage in building.passages]
    x = 2 * passages.index("X") + 1

    def to(*spaces: str) -> list[str] | None:
        path = nearest(
            building, x, lambda index: building.segments[index].space in spaces, lambda step: step >> 1 != 99
        )
        return None if path is None else [passages[step >> 1] for step in path]

    assert to("A", "B") == ["DA"]
    assert to("B") == ["H/1-2", "H/2-3", "DB"]
    assert to("H") == []
    assert to("NOWHERE") is None
    path = nearest(building, x, lambda index: building.segments[index].space == "B", lambda step: True)
    assert path is not None
    assert walk_mm(building, x, path) == 25_220


def test_a_step_that_cannot_be_made_is_gone_round_or_ends_the_search() -> None:
    building = building_of(school())
    passages = [passage.name for passage in building.passages]
    x, da = 2 * passages.index("X") + 1, passages.index("DA")
    assert nearest(building, x, lambda one: building.segments[one].space == "A", lambda step: step >> 1 != da) is None
