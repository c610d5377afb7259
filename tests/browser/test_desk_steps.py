"""The facilitator's desk in Chromium, from step to step: who is chosen, what was confirmed, the guide, ranges, why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.desk_page import Desk, open_desk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(new_page: Callable[..., Any]) -> Desk:
    opened = open_desk(new_page(), answer=lambda sent: {"ok": True, "seq": 50, "say": "Recorded for the Principal."})
    opened.page.mouse.move(5, 5)
    return opened


def chosen(desk: Desk) -> str:
    return desk.page.locator(".record .chip:has(input[name=role]:checked)").inner_text().strip()


def next_message(desk: Desk, to: str) -> None:
    """A step has brought a message to somebody."""
    clock = {**desk.view["clock"], "t_ms": desk.view["clock"]["t_ms"] + 30_000}
    now = {**desk.view["now"], "inject": f"{desk.view['now']['inject']}+"}
    desk.feed(now=now, clock=clock, record={**desk.view["record"], "first": to})
    desk.page.wait_for_timeout(60)


def test_the_addressee_is_chosen_and_said_unless_somebody_chose_another(desk: Desk) -> None:
    assert chosen(desk) == "Principal"
    next_message(desk, "secretary")
    assert chosen(desk) == "Secretary"
    assert "Chosen: Secretary" in desk.page.locator(".record .answer").inner_text()
    desk.page.locator(".record .chip", has_text="Principal").click()
    desk.page.mouse.move(5, 5)
    desk.page.evaluate("document.activeElement.blur()")
    next_message(desk, "secretary")
    assert chosen(desk) == "Principal"


def test_a_confirmation_names_whom_it_was_for_and_goes_with_the_next_step(desk: Desk) -> None:
    says = desk.page.locator(".record .answer")
    desk.page.locator("input[name=words]").fill("Walks up the stairs.")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_function("document.querySelector('.record .answer').textContent.includes('for the Principal')")
    desk.feed()
    assert says.inner_text() == "Recorded for the Principal."
    desk.page.evaluate("document.activeElement.blur()")
    next_message(desk, "principal")
    assert "Recorded" not in says.inner_text()


def test_dating_earlier_shows_its_own_consequence_and_another_time_is_looked_at_anew(
    new_page: Callable[..., Any],
) -> None:
    def answer(sent: dict[str, Any]) -> dict[str, Any]:
        words = "What dating changes." if sent["args"].get("act") == "date" else "What taking back changes."
        return {"ok": True, "seq": None, "say": words, "lines": [words]}

    desk = open_desk(new_page(), answer=answer)
    desk.page.get_by_role("button", name="Take back: Principal: locks the cafeteria").click()
    sheet = desk.page.locator(".sheet")
    sheet.get_by_text("What taking back changes.").wait_for()
    at = sheet.get_by_role("textbox", name="It was said at")
    at.fill("10:43:10")
    sheet.get_by_role("button", name="Date earlier").click()
    sheet.get_by_text("What dating changes.").wait_for()
    assert sheet.get_by_text("If it was said at 10:43:10:").count() == 1
    assert sheet.get_by_role("button", name="Date it 10:43:10").count() == 1
    at.fill("10:43:20")
    sheet.get_by_text("If it is taken back:").wait_for()
    sheet.get_by_text("What taking back changes.").wait_for()
    assert sheet.get_by_role("button", name="Date earlier").count() == 1
    assert desk.acts() == []


def test_asking_about_an_offer_asks_its_own_question(desk: Desk) -> None:
    own = "It is 10:45:15. What has the custodian done about this by now?"
    messages = [{**one, "state": "due", "ask": own} if one["id"] == "M4" else one for one in desk.view["messages"]]
    desk.feed(messages=messages)
    desk.page.locator(".offers li").get_by_role("button", name="Ask").click()
    assert desk.page.locator(".sheet textarea").input_value() == own
    desk.page.get_by_role("button", name="Show it").click()
    assert desk.acts("show")[0]["args"]["question"] == own


def test_the_guide_is_one_line_that_can_be_left(desk: Desk) -> None:
    guide = desk.page.locator(".guide")
    assert not guide.is_visible()
    step = {"step": "next", "press": "Press Do it once more.", "why": "The clock stands again.", "done": 1, "of": 8}
    desk.feed(guided=step)
    assert guide.is_visible() and "2 of 8" in guide.inner_text() and "Press Do it once more." in guide.inner_text()
    assert not guide.get_by_role("link", name="Make mine").is_visible()
    guide.get_by_role("button", name="Leave the guide").click()
    assert desk.acts("note")[0]["args"] == {"text": "left", "about": "guided"}
    desk.feed(guided={**step, "step": "done", "done": 8})
    assert guide.get_by_role("link", name="Make mine").get_attribute("href") == "/plan"
    desk.feed(guided=None)
    assert not guide.is_visible()


def test_why_is_asked_of_a_room_and_ticks_the_step_off(desk: Desk) -> None:
    desk.feed(guided={"step": "why", "press": "p", "why": "w", "done": 5, "of": 8})
    desk.page.get_by_role("button", name="More…", exact=True).first.click()
    desk.page.get_by_role("button", name="Why…").click()
    desk.page.get_by_role("button", name="Tell me why").click()
    desk.page.locator(".sheet .change li").wait_for()
    assert [one["act"] for one in desk.acts()] == ["why", "note"]
    assert desk.acts("note")[0]["args"] == {"text": "why", "about": "guided"}


def test_ranges_stand_in_the_second_line_and_only_where_they_are_known(desk: Desk) -> None:
    line = desk.page.locator(".next .range")
    assert not line.is_visible()
    words = "8 of 10 runs: 10:45:10 to 10:46:40"
    desk.feed(next={**desk.view["next"], "range": words}, expected=[{**desk.view["expected"][0], "range": words}])
    assert line.inner_text() == words and desk.page.locator(".ex .range").inner_text() == words


def test_going_on_puts_the_hint_away_until_the_next_question(desk: Desk) -> None:
    hint = "15 minutes on this question, 6 were planned: keep going, park it, or shorten."
    desk.feed(hint=hint)
    go_on = desk.page.get_by_role("button", name="Keep going")
    go_on.click()
    assert not go_on.is_visible()
    desk.feed(hint=hint)
    assert not go_on.is_visible()
    desk.feed(hint=hint, now={**desk.view["now"], "ask": "Another question?"})
    assert go_on.is_visible()


def test_nothing_that_the_next_step_will_do_is_cut(desk: Desk) -> None:
    """An offer in three lines, a message in two and the hold, on a screen of 1366 x 640."""
    desk.page.set_viewport_size({"width": 1366, "height": 640})
    messages = [{**one, "state": "due", "under_way": "Under way since 10:44:30: Custodian tells the upper floor."}
                if one["id"] == "M4" else one for one in desk.view["messages"]]  # fmt: skip
    lines = [{"sort": "message", "words": "Message 5 goes to the Principal and the Dispatcher: A second caller rings."},
             {"sort": "hold", "words": "Then it holds again. Nothing else is due before that."}]  # fmt: skip
    desk.feed(messages=messages, next={**desk.view["next"], "lines": lines})
    desk.page.wait_for_timeout(100)
    cut = "() => { const one = document.querySelector('.next .scroll'); return one.scrollHeight - one.clientHeight; }"
    assert desk.page.evaluate(cut) <= 1
    assert desk.page.locator(".next .primary").first.bounding_box()["y"] < 600
