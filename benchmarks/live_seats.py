"""Seats of the load generator that need no browser: a Streamlit session, an event stream, and decisions at random."""

from __future__ import annotations

import asyncio
import json
import random
import time
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LINE_BYTES = 4 * 1024 * 1024
AGAIN_S = 1.0
SENTENCES = 0.6
"""The share of decisions that are sentences; the others are actions that the role can choose."""
ORDER = "lockdown"
"""The one order that decisions at random give: an order a second would be no exercise."""
ORDERS = frozenset({"announce", "correct_announcement", "release_rooms"})


class Visit:
    """One browser's Streamlit session: the same socket, the same message that asks for the page, all answers read."""

    def __init__(self, base: str, url: str) -> None:
        self.base, self.url = base, url
        self.finished = asyncio.Event()
        self.messages = 0

    async def stay(self) -> None:
        """Until it is cancelled; what comes is read and thrown away."""
        address = self.base.replace("http", "ws", 1) + "/_stcore/stream"
        async with websockets.connect(
            address, origin=self.base, subprotocols=["streamlit"], max_size=None, compression=None
        ) as socket:
            await socket.send(self._asks())
            async for data in socket:
                self.messages += 1
                if not self.finished.is_set():
                    self._heard(data)

    def _asks(self) -> bytes:
        """What Streamlit's own page sends first: run the script of this page, with this query."""
        parts = urlsplit(self.url)
        asks = BackMsg()
        state = asks.rerun_script
        state.query_string, state.page_name, state.page_script_hash = parts.query, parts.path.strip("/"), ""
        about = state.context_info
        about.url = self.base + self.url
        about.timezone, about.locale, about.color_scheme = "UTC", "en-US", "light"
        return asks.SerializeToString()

    def _heard(self, data: Any) -> None:
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "script_finished":
            assert message.script_finished == ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
            self.finished.set()


@dataclass
class Stream:
    """One browser's event stream: when which entry was there, and the latest view."""

    base: str
    ticket: str
    seqs: list[int] = field(default_factory=list)
    came_s: list[float] = field(default_factory=list)
    latest: bytes = b""
    bytes_read: int = 0

    async def stay(self) -> None:
        """Until it is cancelled."""
        host, port = urlsplit(self.base).hostname, urlsplit(self.base).port
        reader, writer = await asyncio.open_connection(host, port, limit=LINE_BYTES)
        writer.write(f"GET /live/events?seat={self.ticket} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        seq = -1
        while line := await reader.readline():
            self.bytes_read += len(line)
            if line.startswith(b"id: "):
                seq = int(line[4:])
            elif line.startswith(b"data: ") and seq >= 0:
                self._view(seq, line[6:])
                seq = -1

    def _view(self, seq: int, data: bytes) -> None:
        self.latest = data
        if not self.seqs or seq > self.seqs[-1]:
            self.seqs.append(seq)
            self.came_s.append(time.time())

    def view(self) -> dict[str, Any]:
        """The latest view."""
        return json.loads(self.latest) if self.latest else {}

    def came(self, seq: int) -> float | None:
        """When the first view came that knows of an entry (Unix seconds)."""
        at = bisect_left(self.seqs, seq)
        return self.came_s[at] if at < len(self.seqs) else None


@dataclass
class Seat:
    """A seat that was taken: its ticket, page, role and what the role can choose."""

    ticket: str
    url: str
    role: str | None = None
    actions: list[dict[str, Any]] = field(default_factory=list)


async def sits(client: httpx.AsyncClient, code: str, role: str | None, name: str) -> Seat:
    """Take a seat by its code."""
    answer = (await client.post("/live/join", json={"code": code, "role": role, "name": name})).json()
    assert answer["ok"], answer
    return Seat(answer["seat"], answer["url"], role)


async def acts(client: httpx.AsyncClient, seat: Seat, name: str, args: dict[str, Any], key: str) -> dict[str, Any]:
    """Do something as a page does it: the same key until there is an answer."""
    body = {"seat": seat.ticket, "key": key, "act": name, "args": args, "basis_seq": None}
    while True:
        try:
            answer = await client.post("/live/act", json=body, timeout=20)
        except httpx.HTTPError:
            await asyncio.sleep(AGAIN_S)
            continue
        if answer.status_code < 500:
            found: dict[str, Any] = answer.json()
            return found


def decision(seat: Seat, mark: str, chance: random.Random) -> dict[str, Any]:
    """Something that this role could say or do, at random; `mark` stands in its words."""
    choices = [one for one in seat.actions if one["action"] not in ORDERS]
    if not choices or chance.random() < SENTENCES:
        return {"action": "record", "says": f"{mark} I look where they are."}
    chosen = chance.choice(choices)
    fields = {one["name"]: _value(one, chance) for one in chosen["fields"] if one["needed"]}
    return {"action": chosen["action"], "fields": fields, "words": mark}


def _value(one: dict[str, Any], chance: random.Random) -> Any:
    options = [option["value"] for option in one.get("options", [])]
    if not options:
        return "3" if one["kind"] == "number" else "as said"
    value = ORDER if ORDER in options else chance.choice(options)
    return [value] if one.get("many") else value
