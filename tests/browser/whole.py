"""What a whole exercise in a browser is driven with: the facilitator's hands on the desk, and the wire to each page."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page

from dashboard.web.core import Core
from dashboard.web.house import House, wall_ms
from simulator import live, load_scenario
from simulator.store import Store
from tests.browser.test_phone import Table

BOUNCE_MS = 700
SLOW_MS = 30_000
SCENARIO = "cedar-hollow-storm"
SETTINGS = {"minutes": 45, "seed": 7, "quiet_room": "Room 105", "support_person": "the counselor"}


def set_up(data: Path, count: int) -> list[tuple[str, dict[str, str]]]:
    """Some exercises of the sample in a new database: the desk's ticket and the codes of each."""
    store = Store.open(data)
    house = House(Core(store))
    bundle = load_scenario(SCENARIO)
    streams = [live.create(store, bundle, SETTINGS, wall_ms()).stream for _ in range(count)]
    made = [(house.facilitate(one), dict(house.live.codes(one))) for one in streams]
    store.close()
    return made


# ---- the desk --------------------------------------------------------------------------------------------------------


@dataclass
class Desk:
    """The facilitator at the desk. Everything is done by its keys and controls; `table` only looks."""

    page: Page
    table: Table

    def clock(self) -> str:
        return self.page.locator(".top .clock").inner_text()

    def button(self, name: str, *, exact: bool = False) -> Locator:
        return self.page.get_by_role("button", name=name, exact=exact)

    def sheet(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    def next(self) -> dict[str, Any]:
        """Page Down shows, Page Down again does; the view afterwards."""
        before = self.table.view()
        self.page.locator(".next .to b.num", has_text=before["next"]["said"]).wait_for()
        self.page.wait_for_timeout(BOUNCE_MS)
        self.page.evaluate("document.activeElement?.blur()")
        self.page.keyboard.press("PageDown")
        self.page.locator(".next.armed").wait_for()
        assert self.table.view()["clock"]["t_ms"] == before["clock"]["t_ms"], "looking has moved something"
        self.page.wait_for_timeout(BOUNCE_MS)
        self.page.keyboard.press("PageDown")
        after = self.table.until(lambda view: view["seq"] > before["seq"])
        assert after["clock"]["t_ms"] == before["next"]["t_ms"] and after["clock"]["state"] == "held"
        self.page.locator(".top .clock", has_text=before["next"]["said"]).wait_for()
        return after

    def more(self, name: str) -> None:
        """Something of the menu beside the next step."""
        self.button("More…", exact=True).first.click()
        self.page.get_by_role("group", name="More steps").get_by_role("button", name=name).click()

    def records(self, title: str, words: str) -> None:
        """Who, and a sentence."""
        who = self.page.get_by_role("radiogroup", name="Who")
        if not who.get_by_role("radio", name=title).is_visible():
            self.button("Who: all of them").click()
        who.locator("label", has_text=title).click()
        self.page.locator("input[name=words]").fill(words)
        self.page.locator("input[name=words]").press("Enter")
        self.latest(words).wait_for()

    def latest(self, words: str) -> Locator:
        return self.page.get_by_role("list", name="Latest decisions").locator("li", has_text=words)

    def shows(self, what: str) -> None:
        """One of the things that can be shown on the projector."""
        self.page.get_by_role("tab", name="Projector").click()
        self.page.get_by_role("tabpanel").get_by_role("button", name=what, exact=True).click()


# ---- the wire --------------------------------------------------------------------------------------------------------


@dataclass
class Wire:
    """Everything that reached one browser: events, answers, frames of sockets."""

    name: str
    texts: list[str] = field(default_factory=list)
    _answers: list[Any] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Before the page is opened."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.eventSourceMessageReceived", lambda event: self.texts.append(event["data"]))
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        page.on("response", lambda response: "/static/" in response.url or self._answers.append(response))

    def _frame(self, payload: Any) -> None:
        self.texts.append(payload if isinstance(payload, str) else payload.decode("utf-8", "ignore"))

    def read(self) -> str:
        """All of it by now."""
        answers, self._answers = self._answers, []
        for one in answers:
            if "event-stream" not in (one.headers.get("content-type") or ""):
                try:
                    self.texts.append(one.text())
                except Exception:  # a picture, or a page that was left meanwhile
                    continue
        return "\n".join(self.texts)


def in_json(text: str) -> str:
    """A text as it stands within JSON."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def ahead_of(view: dict[str, Any]) -> list[str]:
    """The texts of messages that have not gone out."""
    return [one["text"] for one in view["messages"] if one["state"] != "released" and one["text"]]


def of_others(view: dict[str, Any], title: str) -> list[str]:
    """The texts of messages that have gone out to others than this role."""
    return [one["text"] for one in view["messages"] if one["state"] == "released" and title not in one["to"]]


def words_of(page: Page) -> str:
    """Everything that a page shows, its parts with roots of their own included."""
    return str(page.evaluate(WORDS))


WORDS = """() => {
  const roots = [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)];
  return roots.map((root) => (root.body ?? root.querySelector(".hw-root"))?.innerText ?? "").join("\\n");
}"""
REPLACED = re.compile(
    r"\b(sim(ulation)? time|inject|seed|prediction|p80|insignificant|override|0 %|failed|exposed|active shooter)\b",
    re.IGNORECASE,
)
"""Words that no page may use (DESIGN, *Words on screen*)."""


def key() -> str:
    return uuid.uuid4().hex


def post(table: Table, seat: str, name: str, **args: Any) -> Any:
    """An act as the browser of a seat sends it."""
    body = {"seat": seat, "key": key(), "act": name, "args": args, "basis_seq": None}
    return httpx.post(table.base + "/live/act", json=body, timeout=30).json()
