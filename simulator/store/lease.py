"""One server for each database: a row with a heartbeat, taken over when it has been silent or its process is dead."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from simulator.errors import Refused, SimulatorError

if TYPE_CHECKING:
    from simulator.store.log import Log, Owner
    from simulator.store.signs import Sign

SILENT_MS = 15_000
BEAT_S = 4.0
Clock = Callable[[], int] | None
Writing = Callable[[], AbstractContextManager["Log"]]
_log = logging.getLogger(__name__)


class LeaseHeld(Refused):
    """Another server has the database."""


class Lease:
    """This process's right to be the server of a database; give it up by `release` or at the end of a `with`."""

    def __init__(self, said: str, writing: Writing, sign: Sign, token: str, clock: Clock):
        self._said = said
        self._writing = writing
        self._sign = sign
        self._clock = clock
        self._ended = threading.Event()
        self._one_at_a_time = threading.Lock()
        self.token = token
        self.held = True
        self.lost = False

    @classmethod
    def take(cls, said: str, writing: Writing, sign: Sign, clock: Clock = None) -> Lease:
        """Take the database `said` for this process; `LeaseHeld` where another server has it and is alive.

        `writing` opens a transaction to write in, `sign` is what only one living process can hold.
        """
        others_are_dead = sign.take()
        try:
            with writing() as log:
                now_ms, owner = _now_ms(log, clock), log.owner(locked=True)
                if not others_are_dead and is_alive(owner, now_ms):
                    raise held_by(said, owner)
                token = secrets.token_hex(16)
                log.set_owner(replace(owner, token=token, who=_who(), since_wall_ms=now_ms, beat_wall_ms=now_ms))
        except BaseException:
            sign.let_go()
            raise
        return cls(said, writing, sign, token, clock)

    def beat(self) -> None:
        """Say that this server is alive; `LeaseHeld` where another took the database over in the meantime."""
        with self._one_at_a_time:
            if not self.held:
                return
            self._sign.take()
            with self._writing() as log:
                owner = log.owner(locked=True)
                self.must_own(owner)
                log.set_owner(replace(owner, beat_wall_ms=_now_ms(log, self._clock)))

    def must_own(self, owner: Owner) -> None:
        """`LeaseHeld`, for good, where `owner` is another than this server."""
        if self.held and owner.token == self.token:
            return
        self.held, self.lost = False, True
        self._sign.let_go()
        raise LeaseHeld(
            f"{self._said} was taken over by another server, {_who_since(owner)}, while this computer did "
            "not answer (was it asleep?). Nothing more is recorded here: go on there, or start Hotwash again."
        )

    def keep_beating(self) -> None:
        """Beat from a thread until the lease is released or lost."""
        threading.Thread(target=self._beat_on, name="hotwash-lease", daemon=True).start()

    def release(self) -> None:
        """Give the database up, so that the next server need not wait."""
        self._ended.set()
        with self._one_at_a_time:
            if self.held:
                self.held = False
                with self._writing() as log:
                    owner = log.owner(locked=True)
                    if owner.token == self.token:
                        log.set_owner(replace(owner, token=""))
            self._sign.let_go()

    def _beat_on(self) -> None:
        while not self._ended.wait(BEAT_S):
            try:
                self.beat()
            except LeaseHeld as lost:
                _log.error("%s", lost)
                return
            except SimulatorError as trouble:  # a database that is busy or away for a moment: the next beat may do
                _log.warning("%s", trouble)

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


def refuse_if_held(log: Log, said: str, lease: Lease | None, clock: Clock) -> None:
    """`LeaseHeld` where somebody other than `lease` is the server; a store whose lease was lost does not go on."""
    owner = log.owner()
    if lease is not None and (lease.held or lease.lost):
        lease.must_own(owner)
    elif is_alive(owner, _now_ms(log, clock)):
        raise held_by(said, owner)


def is_alive(owner: Owner, now_ms: int) -> bool:
    """Whether a server was heard of lately. A heartbeat far in the future is of a clock that was wrong: it is not."""
    return bool(owner.token) and abs(now_ms - owner.beat_wall_ms) < SILENT_MS


def held_by(said: str, owner: Owner) -> LeaseHeld:
    return LeaseHeld(
        f"{said} is already served by {_who_since(owner)}. Use that one, or stop it first; "
        f"one that no longer answers is replaced {SILENT_MS // 1000} seconds after its last sign."
    )


def _who_since(owner: Owner) -> str:
    since = datetime.fromtimestamp(owner.since_wall_ms / 1000)
    return f"{owner.who or 'nobody'} since {since:%d %B %Y, %H:%M:%S}"


def _who() -> str:
    return f"{platform.node() or 'this computer'} (process {os.getpid()})"


def _now_ms(log: Log, clock: Clock) -> int:
    return log.now_ms() if clock is None else clock()
