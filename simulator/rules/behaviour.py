"""Run, hide or defend: which way a party takes of those that it knows, by what it believes.

A *way* is one thing that a party could do, with its margin: how much earlier the party would be done than the armed
person could be there. Margins are the party's own reckoning from what it believes and can be wrong.

Training widens what is considered. Without any, people do what was ordered, else what others do, else they hide where
they are or leave by the way they came. Lockdown training hides, and runs only from a room that cannot be secured or
that the armed person is in. Options training compares: run where the margin is comfortable, else whatever has the best
margin, and defend the door when every margin is negative and the armed person is at hand. To defend is to barricade and
stay together at the door; nothing else is modelled. No clock, no dice: who follows an order was drawn before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from simulator.model.run import Way, WayKind

Trained = Literal["none", "lockdown", "options"]

STAY = Way("stay", None, 0, None, None)
"""What everybody can always do: go on as before."""
AS_ORDERED = "as ordered"
AS_OTHERS = "did as those beside them"
WHERE_THEY_ARE = "hid where they were"
AS_THEY_CAME = "left by the way they came"
AS_TRAINED = "as trained"
NO_ROOM = "no room could be secured in time"
COMFORTABLE = "the way out was clear for long enough"
BEST = "the best margin"
LAST_RESORT = "every margin was gone"
NOTHING = "knew of nothing better"
UNHEEDED = replace(STAY, why="did not follow the order")


def choose(
    ways: Sequence[Way],
    trained: Trained,
    order: str | None,
    own_eyes: bool,
    contact: bool,
    *,
    comfortable_ms: int = 0,
    where_known: bool = True,
    others: WayKind | None = None,
) -> Way:
    """The way that a party takes, one of `ways` (or `STAY`), with the reason in `why`.

    `order` is the one that the party follows, None for one it will not; `own_eyes`: it sees the armed person itself;
    `contact`: the armed person is at hand; `where_known`: it believes to know where; `others`: what those beside it do.
    """
    found = _ordered(ways, order, own_eyes, comfortable_ms)
    if found is None:
        match trained:
            case "none":
                found = _untrained(ways, others, comfortable_ms)
            case "lockdown":
                found = _lockdown(ways, comfortable_ms)
            case "options":
                found = _options(ways, contact, comfortable_ms, where_known)
    return found or replace(_stay(ways), why=NOTHING)


def is_ahead(way: Way) -> bool:
    """Whether a party would be done before the armed person could be there."""
    return way.margin_ms is None or way.margin_ms >= 0


def weighed(ways: Sequence[Way], comfortable_ms: int) -> tuple[Way, ...]:
    """The best way of each kind, in the order run, hide, defend, stay."""
    kinds: tuple[WayKind, ...] = ("run", "hide", "defend", "stay")
    return tuple(way for kind in kinds if (way := _best(ways, kind, comfortable_ms)) is not None)


def _ordered(ways: Sequence[Way], order: str | None, own_eyes: bool, comfortable_ms: int) -> Way | None:
    """What an order asks for; None without one, where it cannot be done, and where one's own eyes speak against it."""
    match order:
        case None:
            return None
        case "lockdown":
            found = _best(ways, "hide", comfortable_ms)
        case "evacuate":
            found = _best(ways, "run", comfortable_ms)
        case _:
            # the other orders do not speak of somebody whom one sees
            return None if own_eyes else replace(_stay(ways), why=AS_ORDERED)
    if found is None or (own_eyes and not is_ahead(found)):
        return None
    return replace(found, why=AS_ORDERED)


def _untrained(ways: Sequence[Way], others: WayKind | None, comfortable_ms: int) -> Way | None:
    if others is not None and (same := _best(ways, others, comfortable_ms)) is not None:
        return replace(same, why=AS_OTHERS)
    here = next((way for way in ways if way.kind == "hide" and way.here and not way.met), None)
    if here is not None:
        return replace(here, why=WHERE_THEY_ARE)
    usual = next((way for way in ways if way.kind == "run" and way.usual), None)
    if usual is not None and is_ahead(usual):
        return replace(usual, why=AS_THEY_CAME)
    found = _greatest(way for way in (_best(ways, "hide", comfortable_ms), _best(ways, "run", comfortable_ms)) if way)
    return found and replace(found, why=BEST)


def _lockdown(ways: Sequence[Way], comfortable_ms: int) -> Way | None:
    here = next((way for way in ways if way.kind == "hide" and way.here and not way.met), None)
    if here is not None:
        return replace(here, why=AS_TRAINED)
    rooms = [way for way in ways if way.kind == "hide" and not way.met]
    hide, run = _best(rooms, "hide", comfortable_ms), _best(ways, "run", comfortable_ms)
    if hide is not None and (run is None or is_ahead(hide)):
        return replace(hide, why=AS_TRAINED)
    found = _greatest(way for way in (hide, run) if way) or _best(ways, "hide", comfortable_ms)
    return found and replace(found, why=NO_ROOM if found.kind == "run" else BEST)


def _options(ways: Sequence[Way], contact: bool, comfortable_ms: int, where_known: bool) -> Way | None:
    hide, run = _best(ways, "hide", comfortable_ms), _best(ways, "run", comfortable_ms)
    if not where_known and hide is not None:
        return replace(hide, why=AS_TRAINED)  # a way out cannot be called clear by whoever knows of no place
    if run is not None and (run.margin_ms is None or run.margin_ms >= comfortable_ms):
        return replace(run, why=COMFORTABLE)
    best = _greatest(way for way in (hide, run) if way)
    if best is not None and is_ahead(best):
        return replace(best, why=BEST)
    defend = next((way for way in ways if way.kind == "defend"), None)
    if contact and defend is not None:
        return replace(defend, why=LAST_RESORT)
    return best and replace(best, why=BEST)


def _best(ways: Sequence[Way], kind: WayKind, comfortable_ms: int) -> Way | None:
    """Of one kind the soonest done whose margin is comfortable; where none is, the one with the greatest margin."""
    found = [way for way in ways if way.kind == kind]
    clear = [way for way in found if way.margin_ms is None or way.margin_ms >= comfortable_ms]
    if clear:
        return min(clear, key=lambda way: (way.own_ms, way.to or ""))
    return _greatest(found)


def _greatest(ways: Iterable[Way]) -> Way | None:
    """The way with the greatest margin, of equals the one that is done sooner; hiding before running."""
    return min(ways, key=_rank, default=None)


def _rank(way: Way) -> tuple[float, int, str, str]:
    margin = float("inf") if way.margin_ms is None else float(way.margin_ms)
    return -margin, way.own_ms, way.kind, way.to or ""


def _stay(ways: Sequence[Way]) -> Way:
    return next((way for way in ways if way.kind == "stay"), STAY)
