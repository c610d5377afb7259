"""The one broadcaster: woken by a commit or at the next visible event, it gives every seat its view.

Each distinct view is worked out once, in a thread; of one exercise one at a time, and always of the newest log.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dashboard.web.house import House, Placed
from dashboard.web.stream import GONE, Listener, framed

LOG = logging.getLogger(__name__)
SOONEST_MS = 20
AGAIN_MS = 1000
"""How soon a view that could not be made is tried again."""
Key = tuple[str, ...]


@dataclass(eq=False)
class Room:
    """Who listens to one exercise, who waits for a view, and when the views next change by themselves."""

    stream: str
    listeners: set[Listener] = field(default_factory=set)
    waiting: set[Listener] = field(default_factory=set)
    due_ms: int | None = None
    task: asyncio.Task[None] | None = None


@dataclass
class Painted:
    """What one look at an exercise gave: views, who is to have which, whose seat is gone, and when to look again."""

    frames: dict[Key, bytes] = field(default_factory=dict)
    whose: dict[Listener, Key] = field(default_factory=dict)
    gone: list[Listener] = field(default_factory=list)
    due_ms: int | None = None


def key_of(placed: Placed) -> Key:
    """What a view depends on: the role of a participant; an evaluator's marks are their own."""
    match placed.seat.kind:
        case "participant":
            return ("participant", placed.seat.role or "")
        case "evaluator":
            return ("evaluator", placed.token)
        case kind:
            return (kind,)


class Broadcaster:
    """Lives on the event loop; `woken` may be called from any thread."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rooms: dict[str, Room] = {}
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="views")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()

    def woken(self, stream: str) -> None:
        """An entry was committed to a stream."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._mark, stream)

    def _mark(self, stream: str) -> None:
        if room := self._rooms.get(stream):
            room.waiting |= room.listeners
            self._wake.set()

    def listen(self, stream: str, ticket: str) -> Listener:
        """Sit down at the stream; the current view comes at once."""
        room = self._rooms.setdefault(stream, Room(stream))
        listener = Listener(ticket)
        room.listeners.add(listener)
        room.waiting.add(listener)
        self._wake.set()
        return listener

    def leave(self, stream: str, listener: Listener) -> None:
        """Get up."""
        if room := self._rooms.get(stream):
            room.listeners.discard(listener)
            room.waiting.discard(listener)
            if not room.listeners and room.task is None:
                del self._rooms[stream]

    def end(self) -> None:
        """End all streams, from any thread: the server goes down."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._close)

    def _close(self) -> None:
        for room in self._rooms.values():
            for listener in room.listeners:
                listener.close()

    async def run(self) -> None:
        """Until it is cancelled: paint what is stale, sleep until something is."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), self._sleep_s())
                self._wake.clear()
                self._start()
        finally:
            self._loop = None
            self._close()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _sleep_s(self) -> float | None:
        """Until the first view changes by itself; for ever where none does."""
        dues = [room.due_ms for room in self._rooms.values() if room.due_ms is not None and room.task is None]
        if not dues:
            return None
        return max(SOONEST_MS, min(dues) - self._house.now_ms()) / 1000

    def _start(self) -> None:
        now_ms = self._house.now_ms()
        for room in list(self._rooms.values()):
            if room.due_ms is not None and now_ms >= room.due_ms:
                room.waiting |= room.listeners
            if room.task is None and room.waiting:
                listeners, room.waiting, room.due_ms = tuple(room.waiting), set(), None
                room.task = asyncio.create_task(self._paint(room, listeners))

    async def _paint(self, room: Room, listeners: tuple[Listener, ...]) -> None:
        try:
            painted = await asyncio.get_running_loop().run_in_executor(self._pool, self._look, room.stream, listeners)
        except Exception:  # one exercise that cannot be shown may not take the others' screens with it
            LOG.exception("the views of %s could not be made", room.stream)
            painted = Painted(due_ms=self._house.now_ms() + AGAIN_MS)
        finally:
            room.task = None
        room.due_ms = painted.due_ms
        for listener, key in painted.whose.items():
            listener.push(painted.frames[key])
        for listener in painted.gone:
            listener.push(GONE)
            listener.close()
        if not room.listeners and self._rooms.get(room.stream) is room:
            del self._rooms[room.stream]
        self._wake.set()

    def _look(self, stream: str, listeners: tuple[Listener, ...]) -> Painted:
        """In a thread: each distinct view once. Who sits where is asked anew: a seat may have been handed over."""
        exercise = self._house.exercise(stream)
        painted = Painted()
        views: dict[Key, Placed] = {}
        for listener in listeners:
            placed = self._house.placed(listener.ticket)
            if placed is None:
                painted.gone.append(listener)
            else:
                painted.whose[listener] = key_of(placed)
                views.setdefault(key_of(placed), placed)
        now_ms = self._house.now_ms()
        for key, placed in views.items():
            view: dict[str, Any] = exercise.view(placed.seat, now_ms)
            painted.frames[key] = framed(view)
        painted.due_ms = exercise.next_change_wall_ms(now_ms)
        return painted
