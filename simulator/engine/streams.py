"""Draws. u(seed, purpose, key, k) is a hash, not a generator: nobody's draw depends on who else exists or draws.

The mixing function is the finaliser of splitmix64 (Steele, Lea and Flood 2014); keys and purposes enter by BLAKE2b.
Distributions are turned from uniforms by their inverse, so that one seed's draws in two arms are paired.
Values are rounded when made: exp and log differ in their last bits between processors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from simulator.model.distributions import (
    AnyDistribution,
    Chance,
    Choice,
    Deck,
    Exponential,
    Fixed,
    Integer,
    Lognormal,
    Normal,
    Numeric,
    Triangular,
    Uniform,
    Value,
)  # fmt: skip

U64 = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
DECIMALS = 4
_INVERSE = NormalDist().inv_cdf
_ONES = 0xFFFFFFFFFFFFFFFF
_GOLDEN_ONE = 0x9E3779B97F4A7C15
_GOLDEN = np.uint64(_GOLDEN_ONE)


@lru_cache(maxsize=65_536)
def key_hash(key: str) -> int:
    """64 bits of a stable key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def key_hashes(keys: Sequence[str]) -> U64:
    """The hashes of many keys, to be kept and used for every seed."""
    return np.array([key_hash(key) for key in keys], dtype=np.uint64)


def _mixed(x: U64) -> U64:
    x = x ^ (x >> np.uint64(30))
    x = x * np.uint64(0xBF58476D1CE4E5B9)
    x = x ^ (x >> np.uint64(27))
    x = x * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def uniforms(seed: int, purpose: str, keys: U64, k: int = 0) -> Floats:
    """One number in (0, 1) per key, for the key's k-th use of this purpose."""
    with np.errstate(over="ignore"):
        base = _mixed(np.array([seed & 0xFFFFFFFFFFFFFFFF], np.uint64) + _GOLDEN)
        base = _mixed(base ^ np.uint64(key_hash("purpose:" + purpose)))
        mixed = _mixed(_mixed(keys ^ base) + np.uint64(k) * _GOLDEN)
    return ((mixed >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def u(seed: int, purpose: str, key: str, k: int = 0) -> float:
    """One number in (0, 1) for one key: the same as `uniforms` gives, without the cost of an array."""
    mixed = _mixed_one(_mixed_one(key_hash(key) ^ _base(seed, purpose)) + k * _GOLDEN_ONE & _ONES)
    return ((mixed >> 12) + 0.5) * 2.0**-52


@lru_cache(maxsize=4_096)
def _base(seed: int, purpose: str) -> int:
    return _mixed_one(_mixed_one((seed & _ONES) + _GOLDEN_ONE & _ONES) ^ key_hash("purpose:" + purpose))


def _mixed_one(x: int) -> int:
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & _ONES
    x = (x ^ x >> 27) * 0x94D049BB133111EB & _ONES
    return x ^ x >> 31


def quantities(distribution: Numeric, u: Floats) -> Floats:
    """The distribution's values at the given uniforms, clipped and rounded to 1/10,000 of its unit."""
    match distribution:
        case Fixed():
            values = np.full(len(u), distribution.fixed)
        case Uniform():
            low, high = distribution.uniform
            values = low + (high - low) * u
        case Triangular():
            values = _triangular(*distribution.triangular, u)
        case Lognormal():
            shape = distribution.lognormal
            values = shape.median * np.exp(shape.sigma * _standard(u))
        case Normal():
            values = distribution.normal.mean + distribution.normal.sd * _standard(u)
        case Exponential():
            values = -distribution.exponential.mean * np.log1p(-u)
    if distribution.clip is not None:
        values = np.clip(values, *distribution.clip)
    return np.round(values, DECIMALS)


def _standard(u: Floats) -> Floats:
    """Standard normal values, by Wichura's AS 241, which is right to 1e-16."""
    return np.array([_INVERSE(one) for one in u.tolist()])


def _triangular(low: float, likely: float, high: float, u: Floats) -> Floats:
    if high == low:
        return np.full(len(u), low)
    split = (likely - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (likely - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - likely))
    return np.where(u < split, rising, falling)


def quantity(distribution: Numeric, seed: int, purpose: str, key: str, k: int = 0) -> float:
    """One value of a distribution for one key: the same as `quantities` gives, without the cost of an array."""
    found = _one(distribution, u(seed, purpose, key, k))
    if distribution.clip is not None:
        low, high = distribution.clip
        found = min(max(found, low), high)
    return _rounded(found)


def _one(distribution: Numeric, drawn: float) -> float:
    """NumPy's exp and log1p, for they are what `quantities` uses: the library's own differ in their last bits."""
    match distribution:
        case Fixed():
            return distribution.fixed
        case Uniform():
            low, high = distribution.uniform
            return low + (high - low) * drawn
        case Triangular():
            return _triangular_one(*distribution.triangular, drawn)
        case Lognormal():
            shape = distribution.lognormal
            return shape.median * float(np.exp(shape.sigma * _INVERSE(drawn)))
        case Normal():
            return distribution.normal.mean + distribution.normal.sd * _INVERSE(drawn)
        case Exponential():
            return -distribution.exponential.mean * float(np.log1p(-drawn))


def _rounded(value: float) -> float:
    """As NumPy rounds to `DECIMALS`."""
    return round(value * 10.0**DECIMALS) / 10.0**DECIMALS


def _triangular_one(low: float, likely: float, high: float, drawn: float) -> float:
    if high == low:
        return low
    if drawn < (likely - low) / (high - low):
        return low + sqrt(drawn * (high - low) * (likely - low))
    return high - sqrt((1 - drawn) * (high - low) * (high - likely))


def value(distribution: AnyDistribution, seed: int, purpose: str, key: str, k: int = 0) -> Value:
    """One value of any distribution: a number, an option or yes / no."""
    match distribution:
        case Chance():
            return u(seed, purpose, key, k) < distribution.chance
        case Integer():
            low, high = distribution.integer
            return float(low + int(u(seed, purpose, key, k) * (high - low + 1)))
        case Choice():
            return _chosen(distribution.choice, u(seed, purpose, key, k))
        case Deck():
            return _dealt(distribution.deck, seed, purpose, key, k)
        case _:
            return quantity(distribution, seed, purpose, key, k)


def _chosen(weights: dict[str, float], u: float) -> str:
    left = u * sum(weights.values())
    for option, weight in weights.items():
        left -= weight
        if left < 0:
            return option
    return next(reversed([option for option, weight in weights.items() if weight > 0]))


def _dealt(deck: tuple[str, ...], seed: int, purpose: str, key: str, k: int) -> str:
    """Card k of the deck shuffled for this key; reshuffled when it is through."""
    rounds, place = divmod(k, len(deck))
    order = uniforms(seed, f"{purpose}:deck:{rounds}", key_hashes([f"{key}/{card}" for card in range(len(deck))]))
    return deck[int(np.argsort(order, kind="stable")[place])]
