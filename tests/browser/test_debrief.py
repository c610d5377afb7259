"""The debrief in a real browser: moments, lanes, replay and tables by keyboard, the warning, and what people typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from simulator.analysis.state import fold, space_of
from simulator.store import Store
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served
from tests.live.room import Room, scenario

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=window.evil=1> Who has the roster?"
OURS = re.compile(r"_stcore/(health|host-config)")
"""Streamlit's search for its own root."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SLOW_MS = 60_000


def played(path: Path) -> Room:
    """An intruder exercise that was played, corrected and ended."""
    room = Room(scenario("maple-ridge-intruder"), Store.open(path), minutes=90)
    room.next()
    order = room.lockdown().entry
    room.next(2)
    room.done("decide", role="principal", action="record", says=EVIL)
    room.done("park", text=EVIL)
    room.next(3)
    assert order is not None
    room.done("date", seq=order.seq, at_ms=max(0, order.t_ms - 8_000), why="She said it at once.")
    room.done("end")
    return room


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Iterator[tuple[Served, Room]]:
    folder = tmp_path_factory.mktemp("debrief")
    room = played(folder / "e.db")
    room.store.close()
    server = Served(folder / "e.db", free_port())
    server.wait()
    yield server, room
    server.process.terminate()
    server.process.wait(30)


@pytest.fixture
def page(table, new_page, watched):
    server, _ = table
    made = new_page(1366, 900)
    made.goto(server.base + "/debrief?exercise=t")
    made.locator(".mo").first.wait_for(timeout=SLOW_MS)
    made.locator(".storey").first.wait_for(timeout=SLOW_MS)
    yield made
    assert watched.foreign(server.base) == []
    assert [one for one in watched.complaints if not OURS.search(one)] == []


def clock(page: Any) -> str:
    return page.locator(".replay h2 b").inner_text()


def test_a_moment_takes_the_replay_there_and_keys_go_on_from_it(page) -> None:
    second = page.locator(".mo").nth(1)
    second.focus()
    page.keyboard.press("Enter")
    assert second.get_attribute("aria-pressed") == "true"
    said = clock(page)
    assert said == second.locator(".num").inner_text()[:8]
    page.locator(".stack").focus()
    page.keyboard.press("ArrowRight")
    assert clock(page) > said
    page.keyboard.press("Home")
    assert clock(page) == "10:42:00"
    page.locator("select[name=speed]").select_option("60")
    page.locator(".stack").press(" ")
    page.wait_for_timeout(600)
    page.locator(".stack").press(" ")
    assert clock(page) > "10:42:10"


def test_arrow_keys_go_from_mark_to_mark_and_from_lane_to_lane(page) -> None:
    page.locator(".mark[tabindex='0']").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    focused = page.locator(".mark:focus")
    assert focused.get_attribute("data-lane") != "school"
    said = focused.get_attribute("aria-label").split(", ")[1]
    page.keyboard.press("Enter")
    assert clock(page) == said
    assert said in page.locator(".detail").inner_text()


def test_every_chart_has_its_table(page) -> None:
    for name in ("Who did what, when", "Where time was lost", "Replay", "Who knew"):
        card = page.get_by_role("region", name=name, exact=True)
        card.locator("button[aria-pressed]", has_text="Table").click()
        assert card.locator("table.data tbody tr").count() > 0, name


def test_the_browsers_counts_are_the_runs(page, table) -> None:
    """The same bytes, read by the page: persons per space of the table, against the run's own fold."""
    run = table[1].ex.core().run
    page.locator(".range").evaluate("(one) => { one.value = 60000; one.dispatchEvent(new Event('input')); }")
    page.get_by_role("region", name="Replay", exact=True).locator("button", has_text="Table").click()
    rows = page.locator(".replay table.data tbody tr").all_inner_texts()
    shown = sum(int(found[1]) for row in rows if (found := re.search(r"(\d+) (?:person|people)", row)))
    counts = fold(run.rows, 60_000).counts
    assert shown == sum(counts.values())
    assert len(rows) >= len({space_of(segment) for segment in counts})


def test_the_persons_path_and_heat_open_only_after_a_warning(page, watched) -> None:
    assert not any("warned.json" in url for url in watched.urls)
    page.get_by_role("button", name="Open…").click()
    assert page.get_by_text("Ask the room first.").is_visible()
    assert not any("warned.json" in url for url in watched.urls)
    page.get_by_role("button", name="Open them").click()
    page.locator("select[name=heat]").wait_for()
    page.get_by_role("button", name="Close them").click()
    assert page.locator("select[name=heat]").is_hidden()


def test_as_corrected_is_another_course_and_benchmarks_stay_closed(page) -> None:
    order = page.locator(".chain li", has_text="Order").first
    before = order.inner_text()
    page.get_by_role("button", name="As corrected (1)").click()
    page.locator(".seg .btn.on", has_text="As corrected").wait_for()
    expect(order).not_to_have_text(before, timeout=SLOW_MS, use_inner_text=True)
    assert page.locator(".benchmarks").is_hidden()
    page.get_by_role("button", name="Public benchmarks, closed").click()
    assert page.locator(".benchmarks table").is_visible()


def test_typed_words_stay_text_and_the_page_passes_axe_in_both_themes(page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert page.get_by_text(EVIL).count() >= 1
    assert page.evaluate("window.evil") is None
    for _ in range(2):
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        page.emulate_media(color_scheme="dark")


def test_what_if_is_framed_and_returned_from(page) -> None:
    page.get_by_role("button", name="What if…").click()
    frame = page.get_by_role("region", name="What if: not the exercise")
    assert frame.get_by_text("NOT THE EXERCISE").is_visible()
    frame.locator("select[name=how]").select_option("drop")
    frame.get_by_role("button", name="Compare 200 versions").click()
    frame.get_by_text("Each run is one possible course").wait_for(timeout=2 * SLOW_MS)
    frame.get_by_role("button", name="Return").click()
    assert frame.is_hidden()


def test_a_phone_shows_it_without_scrolling_sideways(table, new_page) -> None:
    made = new_page(390, 844)
    made.goto(table[0].base + "/debrief?exercise=t")
    made.locator(".mo").first.wait_for(timeout=SLOW_MS)
    assert made.evaluate("document.documentElement.scrollWidth") <= 390
