"""Common names where a speaker zone or a ventilation unit is meant: known answers."""

from __future__ import annotations

import pytest

from simulator.files.places import places_of
from simulator.model.building import Plan
from simulator.rules.names import unit_of, zone_of

PLAN = Plan.model_validate(
    {
        "format": "hotwash.plan/1",
        "school": {"name": "Test (invented)", "kind": "other"},
        "uses": {"gym": "G", "room": "R", "door": "X"},
        "levels": {
            "1": {
                "spaces": {
                    "G": {"kind": "gymnasium", "box": [0, 0, 9, 9], "pa": "zone-B", "air": "air-2"},
                    "R": {"kind": "classroom", "box": [9, 0, 19, 9]},
                }
            }
        },
        "openings": [{"id": "X", "between": ["G", "R"], "at": [9, 1], "type": "door"}],
    }
)


@pytest.mark.parametrize(
    ("name", "zone", "unit"),
    [
        ("@gym", "zone-B", "air-2"), ("zone-B", "zone-B", "zone-B"), ("@room", "@room", "@room"),
        ("@door", "@door", "@door"), ("@pool", "@pool", "@pool"), ("G", "G", "G"),
    ],
)  # fmt: skip
def test_what_a_common_name_means(name: str, zone: str, unit: str) -> None:
    assert (zone_of(name, PLAN), unit_of(name, PLAN)) == (zone, unit)


def test_check_knows_them_too() -> None:
    places = places_of(PLAN)
    assert (places.zone_names, places.air_names) == (("@gym",), ("@gym",))
