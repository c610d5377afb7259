"""Server-sent events: how a view goes over the wire to one browser, and what happens when it reads slowly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

BEAT_S = 5.0
"""How often a quiet stream says that it lives: a browser that hears nothing for longer connects again."""
RETRY = b"retry: 1000\n\n"
GONE = b"event: gone\ndata: {}\n\n"


def framed(view: dict[str, Any]) -> bytes:
    """A view as one event; its number is the entry up to which it was made."""
    data = json.dumps(view, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"id: {view.get('seq', 0)}\nevent: view\ndata: {data}\n\n".encode()


def beat(wall_ms: int) -> bytes:
    """A sign of life, with the server's clock: the browser's may be wrong."""
    return f': still here\nevent: beat\ndata: {{"wall_ms":{wall_ms}}}\n\n'.encode()


@dataclass(eq=False)
class Listener:
    """One browser's place at the stream. It holds the newest view only: one that was not yet sent is replaced."""

    ticket: str
    _next: bytes | None = None
    _closed: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def push(self, frame: bytes) -> None:
        """Give it a view to send; to be called on the event loop."""
        self._next = frame
        self._changed.set()

    def close(self) -> None:
        """End the stream after what is still to be sent."""
        self._closed = True
        self._changed.set()

    async def frames(self, now_ms: Any, beat_s: float = BEAT_S) -> AsyncIterator[bytes]:
        """What goes over the wire, until the stream is closed."""
        yield RETRY + beat(now_ms())
        while True:
            try:
                await asyncio.wait_for(self._changed.wait(), beat_s)
            except TimeoutError:
                yield beat(now_ms())
                continue
            self._changed.clear()
            frame, self._next = self._next, None
            if frame is not None:
                yield frame
            if self._closed:
                return
