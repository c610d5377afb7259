"""Pages of the load generator in Chromium: when something was clicked, and when what followed had been painted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
SLOW_MS = 60_000
MARKS = Path(__file__).parent / "live_marks.js"


@dataclass
class Screen:
    """One page in a context of its own."""

    name: str
    page: Page
    marks: dict[str, Any] = field(default_factory=dict)
    busy: bool = False

    async def collect(self) -> None:
        """Fetch the marks that the page has made."""
        self.marks = await self.page.evaluate("window.hwMarks")

    def painted(self, seq: int) -> float | None:
        """When the first view was painted that knows of an entry (Unix seconds)."""
        return min((at for known, _, at in self.marks["views"] if known >= seq), default=None)


async def open_screen(browser: Browser, name: str, url: str, size: tuple[int, int], ready: str) -> Screen:
    """Open a page, read its content note, and wait until it is there."""
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = await context.new_page()
    page.set_default_timeout(SLOW_MS)
    await page.add_init_script(path=MARKS)
    await page.goto(url)
    if name.startswith("phone"):
        await page.get_by_role("button", name="I have read this").click()
    await page.locator(ready).first.wait_for()
    return Screen(name, page)


async def says(screen: Screen, mark: str) -> None:
    """A participant says a sentence on the phone; the click that sends it is what is timed."""
    page = screen.page
    await page.get_by_role("button", name="Say what you do").click()
    await page.locator("textarea[name=words]").fill(f"{mark} I go and look.")
    await page.evaluate("mark => { window.hwMark = mark; }", mark)
    await page.get_by_role("button", name="Say it").click()
    await page.evaluate("window.hwMark = null")
    await page.get_by_role("button", name="Say what you do").wait_for()
