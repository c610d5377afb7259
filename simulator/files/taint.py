"""Which variables reach what a threat, a visitor or a disturbance does: only the draw decides those (promise 5).

Nothing that searches or compares may choose them. Directly: a variable that stands anywhere in such a script, or in a
number that only the script's person uses. Indirectly: one that decides whether, when or where an effect moves or
starts such a person. A condition on an effect on doors, loudspeakers or other people is no taint: that is what a
building and its people do about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.model.draw import Path, at, names_at, slots_of
from simulator.rules.guards import guard_of

SCRIPTS: tuple[str, ...] = ("threat", "intruder", "visitor", "disturbance")
"""Keys of a scenario whose content is a script of this kind."""
SCRIPT_NUMBERS: tuple[Path, ...] = (
    ("perception", "tries_s"),
    ("arrivals", "walks_in"),
    ("arrivals", "let_in_by_others"),
    ("arrivals", "visitor_speed_m_s"),
)
"""Numbers elsewhere that only the script's person uses."""
TRIGGERS: tuple[str, ...] = ("at", "at_clock", "after", "delay", "when", "unless", "if")
"""What decides whether and when an inject comes."""
SENDING: tuple[str, ...] = ("move", "start")
"""Effects that send whom they name."""


def tainted(tree: dict[str, Any], slots: tuple[Path, ...]) -> tuple[str, ...]:
    """The names of the variables that reach such a script, in the order in which the file declares them.

    `tree` is the scenario as typed and `slots` the places where it uses variables, as `Bundle` holds both.
    """
    reached = {name for slot in slots if _in_script(slot) for name in names_at(at(tree, slot))}
    for effect, inject in _effects(tree):
        if _sends_script(tree, effect):
            reached |= {*_all_in(effect), *(name for one in _before(tree, inject) for name in _all_in(_trigger(one)))}
    declared = tree.get("variables")
    return tuple(name for name in declared if name in reached) if isinstance(declared, dict) else ()


def _in_script(path: Path) -> bool:
    return path[:1] in [(key,) for key in SCRIPTS] or any(path[: len(one)] == one for one in SCRIPT_NUMBERS)


def _effects(tree: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Every effect, with the inject that it belongs to; None for those in force before 00:00."""
    for effect in _maps(tree.get("setup")):
        yield effect, None
    for inject in _maps(tree.get("injects")):
        for effect in _maps(inject.get("effect")):
            yield effect, inject


def _maps(node: Any) -> list[dict[str, Any]]:
    """The maps of a list, or the one that stands where a list may."""
    return [one for one in (node if isinstance(node, list) else [node]) if isinstance(one, dict)]


def _before(tree: dict[str, Any], inject: dict[str, Any] | None) -> list[dict[str, Any]]:
    """An inject and all those that it waits for."""
    found = [inject] if inject is not None else []
    for one in found:  # grows while it is gone through
        waits = [one.get(key) for key in ("after", "unless")]
        ids = {str(wait.get(key)) for wait in waits if isinstance(wait, dict) for key in ("inject", "expect")}
        for other in _maps(tree.get("injects")):
            own = {str(other.get("id")), *(str(expected.get("id")) for expected in _maps(other.get("expect")))}
            if ids & own and not any(other is known for known in found):
                found.append(other)
    return found


def _trigger(inject: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inject.items() if key in TRIGGERS}


def _sends_script(tree: dict[str, Any], effect: dict[str, Any]) -> bool:
    """Whether an effect moves or starts a script's person, at any value of a variable that names whom."""
    whom = [effect[verb] for verb in SENDING if verb in effect]
    return any(name in SCRIPTS for one in whom for name in _named(tree, one))


def _named(tree: dict[str, Any], node: Any) -> Iterator[str]:
    """The texts that a node can stand for."""
    if isinstance(node, str):
        yield node
        for name in names_at(node):
            declared = tree.get("variables")
            yield from _texts(declared.get(name) if isinstance(declared, dict) else None)
    elif isinstance(node, list | dict):
        yield from _texts(node)


def _texts(node: Any) -> Iterator[str]:
    """Every text in a node, keys included: the options of a choice are keys."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(node, list):
        for one in node:
            yield from _texts(one)


def _all_in(node: Any) -> Iterator[str]:
    """The variables in a part of the tree: in its slots, and in its guards as `draw.NAME`."""
    for path in slots_of({"part": node}):
        yield from names_at(at({"part": node}, path))
    yield from _in_guards(node)


def _in_guards(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _in_guards(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("if", "when") and isinstance(value, str):
                yield from _draws(value)
            else:
                yield from _in_guards(value)


def _draws(text: str) -> tuple[str, ...]:
    """The variables that a guard reads; none where it is no sound guard, which is reported elsewhere."""
    try:
        return tuple(guard_of(text).draws())
    except ValueError:
        return ()
