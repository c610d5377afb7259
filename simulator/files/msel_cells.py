"""What the cells of a MSEL mean in the scenario: a cell's text to the value of the file, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simulator.errors import InvalidFile
from simulator.files.msel import DAY_MS, TRIGGER_KEYS, role_word, title_of
from simulator.files.source import source_of
from simulator.files.vocabulary import did_you_mean, listed
from simulator.model.bundle import Bundle
from simulator.model.inject import Inject
from simulator.model.msel import CORES, KINDS, SPARE
from simulator.model.noun import seconds_from

KEYS: tuple[str, ...] = tuple(field.alias or name for name, field in Inject.model_fields.items())
"""The keys of a message, in the order in which a person writes them."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
"""What a spreadsheet makes of quotation marks, and what the notation wants."""
_ID = re.compile(r"[^\s@$/{}\[\]]{1,64}")


class BrokenCell(ValueError):
    """A cell that means nothing; the text is the sentence that says what was found and what was expected."""


def tidy(text: str) -> str:
    """A cell's text as it is compared: one kind of line break, no blanks around."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def value_of(bundle: Bundle, key: str, text: str) -> Any:
    """The value of a plain cell, as the scenario has it; None for nothing. Raises BrokenCell."""
    if not text:
        return None
    match key:
        case "module":
            return _module(bundle, text)
        case "kind":
            return _chosen(text, {role_word(words): name for name, words in KINDS.items()})
        case "core":
            return _chosen(re.sub(r" *(min(utes?)?\.?|core)\b", "", text), {SPARE: None, **{n: n for n in CORES if n}})
        case "to":
            return [_role(bundle, one) for one in _parts(text)]
        case "objectives":
            return [_objective(bundle, one) for one in _parts(text)]
        case "via":
            return "in_person" if role_word(text) == "in person" else text
        case _:
            return text


def _parts(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,;\n]", text) if one.strip()]


def _chosen(text: str, options: Mapping[str, Any]) -> Any:
    word = role_word(text)
    if word in options:
        return options[word]
    raise BrokenCell(f"expected one of {listed(options)}, found “{text}”{did_you_mean(word, options)}")


def _module(bundle: Bundle, text: str) -> str:
    modules = {one.id: one.title for one in bundle.scenario.modules}
    head = text.partition(":")[0].strip()
    named = [name for name, title in modules.items() if head == name or role_word(text) == role_word(title)]
    if named:
        return named[0]
    raise BrokenCell(f"there is no module “{text}”; expected one of {listed(modules)}{did_you_mean(head, modules)}")


def _role(bundle: Bundle, text: str) -> str:
    roles = bundle.scenario.roles
    by_word = {role_word(one): one for one in roles} | {role_word(title_of(bundle, one)): one for one in roles}
    if role_word(text) in by_word:
        return by_word[role_word(text)]
    if bundle.scenario.roles and text not in _addressed(bundle):
        titles = [title_of(bundle, one) for one in roles]
        raise BrokenCell(f"there is no role “{text}”; expected one of {listed(titles)}{did_you_mean(text, titles)}")
    return text


def _addressed(bundle: Bundle) -> set[str]:
    """Whoever is addressed already: a scenario may write to groups and agencies too."""
    return {one for inject in bundle.scenario.injects for one in inject.to}


def _objective(bundle: Bundle, text: str) -> str:
    aims = {role_word(one.id): one.id for one in bundle.scenario.objectives}
    if role_word(text) in aims:
        return aims[role_word(text)]
    raise BrokenCell(f"there is no objective “{text}”; expected one of {listed(aims.values())}")


def offset_ms(text: str) -> int:
    """An offset from the start in ms. Raises BrokenCell."""
    try:
        seconds = seconds_from(text.removeprefix("+"))
    except ValueError:
        raise BrokenCell(f"expected minutes and seconds such as 02:30, found “{text}”") from None
    if not 0 <= seconds * 1000 <= DAY_MS:
        raise BrokenCell(f"expected a time between 00:00 and 24 hours, found “{text}”")
    return round(seconds * 1000)


def clock_ms(text: str) -> int:
    """A time of day in ms after midnight. Raises BrokenCell."""
    found = re.fullmatch(r"(\d{1,2})[:.]([0-5]\d)(?:[:.]([0-5]\d))? *([ap])?\.?(?:m\.?)?", text.strip().lower())
    hours = int(found[1]) if found else 99
    if found and found[4]:
        hours = hours % 12 + (12 if found[4] == "p" else 0) if 1 <= hours <= 12 else 99
    if not found or hours > 23:
        raise BrokenCell(f"expected a time of day such as 10:44:30, found “{text}”")
    return ((hours * 60 + int(found[2])) * 60 + int(found[3] or 0)) * 1000


def trigger_of(text: str) -> dict[str, Any]:
    """The keys of an exact trigger, such as `after: {...}` and `delay: 20`. Raises BrokenCell."""
    if not text:
        return {}
    found = _read(text)
    for name in found:
        if name not in TRIGGER_KEYS:
            near = did_you_mean(name, TRIGGER_KEYS)
            raise BrokenCell(f"“{name}” is no part of a trigger; expected {listed(TRIGGER_KEYS)}{near}")
    return found


def maps_of(text: str, example: str) -> list[dict[str, Any]]:
    """The maps of an exact cell, one for each line, such as `{id: E1, action: lock}`. Raises BrokenCell."""
    lines = [line.strip().removeprefix("-").strip() for line in text.split("\n")]
    entries: list[Any] = _read("list:\n" + "\n".join(f"  - {line}" for line in lines))["list"] if text else []
    for one in entries:
        if not isinstance(one, dict):
            raise BrokenCell(f"expected one line for each, such as {example}")
    return entries


def _read(text: str) -> dict[str, Any]:
    try:
        source = source_of(text.translate(_QUOTES).encode(), "cell")
    except InvalidFile as error:
        raise BrokenCell(f"cannot be read: {error.problems[0].message}") from None
    if source.problems:
        raise BrokenCell(f"cannot be read: {source.problems[0].path} {source.problems[0].message}")
    return source.tree


def id_of(text: str) -> str:
    """A message's id. Raises BrokenCell."""
    if not _ID.fullmatch(text):
        raise BrokenCell(f"expected a short name without spaces, such as I7, found “{text}”")
    return text
