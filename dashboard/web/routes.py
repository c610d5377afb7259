"""The routes beside Streamlit's: the event stream, acts, joining, and our own pages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.web.broadcast import Broadcaster
from dashboard.web.debrief import DebriefRoutes
from dashboard.web.house import House, Placed, url_of
from dashboard.web.own_pages import OWN_PAGES, page
from dashboard.web.ports import Choice
from simulator import __version__
from simulator.errors import Refused, SimulatorError

STATIC = Path(__file__).resolve().parent.parent / "static"
LONGEST = 64 * 1024
"""Bytes of a request's body."""
LONGEST_KEY = 80
NOBODY = "This place is no longer open. Ask the facilitator for a new code."
NO_STORE = {"cache-control": "no-store"}


class Malformed(Exception):
    """A request that no page of ours sends; the text says why."""


class _Static(StaticFiles):
    """The pages' own files: asked for again each time, so that no browser mixes two versions."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "no-cache"
        return response


class Routes:
    """All routes, over one house and its broadcaster."""

    def __init__(self, house: House, broadcaster: Broadcaster) -> None:
        self._house = house
        self._broadcaster = broadcaster
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="acts")
        self._debrief = DebriefRoutes(house)

    def all(self) -> list[BaseRoute]:
        """For `st.App(routes=...)`."""
        return [
            Route("/live/events", self.events),
            Route("/live/act", self.act, methods=["POST"]),
            Route("/live/join", self.join, methods=["POST"]),
            Route("/live/seat", self.seat),
            Route("/live/plan.json", self.plan),
            Route("/live/health", self.health),
            *self._debrief.all(),
            Mount("/live/static", _Static(directory=STATIC)),
            *(Route(f"/{name}", self._page(name)) for name in OWN_PAGES),
        ]

    def close(self) -> None:
        """Take no more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._debrief.close()

    async def events(self, request: Request) -> Response:
        """The seat's views, from now on."""
        ticket = request.query_params.get("seat", "")
        placed = await self._placed(ticket)
        if placed is None:
            return JSONResponse({"ok": False, "refused": NOBODY}, 403, NO_STORE)
        stream = placed.exercise.stream
        return StreamingResponse(self._frames(stream, ticket), headers=NO_STORE, media_type="text/event-stream")

    async def _frames(self, stream: str, ticket: str) -> AsyncIterator[bytes]:
        listener = self._broadcaster.listen(stream, ticket)
        try:
            async for frame in listener.frames(self._house.now_ms):
                yield frame
        finally:
            self._broadcaster.leave(stream, listener)

    async def seat(self, request: Request) -> Response:
        """Whether a seat exists, and of which kind: an event stream cannot say why it ends."""
        placed = await self._placed(request.query_params.get("seat", ""))
        if placed is None:
            return JSONResponse({"ok": False, "refused": NOBODY}, 403, NO_STORE)
        return JSONResponse({"ok": True, "kind": placed.seat.kind}, headers=NO_STORE)

    async def act(self, request: Request) -> Response:
        """Carry out an act; the answer goes out after it is in the log for good."""
        try:
            body = await _body(request)
            ticket, key, name = _text(body, "seat", 200), _text(body, "key", LONGEST_KEY), _text(body, "act", 40)
            args, basis = _args(body), _basis(body)
        except Malformed as wrong:
            return JSONResponse({"ok": False, "refused": str(wrong)}, 400, NO_STORE)
        placed = await self._placed(ticket)
        if placed is None:
            return JSONResponse({"ok": False, "refused": NOBODY}, 403, NO_STORE)
        return JSONResponse(await self._in_thread(self._done, placed, name, args, key, basis), headers=NO_STORE)

    def _done(self, placed: Placed, name: str, args: dict[str, Any], key: str, basis: int | None) -> dict[str, Any]:
        try:
            answer = placed.exercise.act(placed.seat, name, args, key, basis, self._house.now_ms())
        except SimulatorError as error:
            return {"ok": False, "refused": str(error)}
        said = {"ok": answer.refused is None, "seq": answer.entry.seq if answer.entry is not None else None}
        if answer.refused is not None:
            said["refused"] = answer.refused
        return {**answer.data, **said, "say": answer.say}

    async def join(self, request: Request) -> Response:
        """Take a seat by its code; a participant's code alone is answered by the roles to choose from."""
        try:
            body = await _body(request)
            code, role, name = _text(body, "code", 40), _maybe(body, "role"), _maybe(body, "name")
        except Malformed as wrong:
            return JSONResponse({"ok": False, "refused": str(wrong)}, 400, NO_STORE)
        address = request.client.host if request.client else ""
        try:
            found = await self._in_thread(self._house.join, code, role, name, address)
        except Refused as refused:
            return JSONResponse({"ok": False, "refused": str(refused)}, 403, NO_STORE)
        if isinstance(found, Choice):
            return JSONResponse({"ok": False, "roles": list(found.roles)}, headers=NO_STORE)
        answer = {"ok": True, "seat": found.ticket, "kind": found.kind, "url": url_of(found.kind, found.ticket)}
        return JSONResponse(answer, headers=NO_STORE)

    async def plan(self, request: Request) -> Response:
        """What a seat's page needs once: the lines of the plan, and what it can choose to do."""
        placed = await self._placed(request.query_params.get("seat", ""))
        if placed is None:
            return JSONResponse({"ok": False, "refused": NOBODY}, 403, NO_STORE)
        return JSONResponse(
            await self._in_thread(self._house.live.fixed, placed.exercise, placed.seat), headers=NO_STORE
        )

    async def health(self, request: Request) -> Response:
        """That the server lives."""
        return JSONResponse({"ok": True, "version": __version__, "wall_ms": self._house.now_ms()}, headers=NO_STORE)

    def _page(self, name: str) -> Any:
        text = page(name)

        async def shown(request: Request) -> Response:
            return HTMLResponse(text, headers={"cache-control": "no-cache"})

        return shown

    async def _placed(self, ticket: str) -> Placed | None:
        placed: Placed | None = await self._in_thread(self._house.placed, ticket)
        return placed

    async def _in_thread(self, call: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call, *args)


async def _body(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Malformed("expected JSON")
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LONGEST:
            raise Malformed("That is too long to be sent at once: at most 64 kB.")
    try:
        body = json.loads(read, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed("expected JSON") from None
    if not isinstance(body, dict):
        raise Malformed("expected a JSON object")
    return body


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _text(body: Mapping[str, Any], name: str, longest: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise Malformed(f"expected {name}: a text of at most {longest} characters")
    return value


def _maybe(body: Mapping[str, Any], name: str) -> str | None:
    return _text(body, name, 80) if body.get(name) else None


def _args(body: Mapping[str, Any]) -> dict[str, Any]:
    args = body.get("args", {})
    if not isinstance(args, dict):
        raise Malformed("expected args: a JSON object")
    return args


def _basis(body: Mapping[str, Any]) -> int | None:
    basis = body.get("basis_seq")
    if basis is not None and (not isinstance(basis, int) or isinstance(basis, bool) or basis < 0):
        raise Malformed("expected basis_seq: the number of an entry")
    return basis
