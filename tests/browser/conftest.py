"""Debian's Chromium, driven by Playwright: a new profile for each test, and a note of everything it asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Watched:
    """What pages asked for and complained about; `foreign` must stay empty."""

    urls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, page) -> None:
        page.on("request", lambda request: self.urls.append(request.url))
        page.on("websocket", lambda socket: self.urls.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.complaints.append(f"{said.text} {said.location}"))

    def foreign(self, base: str) -> list[str]:
        own = {urlsplit(base).netloc}
        return [
            url for url in self.urls if url.split(":")[0] not in ("data", "blob") and urlsplit(url).netloc not in own
        ]


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    if shutil.which(CHROMIUM) is None:
        pytest.skip("there is no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def new_page(chromium, watched):
    """A page in a context of its own: as another person's browser."""
    contexts = []

    def made(width: int = 1366, height: int = 768, **more):
        context = chromium.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        watched.follow(page)
        return page

    yield made
    for context in contexts:
        context.close()
