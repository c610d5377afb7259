"""What a message of a MSEL should draw and what it does: the exact notation of two lists, and what differs in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.files import msel
from simulator.files.edited import Add, Drop, Edit, Put
from simulator.files.msel_cells import KEYS, BrokenCell, maps_of
from simulator.files.msel_reading import Reading, put_or_drop, quoted
from simulator.files.paths import one_line

EXPECT_EXAMPLE = "{id: E9, role: principal, action: announce, what: lockdown, within: 45}"
EFFECT_EXAMPLE = '{block: "@side_entrance"}'


def maps_said(reading: Reading, key: str, was: str, example: str) -> tuple[list[dict[str, Any]], Any] | None:
    text = reading.text(key)
    if text is None or text == was:
        return None
    try:
        new, old = maps_of(text, example), maps_of(was, example)
    except BrokenCell as error:
        reading.broke(key, str(error))
        return None
    return None if new == old else (new, old)


def expects(
    reading: Reading, typed: Mapping[str, Any], was: Mapping[str, str]
) -> Iterator[tuple[list[Edit], str]]:  # fmt: skip
    both = maps_said(reading, "exact_expect", was["exact_expect"], EXPECT_EXAMPLE)
    if both is None:
        return
    new, old = ({str(one.get("id")): one for one in some} for some in both)
    if len(new) < len(both[0]) or "None" in new:
        reading.broke("exact_expect", f"each line needs an id of its own, such as {EXPECT_EXAMPLE}")
        return
    path = ("injects", str(typed["id"]), "expect")
    if not new or not old:
        lists: list[Edit] = [Put(path, both[0], KEYS) if new else Drop(path)]
        yield lists, f"expected responses were {_ids(old)}, now {_ids(new)}."
        return
    for name in [one for one in new if one not in old]:
        yield [Add(path, new[name])], f"expected response {name} is new: {msel.spoken(new[name])}."
    for name in [one for one in old if one in new and new[one] != old[one]]:
        changed = [
            (key, new[name].get(key)) for key in {**old[name], **new[name]} if new[name].get(key) != old[name].get(key)
        ]
        edits = [put_or_drop((*path, name, key), value) for key, value in changed]
        words = "; ".join(f"{k} was {_shown(old[name].get(k))}, now {_shown(value)}" for k, value in changed)
        yield edits, f"expected response {name}: {words}."
    for name in [one for one in old if one not in new]:
        yield [Drop((*path, name))], f"expected response {name} is taken out."


def _ids(some: Mapping[str, Any]) -> str:
    return ", ".join(some) or "none"


def _shown(value: Any) -> str:
    return one_line(msel.spoken(value), 80) or "not given"


def effects(
    reading: Reading, typed: Mapping[str, Any], was: Mapping[str, str]
) -> Iterator[tuple[list[Edit], str]]:  # fmt: skip
    both = maps_said(reading, "exact_effect", was["exact_effect"], EFFECT_EXAMPLE)
    if both is not None:
        path = ("injects", str(typed["id"]), "effect")
        edit: Edit = Put(path, both[0], KEYS) if both[0] else Drop(path)
        words = quoted("; ".join(map(msel.spoken, both[0])))
        yield [edit], f"what it does was {quoted('; '.join(map(msel.spoken, both[1])))}, now {words}."
