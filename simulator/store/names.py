"""Which names streams and entries may have: ones that every database, address and page can carry."""

from __future__ import annotations

import re

from simulator.errors import NotFound, Refused

STREAM = re.compile(r"[a-z_]+:[\w.-]{1,100}")
LONGEST_KEY = 200


def may_be_stream(name: str) -> str:
    """`name`, if a new stream may have it; `Refused` else."""
    if not STREAM.fullmatch(name):
        raise Refused(f"{name!r} is no name for an exercise; it looks like exercise:maple-1.")
    return name


def must_be_stream(name: str) -> str:
    """`name`, if some stream could have it; `NotFound` else. Some names no database can even be asked for."""
    if not STREAM.fullmatch(name):
        raise NotFound(f"There is no exercise {name!r} in this database.")
    return name


def may_be_key(key: str) -> str:
    """`key`, if an entry may have it; `Refused` else."""
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Refused(f"An entry's key has 1 to {LONGEST_KEY} printable characters.")
    return key
