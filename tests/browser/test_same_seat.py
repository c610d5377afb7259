"""F5, a locked phone, a network that is cut: whoever comes back has the same seat and sees the same exercise."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cable import Cable
from tests.browser.test_phone import OURS, Table
from tests.browser.whole import SLOW_MS, post, set_up, words_of
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
BACK_MS = 5_000
"""How soon a seat goes on by itself once the network is there again."""
CUT_MS = 4_000
CUT = re.compile(r"net::ERR_|WebSocket|server is not responding")
"""What a browser says of a network that is away."""
LOCKED_S = 600
KINDS = ("desk", "participant", "evaluator", "projector", "observer", "hotwash")
SIZES = {"desk": (1366, 768), "hotwash": (1366, 768), "projector": (1920, 1080), "observer": (1366, 768)}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Table]]:
    """One server, and an exercise for each test."""
    data, port = tmp_path_factory.mktemp("seats") / "e.db", free_port()
    made = set_up(data, 6)
    server = Served(data, port)
    server.wait()
    yield [Table(server.base, *one) for one in made]
    server.end()


@pytest.fixture
def table(tables: list[Table]) -> Table:
    """An exercise that is under way: two messages, a decision, a question on the wall."""
    made = tables.pop()
    made.steps(2)
    made.does("decide", role="principal", action="record", says="We take shelter")
    made.does("show", what="question", question="Who tells the drivers?")
    return made


@pytest.fixture
def cable(table: Table) -> Iterator[Cable]:
    """The way of every page to the server."""
    made = Cable(int(table.base.rpartition(":")[2]))
    yield made
    made.close()


@pytest.fixture
def opened(new_page: Callable[..., Any], table: Table, cable: Cable, watched: Any) -> Iterator[Callable[..., Page]]:
    """Opens the page of a kind of seat; afterwards nothing had gone elsewhere or wrong."""
    base = f"http://127.0.0.1:{cable.port}"

    def made(kind: str, clock: bool = False) -> Page:
        page: Page = new_page(*SIZES.get(kind, (390, 844)))
        page.set_default_timeout(SLOW_MS)
        if clock:
            page.clock.install()
        page.goto(address(table, kind).replace(table.base, base))
        if kind in ("participant", "evaluator"):
            page.get_by_role("button", name="I have read this").click()
        page.get_by_text("HELD", exact=True).first.wait_for()
        return page

    yield made
    assert watched.foreign(base) == []
    assert [one for one in watched.complaints if not (OURS.search(one) or CUT.search(one))] == []


def address(table: Table, kind: str) -> str:
    match kind:
        case "desk":
            return f"{table.base}/run?seat={table.desk}"
        case "hotwash":
            return f"{table.base}/hotwash?seat={table.desk}"
    return table.sits(kind, "principal" if kind == "participant" else None)


def shown(page: Page) -> str:
    """What a page shows, without room time, which goes on."""
    return " ".join(re.sub(r"(?<![\d:])\d{1,2}:\d\d( [ap]m)?(?![\d:])|\d+ min\b", "", words_of(page)).split())


def comes_to(page: Page, words: str, within_ms: float = SLOW_MS) -> None:
    """Until a page shows exactly this."""
    ends = time.monotonic() + within_ms / 1000
    while time.monotonic() < ends and shown(page) != words:
        page.wait_for_timeout(50)
    assert shown(page) == words


def test_f5_comes_back_to_the_same_seat_and_the_same_page(opened: Callable[..., Page], table: Table) -> None:
    for one in KINDS:
        page = opened(one)
        page.wait_for_timeout(600)  # the plan is fetched apart
        url, words = page.url, shown(page)
        seats = len([entry for entry in table.view()["seats"]["list"] if entry["joined"]])
        page.reload()
        comes_to(page, words)
        assert page.url == url
        assert len([entry for entry in table.view()["seats"]["list"] if entry["joined"]]) == seats
        page.context.close()


def test_a_phone_that_was_locked_for_ten_minutes_knows_what_happened_meanwhile(
    opened: Callable[..., Page], table: Table, cable: Cable
) -> None:
    """By a clock of the test: timers stand still, the network is gone, and ten minutes later both are back."""
    page = opened("participant", clock=True)
    page.get_by_role("button", name="Say what you do").click()
    page.locator("textarea[name=words]").fill("I was just writing this")
    url = page.url
    cable.cut(silently=False)
    table.steps(2)
    table.does("show", what="question", question="What did you miss?")
    page.clock.fast_forward(LOCKED_S * 1000)
    page.locator("#hw-notice").wait_for()
    assert "What did you miss?" not in words_of(page)
    cable.mend()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(".ask:visible", has_text="What did you miss?").wait_for(timeout=BACK_MS)
    came_back(page, table, url)


def came_back(page: Page, table: Table, url: str) -> None:
    """The same seat: its words are still there, are sent, and arrive once."""
    assert page.url == url
    assert page.locator("[data-testid=stDialog]").count() == 0
    assert page.locator("textarea[name=words]").input_value() == "I was just writing this"
    page.get_by_role("button", name="Say it").click()
    table.until(lambda view: len([one for one in view["entries"] if "just writing" in one["words"]]) == 1)


@pytest.mark.parametrize("silently", [True, False])
def test_a_cut_of_four_seconds_at_every_kind_of_seat(
    opened: Callable[..., Page], table: Table, cable: Cable, silently: bool
) -> None:
    pages = {kind: opened(kind) for kind in KINDS if kind != "hotwash"}
    cable.cut(silently=silently)
    before = {kind: page.url for kind, page in pages.items()}
    pages["desk"].locator("input[name=words]").fill("Said while it was cut")
    pages["desk"].locator("input[name=words]").press("Enter")
    table.does("show", what="question", question="Asked while it was cut?")
    pages["desk"].wait_for_timeout(CUT_MS)
    for kind in ("participant", "projector", "observer"):
        assert "Asked while it was cut?" not in words_of(pages[kind])
    assert not [one for one in table.view()["entries"] if "while it was cut" in one["words"]]
    cable.mend()
    for kind in ("participant", "projector", "observer"):
        pages[kind].get_by_text("Asked while it was cut?").first.wait_for(timeout=BACK_MS)
    table.until(lambda view: len([one for one in view["entries"] if "while it was cut" in one["words"]]) == 1)
    expect(pages["desk"].get_by_role("list", name="Latest decisions")).to_contain_text("Said while it was cut")
    assert {kind: page.url for kind, page in pages.items()} == before
    for page in pages.values():
        page.locator("#hw-notice").wait_for(state="detached", timeout=BACK_MS)


def test_a_seat_of_another_kind_gets_no_more_by_another_pages_address(
    opened: Callable[..., Page], table: Table
) -> None:
    """A participant's ticket on the desk's page leads to its own page; its acts stay those of a participant."""
    page = opened("participant")
    base, _, ticket = page.url.partition("/seat?seat=")
    for path in ("/run", "/evaluate"):
        page.goto(f"{base}{path}?seat={ticket}")
        page.get_by_text("This place has another page").wait_for()
        assert "Next step" not in words_of(page)
    assert post(table, ticket, "next", confirm_t_ms=0)["refused"] == "This seat cannot do that."
