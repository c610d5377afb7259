"""Before any page or route: who may talk to this server at all, and what a browser may do with the answers.

Streamlit would ask an outside service for this machine's address to judge a foreign origin; here one is refused first.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
OWN_PAGES = ("/projector", "/observer", "/stopped", "/live")
STRICT = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""For our own pages. `unsafe-inline` is for styles only, which plain JavaScript sets on drawn parts."""
STREAMLIT = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob: data:; worker-src 'self' blob:; "
    "connect-src 'self' {sockets} blob: data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
)
"""For Streamlit's pages, whose parts need inline scripts; it still keeps every request on this server."""
COMMON = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""A seat's token stands in the address: no referrer, and no frame of another page."""


def host_name(host: str) -> str:
    """The name or address in a Host header, without its port."""
    return (urlsplit(f"//{host}").hostname or "").lower()


def is_ours(host: str) -> bool:
    """Whether a Host header can be meant for this server.

    An address can; a name only where it is this machine's. A foreign name that was made to lead here (DNS rebinding)
    is another site's page trying to pass for one of ours.
    """
    try:
        name = host_name(host)
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        own = socket.gethostname().lower()
        return name in {"localhost", own, own.split(".")[0], f"{own.split('.')[0]}.local"}


def is_same_origin(headers: Headers) -> bool:
    """Whether a request comes from a page of this server; programs that are no browsers send no origin."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return urlsplit(origin).netloc == headers.get("host")


def is_from_here(address: str | None, host: str) -> bool:
    """Whether somebody sits at this very machine: they may open the desk without a passcode."""
    try:
        return address is not None and ipaddress.ip_address(address).is_loopback and host_name(host) in LOOPBACK_NAMES
    except ValueError:
        return False


class Guard:
    """ASGI middleware: foreign hosts and origins are refused, answers carry what browsers shall keep to."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = _refused(scope, headers)
        if refused is not None and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif refused is not None:
            await PlainTextResponse(refused, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send, scope["path"], headers.get("host", "")))


def _refused(scope: Scope, headers: Headers) -> str | None:
    if not is_ours(headers.get("host", "")):
        return "This server is reached by its address, not by this name."
    changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
    if changes and not is_same_origin(headers):
        return "This was sent from a page of another site."
    return None


def _with_headers(send: Send, path: str, host: str) -> Send:
    own = path.startswith(OWN_PAGES)
    policy = STRICT if own else STREAMLIT.format(sockets=f"ws://{host} wss://{host}")

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["content-security-policy"] = policy
            for name, value in COMMON.items():
                headers[name] = value
        await send(message)

    return sent
