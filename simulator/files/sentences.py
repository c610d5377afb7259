"""pydantic's errors in words: what is wrong, what was expected, did you mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.files.orders import instead_of_hazard, meant_hazard
from simulator.files.paths import MAX_PROBLEMS, Path, as_typed, one_line
from simulator.files.vocabulary import COMMON_FIELDS, NOT_YET, PLAYED, did_you_mean, later_fields, listed
from simulator.files.walk import Spot, fields_of, is_map, length_of, tags_of, walk
from simulator.model.actions import ACTIONS, FIELDS, Act
from simulator.model.distributions import KINDS
from simulator.model.inject import EFFECTS

MISSING = "is missing"
NO_KEY = "is not a key here"
N = TypeVar("N", bound=BaseModel)


class Finding(NamedTuple):
    """Something wrong at a path, before the file that it stands in is known."""

    path: Path
    message: str
    at_key: bool = False


def validated(model: type[N], tree: Any) -> tuple[N | None, list[Finding]]:
    """The noun that a tree says, or everything that is wrong with it."""
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_PROBLEMS]
        findings = dict.fromkeys(one for detail in details for one in _findings(model, tree, detail))
        return None, [one for one in findings if not _misspelt(one, findings)]


def _misspelt(finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether a key is only missing because it was misspelt, which has its own sentence."""
    *parent, key = finding.path or ("",)
    meant = f"; did you mean {key}?"
    return finding.message.startswith(MISSING) and any(
        list(one.path[:-1]) == parent and one.message == NO_KEY + meant for one in others
    )


def _findings(model: Any, tree: Any, detail: ErrorDetails) -> Iterator[Finding]:
    spot = walk(model, detail["loc"])
    value = _at(tree, as_typed(tree, spot.path))
    if spot.branch is not None:  # of a union of text and a map only what fits the typed value is of interest
        name, at = spot.branch
        if is_map(name) != isinstance(_at(tree, as_typed(tree, at)), dict):
            return
    kind = detail["type"]
    finding: Finding | None
    if kind == "extra_forbidden" and _is_act(spot.parent):
        finding = _extra_of_act(spot, _at(tree, as_typed(tree, spot.path[:-1])))
    elif kind in _BY_KIND:
        finding = _BY_KIND[kind](spot, value, detail)
    else:
        finding = Finding(spot.path, _sentence(kind, spot, value, detail), spot.at_key)
    if finding is not None:
        yield finding


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def found(value: Any) -> str:
    """A value as a sentence names it."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a map"
        case list():
            return "a list"
        case _:
            return f'"{one_line(str(value), 40)}"'


def _sentence(kind: str, spot: Spot, value: Any, detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    key = spot.path[-1] if spot.path else ""
    given = found(key if spot.at_key else value)
    match kind:
        case "float_parsing" | "float_type" | "finite_number":
            return f"expected a number, found {given}"
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return f"expected a whole number, found {given}"
        case "bool_parsing" | "bool_type":
            return f"expected yes or no, found {given}"
        case _ if kind.startswith("date"):
            return f"expected a date such as 2026-10-06, found {given}"
        case "string_type":
            return f"expected text, found {given}"
        case "string_pattern_mismatch":
            return f"{given} cannot be a name: no spaces and none of @ $ / {{ }} [ ]"
        case "string_too_short":
            return "is empty; write something"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{_limit(kind, spot, context)}, found {given}"
        case "tuple_type" | "list_type":
            return f"expected a list, found {given}"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"expected a map such as {_example(spot)}, found {given}"
        case _:
            return one_line(detail["msg"].replace("Input should", "should"), 200)


_LIMITS = {
    "greater_than": ("gt", "must be more than"), "greater_than_equal": ("ge", "must be at least"),
    "less_than": ("lt", "must be less than"), "less_than_equal": ("le", "must be at most"),
}  # fmt: skip


def _limit(kind: str, spot: Spot, context: dict[str, Any]) -> str:
    name, words = _LIMITS[kind]
    limit = context[name]
    if _is_time(spot):
        return f"{words} {limit / 1000:g} s"
    return f"{words} {limit:,.12g}"


def _is_time(spot: Spot) -> bool:
    """Whether the noun keeps the value in milliseconds, which no file does."""
    for name, field in getattr(spot.parent, "model_fields", {}).items():
        if spot.path and (field.alias or name) == spot.path[-1]:
            return str(name).endswith("_ms")
    return False


def _example(spot: Spot) -> str:
    names = list(fields_of(spot.kind))[:2] or ["name"]
    return "{" + ", ".join(f"{name}: ..." for name in names) + "}"


def _missing(spot: Spot, value: Any, detail: ErrorDetails) -> Finding:
    if spot.path[-1] == "action" and _is_act(spot.parent):
        return Finding(spot.path, f"{MISSING}: {listed(PLAYED)}")
    if isinstance(spot.path[-1], int):  # a list of fixed length that is too short
        wanted = length_of(spot.parent)
        given = len(detail["input"]) if isinstance(detail["input"], list | tuple) else 0
        return Finding(spot.path[:-1], f"expected {wanted} values, found {given}")
    return Finding(spot.path, MISSING)


def _extra(spot: Spot, value: Any, detail: ErrorDetails) -> Finding:
    name = str(spot.path[-1])
    if isinstance(spot.parent, type) and name in later_fields(spot.parent):
        return Finding(spot.path, f"`{one_line(name)}` {NOT_YET}", at_key=True)
    options = tuple(fields_of(spot.parent))
    near = did_you_mean(name, options)
    return Finding(spot.path, NO_KEY + (near or f"; the keys are {listed(options)}"), at_key=True)


def _is_act(noun: Any) -> bool:
    return isinstance(noun, type) and issubclass(noun, Act)


def _extra_of_act(spot: Spot, act: Any) -> Finding:
    """A key that no action has: what was meant is looked for among the fields of this one."""
    action = act.get("action") if isinstance(act, dict) else None
    own = FIELDS.get(action, ()) if isinstance(action, str) else ()
    options = (*own, *COMMON_FIELDS.get(spot.parent, ()))
    near = did_you_mean(str(spot.path[-1]), options) or f"; the keys are {listed(options)}"
    return Finding(spot.path, NO_KEY + near, at_key=True)


def _literal(spot: Spot, value: Any, detail: ErrorDetails) -> Finding:
    options = re.findall(r"'([^']*)'|(\d+)", detail["ctx"]["expected"])
    names = [text or number for text, number in options]
    given = str(spot.path[-1]) if spot.at_key else value
    near = ""
    if names == list(ACTIONS):
        near = did_you_mean(str(given), ACTIONS) or f"; they are {listed(ACTIONS, len(ACTIONS))}"
        return Finding(spot.path, f"there is no action {one_line(str(given))}{near}")
    if isinstance(given, str):
        if "evacuation" in names and (order := instead_of_hazard(given)):
            return Finding(spot.path, f"{order}; this version plays {listed(names)}")
        meant = meant_hazard(given) if "evacuation" in names else None
        near = f"; did you mean {meant}?" if meant else did_you_mean(given, names)
    return Finding(spot.path, f"expected {_either(names)}, found {found(given)}{near}", spot.at_key)


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else "one of " + listed(names)


def _too_short(spot: Spot, value: Any, detail: ErrorDetails) -> Finding | None:
    least = detail["ctx"]["min_length"]
    given = len(value) if isinstance(value, list | dict) else 0
    if given >= least:  # entries that are wrong themselves have their own sentences
        return None
    return Finding(spot.path, f"needs at least {_entries(least)}, found {given}")


def _too_long(spot: Spot, value: Any, detail: ErrorDetails) -> Finding:
    wanted = length_of(spot.kind)
    given = len(value) if isinstance(value, list | dict) else 0
    if wanted is not None:
        return Finding(spot.path, f"expected {wanted} values, found {given}")
    return Finding(spot.path, f"may have at most {_entries(detail['ctx']['max_length'])}, found {given}")


def _entries(number: int) -> str:
    return f"{number:,} " + ("entry" if number == 1 else "entries")


def _tag(spot: Spot, value: Any, detail: ErrorDetails) -> Finding:
    """A one-key map whose key is unknown, or which is not one."""
    tags = tags_of(spot.kind)
    if tags == EFFECTS:
        return _effect(spot.path, value)
    return _distribution(spot.path, value, tags)


def _effect(path: Path, value: Any) -> Finding:
    if not isinstance(value, dict) or not value:
        return Finding(path, f"expected an effect such as {{lock: D101}}, found {found(value)}")
    verb = next(iter(value))
    near = did_you_mean(verb, EFFECTS) or f"; the effects are {listed(EFFECTS)}"
    return Finding((*path, verb), f"is not an effect{near}", at_key=True)


def _distribution(path: Path, value: Any, tags: tuple[str, ...]) -> Finding:
    if not isinstance(value, dict):
        return Finding(path, f"expected a distribution such as {{fixed: 12}}, found {found(value)}")
    names = [name for name in value if name != "clip"]
    if len(names) != 1:
        given = listed(map(one_line, names), 4) or "none"
        return Finding(path, f"expected one distribution such as {{uniform: [20, 90]}}, found {given}")
    name = names[0]
    if name in KINDS:
        return Finding((*path, name), f"a number is wanted here; use one of {listed(tags)}", at_key=True)
    near = did_you_mean(name, tags) or f"; they are {listed(tags)}"
    return Finding((*path, name), f"is not a distribution{near}", at_key=True)


def _own_words(spot: Spot, value: Any, detail: ErrorDetails) -> Finding:
    """What a model says itself; where it begins with one of its keys and a colon, it is about that key."""
    message = one_line(str(detail["ctx"]["error"]), 300)
    if (match := re.match(r"(\w+) has no field (\w+);", message)) and _is_act(spot.kind):
        near = did_you_mean(match[2], FIELDS[match[1]])
        return Finding((*spot.path, match[2]), message + near, at_key=True)
    if (match := re.fullmatch(r"(\w+) needs (\w+)", message)) and _is_act(spot.kind):
        return Finding((*spot.path, match[2]), f"{MISSING}; {match[1]} needs it")
    key, colon, rest = message.partition(": ")
    if colon and key in fields_of(spot.kind):
        return Finding((*spot.path, key, *_second(value, key, rest)), rest, spot.at_key)
    return Finding(spot.path, message, spot.at_key)


def _second(value: Any, key: str, message: str) -> Path:
    """Which part of a key a sentence is about: the second of two with one id, or a role's backup."""
    under = value.get(key) if isinstance(value, dict) else None
    if match := re.search(r"two .*are called '(.*)'", message):
        named = [path for path, entry in _entries_of(under) if isinstance(entry, dict) and entry.get("id") == match[1]]
        return (*named[1], "id") if len(named) > 1 else ()
    match = re.match(r"(\S+) has the backup", message)
    return (match[1], "backup") if match else ()


def _entries_of(under: Any) -> Iterator[tuple[Path, Any]]:
    """The entries of a list, or the steps of a response plan's annexes."""
    if isinstance(under, list):
        yield from (((at,), one) for at, one in enumerate(under))
    elif isinstance(under, dict):
        for name, annex in under.items():
            steps = annex.get("steps") if isinstance(annex, dict) else None
            yield from (((name, "steps", *path), one) for path, one in _entries_of(steps if steps else []))


_BY_KIND = {
    "missing": _missing, "extra_forbidden": _extra, "literal_error": _literal, "too_short": _too_short,
    "too_long": _too_long, "union_tag_invalid": _tag, "union_tag_not_found": _tag,
    "value_error": _own_words,
}  # fmt: skip
