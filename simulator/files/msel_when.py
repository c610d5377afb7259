"""What brings a message, in words throughout: a condition of the scenario file is said, not shown."""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.files.paths import one_line
from simulator.files.words import trigger_in_words
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject

UNSAID = "the exact condition of the scenario file is met"
_PART = re.compile(r"(!)?\s*([A-Za-z_][\w.]*(?:\[['\"][^'\"]*['\"]\])?(?:\.\w+)?)\s*(?:(==|!=|>=|<=|>|<)\s*(.+))?")
_PLACE = re.compile(r"state\.(space|order_in)\[['\"]([^'\"]*)['\"]\](?:\.(people|density))?")
_COUNTED = {
    ">": "more than",
    ">=": "at least",
    "<": "fewer than",
    "<=": "at most",
    "==": "exactly",
    "!=": "not exactly",
}


def brought_by(inject: Inject, bundle: Bundle) -> str:
    """When a message comes, with its condition in words: `as soon as the order is shelter and ...`."""
    if inject.when is not None:
        words = f"as soon as {condition_in_words(inject.when, bundle)}"
    else:
        words = trigger_in_words(inject.model_copy(update={"if_": None}), bundle)
    return words + (f", only if {condition_in_words(inject.if_, bundle)}" if inject.if_ is not None else "")


def condition_in_words(text: str, bundle: Bundle) -> str:
    """A condition in words; one that is more than comparisons joined by and, or by or, is only named."""
    for sign, word in (("&&", " and "), ("||", " or ")):
        if sign in text:
            parts = [_part(one.strip(), bundle) for one in text.split(sign)]
            return UNSAID if None in parts else word.join(str(one) for one in parts)
    return _part(text.strip(), bundle) or UNSAID


def _part(text: str, bundle: Bundle) -> str | None:
    found = _PART.fullmatch(text)
    if found is None or (found[1] and found[3]):
        return None
    name, sign = found[2], found[3] or ("!=" if found[1] else "==")
    value = (found[4] or "true").strip()
    if not re.fullmatch(r"'[^']*'|\"[^\"]*\"|-?[\d.]+|true|false", value):
        return None
    return _said(name, sign, value.strip("'\""), bundle)


def _said(name: str, sign: str, value: str, bundle: Bundle) -> str | None:
    place = _PLACE.fullmatch(name)
    if name.startswith("draw."):
        return _drawn(name.removeprefix("draw.").replace("_", " "), sign, value)
    if name == "state.zones_dead":
        return _many(sign, value, lambda n, one: f"{n} loudspeaker zone{'' if one else 's'} {_is(one)} dead")
    if name == "state.departed":
        return _many(sign, value, lambda n, one: f"{n} {'person has' if one else 'people have'} departed")
    if name == "state.order" or (place and place[1] == "order_in"):
        where = f" in {_called(bundle, place[2])}" if place else ""
        return _order(where, sign, value)
    if place is None or place[3] is None:
        return None
    where = _called(bundle, place[2])
    if place[3] == "density":
        return f"there are {_COUNTED[sign]} {value} people on a square metre in {where}"
    return _many(sign, value, lambda n, one: f"{n} {'person is' if one else 'people are'} in {where}")


def _is(one: bool) -> str:
    return "is" if one else "are"


def _many(sign: str, value: str, words: Callable[[str, bool], str]) -> str:
    """A number of something: none, at least one, more than ten."""
    match sign, value:
        case ("==" | "<=", "0") | ("<", "1"):
            return words("0", False).replace("0 ", "no ", 1)
        case (">" | "!=", "0") | (">=", "1"):
            return words("at least one", True)
    return words(f"{_COUNTED[sign]} {value}", value == "1")


def _order(where: str, sign: str, value: str) -> str | None:
    if sign not in ("==", "!="):
        return None
    if not value:
        return f"{'no' if sign == '==' else 'an'} order was given{where}"
    return f"the order{where} is {'' if sign == '==' else 'not '}{value.replace('_', ' ')}"


def _drawn(name: str, sign: str, value: str) -> str:
    if value in ("true", "false"):
        return f"“{name}” is {'yes' if (value == 'true') == (sign == '==') else 'no'} in this version"
    how = {"==": "", "!=": "not "}.get(sign, f"{_COUNTED[sign]} ")
    return f"“{name}” is {how}{value.replace('_', ' ').removeprefix('@')} in this version"


def _called(bundle: Bundle, reference: str) -> str:
    name = bundle.plan.resolve(reference)
    return one_line(bundle.plan.label_of(name) or name)
