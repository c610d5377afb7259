"""live.js in a real browser: nothing that was done is lost, whatever happens to the network, the page or the server."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from tests.dashboard.fake_server import DESK, Process, free_port

pytestmark = pytest.mark.browser
BLANK = """<!doctype html><meta charset="utf-8"><title>blank</title>
<link rel="icon" href="data:,"><body><main><button>b</button></main>
<script type="module">
import * as live from "/live/static/live.js";
window.live = live; window.states = []; window.answers = [];
const token = new URLSearchParams(location.search).get("seat");
window.seat = live.connect(token, (view) => { window.view = view; }, {
  onState: (state) => window.states.push(state), onAnswer: (answer, one) => window.answers.push([answer, one.act]) });
</script>"""


@pytest.fixture
def server(tmp_path):
    made = Process(free_port(), tmp_path / "log.jsonl")
    yield made
    made.kill()


@pytest.fixture
def seat(server):
    return httpx.post(server.base + "/live/join", json={"code": "PPPPPP", "role": "principal"}).json()["seat"]


@pytest.fixture
def opened(new_page, server):
    """Opens a seat in a browser of its own, on a page that has nothing but live.js."""

    def made(seat: str, wait: bool = True):
        page = new_page()
        page.route("**/blank*", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
        page.goto(f"{server.base}/blank?seat={seat}")
        if wait:
            page.wait_for_function("window.view")
        return page

    return made


@pytest.fixture
def page(opened, seat):
    return opened(seat)


def recorded(tmp_path, kind="note"):
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    return [line["payload"]["text"] for line in lines if line["kind"] == kind]


def test_a_killed_server_is_found_again_within_five_seconds(page, server) -> None:
    assert page.evaluate("window.states.at(-1)") == "connected"
    server.kill()
    page.wait_for_function("window.states.includes('waiting')", timeout=5000)
    assert "Not connected, trying again" in page.locator("#hw-notice").inner_text()
    server.start()
    began = time.monotonic()
    page.wait_for_function("window.states.at(-1) === 'connected'", timeout=5000)
    assert time.monotonic() - began < 5
    assert page.locator("#hw-notice").count() == 0


def test_what_was_done_while_the_server_was_down_is_sent_when_the_page_is_opened_again(page, server, tmp_path) -> None:
    server.kill()
    page.evaluate("void live.act('note', {text: 'first'}); void live.act('note', {text: 'second'});")
    page.wait_for_timeout(1500)
    assert page.evaluate("live.unsent()") == 2
    there = page.url
    page.goto("about:blank")
    server.start()
    page.goto(there)
    page.wait_for_function("window.view && window.view.own.length >= 3", timeout=10_000)
    page.wait_for_function("live.unsent() === 0")
    assert recorded(tmp_path) == ["first", "second"]


def test_an_answer_that_got_lost_makes_no_second_entry(page, server, tmp_path) -> None:
    seen = []

    def cut(route) -> None:
        seen.append(route.request.post_data_json["key"])
        if len(seen) == 1:
            httpx.post(server.base + "/live/act", json=route.request.post_data_json)  # it arrives; the answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/live/act", cut)
    answer = page.evaluate("live.act('note', {text: 'once'})")
    assert answer["ok"] is True
    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert recorded(tmp_path) == ["once"]


def test_a_question_is_never_kept(page, server) -> None:
    page.route("**/live/act", lambda route: route.abort())
    answer = page.evaluate("live.ask('preview', {})")
    assert answer["ok"] is False
    assert page.evaluate("live.unsent()") == 0


def test_an_emergency_lies_over_everything_until_the_desk_goes_on(page, opened) -> None:
    desk = opened(DESK)
    desk.evaluate("void live.act('stop', {})")
    for one in (page, desk):
        one.wait_for_selector("#hw-emergency")
        assert "REAL" in one.locator("#hw-emergency").inner_text()
        assert "THIS IS AN EXERCISE" not in one.locator("#hw-emergency").inner_text()
        assert one.evaluate("document.querySelector('main').inert") is True
        assert one.title().endswith("REAL EMERGENCY")
    assert page.locator("#hw-emergency button").count() == 0
    desk.get_by_role("button", name="It is over").click()
    assert page.locator("#hw-emergency").count() == 1
    desk.get_by_role("button", name="Everybody is safe").click()
    for one in (page, desk):
        one.wait_for_selector("#hw-emergency", state="detached")
        assert one.evaluate("document.querySelector('main').inert") is False


def test_title_and_favicon_say_held(page) -> None:
    assert page.title().startswith("‖")
    assert page.locator("link[rel~=icon]").get_attribute("href") == "/live/static/held.svg"


def test_the_clock_ticks_by_the_servers_time_and_never_past_where_it_holds(page) -> None:
    times = page.evaluate("""() => {
      const clock = {state: "moving", t_ms: 60000, wall_ms: live.serverNow() - 5000, rate: 1, to_ms: 63000,
                     starts_clock_ms: 38520000};
      const view = {clock};
      const held = {clock: {...clock, state: "held"}};
      const free = {clock: {...clock, to_ms: null}};
      const late = {clock: {...clock, t_ms: 3750000, state: "held"}};
      const two = new Date(2026, 0, 1, 14, 5).getTime();
      return [live.scenarioMs(view), live.clockText(view), live.offsetText(view), live.clockText(view, 10),
              live.scenarioMs(held), live.scenarioMs(free) >= 65000, live.offsetText(late), live.roomTime(two)];
    }""")
    assert times == [63000, "10:43:03", "+01:03", "10:43:00", 60000, True, "+1:02:30", "2:05 pm"]


def test_a_seat_that_is_no_more_says_so(opened) -> None:
    page = opened("fake.nobody", wait=False)
    page.wait_for_function("window.states.at(-1) === 'gone'", timeout=8000)
    assert "no longer open" in page.locator("#hw-notice").inner_text()


def test_ctrl_c_ends_a_server_with_open_streams_at_once(page, server) -> None:
    began = time.monotonic()
    server.interrupt()
    assert time.monotonic() - began < 5
    server.start()
