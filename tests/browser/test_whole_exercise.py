"""A whole exercise in five browsers, from HELD before the beginning to the feedback form; and one with no phone at all.

What each screen shows is looked at after each act, and everything that reached each browser is searched for what it may
not know. The pictures of every page go to pytest's temporary folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_phone import OURS, Table, violations
from tests.browser.whole import REPLACED, SLOW_MS, Desk, Wire, ahead_of, in_json, of_others, post, set_up, words_of
from tests.dashboard.fake_server import free_port
from tests.dashboard.test_real import Served

pytestmark = pytest.mark.browser
PRIVATE = "canary: only the facilitator knows"
PARKED = "canary: who pays for the radios?"
RULING = "The gate is chained, says the custodian."


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Table]]:
    """One server, and an exercise for each test."""
    data, port = tmp_path_factory.mktemp("whole") / "e.db", free_port()
    made = set_up(data, 2)
    server = Served(data, port)
    server.wait()
    yield [Table(server.base, *one) for one in made]
    server.end()


@pytest.fixture
def opened(new_page: Callable[..., Any], tables: list[Table], watched: Any) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own, with its wire; afterwards nothing had gone elsewhere or wrong."""

    def made(url: str, wire: Wire, width: int, height: int) -> Page:
        page: Page = new_page(width, height)
        page.set_default_timeout(SLOW_MS)
        wire.follow(page)
        page.goto(url)
        return page

    yield made
    base = watched.urls[0].split("/", 3)
    assert watched.foreign("/".join(base[:3])) == []
    assert [one for one in watched.complaints if not OURS.search(one)] == []


class Room:
    """Five browsers at one exercise."""

    def __init__(self, opened: Callable[..., Page], table: Table, pictures: Path) -> None:
        self.table, self.pictures, self.count = table, pictures, 0
        self.wires = {name: Wire(name) for name in ("desk", "principal", "transport", "evaluator", "projector")}
        self.desk = Desk(opened(f"{table.base}/run?seat={table.desk}", self.wires["desk"], 1366, 768), table)
        door = f"{table.base}/seat?code={table.codes['participant']}"
        self.principal = opened(door, self.wires["principal"], 390, 844)
        self._through_the_door()
        self.transport = opened(table.sits("participant", "transport"), self.wires["transport"], 390, 844)
        self.evaluator = opened(table.sits("evaluator"), self.wires["evaluator"], 390, 844)
        self.projector = opened(table.sits("projector"), self.wires["projector"], 1920, 1080)
        for page in (self.principal, self.transport, self.evaluator):
            page.get_by_role("button", name="I have read this").click()

    def _through_the_door(self) -> None:
        page = self.principal
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name=re.compile("^Principal")).click()
        page.wait_for_url("**/seat?seat=*")

    @property
    def pages(self) -> dict[str, Page]:
        return {"desk": self.desk.page, "principal": self.principal, "transport": self.transport,
                "evaluator": self.evaluator, "projector": self.projector}  # fmt: skip

    @property
    def others(self) -> list[Page]:
        return [self.principal, self.transport, self.evaluator, self.projector]

    def everywhere(self, words: str) -> None:
        """Words that stand on every screen."""
        for page in self.pages.values():
            page.get_by_text(words, exact=True).first.wait_for()

    def look(self, name: str) -> None:
        """After an act: the stamp on each page, no replaced word, nothing on the wire that is not theirs; pictures."""
        view = self.table.view()
        for where, page in self.pages.items():
            words = words_of(page)
            assert "THIS IS AN EXERCISE" in words or "EXERCISE STOPPED" in words, where
            assert REPLACED.search(words) is None, (where, REPLACED.search(words))
            page.screenshot(path=self.pictures / f"{self.count:02}-{name}-{where}.png")
        self.count += 1
        hidden = [*ahead_of(view), PRIVATE, PARKED]
        private = [*view["now"]["plan_says"], *filter(None, [view["now"].get("notes")])]  # an evaluator looks for it
        for where in ("principal", "transport", "projector", "evaluator"):
            wire = self.wires[where].read()
            for text in [*hidden, *private] if where != "evaluator" else hidden:
                assert text not in wire and in_json(text) not in wire, (name, where, text)
        for where, title in (("principal", "Principal"), ("transport", "Bus dispatcher")):
            wire = self.wires[where].read()
            assert [text for text in of_others(view, title) if in_json(text) in wire] == [], (name, where)


@pytest.fixture
def room(opened: Callable[..., Page], tables: list[Table], tmp_path: Path) -> Room:
    return Room(opened, tables.pop(), tmp_path)


def test_a_whole_exercise_in_five_browsers(room: Room) -> None:
    before_it_begins(room)
    the_first_messages(room)
    decisions_from_a_phone_and_at_the_desk(room)
    what_if_and_return(room)
    a_record_is_dated_and_taken_back(room)
    set_by_the_room(room)
    everything_later_and_a_jump(room)
    it_runs_and_holds(room)
    a_real_emergency(room)
    the_end_and_ratings(room)
    hot_wash_and_feedback(room)


def test_a_whole_exercise_with_no_phone_at_all(
    opened: Callable[..., Page], tables: list[Table], tmp_path: Path
) -> None:
    """One laptop: the facilitator reads aloud and records for everybody; a scribe writes the hot wash on it."""
    table = tables.pop()
    desk = Desk(opened(f"{table.base}/run?seat={table.desk}", Wire("desk"), 1366, 768), table)
    desk.page.get_by_text("no role has joined by phone").wait_for()
    desk.next()
    view = desk.next()
    desk.page.get_by_text(view["now"]["say"][:60]).first.wait_for()
    desk.records("Secretary", "I read the warning to the principal")
    desk.records("Principal", "Nobody leaves; we take shelter")
    announces(desk)
    while not (view := desk.next())["next"]["offers"] and view["next"]["kind"] != "end":
        continue
    for title, words in (("Bus dispatcher", "I call bus 7 back"), ("Dean on bus duty", "I bring the riders in")):
        desk.records(title, words)
    desk.button("New message").click()
    desk.sheet("New message").locator("textarea").fill("A parent stands at the gate and asks for a child.")
    desk.sheet("New message").get_by_role("button", name="Release it").click()
    desk.page.get_by_text("A parent stands at the gate and asks for a child.").first.wait_for()
    view = table.view()
    assert view["seats"]["joined"] == 0 and {one["provenance"] for one in view["entries"]} == {"stated"}
    assert REPLACED.search(words_of(desk.page)) is None
    desk.page.screenshot(path=tmp_path / "no-phones-desk.png")
    desk.more("End play…")
    desk.sheet("End play").get_by_role("button", name="End play", exact=True).click()
    desk.page.get_by_text("ENDED", exact=True).wait_for()
    the_scribe_writes(desk)
    desk.page.screenshot(path=tmp_path / "no-phones-hot-wash.png")
    assert {(one["text"], one["owner"]) for one in table.view()["hot_wash"]} == {
        ("The word came early", ""), ("Nobody had the bus's number", "Transport office"),
    }  # fmt: skip


def announces(desk: Desk) -> None:
    """An action with its field, by the chips: what the engine acts on."""
    desk.button("What: all of them").click()
    desk.page.get_by_role("radiogroup", name="What").locator("label", has_text="Announces").click()
    desk.page.locator(".fields select[name=what]").select_option("shelter")
    desk.button("Record Enter").click()
    desk.page.mouse.move(5, 5)  # the list slid under the pointer, where it stays as it is
    desk.latest("announces shelter").wait_for()


def the_scribe_writes(desk: Desk) -> None:
    desk.more("Hot wash")
    page = desk.page
    school = page.get_by_role("region", name="School")
    for sort, words in (("strength", "The word came early"), ("improve", "Nobody had the bus's number")):
        school.locator(f"textarea[name=school-{sort}]").fill(words)
        school.locator(f"textarea[name=school-{sort}]").press("Enter")
        school.locator(".line", has=page.locator("textarea")).nth(0 if sort == "strength" else 1).wait_for()
    school.get_by_label("Owner").fill("Transport office")
    school.get_by_label("Done by").fill("2027-05-15")
    school.get_by_label("Owner").click()
    page.get_by_text("The area to improve has an owner and a date.").wait_for()


def before_it_begins(room: Room) -> None:
    view = room.table.view()
    assert not view["clock"]["started"] and view["clock"]["state"] == "held"
    room.everywhere("HELD")
    room.desk.page.get_by_text("not started yet").wait_for()
    expect(room.projector.locator(".ask")).to_contain_text("Severe weather")
    expect(room.principal.get_by_text("The exercise has not begun yet.")).to_be_visible()
    room.desk.page.get_by_role("button", name="Seats:").filter(has_text="2 of").wait_for()
    post(room.table, room.table.desk, "note", text=PRIVATE)
    room.look("before")


def the_first_messages(room: Room) -> None:
    """Next shows what it will do, does exactly that, and holds; the shared screen does not change by itself."""
    room.desk.next()
    while "rincipal" not in (view := room.desk.next())["now"]["heading"]:
        continue
    room.principal.locator(".msg .say", has_text=view["now"]["say"][:40]).wait_for()
    assert view["now"]["say"][:40] not in words_of(room.transport)
    assert view["now"]["say"][:40] not in words_of(room.projector)
    expect(room.projector.locator(".ask")).to_contain_text("Severe weather")
    room.desk.shows("Question")
    for page in room.others[:2]:
        page.get_by_text(view["now"]["ask"]).first.wait_for()
    expect(room.projector.locator(".ask")).to_have_text(view["now"]["ask"])
    room.look("message")


def decisions_from_a_phone_and_at_the_desk(room: Room) -> None:
    shown = room.projector.locator(".left").inner_text()
    page = room.principal
    page.get_by_role("button", name="Say what you do").click()
    page.get_by_role("button", name=re.compile("^Announces?$")).click()
    page.locator("select[name=what]").select_option("shelter")
    page.locator("textarea[name=words]").fill("Everybody to the shelters")
    page.get_by_role("button", name="Say it").click()
    page.get_by_text("Recorded.").wait_for()
    room.desk.latest("announces shelter").wait_for()
    page.locator("section", has_text="What you did").last.get_by_text("announces shelter").wait_for()
    room.desk.records("Dean on bus duty", "I stand in front of the buses")
    room.desk.records("Bus dispatcher", "I call bus 7 by radio")
    room.transport.locator("section", has_text="What you did").last.get_by_text("I call bus 7 by radio").wait_for()
    assert "I call bus 7 by radio" not in words_of(room.principal)
    room.desk.page.evaluate("document.activeElement?.blur()")
    room.desk.page.keyboard.press("p")
    room.desk.sheet("Park it").locator("textarea").fill(PARKED)
    room.desk.page.keyboard.press("Enter")
    room.desk.page.get_by_text("Parking lot: 1").wait_for()
    assert room.projector.locator(".left").inner_text() == shown
    room.look("decisions")


def a_record_is_dated_and_taken_back(room: Room) -> None:
    """A correction shows first what it would change; the words stay in the log, marked."""
    desk, page = room.desk, room.desk.page
    room.desk.next()
    entries = len(room.table.view()["entries"])
    desk.latest("announces shelter").get_by_role("button", name="Take back").click()
    sheet = desk.sheet("Take back")
    expect(sheet.locator(".change li").first).not_to_have_text(re.compile("Looking"))
    assert sheet.locator(".change li").first.inner_text()
    sheet.get_by_label("said at").fill("14:52:10")
    sheet.get_by_role("button", name="Date earlier").click()
    sheet.get_by_role("button", name="Date it 14:52:10").wait_for()
    assert len(room.table.view()["entries"]) == entries, "looking has written something"
    sheet.get_by_role("button", name="Date it 14:52:10").click()
    sheet.wait_for(state="detached")
    room.table.until(lambda view: any(one["said"] == "14:52:10" for one in view["entries"]))
    page.mouse.move(5, 300)
    desk.latest("announces shelter").get_by_role("button", name="Take back").click()
    sheet.get_by_role("button", name="Take it back").click()
    room.principal.get_by_text("taken back").wait_for()
    page.mouse.move(5, 300)
    desk.latest("announces shelter").get_by_text("taken back").wait_for()
    room.look("corrected")


def set_by_the_room(room: Room) -> None:
    desk = room.desk
    desk.button("Set by the room…").click()
    sheet = desk.sheet("Set by the room")
    sheet.locator("[name=outcome]").fill("The gate stays shut.")
    sheet.locator("[name=who]").select_option("Custodian")
    sheet.locator("[name=says]").fill(RULING)
    sheet.get_by_role("button", name="Set it").click()
    sheet.wait_for(state="detached")
    view = room.table.until(lambda view: any(one["provenance"] == "set_by_room" for one in view["entries"]))
    assert RULING.rstrip(".") in str(next(one for one in view["entries"] if one["provenance"] == "set_by_room"))
    room.look("ruling")


def what_if_and_return(room: Room) -> None:
    """A what-if is framed as what it is, appends nothing, and Return puts back what was there."""
    desk, before = room.desk, room.table.view()
    desk.more("What if…")
    sheet = desk.sheet("What if…")
    shelter = next(one for one in before["entries"] if "shelter" in one["words"])
    sheet.locator("select[name=which]").select_option(str(shelter["seq"]))
    sheet.get_by_role("button", name="Try it").click()
    desk.page.get_by_text("NOT THE EXERCISE").first.wait_for()
    desk.page.get_by_role("button", name="Return to the exercise").wait_for()
    desk.page.screenshot(path=room.pictures / "what-if-desk.png")
    assert REPLACED.search(words_of(desk.page)) is None
    assert desk.page.locator(".whatif-page .change li").count() > 0
    for page in room.others:
        assert "NOT THE EXERCISE" not in words_of(page) and "WHAT IF" not in words_of(page)
    desk.page.keyboard.press("Escape")
    desk.page.get_by_text("NOT THE EXERCISE").first.wait_for(state="hidden")
    after = room.table.view()
    assert (after["seq"], after["next"]) == (before["seq"], before["next"])
    assert after["clock"]["t_ms"] == before["clock"]["t_ms"]
    room.look("returned")


def everything_later_and_a_jump(room: Room) -> None:
    desk, before = room.desk, room.table.view()
    waiting = {one["id"]: one["t_ms"] for one in before["messages"] if one["state"] == "waiting" and one["t_ms"]}
    desk.button("Shift all…").click()
    sheet = desk.sheet("Shift all")
    sheet.locator("[name=by]").fill("01:00")
    sheet.get_by_role("button", name="Shift all", exact=True).click()
    sheet.wait_for(state="detached")
    after = room.table.until(lambda view: view["seq"] > before["seq"])
    later = {one["id"]: one["t_ms"] for one in after["messages"]}
    assert any(later[name] == t_ms + 60_000 for name, t_ms in waiting.items())
    desk.more("Jump…")
    sheet = desk.sheet("Jump ahead")
    to = sheet.locator("[name=to]")
    to.fill("14:58:30")
    sheet.get_by_role("button", name="Look").click()
    sheet.get_by_role("button", name="Jump to 14:58:30").wait_for()
    steps = sheet.get_by_role("list", name="Open steps on the way").locator("li")
    assert steps.count() > 0
    for number in range(steps.count()):
        steps.nth(number).locator("label", has_text="as planned" if number == 0 else "not done").click()
    sheet.get_by_role("button", name="Jump to 14:58:30").click()
    sheet.wait_for(state="detached")
    jumped = room.table.until(lambda view: view["clock"]["t_ms"] > after["clock"]["t_ms"])
    assert any(one["provenance"] == "assumed" for one in jumped["entries"])
    for page in (room.principal, room.projector):
        page.locator(".clock", has_text="14:58:3").wait_for()
    room.look("jumped")
    assert {where: broken for where, page in room.pages.items() if (broken := violations(page))} == {}


def it_runs_and_holds(room: Room) -> None:
    desk = room.desk
    desk.page.wait_for_timeout(700)
    desk.button("Let it run").click()
    room.everywhere("MOVING")
    assert desk.page.title().startswith("▶")
    desk.page.wait_for_timeout(1200)
    room.look("moving")
    desk.page.locator("input[name=words]").fill("a draft")
    desk.page.keyboard.press("Space")  # while somebody types it is a space
    assert room.table.view()["clock"]["state"] == "moving"
    desk.page.evaluate("document.activeElement?.blur()")
    desk.page.keyboard.press("Space")
    room.everywhere("HELD")
    assert desk.page.locator("input[name=words]").input_value() == "a draft "
    desk.page.locator("input[name=words]").fill("")
    held = room.table.view()["clock"]
    desk.page.wait_for_timeout(1200)
    assert room.table.view()["clock"]["t_ms"] == held["t_ms"]
    desk.page.evaluate("document.activeElement?.blur()")
    desk.page.keyboard.press("b")
    room.projector.locator(".screen.blank").wait_for()
    desk.page.keyboard.press("b")
    room.projector.locator(".screen.blank").wait_for(state="detached")


def a_real_emergency(room: Room) -> None:
    desk = room.desk
    desk.button("STOP REAL EMERGENCY").click()
    desk.button("Stop the exercise").click()
    for page in room.pages.values():
        page.get_by_role("alertdialog").wait_for()
        assert "EXERCISE STOPPED" in page.get_by_role("alertdialog").inner_text()
    assert [page.get_by_role("alertdialog").get_by_role("button").count() for page in room.others] == [0, 0, 0, 0]
    room.look("stopped")
    dialog = desk.page.get_by_role("alertdialog")
    dialog.get_by_role("button").first.click()
    dialog.get_by_role("button", name="Everybody is safe").click()
    for page in room.pages.values():
        page.get_by_role("alertdialog").wait_for(state="detached")
    room.everywhere("HELD")


def the_end_and_ratings(room: Room) -> None:
    desk, page = room.desk, room.evaluator
    page.locator(".step").first.get_by_role("button", name="Differently").click()
    page.locator("textarea[name=note]").fill("The halls filled before the word came")
    page.get_by_role("button", name="Send the note").click()
    assert page.get_by_role("button", name=re.compile("^P: ")).is_disabled()
    desk.more("End play…")
    desk.sheet("End play").get_by_role("button", name="End play", exact=True).click()
    room.everywhere("ENDED")
    page.get_by_role("button", name=re.compile("^S: ")).click()
    page.get_by_text("Performed with some challenges", exact=True).wait_for()
    assert room.principal.get_by_role("button", name="Say what you do").is_hidden()
    room.look("ended")


def hot_wash_and_feedback(room: Room) -> None:
    for phone, sort, words in (
        (room.principal, "strength", "The word came early"), (room.transport, "improve", "Nobody had the bus's number"),
    ):  # fmt: skip
        phone.locator(f"textarea[name={sort}]").fill(words)
        form = phone.locator("form.part", has=phone.locator(f"textarea[name={sort}]"))
        form.get_by_role("button", name="Send").click()
        phone.locator(".sent li", has_text=words).wait_for()
    room.desk.more("Hot wash")
    scribe = room.desk.page
    line = scribe.locator(".line", has=scribe.get_by_role("textbox", name="Area to improve", exact=True))
    line.get_by_label("Owner").fill("Transport office")
    line.get_by_label("Done by").fill("2027-05-15")
    line.get_by_label("Owner").click()
    room.transport.get_by_text("Owner: Transport office. By 2027-05-15.").wait_for()
    expect(scribe.locator("aside")).to_contain_text(PARKED)
    for phone in (room.principal, room.evaluator):
        phone.get_by_role("button", name="Feedback form").click()
        phone.locator("textarea[name=feedback-0]").fill("The pace")
        phone.get_by_role("button", name="Send the form").click()
        phone.get_by_text("Thank you.").wait_for()
        assert "Room 105" in words_of(phone)
    room.look("hot-wash")
    assert violations(scribe) == {}
