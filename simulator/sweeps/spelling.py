"""Variables and their values as people say them, and understood again as they were said: `Told at`, `3:15`, `Door 9`.

What is printed anywhere (cards, tables, the terminal) is spelled by `spoken`, and taken back by `understood`; the
scenario's own spelling (`told_at`, `195`, `@side_entrance`) is taken too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from simulator.analysis.words import counted, door, offset, one_line, place
from simulator.model.bundle import Bundle
from simulator.model.distributions import AnyDistribution, Chance, Choice, Deck, Value
from simulator.model.draw import at, names_at, spelled
from simulator.model.noun import seconds_from

TIMES = frozenset({"at", "delay", "by", "for", "within", "arrives", "warned", "lasts", "first", "meant"})
"""Keys of a scenario whose numbers are seconds."""
SHARES = frozenset({"fill", "disputes", "reach", "spread"})
"""Keys whose numbers are shares."""
ACRONYMS = frozenset({"ems", "pa", "rtf", "ccp", "psap"})
_CLOCK = re.compile(r"\d{1,3}:[0-5]\d(:[0-5]\d)?")


def title(name: str) -> str:
    """What a variable is called: `Told at` for `told_at`, `EMS far` for `ems_far`."""
    words = [one.upper() if one in ACRONYMS else one for one in re.split(r"[_-]", name)]
    return " ".join((words[0][:1].upper() + words[0][1:], *words[1:]))


def spoken(bundle: Bundle, name: str, value: Value) -> str:
    """A value as people say it: yes or no, a time, a share, a number of people, a place's label."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    number = _number(value)
    if number is not None:
        return _counted(bundle, name, number)
    text = str(value)
    if _CLOCK.fullmatch(text):
        return offset(round(seconds_from(text) * 1000))
    return _place(bundle, text) or one_line(text.removeprefix("@").replace("_", " ").replace("-", " "), 60)


def _counted(bundle: Bundle, name: str, number: float) -> str:
    """A number with its unit, which follows from where the scenario uses it."""
    for path in paths_of(bundle, name):
        match path:
            case (*_, str(last)) if last in TIMES:
                return offset(round(number * 1000))
            case (*_, str(last)) if last in SHARES:
                return f"{number:.0%}".replace("%", " %")
            case ("occupancy", "groups", int(place_), "count"):
                kind = at(bundle.tree, ("occupancy", "groups", place_)).get("kind", "people")
                many = "people" if kind in ("staff", "people") else str(kind)
                return counted(round(number), "person" if many == "people" else many.removesuffix("s"), many)
            case ("reunification", "stations", _):
                return counted(round(number), "person", "people")
            case (*_, "comes_unasked"):
                return counted(round(number), "unit")
    return f"{number:g}"


def _place(bundle: Bundle, text: str) -> str | None:
    """The label of a place; None where the text names none."""
    try:
        known = bundle.plan.resolve(text)
    except KeyError:
        return None
    opening = next((one for one in bundle.plan.openings if one.id == known), None)
    if opening is None and known not in bundle.plan.spaces() and known not in {link.id for link in bundle.plan.links}:
        return None
    words = door(bundle.plan, opening) if opening is not None else place(bundle.plan, known)
    return words[:1].upper() + words[1:]


def paths_of(bundle: Bundle, name: str) -> list[tuple[str | int, ...]]:
    """Where the scenario uses a variable."""
    return [path for path in bundle.slots if name in names_at(at(bundle.tree, path))]


def _number(value: Value | str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


# ---- understood again ------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """A word without what people spell in more than one way: capitals, `_`, `-`, `@` and blanks."""
    return " ".join(re.sub(r"[_\-@]", " ", text).lower().split())


def named(bundle: Bundle, text: str) -> str:
    """The variable that a name or its title stands for; the text itself where it stands for none."""
    variables = bundle.scenario.variables
    if text in variables:
        return text
    return next((name for name in variables if plain(name) == plain(text)), text)


def understood(bundle: Bundle, name: str, text: str) -> str:
    """A value as the scenario spells it, from what a person typed; the text itself where it is none of its values."""
    variable = bundle.scenario.variables.get(name)
    match variable:
        case None | Chance():
            return text
        case Choice() | Deck():
            return _option(bundle, name, text, variable)
        case _:
            return _as_number(variable, text)


def all_understood(bundle: Bundle, given: Mapping[str, str]) -> dict[str, str]:
    """Variables and values as typed, as the scenario spells them."""
    return {(known := named(bundle, name)): understood(bundle, known, value) for name, value in given.items()}


def _option(bundle: Bundle, name: str, text: str, variable: Choice | Deck) -> str:
    options = [str(one) for one in (variable.choice if isinstance(variable, Choice) else variable.deck)]
    if text in options:
        return text
    ways: Iterable[list[str]] = (
        [one for one in options if plain(one) == plain(text)],
        [one for one in options if plain(spoken(bundle, name, one)) == plain(text)],
        [one for one in options if _same_time(one, text)],
    )
    return next((found[0] for found in ways if len(set(found)) == 1), text)


def _same_time(option: str, text: str) -> bool:
    if not (_CLOCK.fullmatch(option) and _CLOCK.fullmatch(text.strip())):
        return False
    return seconds_from(option) in times_meant(text)


def times_meant(text: str) -> tuple[float, ...]:
    """The seconds that a time may mean: a spreadsheet makes 3:15:00 of 3:15."""
    typed = text.strip()
    found = seconds_from(typed)
    return (found, seconds_from(typed[:-3])) if typed.count(":") == 2 and typed.endswith(":00") else (found,)


def _as_number(variable: AnyDistribution, text: str) -> str:
    """A time, a share or a number of people as a plain number."""
    typed = text.strip()
    if _CLOCK.fullmatch(typed):
        ends = [float(one) for one in variable.extremes()]
        meant = times_meant(typed)
        return spelled(next((one for one in meant if ends[0] <= one <= ends[-1]), meant[0]))
    if (share := re.fullmatch(r"(\d+(?:\.\d+)?) ?%", typed)) is not None:
        return spelled(round(float(share[1]) / 100, 6))
    if (many := re.fullmatch(r"(\d+) (?:people|person|pupils?|visitors?|units?)", typed)) is not None:
        return many[1]
    return text
