"""A drill in a real browser: from its card to an observer's stopwatch, F5 in between, and what axe finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
SLOW_MS = 60_000
OURS = re.compile(r"_stcore/(health|host-config)")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
CARD = "/drills?scenario=maple-ridge-fire-drill&d.type=drill"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "e.db", free_port())
    made.wait()
    yield made
    made.end()


def broken(page: Any) -> list[tuple[str, list[str]]]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.wait_for_function("!document.querySelector('[data-stale=true], [data-test-script-state=running]')")
    page.wait_for_timeout(700)
    found = axe.run(page, options=RULES).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_a_card_to_a_time_that_was_taken(server: Served, new_page: Any, watched: Any, scheme: str) -> None:
    lead = new_page(1366, 900, color_scheme=scheme)
    lead.set_default_timeout(SLOW_MS)
    lead.goto(server.base + CARD)
    opens = lead.get_by_role("button", name="Open it as a drill")
    opens.wait_for()
    assert broken(lead) == []
    opens.click()
    lead.get_by_role("button", name="I have read this").click()
    lead.get_by_role("button", name="20 ×").click()
    lead.get_by_role("button", name="Start the drill").click()
    lead.get_by_role("button", name="Hold").wait_for()
    lead.get_by_text("A delivery stands in front of").wait_for()  # it came by itself
    lead.get_by_role("button", name="Hold").click()
    lead.get_by_role("button", name="Play on").wait_for()
    assert broken(lead) == []

    name = lead.url.split("seat=")[1].split(".")[0]
    codes = new_page(color_scheme=scheme)
    codes.goto(f"{server.base}/?exercise={name}")
    codes.locator(".hw-code").nth(1).wait_for(timeout=SLOW_MS)
    watch = new_page(390, 844, color_scheme=scheme)
    watch.set_default_timeout(SLOW_MS)
    watch.goto(f"{server.base}/evaluate?code={codes.locator('.hw-code').nth(1).inner_text()}")
    watch.get_by_role("button", name="Go on").click()
    watch.get_by_role("button", name="I have read this").click()
    watch.get_by_role("button", name="Start: From recognising").click()
    watch.reload()  # the watch goes on
    stop = watch.get_by_role("button", name="Stop: From recognising")
    stop.wait_for()
    assert broken(watch) == []
    stop.click()
    watch.get_by_text(re.compile("observed: 0:")).wait_for()
    assert watch.get_by_role("button", name="Start the drill").count() == 0
    lead.get_by_text(re.compile("By others: 0:")).wait_for()

    with lead.expect_download() as download:
        lead.get_by_role("button", name="The times as a results file").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "drill,date,what,where,time,note" and lines[1].startswith("card 1,") and ",order," in lines[1]
    assert watched.foreign(server.base) == []
    assert [one for one in watched.complaints if not OURS.search(one)] == []
