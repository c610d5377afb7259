"""A plan to YAML in the style of hand-typed plans: one line for each space, opening, point and link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.model.building import Plan

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.()/+'-]*(?: [A-Za-z0-9_.()/+'-]+)*")
_LIKE_OTHER_THINGS = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|\.?nan|\.?inf")
_BETWEEN = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def dump_plan(plan: Plan) -> str:
    """The plan as a file's text; reading it gives an equal plan. What is at its default is left out."""
    tree = plan.model_dump(by_alias=True, exclude_defaults=True)
    lines = [f"format: {tree.pop('format')}"]
    levels = tree.pop("levels")
    lists = {key: tree.pop(key, ()) for key in ("openings", "points", "links")}
    lines += [f"{key}: {_flow(value)}" for key, value in tree.items() if value != {}]
    lines += ["levels:", *_levels(levels)]
    for key, entries in lists.items():
        if entries:
            lines += [f"{key}:", *(f"  - {_flow(entry)}" for entry in entries)]
    return "\n".join(lines) + "\n"


def _levels(levels: Mapping[str, Any]) -> Iterator[str]:
    for level_id, level in levels.items():
        yield f"  {_word(level_id, always_quoted=True)}:"
        for key, value in level.items():
            if key != "spaces":
                yield f"    {key}: {_flow(value)}"
        spaces = {_word(name): _flow(space) for name, space in level["spaces"].items()}
        yield "    spaces:" if spaces else "    spaces: {}"
        width = max(map(len, spaces), default=0) + 1
        yield from (f"      {name + ':':<{width}} {space}" for name, space in spaces.items())


def _flow(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case int() | dt.date():
            return str(value)
        case str():
            return _word(value)
        case dict():
            return "{" + ", ".join(f"{_key(key)}: {_flow(one)}" for key, one in value.items()) + "}"
        case _:
            return "[" + ", ".join(map(_flow, value)) + "]"


def _key(name: str) -> str:
    """A name before a colon: plain where it can be, since YAML 1.2 knows no `on` and `no`."""
    return name if _PLAIN.fullmatch(name) else _word(name)


def _word(text: str, always_quoted: bool = False) -> str:
    """Text as YAML: plain where nobody could take it for something else, else in double quotes."""
    if not always_quoted and _PLAIN.fullmatch(text) and not _LIKE_OTHER_THINGS.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _BETWEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


flow, key = _flow, _key
"""Any value, and a name before a colon, as other files that the program writes have them."""
