"""Start the server in this process: take the port, say where it is, serve until it is ended."""

from __future__ import annotations

import errno
import io
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import segno
import uvicorn

from dashboard.web.house import House
from simulator.errors import SimulatorError
from simulator.live.codes import hashed

BACKLOG = 512
FRAME_BYTES = 200 * 1024 * 1024
"""Streamlit's own limit for one message."""


class PortTaken(SimulatorError):
    """Another program listens there."""


def bind(host: str, port: int) -> socket.socket:
    """Take a port (0: any that is free). Raises PortTaken in words."""
    taken = socket.socket(socket.AF_INET)
    if os.name != "nt":  # on Windows it would let two servers have one port
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL, 10048, 10013):
            raise
        raise PortTaken(
            f"Port {port} is taken by another program, perhaps by a Hotwash that is running already. "
            f"End that one, or choose another port: --port {port + 1 if port < 65_535 else 8501}."
        ) from None
    taken.setblocking(False)
    return taken


class _Server(uvicorn.Server):
    """Ends the event streams when it is told to stop; they would else keep it waiting."""

    def __init__(self, config: uvicorn.Config, on_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_end = on_end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._on_end()
        super().handle_exit(sig, frame)


Said = Callable[[str, str | None], None]


def start(store: Any, host: str, port: int, passcode: str | None, say_where: Said) -> None:
    """Serve the exercises of a store, until Ctrl+C; `say_where` is told the address, and its QR code for a terminal.

    Raises PortTaken. The passcode is the facilitator's, for whoever is not at this machine.
    """
    from dashboard.web.core import Core

    taken = bind(host, port)
    address = f"http://{lan_address() if host == '0.0.0.0' else 'localhost'}:{taken.getsockname()[1]}"
    kept = hashed(passcode) if passcode is not None else None
    house = House(Core(store, compares=True), address=address, lan=passcode is not None, passcode=kept)
    say_where(address, in_terminal(address))
    with suppress(KeyboardInterrupt):
        serve(house, taken)


def lan_address() -> str:
    """This machine's address on its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation (RFC 5737): only the way there is looked up
            return str(probe.getsockname()[0])
        except OSError:
            pass
    try:
        found = socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        found = []
    return next((one for one in found if not one.startswith("127.")), "127.0.0.1")


def in_terminal(address: str) -> str | None:
    """An address as a QR code of letters; None where the terminal lacks them."""
    drawn = io.StringIO()
    segno.make(address, error="l").terminal(out=drawn, border=2, compact=True)
    try:
        drawn.getvalue().encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return None
    return drawn.getvalue()


def serve(house: House, taken: socket.socket) -> None:
    """Serve a house on a port that was taken, until Ctrl+C or a signal."""
    os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] = "false"  # whatever the machine's own settings say
    os.environ["STREAMLIT_SERVER_PORT"] = str(taken.getsockname()[1])
    os.environ["STREAMLIT_SERVER_ADDRESS"] = taken.getsockname()[0]
    from dashboard.app import make_app

    made = make_app(house)
    config = uvicorn.Config(
        made.app, ws="websockets-sansio", ws_max_size=FRAME_BYTES, log_level="warning", access_log=False,
        proxy_headers=False, server_header=False, timeout_graceful_shutdown=2, use_colors=False,
    )  # fmt: skip
    _Server(config, made.broadcaster.end).run(sockets=[taken])
