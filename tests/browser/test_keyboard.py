"""Every control of every page is reached with the Tab key alone, and is seen to have the focus.

Of a group of radio buttons or tabs the Tab key reaches one; the arrow keys go on from there, which is tried as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_phone import Table
from tests.browser.whole import SLOW_MS, set_up
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
MOST_TABS = 400
WATCH = Path(__file__).parent / "keyboard.js"


def reached(page: Page) -> dict[str, Any]:
    """Tab from the top until every control has had the focus: what was not reached, and what did not show it."""
    page.evaluate(WATCH.read_text(encoding="utf-8"))
    count = page.evaluate("keys.begin()")
    left = count
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        left = page.evaluate("keys.look()")
        if left == 0:
            break
    return {"controls": count, "missed": page.evaluate("keys.missed()"), "dim": page.evaluate("keys.dim")}


def check(page: Page, least: int = 1) -> None:
    found = reached(page)
    assert found["missed"] == [] and found["dim"] == [], found
    assert found["controls"] >= least, found


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Table]]:
    data, port = tmp_path_factory.mktemp("keys") / "e.db", free_port()
    made = set_up(data, 2)
    server = Served(data, port)
    server.wait()
    yield [Table(server.base, *one) for one in made]
    server.end()


@pytest.fixture
def opened(new_page: Callable[..., Any]) -> Callable[..., Page]:
    def made(url: str, width: int = 1366, height: int = 768) -> Page:
        page: Page = new_page(width, height)
        page.set_default_timeout(SLOW_MS)
        page.goto(url)
        return page

    return made


def calm(page: Page) -> None:
    """Streamlit has painted, and its running sign is gone."""
    page.wait_for_function("!document.querySelector('[data-stale=true], [data-test-script-state=running]')")
    page.wait_for_timeout(500)


def test_the_desk(opened: Callable[..., Page], tables: list[Table]) -> None:
    table = tables[0]
    page = opened(f"{table.base}/run?seat={table.desk}")
    page.locator(".desk .next").wait_for()
    calm(page)
    check(page, 20)
    table.steps(3)
    table.does("decide", role="principal", action="record", says="We take shelter")
    table.does("park", text="Who pays?")
    page.get_by_text("We take shelter").first.wait_for()
    page.get_by_role("tab", name="Projector").click()
    for opener in ("Shift all…", "Set by the room…", "Park it"):
        page.get_by_role("button", name=opener).click()
    page.get_by_role("button", name="STOP REAL EMERGENCY").click()
    check(page, 40)
    page.keyboard.press("Escape")
    tab = page.get_by_role("tab", selected=True)
    tab.focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", selected=True).inner_text() != "Projector"
    radio = page.get_by_role("radiogroup", name="Who").get_by_role("radio")
    radio.nth(0).focus()
    page.keyboard.press("ArrowRight")
    assert radio.nth(1).is_checked()
    table.does("stop")
    page.get_by_role("alertdialog").wait_for()
    check(page)
    page.get_by_role("alertdialog").get_by_role("button").first.press("Enter")
    page.get_by_role("button", name="Everybody is safe").press("Enter")
    page.get_by_role("alertdialog").wait_for(state="detached")
    table.does("end")
    page.get_by_text("ENDED", exact=True).wait_for()
    check(page, 10)


def test_phones_and_hot_wash(opened: Callable[..., Page], tables: list[Table]) -> None:
    table = tables[1]
    phone = opened(table.sits("participant", "principal"), 390, 844)
    evaluator = opened(table.sits("evaluator"), 390, 844)
    for page in (phone, evaluator):
        page.get_by_role("button", name="I have read this").wait_for()
        calm(page)
        check(page)
        page.get_by_role("button", name="I have read this").press("Enter")
    table.steps(3)
    evaluator.locator(".step").first.wait_for()
    check(evaluator, 5)
    check(phone, 3)
    phone.get_by_role("button", name="Say what you do").press("Enter")
    phone.locator(".form .chips button").first.press("Enter")
    check(phone, 4)
    phone.get_by_role("button", name="Back").first.press("Enter")
    table.does("hot_wash", discipline="school", sort="improve", text="Nobody had the number")
    table.does("end")
    evaluator.get_by_role("heading", name="Hot wash").wait_for()
    check(evaluator, 8)
    phone.get_by_role("button", name="Feedback form").press("Enter")
    check(phone, 5)
    scribe = opened(f"{table.base}/hotwash?seat={table.desk}")
    scribe.locator(".line").first.wait_for()
    calm(scribe)
    check(scribe, 8)


def test_the_doors_and_the_pages_before_play(opened: Callable[..., Page], tables: list[Table]) -> None:
    base = tables[0].base
    for path, ready in (("/", "I was given a code"), ("/plan", "THIS IS AN EXERCISE"), ("/seat", "Your code"),
                        ("/run", "start page"), ("/projector", "Code for"), ("/observer", "Code for")):  # fmt: skip
        page = opened(base + path)
        page.get_by_text(ready).first.wait_for()
        page.wait_for_timeout(1000)
        check(page)
        page.context.close()
