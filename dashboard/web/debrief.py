"""The debrief's routes: its parts as JSON, the replay's bytes, why, ranges and what if. They change nothing."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.web.debrief_looks import Look
from dashboard.web.debrief_subjects import exercise_look
from dashboard.web.guard import is_from_here
from dashboard.web.house import PREFIX, House
from simulator.errors import SimulatorError

COURSES = ("as_shown", "as_corrected")
NO_STORE = {"cache-control": "no-store", "vary": "accept-encoding"}
CLOSED = "This debrief is not open here. Load the page again, or open it from the exercise."
SMALL = 1_000
"""Bytes below which nothing is packed."""
LONGEST = 4_000
LATEST_MS = 24 * 3_600_000


class DebriefRoutes:
    """Routes of looks: by the key that the page got, or of an exercise by the facilitator's seat or this machine."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="debrief")
        self._slow = ThreadPoolExecutor(max_workers=1, thread_name_prefix="many-versions")

    def all(self) -> list[BaseRoute]:
        """For `Routes.all`."""
        return [
            Route("/live/debrief.json", self.debrief),
            Route("/live/replay.bin", self.replay),
            Route("/live/ranges.json", self.ranges),
            Route("/live/debrief/warned.json", self._of("warned", lambda look, course: look.subject.warned(course))),
            Route("/live/debrief/plan.json", self._of("plan", lambda look, _: look.subject.plan())),
            Route("/live/debrief/why.json", self.why),
            Route("/live/debrief/what_if", self.what_if, methods=["POST"]),
        ]

    def close(self) -> None:
        """Take no more, and stop what is being played."""
        self._house.looks.ended.set()
        for pool in (self._pool, self._slow):
            pool.shutdown(wait=False, cancel_futures=True)

    async def debrief(self, request: Request) -> Response:
        """Everything but what lies behind the warning."""

        def made(look: Look, course: str) -> dict[str, Any]:
            found = {name: part for name, part in look.subject.debrief(course).items() if name != "heat"}
            return {**found, "links": dict(look.links)}

        answer: Response = await self._of("debrief", made)(request)
        return answer

    def _of(self, name: str, make: Callable[[Look, str], Any]) -> Any:
        async def answer(request: Request) -> Response:
            course = _course(request)
            return await self._answer(request, lambda look: look.once(name, lambda: _json(make(look, course)), course))

        return answer

    async def ranges(self, request: Request) -> Response:
        """Many versions are played: one request at a time, and beside what answers at once."""
        course = _course(request)

        def made(look: Look) -> bytes:
            return look.once("ranges", lambda: _json(look.subject.ranges(course)), course)

        return await self._answer(request, made, pool=self._slow)

    async def replay(self, request: Request) -> Response:
        """The keyframes of the whole run, packed where the browser takes it."""
        course = _course(request)

        def made(look: Look) -> bytes:
            return look.once("replay", lambda: look.subject.replay(course), course)

        return await self._answer(request, made, "application/octet-stream")

    async def why(self, request: Request) -> Response:
        """A party's or a unit's choices at an instant, in sentences."""
        course, party = _course(request), request.query_params.get("party", "")
        t_ms = _whole(request.query_params.get("t_ms", ""))
        if not 0 < len(party) <= 200 or t_ms is None:
            return _refused("Say who, and when.", 400)

        def made(look: Look) -> bytes:
            return look.once("why", lambda: _json({"sentences": look.subject.why(course, party, t_ms)}),
                             course, party, t_ms)  # fmt: skip

        return await self._answer(request, made)

    async def what_if(self, request: Request) -> Response:
        """Both courses and what many versions say, for one decision moved or dropped; nothing is appended."""
        try:
            body = await _body(request)
        except ValueError:
            return _refused("Choose a decision, and when it should have been.", 400)
        seq, to_ms = _whole(body.get("seq")), _whole(body.get("move_to_ms"))
        course = body.get("course") if body.get("course") in COURSES else COURSES[0]
        if seq is None or (to_ms is None) != (body.get("drop") is True):
            return _refused("Choose a decision, and when it should have been.", 400)
        return await self._answer(
            request,
            lambda look: look.once(
                "what_if", lambda: _json(look.subject.what_if(str(course), seq, to_ms)), course, seq, to_ms
            ),
            pool=self._slow,
        )

    async def _answer(
        self, request: Request, made: Callable[[Look], bytes], media_type: str = "application/json",
        pool: ThreadPoolExecutor | None = None,
    ) -> Response:  # fmt: skip
        try:
            look = await _in_thread(self._pool, self._look, request)
            if look is None:
                return _refused(CLOSED, 403)
            body = await _in_thread(pool or self._pool, made, look)
        except SimulatorError as error:
            return _refused(str(error), 422)
        return _packed(request, body, media_type)

    def _look(self, request: Request) -> Look | None:
        query = request.query_params
        if key := query.get("key"):
            return self._house.looks.find(key)
        stream = PREFIX + query.get("exercise", "")
        if (seat := query.get("seat")) is not None:
            placed = self._house.placed(seat)
            may = placed is not None and placed.seat.kind == "facilitator" and placed.exercise.stream == stream
        else:
            may = is_from_here(request.client.host if request.client else None, request.headers.get("host", ""))
        return self._house.looks.find(exercise_look(self._house, stream, seat)) if may else None


async def _in_thread(pool: ThreadPoolExecutor, call: Any, *args: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(pool, call, *args)


def _course(request: Request) -> str:
    course = request.query_params.get("course", COURSES[0])
    return course if course in COURSES else COURSES[0]


def _whole(value: object) -> int | None:
    """Milliseconds or an entry's number; None where it is none that can be meant."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LATEST_MS:
        return None
    return value


async def _body(request: Request) -> dict[str, Any]:
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LONGEST:
            raise ValueError("too long")
    body = json.loads(read)
    if not isinstance(body, dict):
        raise ValueError("no object")
    return body


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _refused(words: str, status: int) -> Response:
    return JSONResponse({"ok": False, "refused": words}, status, NO_STORE)


def _packed(request: Request, body: bytes, media_type: str) -> Response:
    """The answer, by gzip where that helps and the browser takes it."""
    if len(body) < SMALL or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(body, headers=NO_STORE, media_type=media_type)
    packed = gzip.compress(body, 6, mtime=0)
    return Response(packed, headers={**NO_STORE, "content-encoding": "gzip"}, media_type=media_type)
