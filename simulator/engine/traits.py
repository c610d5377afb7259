"""What the draws gave each person: speeds, the delay before setting off, whether they need help."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.engine.occupants import Party
from simulator.engine.streams import U64, key_hashes, quantities, uniforms
from simulator.model.distributions import Numeric
from simulator.model.movement import Movement


@dataclass(frozen=True, slots=True)
class Traits:
    """What the draws gave a party: members' speeds (m/s), the delay (ms) after the alarm, the time (ms) that counting
    them takes at the rally point, and how members get about."""

    speed_m_s: list[float]
    stair_speed_m_s: list[float]
    delay_ms: int
    count_ms: int
    mobility: tuple[str, ...]


def traits_of(parties: list[Party], movement: Movement, seed: int) -> list[Traits]:
    """Everybody's draws, each purpose and distribution in one batch over all persons."""
    keys = np.concatenate([_hashes(()), *(_hashes(party.keys) for party in parties)])
    ends = list(itertools.accumulate(len(party.keys) for party in parties))
    spans = [(end - len(party.keys), end) for party, end in zip(parties, ends, strict=True)]
    mobility = [_mobility(party, keys[start:end], seed) for party, (start, end) in zip(parties, spans, strict=True)]
    level, stair, delay = _Batch(), _Batch(), _Batch()
    for party, how, (start, end) in zip(parties, mobility, spans, strict=True):
        for kind, first, last in _stretches(party, how, start, end):
            own = _own_speed(party, kind, movement)
            level.add(own[0], first, last)
            stair.add(own[1], first, last)
        delay.add(_delay(party, True, movement), start, start + party.leaders)
        delay.add(_delay(party, False, movement), start + party.leaders, end)
    speeds, stair_speeds = level.drawn(keys, seed, "speed"), stair.drawn(keys, seed, "speed on stairs")
    delays = delay.drawn(keys, seed, "delay")
    counted = uniforms(seed, "counting", key_hashes([party.name for party in parties]))
    counts = quantities(movement.count_s, counted).tolist()
    return [
        Traits(speeds[a:b], stair_speeds[a:b], round(max(delays[a:b]) * 1000), round(count_s * 1000), how)
        for (a, b), how, count_s in zip(spans, mobility, counts, strict=True)
    ]


@lru_cache(maxsize=8_192)
def _hashes(keys: tuple[str, ...]) -> U64:
    return key_hashes(keys)


class _Batch:
    """Which persons draw from which distribution; equal objects are drawn together."""

    def __init__(self) -> None:
        self._spans: dict[int, tuple[Numeric, list[tuple[int, int]]]] = {}

    def add(self, distribution: Numeric, start: int, end: int) -> None:
        if end > start:
            self._spans.setdefault(id(distribution), (distribution, []))[1].append((start, end))

    def drawn(self, keys: U64, seed: int, purpose: str) -> list[float]:
        values = np.empty(len(keys))
        for distribution, spans in self._spans.values():
            where = np.concatenate([np.arange(start, end) for start, end in spans])
            values[where] = quantities(distribution, uniforms(seed, purpose, keys[where]))
        return values.tolist()


def _stretches(party: Party, mobility: tuple[str, ...], start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Runs of members who get about in the same way."""
    if not party.mobility:
        yield "independent", start, end
        return
    for kind, found in itertools.groupby(enumerate(mobility, start), key=lambda pair: pair[1]):
        places = [place for place, _ in found]
        yield kind, places[0], places[-1] + 1


def _mobility(party: Party, keys: U64, seed: int) -> tuple[str, ...]:
    if not party.mobility:
        return ("independent",) * len(party.keys)
    return tuple(_share_of(party.mobility, u) for u in uniforms(seed, "mobility", keys).tolist())


def _share_of(shares: tuple[tuple[str, float], ...], u: float) -> str:
    for name, share in shares:
        if u < share:
            return name
        u -= share
    return "independent"


def _own_speed(party: Party, mobility: str, movement: Movement) -> tuple[Numeric, Numeric]:
    """A person's own speed on the level and on stairs; stairs slow everybody by their own k besides."""
    if party.speed is not None:
        return party.speed, party.stair_speed or party.speed
    if mobility == "assisted":
        level = movement.assisted_speed_m_s
    elif mobility == "slow":
        level = movement.slow_speed_m_s
    elif party.band == "preschool":
        return movement.young_speed_m_s, party.stair_speed or movement.young_stair_speed_m_s
    else:
        level = movement.adult_speed_m_s
    return level, party.stair_speed or level


def _delay(party: Party, leads: bool, movement: Movement) -> Numeric:
    if party.delay is not None:
        return party.delay
    if party.kind in ("visitors", "spectators"):
        return movement.visitor_start_s
    if party.kind == "staff" or leads:
        return movement.adult_start_s
    return movement.young_start_s if party.band == "preschool" else movement.pupil_start_s
