"""Phones, the evaluator's, the shared screens and the hot wash in a real browser, on the real server."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from dashboard.web.core import Core
from dashboard.web.house import House, wall_ms
from simulator import live, load_scenario
from simulator.store import Store
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
EVIL = "<script>window.evil=1</script><img src=x onerror=window.evil=1>"
SLOW_MS = 30_000
OURS = re.compile(r"_stcore/(health|host-config)|ERR_INTERNET_DISCONNECTED|ERR_FAILED")
"""Streamlit's search for its own root, and what a browser says of a cut network."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
THEME = """theme => {
  const inside = (one) => one.shadowRoot?.querySelector(".hw-root");
  const roots = [...document.querySelectorAll("*")].map(inside).filter(Boolean);
  for (const one of roots.length ? roots : [document.documentElement]) one.dataset.theme = theme;
}"""


class Table:
    """One exercise on the server, and its facilitator."""

    def __init__(self, base: str, desk: str, codes: dict[str, str]) -> None:
        self.base, self.desk, self.codes = base, desk, codes

    def does(self, name: str, **args: Any) -> dict[str, Any]:
        body = {"seat": self.desk, "key": uuid.uuid4().hex, "act": name, "args": args, "basis_seq": None}
        answer = httpx.post(self.base + "/live/act", json=body, timeout=30).json()
        assert answer["ok"], answer
        return answer

    def view(self) -> dict[str, Any]:
        """The desk's view."""
        with httpx.stream("GET", f"{self.base}/live/events?seat={self.desk}", timeout=30) as stream:
            line = next(one for one in stream.iter_lines() if one.startswith('data: {"kind"'))
        return json.loads(line.removeprefix("data: "))

    def until(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        for _ in range(100):
            view = self.view()
            if wanted(view):
                return view
            time.sleep(0.1)
        raise AssertionError("it did not come to that")

    def steps(self, times: int) -> None:
        for _ in range(times):
            self.does("next", confirm_t_ms=self.view()["next"]["t_ms"])

    def sits(self, kind: str, role: str | None = None) -> str:
        """The address of a new seat's page."""
        body = {"code": self.codes[kind], "role": role}
        answer = httpx.post(self.base + "/live/join", json=body, timeout=30).json()
        return self.base + answer["url"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Table]]:
    """One server; an exercise for each test."""
    data, port = tmp_path_factory.mktemp("phones") / "e.db", free_port()
    store = Store.open(data)
    house = House(Core(store))
    settings = {"minutes": 45, "seed": 7, "quiet_room": "Room 105", "support_person": "the counselor"}
    bundle = load_scenario("cedar-hollow-storm")
    streams = [live.create(store, bundle, settings, wall_ms()).stream for _ in range(7)]
    made = [(house.facilitate(one), dict(house.live.codes(one))) for one in streams]
    store.close()
    server = Served(data, port)
    server.wait()
    yield [Table(server.base, *one) for one in made]
    server.end()


@pytest.fixture
def table(tables: list[Table]) -> Table:
    return tables.pop()


@pytest.fixture
def opened(new_page: Callable[..., Any], watched: Any, table: Table) -> Iterator[Callable[..., Any]]:
    """Opens an address in a browser of its own; afterwards nothing had gone elsewhere, and nothing had gone wrong."""
    pages = []

    def made(url: str, width: int = 390, height: int = 844, **more: Any) -> Any:
        page = new_page(width, height, **more)
        page.set_default_timeout(SLOW_MS)
        page.goto(url)
        pages.append(page)
        return page

    yield made
    assert watched.foreign(table.base) == []
    assert [one for one in watched.complaints if not OURS.search(one)] == []
    assert [one.evaluate("window.evil") for one in pages] == [None] * len(pages)


@pytest.fixture
def phone(opened: Callable[..., Any], table: Table) -> Any:
    """The principal's phone, after the content note."""
    page = opened(table.sits("participant", "principal"))
    page.get_by_role("button", name="I have read this").click()
    return page


def violations(page: Any) -> dict[str, list[str]]:
    """What axe finds, in both themes."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = {}
    for theme in ("light", "dark"):
        page.evaluate(THEME, theme)
        page.wait_for_timeout(60)
        broken = axe.run(page, options=RULES).response["violations"]
        found |= {f"{theme} {one['id']}": [node["html"][:160] for node in one["nodes"]][:4] for one in broken}
    page.evaluate(THEME, "light")
    return found


def test_a_name_of_markup_stays_a_name_and_a_message_arrives(opened: Callable[..., Any], table: Table) -> None:
    page = opened(f"{table.base}/seat?code={table.codes['participant']}")
    page.get_by_label("Your name").fill(EVIL[:30])
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name=re.compile("^Principal")).click()
    page.get_by_role("heading", name="Before you begin").wait_for()
    assert page.get_by_role("button", name="Say what you do").count() == 0  # the content note comes first
    assert violations(page) == {}
    page.get_by_role("button", name="I have read this").click()
    page.get_by_text(f"You sit here as {EVIL[:30]}.").wait_for()
    assert page.locator(".phone script, .phone img").count() == 0
    (seat,) = [one for one in table.view()["seats"]["list"] if one["role"] == "principal"]
    assert seat["names"] == [EVIL[:30]]
    table.steps(2)
    shown = next(one for one in table.view()["messages"] if one["state"] == "released" and "rincipal" in one["to"])
    page.locator(".msg .say", has_text=shown["text"][:30]).first.wait_for()
    assert page.locator(".help").inner_text() == "Quiet room: Room 105. Support: the counselor."
    assert violations(page) == {}


def test_typing_survives_new_views_and_a_reload(phone: Any, table: Table) -> None:
    table.steps(1)
    phone.get_by_role("button", name="Say what you do").click()
    phone.locator("textarea[name=words]").click()
    for word in ("I ", "ask ", "the drivers"):
        phone.keyboard.type(word)
        seq = table.does("show", what="question", question=f"And after {word}?")["seq"]
        phone.get_by_text(f"And after {word.strip()}").last.wait_for()
    assert seq
    assert phone.locator("textarea[name=words]").input_value() == "I ask the drivers"
    phone.reload()
    phone.get_by_role("button", name="Say what you do").click()  # the content note was read
    assert phone.locator("textarea[name=words]").input_value() == "I ask the drivers"
    assert violations(phone) == {}


def test_a_decision_reaches_the_desk_and_a_refusal_stays_on_the_phone(phone: Any, table: Table) -> None:
    phone.get_by_role("button", name="Say what you do").click()
    phone.get_by_role("button", name="Announce", exact=True).click()
    phone.get_by_role("button", name="Say it").click()
    phone.get_by_text("Still to choose").wait_for()
    phone.locator("select[name=what]").select_option("shelter")
    phone.locator("textarea[name=words]").fill(f"Everybody in {EVIL}")
    phone.get_by_role("button", name="Say it").click()
    phone.get_by_text("Not possible. ").wait_for()  # it has not begun
    assert phone.locator("textarea[name=words]").input_value() == f"Everybody in {EVIL}"
    table.steps(2)
    phone.get_by_role("button", name="Say it").click()
    phone.get_by_text("Recorded.").wait_for()
    (entry,) = table.view()["entries"]
    assert (entry["who"], entry["words"]) == ("Principal", f"announces shelter (Everybody in {EVIL})")
    assert EVIL in phone.locator("section", has_text="What you did").last.inner_text()
    phone.get_by_role("button", name="Raise hand").click()
    phone.get_by_role("button", name="Take hand down").wait_for()
    assert [one["title"] for one in table.view()["hands"]] == ["Principal"]
    assert violations(phone) == {}


def test_what_was_done_while_the_network_was_cut_arrives_once(phone: Any, table: Table) -> None:
    table.steps(2)
    phone.get_by_role("button", name="Say what you do").click()
    phone.context.set_offline(True)
    phone.locator("textarea[name=words]").fill("I send the buses back")
    phone.get_by_role("button", name="Say it").click()
    phone.get_by_text("1 entry on this phone, not sent yet").wait_for()
    phone.get_by_role("button", name="Note to self").click()
    phone.locator("textarea[name=note]").fill("Ask about the buses")
    phone.get_by_role("button", name="Keep the note").click()
    phone.get_by_text("2 entries on this phone, not sent yet").wait_for()
    assert table.view()["entries"] == []
    phone.context.set_offline(False)
    phone.locator(".phone > .foot .answer", has_text="Recorded; the facilitator decides").wait_for()
    phone.get_by_text("on this phone, not sent yet").wait_for(state="hidden")
    (entry,) = table.view()["entries"]
    assert "I send the buses back" in entry["words"]
    phone.get_by_role("button", name="Note to self").click()
    phone.get_by_text("Ask about the buses").wait_for()
    assert phone.locator("textarea[name=note]").input_value() == ""


def test_an_evaluator_answers_notes_and_rates_after_play(opened: Callable[..., Any], table: Table) -> None:
    page = opened(table.sits("evaluator"))
    page.get_by_role("button", name="I have read this").click()
    table.steps(3)
    step = page.locator(".step").first
    step.get_by_role("button", name="Mark the time now").click()
    marked = step.locator(".mark .num").inner_text()
    page.reload()
    assert step.locator(".mark .num").inner_text() == marked
    step.get_by_role("button", name="Differently").click()
    page.get_by_text(f"Observed at {marked}").wait_for()
    assert step.get_by_role("button", name="Differently").get_attribute("aria-pressed") == "true"
    page.locator("textarea[name=note]").fill(EVIL)
    page.get_by_role("button", name="Send the note").click()
    page.get_by_text("Notes sent (1)").click()
    assert page.locator(".notes .rows").inner_text().endswith(EVIL)
    assert page.get_by_role("button", name="P: Performed").is_disabled()
    page.get_by_role("button", name="Objective 2").click()
    page.get_by_text("2 of ").wait_for()
    assert violations(page) == {}
    table.does("end")
    page.get_by_role("button", name="S: Performed with some").click()
    page.get_by_text("Performed with some challenges", exact=True).wait_for()
    assert page.get_by_role("heading", name="Hot wash").is_visible()
    assert violations(page) == {}


def test_the_shared_screens_show_what_is_shown_and_nothing_else(opened: Callable[..., Any], table: Table) -> None:
    wall = opened(table.sits("projector"), 1920, 1080)
    observer = opened(table.sits("observer"), 1366, 768)
    wall.get_by_text("before it begins").wait_for()
    table.steps(2)
    table.does("show", what="question", question=f"Who tells {EVIL}?")
    for page in (wall, observer):
        page.get_by_text(f"Who tells {EVIL}?").wait_for()
        assert page.locator(".clock").inner_text().endswith("0")
    table.does("show", what="facts", facts=["14:52:20 The warning came.", "Buses are loading."])
    table.does("show", what="map")
    wall.get_by_text("The warning came.").wait_for()
    wall.locator(".storey svg .pl-room").first.wait_for()
    assert wall.locator(".storey svg .pl-lock, .storey svg .pl-badge").count() == 0
    for page in (wall, observer):
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert violations(page) == {}
    assert "may step out" in observer.locator(".content").inner_text()
    table.does("blank")
    wall.locator(".screen.blank").wait_for()
    assert wall.locator(".screen").inner_text().strip() == "THIS IS AN EXERCISE"
    assert violations(wall) == {}
    table.does("blank")
    table.does("stop")
    for page in (wall, observer):
        page.get_by_role("alertdialog").wait_for()
        assert "EXERCISE STOPPED" in page.get_by_role("alertdialog").inner_text()
        assert page.get_by_role("alertdialog").get_by_role("button").count() == 0
    table.does("go_on", confirm=True)
    wall.get_by_role("alertdialog").wait_for(state="detached")


def test_the_hot_wash_gathers_what_phones_send(phone: Any, opened: Callable[..., Any], table: Table) -> None:
    table.steps(2)
    table.does("park", text=f"Who pays for the radio? {EVIL}")
    table.does("end")
    scribe = opened(f"{table.base}/hotwash?seat={table.desk}", 1366, 768)
    for sort, words in (("strength", "The doors were shut at once"), ("improve", f"No radio in the gym {EVIL}")):
        phone.locator(f"textarea[name={sort}]").fill(words)
        form = phone.locator("form.part", has=phone.locator(f"textarea[name={sort}]"))
        form.get_by_role("button", name="Send").click()
        phone.locator(".sent li", has_text=words).wait_for()
    line = scribe.locator(".line", has=scribe.get_by_role("textbox", name="Area to improve", exact=True))
    line.get_by_label("Owner").fill("Facilities")
    line.get_by_label("Done by").fill("2027-01-15")
    line.get_by_label("Owner").click()
    scribe.get_by_text("The area to improve has an owner and a date.").wait_for()
    phone.get_by_text("Owner: Facilities. By 2027-01-15.").wait_for()
    scribe.get_by_label("Add a strength").first.fill("Buses waited")
    scribe.get_by_label("Add a strength").first.press("Enter")
    scribe.locator(".line").nth(2).wait_for()
    scribe.get_by_role("button", name="Leave out: Buses waited").click()
    scribe.get_by_role("button", name="Take in: Buses waited").wait_for()
    found = {(one["text"], one["owner"], one["due"], one["out"]) for one in table.view()["hot_wash"]}
    assert found == {
        ("The doors were shut at once", "", "", False), ("Buses waited", "", "", True),
        (f"No radio in the gym {EVIL}", "Facilities", "2027-01-15", False),
    }  # fmt: skip
    assert EVIL in scribe.locator("aside").inner_text()
    assert violations(scribe) == {}
    scribe.get_by_role("button", name="Done: Who pays").click()
    scribe.get_by_text("Nothing is parked.").wait_for()
    phone.get_by_role("button", name="Feedback form").click()
    phone.locator("textarea[name=feedback-0]").fill("The pace")
    phone.get_by_role("button", name="Send the form").click()
    phone.get_by_text("Thank you.").wait_for()
    assert violations(phone) == {}
