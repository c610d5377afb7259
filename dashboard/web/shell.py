"""What stands in Streamlit's empty page for a browser without JavaScript: our own sentence, in place of Streamlit's.

Its own tells of an interface for programs, which this server does not offer and nobody in a school needs to read of.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SENTENCE = (
    "<noscript><p>THIS IS AN EXERCISE. Hotwash needs JavaScript: switch it on in this browser, or use another one."
    "</p></noscript>"
)
NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
POINTER = re.compile(rb"<!--(?:(?!-->).)*?agent API.*?-->\s*<link rel=\"service-desc\"[^>]*>\s*", re.DOTALL)
AGENTS = "/_stcore/agent"


class Shell:
    """ASGI middleware: HTML of Streamlit's pages gets our sentence, and its interface for programs is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and AGENTS in scope["path"]:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, Rewritten(send) if scope["type"] == "http" else send)


class Rewritten:
    """Sends an answer on; one that is plain HTML is held back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._whole(self._start)
        else:
            await self._send(message)

    async def _whole(self, start: Message) -> None:
        body = POINTER.sub(b"", NOSCRIPT.sub(SENTENCE.encode(), bytes(self._body)))
        headers = MutableHeaders(scope=start)
        if "content-length" in headers and self._body:
            headers["content-length"] = str(len(body))
        self._start = None
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    headers = Headers(scope=message)
    return headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
