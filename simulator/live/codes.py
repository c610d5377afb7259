"""Who may sit where: a code for each kind of seat, a passcode for the facilitator, and a token for each seat.

Codes are short, to be typed from a wall; guessing is slowed down. Of the passcode only a salted hash is kept, of a
token only its hash: neither can be read out of a saved exercise.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import Refused
from simulator.live.seats import SEAT_KINDS, Seat, SeatKind

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody takes for another: no I, L, O, 0 and 1."""
LENGTH = 6
CODED: tuple[SeatKind, ...] = ("participant", "evaluator", "observer", "projector")
"""The kinds of seat that have a code; the facilitator has a passcode."""
SHORTEST_PASSCODE = 6
_COST = {"n": 2**14, "r": 8, "p": 1}


def new_codes() -> dict[str, str]:
    """A code for each kind of seat, all different."""
    codes: dict[str, str] = {}
    for kind in CODED:
        code = ""
        while not code or code in codes.values():
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        codes[kind] = code
    return codes


def new_token() -> str:
    """What a seat's browser carries from then on."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """What the log keeps of a token: it has as many bits as its hash, and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed(passcode: str) -> dict[str, str]:
    """What an exercise keeps of the facilitator's passcode. Raises Refused where it is too short."""
    if len(passcode.strip()) < SHORTEST_PASSCODE:
        raise Refused(f"a passcode has at least {SHORTEST_PASSCODE} characters")
    salt = secrets.token_bytes(16)
    return {"salt": salt.hex(), "hash": _scrypt(passcode, salt).hex()}


def is_passcode(kept: Mapping[str, str] | None, given: str) -> bool:
    """Whether a passcode is the one that was set; where none was set, nothing is."""
    if kept is None or not given.strip() or len(given) > 200:
        return False
    return hmac.compare_digest(_scrypt(given, bytes.fromhex(kept["salt"])), bytes.fromhex(kept["hash"]))


def _scrypt(passcode: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passcode.strip().encode(), salt=salt, n=_COST["n"], r=_COST["r"], p=_COST["p"], dklen=32)


def kind_for(settings: Mapping[str, Any], given: str) -> SeatKind | None:
    """The kind of seat that a code or passcode opens; None where it opens none. Every code is compared, in full."""
    typed = given.strip().upper().replace("-", "").replace(" ", "").encode()
    found: SeatKind | None = None
    for kind in CODED:
        if hmac.compare_digest(typed, str(settings["codes"].get(kind, "")).encode()) and typed:
            found = kind
    if found is None and is_passcode(settings.get("passcode"), given):
        found = "facilitator"
    return found


def seat_with(seats: Mapping[str, Seat], token: str) -> Seat | None:
    """The seat whose token this is, as long as somebody sits there."""
    wanted = hash_of(token)
    taken = [one for one in seats.values() if one.here and one.token_hash]
    found = [one for one in taken if hmac.compare_digest(one.token_hash, wanted)]
    return found[-1] if found else None


def as_kind(kind: str) -> SeatKind:
    """A kind of seat by its name. Raises Refused where there is none."""
    if kind not in SEAT_KINDS:
        raise Refused(f"a seat is one of: {', '.join(SEAT_KINDS)}")
    return kind  # type: ignore[return-value]


# ---- guessing --------------------------------------------------------------------------------------------------------

FREE_GUESSES = 3
FIRST_WAIT_MS = 1_000
LONGEST_WAIT_MS = 60_000
FORGET_MS = 900_000
MOST_ADDRESSES = 2_000


@dataclass
class Guesses:
    """Wrong codes by address: after the third, each next try has to wait, twice as long every time, up to a minute.

    Held in memory; `wall_ms` is told, so that a test has its own clock. A right code forgets the wrong ones.
    """

    _wrong: dict[str, tuple[int, int]] = field(default_factory=dict)

    def wait_ms(self, address: str, wall_ms: int) -> int:
        """How long this address has to wait before its next try counts; 0 for not at all."""
        number, last_ms = self._wrong.get(address, (0, 0))
        if number < FREE_GUESSES:
            return 0
        pause = min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(number - FREE_GUESSES, 10))
        return min(pause, max(0, last_ms + pause - wall_ms))

    def wrong(self, address: str, wall_ms: int) -> None:
        """A wrong code came from an address."""
        number, _ = self._wrong.pop(address, (0, 0))
        self._wrong[address] = number + 1, wall_ms
        for one in [name for name, (_, last) in self._wrong.items() if wall_ms - last > FORGET_MS]:
            del self._wrong[one]
        while len(self._wrong) > MOST_ADDRESSES:
            del self._wrong[next(iter(self._wrong))]

    def right(self, address: str) -> None:
        """A right code came from an address."""
        self._wrong.pop(address, None)
