"""When a message of a MSEL comes: offset, time of day and exact notation are three ways to say one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.files import msel
from simulator.files.edited import Drop, Edit, Put
from simulator.files.msel_cells import KEYS, BrokenCell, clock_ms, offset_ms, trigger_of
from simulator.files.msel_reading import Reading
from simulator.files.words import clock, span


def timing(
    reading: Reading, typed: Mapping[str, Any], was: Mapping[str, str]
) -> Iterator[tuple[list[Edit], str]]:  # fmt: skip
    """The change of a trigger: offset, time of day and exact notation are three ways to say it."""
    try:
        new = trigger_said(reading, typed, was)
    except BrokenTiming as error:
        reading.broke(error.key, str(error))
        return
    old = {name: typed[name] for name in msel.TRIGGER_KEYS if typed.get(name) is not None}
    if new is None or new == old:
        return
    path = ("injects", str(typed["id"]))
    edits: list[Edit] = [Put((*path, name), value, KEYS) for name, value in new.items() if value != old.get(name)]
    edits += [Drop((*path, name)) for name in old if name not in new]
    yield edits, f"it came {when_in_words(old)}, now it comes {when_in_words(new)}."


class BrokenTiming(BrokenCell):
    """A broken cell among those that say when a message comes."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


def trigger_said(reading: Reading, typed: Mapping[str, Any], was: Mapping[str, str]) -> dict[str, Any] | None:
    """The trigger that the cells say; None where they say nothing new."""
    bundle = reading.bundle
    at = _within(reading, "at", _timed(reading, "at", was.get("at", ""), offset_ms))
    of_day = _timed(reading, "clock", was.get("clock", ""), clock_ms)
    exact = _exact(reading, was.get("exact_trigger", ""))
    new = dict(exact) if exact is not None else _conditions(typed)
    if of_day is not None:
        from_clock = (of_day - bundle.scenario.when.clock_ms) % msel.DAY_MS
        if at is not None and at != from_clock:
            message = f"says another time than Scenario time, which is {clock(at)}; change one of the two"
            raise BrokenTiming("clock", message)
        at = from_clock if at is not None else _within(reading, "clock", from_clock)
    if at is None and exact is None:
        if was.get("at") and reading.text("at") == "" and not reading.text("clock"):
            raise BrokenTiming("at", "a message needs a time such as 02:30 (or an exact trigger)")
        return None
    if at is None:
        kept = {name: typed[name] for name in ("at", "at_clock") if was.get("at") and typed.get(name) is not None}
        gone = reading.text("at") == "" or any(name in new for name in ("after", "when", "unless", "at", "at_clock"))
        return new if gone else {**kept, **new}
    guard = {name: new[name] for name in ("if",) if name in new}
    if exact is not None and len(guard) < len(new):
        raise BrokenTiming("exact_trigger", "says another moment than Scenario time; empty one of the two")
    if "at_clock" in typed and at % 1000 == 0:
        return {"at_clock": msel.clock_of_day(bundle, at).removesuffix(":00"), **guard}
    return {"at": clock(at), **guard}


def _conditions(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: typed[name] for name in msel.TRIGGER_KEYS if typed.get(name) is not None and name != "at_clock"}


def _timed(reading: Reading, key: str, was: str, read: Any) -> int | None:
    """The time of a cell in ms, where it says another one than before."""
    text = reading.text(key)
    if not text or text == was:
        return None
    try:
        found = int(read(text))
        return None if was and found == int(read(was)) else found
    except BrokenCell as error:
        raise BrokenTiming(key, str(error)) from None


def _within(reading: Reading, key: str, t_ms: int | None) -> int | None:
    """A new time that the exercise reaches. Hours that a spreadsheet made of minutes and seconds are those again."""
    end_ms = reading.bundle.scenario.horizon_ms
    if t_ms is None or t_ms <= end_ms:
        return t_ms
    text, shorter = reading.text(key), t_ms // 60
    if key == "clock":
        raise BrokenTiming(key, f"{text} is beyond the end, {_end(reading)}, or before the start")
    fits = t_ms % 60_000 == 0 and shorter <= end_ms
    if fits and key in reading.row.timed:
        where = reading.sheet.where(reading.row.number, key)
        reading.remarks.append(
            f"{where}: the spreadsheet had made a time of day of it, {text}, which is beyond the end, {clock(end_ms)}; "
            f"it is read as {clock(shorter)}, minutes and seconds."
        )
        return shorter
    meant = f"; write {clock(shorter)} as text for {span(shorter)}" if fits else ""
    raise BrokenTiming(key, f"{text} is beyond the end, {clock(end_ms)}{meant}")


def _end(reading: Reading) -> str:
    return msel.clock_of_day(reading.bundle, reading.bundle.scenario.horizon_ms)


def _exact(reading: Reading, was: str) -> dict[str, Any] | None:
    text = reading.text("exact_trigger")
    if text is None or text == was:
        return None
    try:
        found, old = trigger_of(text), trigger_of(was)
    except BrokenCell as error:
        raise BrokenTiming("exact_trigger", str(error)) from None
    return None if found == old else found


def when_in_words(trigger: Mapping[str, Any]) -> str:
    """A trigger on one line, as short as it goes: `at 02:30`, `after: {inject: I3}, delay: 20`."""
    named = {"at": "at {}", "at_clock": "at {} by the clock"}
    parts = [named.get(name, name + ": {}").format(msel.spoken(value)) for name, value in trigger.items()]
    return ", ".join(parts) or "at no time"
