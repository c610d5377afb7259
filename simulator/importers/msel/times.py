"""What a spreadsheet makes of a time that somebody typed, and what they meant by it.

Who types 2:30 into a cell that is no text gets a fraction of a day, shown as hours and minutes. What counts is what the
person sees: `2:30` in the column of scenario times is two minutes and a half.
"""

from __future__ import annotations

import datetime as dt
import re

from simulator.model.msel import Holds

DAY_S = 86_400


def time_text(value: object, shown_as: str, holds: Holds) -> str | None:
    """A number, time or date of a cell as text of the column's kind; None where it cannot be one.

    `shown_as` is the cell's number format: it decides what the person saw.
    """
    seconds = _seconds(value)
    if seconds is None or seconds < 0:
        return None
    if isinstance(value, int | float) and not _like_a_time(shown_as) and not 0 < value < 1:
        return f"{value:g}" if holds == "time" else None
    if holds == "clock":
        return _spelled(seconds % DAY_S, hours=True)
    return _spelled(_meant_s(seconds, shown_as.lower()), hours=False)


def _seconds(value: object) -> int | None:
    match value:
        case bool():
            return None
        case dt.datetime():
            days = (value - dt.datetime(1899, 12, 30)) if value.year > 1900 else (value - dt.datetime(1899, 12, 31))
            return round(days.total_seconds()) if days.days < 8 else None
        case dt.time():
            return value.hour * 3600 + value.minute * 60 + value.second + round(value.microsecond / 1e6)
        case dt.timedelta():
            return round(value.total_seconds())
        case int() | float():
            return round(value * DAY_S)
        case _:
            return None


def _like_a_time(shown_as: str) -> bool:
    return bool(re.search(r"[hs]|\[m", re.sub(r'"[^"]*"', "", shown_as.lower())))


def _meant_s(seconds: int, shown_as: str) -> int:
    """An offset in seconds. Hours and minutes on the screen were typed as minutes and seconds."""
    shown_as = re.sub(r'"[^"]*"|\\.', "", shown_as)
    hours_and_minutes = "h" in shown_as and "s" not in shown_as
    typed_over_24 = "h" in shown_as and seconds >= DAY_S and seconds % 60 == 0
    return seconds // 60 if hours_and_minutes or typed_over_24 else seconds


def _spelled(seconds: int, *, hours: bool) -> str:
    minutes, rest = divmod(seconds, 60)
    if hours or minutes >= 60:
        return (
            f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}"
            if hours
            else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
        )
    return f"{minutes:02d}:{rest:02d}"
