"""*Make mine* in a real browser: what is typed is kept, whatever happens; a draft becomes a dry run and an exercise."""

from __future__ import annotations

import signal

import pytest

from tests.browser.test_serve import complaints
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SLOW_MS = 30_000
KEPT_MS = 2_500
"""The pause after which typing is kept, and time for it to get there."""


class Serving:
    """The server on one port and one database; it can be killed and started again."""

    def __init__(self, folder) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self) -> None:
        self.one = Served(self.folder / "e.db", self.port)
        self.one.wait()
        self.base = self.one.base

    def kill(self) -> None:
        self.one.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    made = Serving(tmp_path_factory.mktemp("making"))
    yield made
    made.kill()


def new_draft(page, base: str):
    """The first step of a new draft: its box of scenarios, open."""
    page.goto(base + "/")
    page.get_by_role("button", name="Make a new one").click(timeout=SLOW_MS)
    page.locator(".st-key-mk-card-school").wait_for(timeout=SLOW_MS)  # the start page has a box of this name too
    box = page.locator(".st-key-mk-card-school").get_by_role("combobox", name="Scenario")
    box.click(timeout=SLOW_MS)
    return box


def begin(page, base: str, file_name: str = "ridge-intr") -> str:
    """A new draft of a scenario, which is found by a part of its file's name; its address without a step."""
    box = new_draft(page, base)
    box.fill(file_name)
    page.get_by_role("option").first.click()
    page.locator(".st-key-mk-minutes").wait_for(timeout=SLOW_MS)
    return page.url.split("&step=")[0]


def step(page, url: str, number: int) -> None:
    page.goto(f"{url}&step={number}")
    page.locator(".st-key-mk-minutes").wait_for(timeout=SLOW_MS)


def holds(page, label: str, value: str) -> None:
    """Once the page stands still, there is one field of this name, and this is in it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect(page.get_by_label(label, exact=True)).to_have_value(value, timeout=SLOW_MS)


def saved(page) -> None:
    page.wait_for_timeout(KEPT_MS)


@pytest.fixture
def draft(serving, new_page):
    page = new_page()
    return page, begin(page, serving.base)


def test_the_search_finds_file_names_and_is_not_loose(serving, new_page) -> None:
    page = new_page()
    box = new_draft(page, serving.base)
    box.fill("maple-ridge-intr")
    assert page.get_by_role("option").count() == 1
    box.fill("mlrdgintr")  # letters that are all in it, though not in a row
    page.wait_for_timeout(300)
    assert "maple-ridge-intruder" not in page.locator("body").inner_text()


def test_what_is_typed_is_there_after_f5_and_after_the_server_was_killed(draft, serving, watched) -> None:
    page, url = draft
    page.get_by_label("Room", exact=True).press_sequentially("Library <b>")
    page.get_by_label("Content note", exact=True).fill("")
    page.get_by_label("Content note", exact=True).press_sequentially("Our own words.")
    saved(page)  # nothing was left, and nothing confirmed
    page.reload()
    page.get_by_label("Room", exact=True).wait_for(timeout=SLOW_MS)
    holds(page, "Room", "Library <b>")
    holds(page, "Content note", "Our own words.")
    assert "Library <b>" in page.locator(".mk-sub").inner_text()
    serving.kill()
    serving.start()
    step(page, url, 1)
    holds(page, "Room", "Library <b>")
    assert watched.foreign(serving.base) == []


def test_a_wrong_time_has_its_sentence_and_stays_as_it_was_typed(draft) -> None:
    page, url = draft
    step(page, url, 3)
    page.locator(".st-key-mk-change-I6 button").click()
    time = page.get_by_label("Time", exact=True)
    time.fill("soon")
    page.get_by_role("alert").filter(has_text="Expected a time such as").wait_for(timeout=SLOW_MS)
    page.reload()
    page.locator(".st-key-mk-change-I6 button").click(timeout=SLOW_MS)
    holds(page, "Time", "soon")
    assert "One entry needs another look" in page.locator(".st-key-mk-before").inner_text()
    page.get_by_label("Time", exact=True).fill("+09:00")
    page.locator("[class*='st-key-mk-msg-'][class*='-I6'] .mk-time").filter(has_text="10:51:00").wait_for(
        timeout=SLOW_MS
    )


def test_two_windows_do_not_overwrite_each_other_in_silence(draft, new_page) -> None:
    page, url = draft
    other = new_page()
    step(other, url, 1)
    other.get_by_label("Room", exact=True).fill("Gym")
    saved(other)
    page.get_by_label("Room", exact=True).fill("Library")
    page.get_by_text("Another window had changed the same meanwhile").wait_for(timeout=SLOW_MS)
    page.get_by_role("button", name="Take theirs").click()
    page.wait_for_function("document.querySelector('.mk-sub').textContent.includes('Gym')", timeout=SLOW_MS)
    holds(page, "Room", "Gym")


def test_a_dry_run_comes_back_and_the_exercise_opens_held(draft, serving) -> None:
    page, url = draft
    step(page, url, 2)
    page.get_by_role("radiogroup", name="Secretary: who plays it").get_by_role("radio", name="Not present").click()
    saved(page)
    page.locator(".st-key-mk-dry-run button").click()
    page.locator(".hw-code").nth(3).wait_for(timeout=SLOW_MS)
    assert "Dry run" in page.locator("body").inner_text()
    page.get_by_role("button", name="Back to Make mine").click()
    page.get_by_role("button", name="Open the last one").wait_for(timeout=SLOW_MS)
    step(page, url, 6)
    page.locator(".st-key-mk-open button").click()
    page.get_by_role("button", name="Open the desk").click(timeout=SLOW_MS)
    page.wait_for_function("document.title.startsWith('‖ ') && !document.title.endsWith('Hotwash')", timeout=SLOW_MS)
    page.goto(serving.base + "/")
    page.get_by_text("a dry run, not counted").first.wait_for(timeout=SLOW_MS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_step_breaks_a_rule_of_accessibility(serving, new_page, watched, theme) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = new_page(color_scheme=theme)
    url = begin(page, serving.base)
    found = []
    for number in range(1, 7):
        step(page, url, number)
        if number == 3:
            page.locator(".st-key-mk-change-I6 button").click()
            page.get_by_label("Time", exact=True).fill("soon")
            page.get_by_role("alert").first.wait_for(timeout=SLOW_MS)
        page.wait_for_timeout(800)
        for one in axe.run(page, options=RULES).response["violations"]:
            found += [
                (number, one["id"], node["html"][:160], node.get("failureSummary", "")[:200]) for node in one["nodes"]
            ]
    assert found == []
    assert complaints(watched) == []
    assert watched.foreign(serving.base) == []


def test_the_room_check_pages_show_the_stamp_and_count_phones(serving, new_page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for name, width, height in (("projector", 1920, 1080), ("phone", 390, 844)):
        page = new_page(width, height)
        page.goto(f"{serving.base}/live/check/{name}")
        assert "THIS IS AN EXERCISE" in page.locator("body").inner_text()
        assert axe.run(page, options=RULES).response["violations"] == []
    printed = page.request.get(f"{serving.base}/live/check/test-page.pdf")
    assert printed.body().startswith(b"%PDF")
