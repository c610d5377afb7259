"""A real server on a free loopback port, in a thread of the tests' own process, and readers of its event stream."""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.web.broadcast import Broadcaster
from dashboard.web.guard import Guard
from dashboard.web.house import House
from dashboard.web.routes import Routes

SOON_S = 10


@dataclass
class Reader:
    """Reads the event stream of one seat in a thread; `views` come in order, `raw` is all that went over the wire."""

    url: str
    client: httpx.Client
    views: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    events: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    status: int | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def start(self) -> Reader:
        threading.Thread(target=self._read, daemon=True).start()
        return self

    def _read(self) -> None:
        try:
            with self.client.stream("GET", self.url, timeout=SOON_S) as response:
                self.status = response.status_code
                self._take(response.iter_bytes())
        except httpx.HTTPError:
            pass
        finally:
            self.ended.set()

    def _take(self, chunks: Iterator[bytes]) -> None:
        """As a browser does: lines end with \n, events with an empty line."""
        rest, name = b"", ""
        for chunk in chunks:
            *lines, rest = (rest + chunk).split(b"\n")
            for line in (one.decode() for one in lines):
                self.raw.append(line)
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                    self.events.append(name)
                elif line.startswith("data: ") and name == "view":
                    self.views.put(json.loads(line.removeprefix("data: ")))

    def next(self) -> dict[str, Any]:
        return self.views.get(timeout=SOON_S)

    def until(self, wanted: Any) -> dict[str, Any]:
        """The first view for which this holds: views between may be left out."""
        ends = time.monotonic() + SOON_S
        while time.monotonic() < ends:
            view = self.next()
            if wanted(view):
                return view
        raise AssertionError("no such view came")


@dataclass
class Running:
    """A server that runs, and how to talk to it as a browser of its own pages would."""

    base: str
    house: House
    broadcaster: Broadcaster
    client: httpx.Client

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        return self.client.post(self.base + path, json=body, headers={"Origin": self.base, **more}, timeout=SOON_S)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.client.get(self.base + path, timeout=SOON_S, **more)

    def act(self, seat: str, name: str, key: str, **args: Any) -> dict[str, Any]:
        return self.post("/live/act", {"seat": seat, "key": key, "act": name, "args": args, "basis_seq": 0}).json()

    def seat(self, code: str, role: str | None = None) -> str:
        return self.post("/live/join", {"code": code, "role": role}).json()["seat"]

    def read(self, seat: str) -> Reader:
        return Reader(f"{self.base}/live/events?seat={seat}", self.client).start()


@contextmanager
def running(house: House) -> Iterator[Running]:
    """Our routes without Streamlit's: the tests of the browser have both."""
    broadcaster = Broadcaster(house)
    routes = Routes(house, broadcaster)

    @asynccontextmanager
    async def lifespan(_: Any) -> Any:
        house.live.on_commit(broadcaster.woken)
        task = asyncio.create_task(broadcaster.run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    app = Starlette(routes=routes.all(), middleware=[Middleware(Guard)], lifespan=lifespan)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            with httpx.Client(limits=httpx.Limits(max_connections=None)) as client:
                yield Running(f"http://127.0.0.1:{taken.getsockname()[1]}", house, broadcaster, client)
        finally:
            broadcaster.end()
            server.should_exit = True
            thread.join(SOON_S)
