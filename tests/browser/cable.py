"""The way between a browser and the server, to be cut: a browser's offline mode leaves open streams alone."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress

PIECE = 65_536
ABORT = struct.pack("ii", 1, 0)
"""Close at once and tell the other side so."""


class Cable:
    """Carries TCP connections to a port of this machine, until it is `cut`; `mend` lets them through again.

    Cut in silence, nothing passes and nobody is told, as where a radio network is lost for a moment; what was sent
    arrives afterwards. Otherwise every connection ends, and new ones end at once, as in a phone that sleeps.
    """

    def __init__(self, to_port: int) -> None:
        self._to, self._ends = to_port, set[socket.socket]()
        self._open, self._flowing = True, threading.Event()
        self._flowing.set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, silently: bool) -> None:
        """From now on nothing passes."""
        if silently:
            self._flowing.clear()
            return
        self._open = False
        for one in list(self._ends):
            self._end(one)

    def mend(self) -> None:
        """As before."""
        self._open = True
        self._flowing.set()

    def close(self) -> None:
        """No more."""
        self.cut(silently=False)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to)) if self._open else None
            except OSError:
                return
            if far is None:
                self._end(near)
                continue
            self._ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                self._flowing.wait()
                other.sendall(piece)
        for each in (one, other):
            self._end(each)

    def _end(self, one: socket.socket) -> None:
        self._ends.discard(one)
        with suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            one.shutdown(socket.SHUT_RDWR)
        one.close()
