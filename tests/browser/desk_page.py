"""The facilitator's desk on a page of its own: the real modules, a view from a file, and a server that is played."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

TOP = Path(__file__).parents[2]
STATIC = TOP / "dashboard" / "static"
FIXTURE = TOP / "tests" / "dashboard" / "fixtures" / "desk.json"
HOST = "http://desk.test"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

# An event stream that the test feeds, in place of the browser's own.
STREAM = """
class Played extends EventTarget {
  constructor(url) { super(); window.streams = [...(window.streams ?? []), this]; this.url = url; }
  close() {}
}
window.EventSource = Played;
window.feed = (view) => {
  for (const one of window.streams) {
    one.dispatchEvent(new MessageEvent("beat", { data: JSON.stringify({ wall_ms: Date.now() }) }));
    one.dispatchEvent(new MessageEvent("view", { data: JSON.stringify(view) }));
  }
};
"""
PAGE = """<!doctype html><html lang="en" data-theme="THEME"><head><meta charset="utf-8"><title>Run</title>
<link rel="stylesheet" href="/live/static/tokens.css"></head><body><div id="root"></div><script type="module">
import { mount } from "/live/static/desk.js";
const place = document.getElementById("root");
const root = SHADOW ? place.attachShadow({ mode: "open" }) : place;
window.unmount = mount(root, { token: "TOKEN" });
</script></body></html>"""

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def fixture_view() -> dict[str, Any]:
    """The view of the mock-up, as if the exercise had begun 35 minutes ago."""
    view: dict[str, Any] = json.loads(FIXTURE.read_text(encoding="utf-8"))["view"]
    view["clock"]["wall_ms"] = time.time() * 1000
    view["room"]["started_wall_ms"] = (time.time() - 35 * 60) * 1000
    return view


class Desk:
    """A page with the desk on it: `feed` a view, read what was `sent`."""

    def __init__(self, page: Page, sent: list[dict[str, Any]]) -> None:
        self.page = page
        self.sent = sent
        self.view = fixture_view()

    def feed(self, **changes: Any) -> None:
        """Send the next view, with some of its parts changed."""
        self.view = {**copy.deepcopy(self.view), **copy.deepcopy(changes), "seq": self.view["seq"] + 1}
        self.page.evaluate("view => feed(view)", self.view)

    def moving(self) -> None:
        """Send a view of a clock that runs to the next step."""
        moving = {"state": "moving", "to_ms": self.view["next"]["t_ms"], "wall_ms": time.time() * 1000}
        self.feed(clock={**self.view["clock"], **moving})

    def acts(self, name: str | None = None) -> list[dict[str, Any]]:
        """What was sent by now that is no preview, or what was sent of one name."""
        self.page.wait_for_timeout(80)
        return [one for one in self.sent if (one["act"] == name if name else one["act"] != "preview")]


def open_desk(page: Page, *, theme: str = "light", shadow: bool = False, answer: Answer | None = None) -> Desk:
    """The desk on a page, painted from the fixture."""
    sent: list[dict[str, Any]] = []
    html = PAGE.replace("THEME", theme).replace("SHADOW", str(shadow).lower())
    page.add_init_script(STREAM)
    page.route("**/*", lambda route: _serve(route, html, sent, answer or _done))
    page.goto(f"{HOST}/")
    page.wait_for_function("window.streams?.length > 0")
    desk = Desk(page, sent)
    desk.feed()
    page.wait_for_selector(".desk .m")
    page.wait_for_timeout(150)
    return desk


def _done(_: dict[str, Any]) -> dict[str, Any]:
    return {"ok": True, "seq": 50, "say": ""}


def _serve(route: Route, html: str, sent: list[dict[str, Any]], answer: Answer) -> None:
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body=html, content_type="text/html")
    elif path == "/live/plan.json":
        route.fulfill(json=json.loads(FIXTURE.read_text(encoding="utf-8"))["plan"])
    elif path == "/live/act":
        wanted = json.loads(route.request.post_data or "{}")
        sent.append(wanted)
        route.fulfill(json=answer(wanted))
    elif path.startswith("/live/static/") and (file := STATIC / Path(path).name).exists():
        route.fulfill(body=file.read_bytes(), content_type=KINDS.get(file.suffix, "text/plain"))
    else:
        route.fulfill(status=404, body="")
