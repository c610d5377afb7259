"""The scenarios and plans that a draft can begin with, found by title and by file name; and files of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from simulator import files
from simulator.errors import NotFound, Refused
from simulator.files.source import MAX_BYTES
from simulator.session.opening import SUFFIXES
from simulator.session.opening import found as file_of
from simulator.shipped import shipped

SHIPPED = "shipped:"
OWN = "own"


@dataclass(frozen=True, slots=True)
class Found:
    """A shipped file: its name without the ending, its title, and what it is for."""

    name: str
    title: str
    about: str = ""

    @property
    def said(self) -> str:
        """As a list has it: title, then file name."""
        return f"{self.title} ({self.name})"


@cache
def scenarios() -> tuple[Found, ...]:
    """The shipped scenarios by title; their heads are read, not checked: that would keep a page waiting."""
    found = [_head(path, "title", "trains") for path in shipped("scenarios").glob("*.yaml")]
    return tuple(sorted(found, key=lambda one: one.title))


@cache
def plans() -> tuple[Found, ...]:
    """The shipped floor plans by the name of the school."""
    found = []
    for path in shipped("floorplans").glob("*.yaml"):
        match = re.search(r"^school:.*?\bname: *([^,}\n]+)", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        found.append(Found(path.stem, match[1].strip("\"' ") if match else path.stem))
    return tuple(sorted(found, key=lambda one: one.title))


def _head(path: Path, *keys: str) -> Found:
    text = path.read_text(encoding="utf-8")
    values = []
    for key in keys:
        match = re.search(rf"^ *{key}: *(.+)$", text, re.MULTILINE)
        values.append(match[1].strip().strip("\"'") if match else "")
    return Found(path.stem, values[0] or path.stem, values[1])


def search(found: Iterable[Found], words: str) -> tuple[Found, ...]:
    """Those whose title or file name has every word that was typed, from a word's beginning on.

    Nothing is guessed: what has not all of the words is not shown.
    """
    wanted = _words(words)
    return tuple(one for one in found if all(_has(one, word) for word in wanted))


def _has(one: Found, word: str) -> bool:
    return any(known.startswith(word) for known in (*_words(one.title), *_words(one.name)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


# ---- a draft's own files ---------------------------------------------------------------------------------------------


def own_file(path: str) -> dict[str, str]:
    """A file that somebody named, as the draft keeps it: its name and its text. Raises NotFound or Refused in words."""
    given = Path(path.strip().strip('"'))
    if given.suffix not in SUFFIXES:
        raise Refused(f"{given.name or path}: a file of Hotwash ends in .yaml")
    try:
        size = given.stat().st_size
        data = given.read_bytes() if size <= MAX_BYTES else b""
    except (OSError, ValueError):
        raise NotFound(f"there is no file {path}, or it cannot be read") from None
    if size > MAX_BYTES:
        raise Refused(f"{given.name} is larger than 2 MB, and no file of Hotwash is")
    return own_text(given.name, data)


def own_text(name: str, data: bytes) -> dict[str, str]:
    """A file that was handed over. Raises Refused where it is no text, InvalidFile where it is no YAML."""
    source = files.source_of(data, name)
    return {"name": name, "text": source.text, "kind": _kind(source)}


def _kind(source: Any) -> str:
    from simulator.files.load import kind_of

    return str(kind_of(source))


@dataclass(frozen=True, slots=True)
class Texts:
    """The files of a draft before anything is changed in them, and the name of each."""

    texts: Mapping[str, str]
    names: Mapping[str, str]


def texts_of(values: Mapping[str, Any]) -> Texts:
    """The texts that a draft stands on. Raises NotFound or Refused, in words, where a file is not chosen or not there.

    A scenario of one's own goes with the plan that was chosen, or with the shipped ones that it names.
    """
    chosen = values.get("scenario") or ""
    if chosen == OWN and values.get("own_scenario"):
        scenario = values["own_scenario"]
    elif chosen.startswith(SHIPPED):
        scenario = _shipped("scenario", chosen.removeprefix(SHIPPED))
    else:
        raise Refused("choose a scenario first")
    tree = files.source_of(scenario["text"].encode(), scenario["name"]).tree
    found = {"scenario": scenario, "plan": _beside(values, "plan", tree)}
    if tree.get("response"):
        found["response"] = _beside(values, "response", tree)
    return Texts({role: one["text"] for role, one in found.items()}, {role: one["name"] for role, one in found.items()})


def _beside(values: Mapping[str, Any], role: str, tree: Mapping[str, Any]) -> Mapping[str, str]:
    chosen = values.get(role) or ""
    if chosen == OWN and values.get(f"own_{role}"):
        own: Mapping[str, str] = values[f"own_{role}"]
        return own
    if chosen.startswith(SHIPPED):
        return _shipped(role, chosen.removeprefix(SHIPPED))
    named = Path(str(tree.get(role) or "")).stem
    try:
        return _shipped(role, named)
    except NotFound:
        what = "floor plan" if role == "plan" else "response plan"
        raise NotFound(f"the scenario goes with the {what} {named}.yaml, which is not shipped: give your own") from None


def _shipped(role: str, name: str) -> dict[str, str]:
    path = file_of(f"{name}.yaml", role)
    if not path.is_relative_to(shipped("scenarios").parent):
        raise NotFound(f"{name}.yaml is not shipped")
    return {"name": path.name, "text": path.read_text(encoding="utf-8")}
