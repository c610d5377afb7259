"""A phone that is locked for ten minutes of the wall's time; `pytest -m full`, as it takes as long."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.cable import Cable
from tests.browser.test_phone import Table
from tests.browser.test_same_seat import BACK_MS, LOCKED_S, cable, came_back, opened, table, tables  # noqa: F401


@pytest.mark.full
def test_ten_minutes_locked_for_real(opened: Callable[..., Page], table: Table, cable: Cable) -> None:  # noqa: F811
    """The page is frozen by the browser itself and has no network, for ten minutes of the wall's time."""
    page = opened("participant")
    page.get_by_role("button", name="Say what you do").click()
    page.locator("textarea[name=words]").fill("I was just writing this")
    url, session = page.url, page.context.new_cdp_session(page)
    cable.cut(silently=False)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(LOCKED_S / 2)
    table.steps(2)
    table.does("show", what="question", question="What did you miss?")
    time.sleep(LOCKED_S / 2)
    cable.mend()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    began = time.monotonic()
    page.locator(".ask:visible", has_text="What did you miss?").wait_for(timeout=BACK_MS)
    print(f"\nafter {LOCKED_S} s locked the phone had the newest view again within {time.monotonic() - began:.2f} s")
    came_back(page, table, url)
