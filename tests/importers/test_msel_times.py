"""What a spreadsheet makes of a typed time, and what it is read as."""

from __future__ import annotations

import datetime as dt

import pytest

from simulator.importers.msel.times import time_text


@pytest.mark.parametrize(
    ("value", "shown_as", "read"),
    [
        (dt.time(2, 30), "h:mm", "02:30"),  # typed 2:30, seen as 2:30
        (dt.time(2, 30), "HH:MM", "02:30"),
        (dt.time(0, 2, 30), "h:mm:ss", "02:30"),
        (dt.time(0, 2, 30), "mm:ss", "02:30"),
        (dt.time(1, 5), "h:mm:ss", "1:05:00"),
        (0.5 / 24 / 60, "General", "00:30"),  # a fraction of a day
        (2.5 / 24, "h:mm", "02:30"),
        (dt.timedelta(days=3, hours=18), "[h]:mm:ss", "1:30:00"),  # typed 90:00
        (dt.datetime(1900, 1, 3, 18), "[h]:mm:ss", "1:30:00"),
        (90, "General", "90"),
        (0, "General", "0"),
    ],
)
def test_a_scenario_time(value: object, shown_as: str, read: str) -> None:
    assert time_text(value, shown_as, "time") == read


@pytest.mark.parametrize(
    ("value", "shown_as", "read"),
    [
        (dt.time(10, 44, 30), "h:mm:ss", "10:44:30"),
        (10.75 / 24, "General", "10:45:00"),
        (dt.time(10, 45), "h:mm", "10:45:00"),
        (dt.datetime(2026, 10, 6, 10, 45), "yyyy-mm-dd", None),
        (10, "General", None),
    ],
)
def test_a_time_of_day(value: object, shown_as: str, read: str | None) -> None:
    assert time_text(value, shown_as, "clock") == read


@pytest.mark.parametrize("value", [True, -0.25, dt.datetime(2026, 1, 1), dt.date(2026, 1, 1), "x", None])
def test_what_is_no_time(value: object) -> None:
    assert time_text(value, "General", "time") is None
