"""The facilitator's desk in Chromium: keys, what is typed stays, text stays text, nothing inaccessible."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.desk_page import Desk, open_desk

pytestmark = pytest.mark.browser

BOUNCE_MS = 700
EVIL = "<img src=x onerror=window.evil=1><script>window.evil=1</script>"


@pytest.fixture
def desk(new_page: Callable[..., Any]) -> Desk:
    return open_desk(new_page())


def armed(desk: Desk) -> bool:
    return "armed" in (desk.page.get_attribute(".next", "class") or "")


def typed(desk: Desk) -> str:
    return desk.page.evaluate("document.activeElement.value")


# ---- keys ------------------------------------------------------------------------------------------------------------


def test_page_down_shows_first_and_does_it_only_after_the_bounce(desk: Desk) -> None:
    desk.page.wait_for_timeout(BOUNCE_MS)
    desk.page.keyboard.press("PageDown")
    assert armed(desk) and desk.acts() == []
    desk.page.keyboard.press("PageDown")
    assert desk.acts() == []  # a clicker bounces
    desk.page.wait_for_timeout(BOUNCE_MS)
    desk.page.keyboard.press("PageDown")
    (sent,) = desk.acts("next")
    assert sent["args"] == {"confirm_t_ms": desk.view["next"]["t_ms"], "digest": desk.view["next"]["digest"]}


def test_escape_puts_the_preview_away(desk: Desk) -> None:
    desk.page.keyboard.press("PageDown")
    desk.page.keyboard.press("Escape")
    assert not armed(desk)
    desk.page.wait_for_timeout(BOUNCE_MS)
    desk.page.keyboard.press("PageDown")
    assert armed(desk) and desk.acts() == []


def test_another_step_has_to_be_looked_at_anew(desk: Desk) -> None:
    desk.page.keyboard.press("PageDown")
    desk.feed(next={**desk.view["next"], "t_ms": desk.view["next"]["t_ms"] + 5000, "said": "10:45:20"})
    assert not armed(desk)
    desk.page.wait_for_timeout(BOUNCE_MS)
    desk.page.keyboard.press("PageDown")
    assert desk.acts() == []


def test_a_second_click_does_not_do_the_step_that_has_just_come(desk: Desk) -> None:
    desk.page.wait_for_timeout(BOUNCE_MS)
    desk.page.get_by_role("button", name="Do it").click()
    desk.acts()
    desk.feed(next={**desk.view["next"], "t_ms": desk.view["next"]["t_ms"] + 60_000})
    desk.page.get_by_role("button", name="Do it").click()
    assert len(desk.acts("next")) == 1


def test_space_only_holds(desk: Desk) -> None:
    desk.page.evaluate("document.activeElement.blur()")
    desk.page.keyboard.press("Space")
    assert desk.acts() == []
    desk.moving()
    desk.page.get_by_role("button", name="Blank").first.focus()
    desk.page.keyboard.press("Space")  # wherever the focus is, and not the button
    assert [one["act"] for one in desk.acts()] == ["hold"]


def test_blank_record_and_park_by_key(desk: Desk) -> None:
    desk.page.keyboard.press("b")
    assert len(desk.acts("blank")) == 1
    desk.page.keyboard.press("r")
    assert desk.page.evaluate("document.activeElement.name") == "action"
    desk.page.keyboard.press("p")
    assert typed(desk) == ""
    assert desk.view["now"]["ask"] in desk.page.evaluate("document.activeElement.placeholder")
    desk.page.keyboard.type("Who pays?")
    desk.page.keyboard.press("Enter")
    assert desk.acts("park")[0]["args"] == {"text": "Who pays?"}


@pytest.mark.parametrize("shadow", [False, True])
def test_no_key_acts_while_somebody_types(new_page: Callable[..., Any], shadow: bool) -> None:
    desk = open_desk(new_page(), shadow=shadow)
    desk.moving()
    desk.page.locator("input[name=words]").click()
    desk.page.keyboard.type("bring r and p ")
    desk.page.keyboard.press("PageDown")
    assert desk.page.locator("input[name=words]").input_value() == "bring r and p "
    assert desk.acts() == [] and desk.page.locator(".sheet").count() == 0


# ---- new views disturb nothing ---------------------------------------------------------------------------------------


def test_typing_is_not_disturbed_by_new_views(desk: Desk) -> None:
    desk.page.locator("input[name=words]").click()
    for number in range(12):
        desk.page.keyboard.type(f"{number % 10}")
        entry = {**desk.view["entries"][0], "seq": 100 + number}
        now = {**desk.view["now"], "inject": f"M{number}", "ask": f"Question {number}?"}
        desk.feed(entries=[entry, *desk.view["entries"]], now=now, record={**desk.view["record"], "first": "secretary"})
    assert typed(desk) == "012345678901"
    assert desk.page.evaluate("document.activeElement.selectionStart") == 12
    assert desk.page.locator("input[name=role]:checked").input_value() == "principal"


def test_an_open_form_keeps_its_text_and_the_focus_keeps_its_place(desk: Desk) -> None:
    desk.page.get_by_role("button", name="New message").click()
    desk.page.keyboard.type("A parent is at ")
    desk.feed(messages=desk.view["messages"][2:])
    desk.moving()
    desk.page.keyboard.type("door 5.")
    assert typed(desk) == "A parent is at door 5."


def test_of_a_list_several_can_be_ticked_with_the_keyboard(desk: Desk) -> None:
    facts = [("what", "what is happening"), ("where", "where in the building"), ("door", "which door")]
    says = {
        "name": "says",
        "label": "Says",
        "kind": "choices",
        "needed": False,
        "options": [{"value": value, "label": label} for value, label in facts],
    }
    record = copy.deepcopy(desk.view["record"])
    record["what"]["principal"].insert(0, {"action": "dials", "label": "Dials 911", "fields": [says]})
    desk.feed(record=record)
    desk.page.locator(".chip", has_text="Dials 911").click()
    for value, _ in facts:
        desk.page.locator(f".choices input[value={value}]").press("Space")
    assert all(box["height"] >= 32 for one in desk.page.locator(".choices .chip").all() if (box := one.bounding_box()))
    desk.feed(record=copy.deepcopy(record), entries=desk.view["entries"][1:])
    desk.page.locator(".btn.rec").click()
    assert desk.acts("decide")[0]["args"]["fields"] == {"says": ["what", "where", "door"]}


def test_the_fields_of_an_action_keep_what_was_chosen_and_the_caret(desk: Desk) -> None:
    desk.page.locator(".chip", has_text="Tells in person").click()
    desk.page.locator(".fields select[name=to]").select_option("upper")
    desk.page.locator(".fields input[name=message]").click()
    desk.page.keyboard.type("Lockdown, stay")
    for _ in range(4):
        desk.page.keyboard.press("ArrowLeft")
    desk.feed(record=copy.deepcopy(desk.view["record"]), entries=desk.view["entries"][1:])
    desk.page.keyboard.type("do ")
    assert typed(desk) == "Lockdown, do stay"
    desk.page.keyboard.press("Enter")
    assert desk.acts("decide")[0]["args"]["fields"] == {"to": "upper", "message": "Lockdown, do stay"}


def test_a_message_that_was_picked_stays_picked_when_others_come_and_go(desk: Desk) -> None:
    desk.page.locator(".m .pick", has_text="Second caller").focus()
    desk.feed(messages=[{**desk.view["messages"][0], "id": "AH1", "n": 9, "title": "New"}, *desk.view["messages"][2:]])
    row = desk.page.locator(".m", has_text="Second caller")
    row.get_by_role("button", name="Keep back").click()
    assert desk.acts("keep_back")[0]["args"] == {"inject": "M5"}


def test_controls_do_not_move_when_entries_arrive(desk: Desk) -> None:
    row = desk.page.locator(".e").first
    row.hover()
    before = row.bounding_box()
    desk.feed(entries=[{**desk.view["entries"][0], "seq": 99, "words": "closes the gate"}, *desk.view["entries"]])
    assert row.bounding_box() == before and "locks the cafeteria" in row.inner_text()
    assert desk.page.get_by_role("button", name="1 new").is_visible()
    desk.page.mouse.move(5, 300)
    desk.page.wait_for_timeout(100)
    assert "closes the gate" in desk.page.locator(".e").first.inner_text()


def test_cards_keep_their_places_held_and_moving(desk: Desk) -> None:
    def places() -> list[Any]:
        names = (".next", ".messages", ".record .rec", ".stopbox", ".pj", ".room")
        return [desk.page.locator(name).bounding_box() for name in names]

    before = places()
    desk.moving()
    desk.page.wait_for_timeout(300)
    assert places() == before


# ---- recording, correcting, stopping ---------------------------------------------------------------------------------


def test_what_and_record_are_two_steps_with_the_role_chosen_already(desk: Desk) -> None:
    desk.page.get_by_role("button", name="What: all of them").click()
    desk.page.locator(".chip", has_text="Waits").click()
    desk.page.get_by_role("button", name="Record Enter").click()
    assert desk.acts("decide")[0]["args"] == {"role": "principal", "action": "waits", "fields": {}, "words": ""}


def test_any_sentence_can_be_recorded(desk: Desk) -> None:
    desk.page.locator("input[name=words]").fill("The dean walks up the back stairs.")
    desk.page.keyboard.press("Enter")
    sent = desk.acts("decide")[0]["args"]
    assert sent["action"] == "record" and sent["says"] == "The dean walks up the back stairs."


def test_a_refusal_is_told_here_and_keeps_what_was_typed(new_page: Callable[..., Any]) -> None:
    desk = open_desk(new_page(), answer=lambda sent: {"ok": False, "refused": "The master key is with the custodian."})
    desk.page.locator("input[name=words]").fill("Locks the gym.")
    desk.page.keyboard.press("Enter")
    desk.acts()
    assert "Not possible. The master key" in desk.page.locator(".record .answer").inner_text()
    assert desk.page.locator("input[name=words]").input_value() == "Locks the gym."


def test_take_back_shows_the_consequences_before_it_is_confirmed(new_page: Callable[..., Any]) -> None:
    lines = ["No longer, 10:44:10: the cafeteria is locked."]
    desk = open_desk(new_page(), answer=lambda sent: {"ok": True, "seq": None, "say": lines[0], "lines": lines})
    desk.page.get_by_role("button", name="Take back: Principal: locks the cafeteria").click()
    desk.page.wait_for_selector(f"text={lines[0]}")
    assert desk.sent[-1]["args"] == {"act": "withdraw", "args": {"seq": 40}} and desk.acts() == []
    desk.page.get_by_role("button", name="Take it back").click()
    assert desk.acts("withdraw")[0]["args"] == {"seq": 40}


def test_stopping_takes_two_steps_and_says_so_on_the_whole_screen(desk: Desk) -> None:
    desk.page.get_by_role("button", name="STOP REAL EMERGENCY").dblclick()
    assert desk.acts() == []
    desk.page.get_by_role("button", name="Stop the exercise").click()
    assert len(desk.acts("stop")) == 1
    desk.feed(clock={**desk.view["clock"], "state": "stopped"})
    assert desk.page.get_by_role("alertdialog").is_visible()
    desk.page.keyboard.press("PageDown")
    desk.page.keyboard.press("b")
    assert [one["act"] for one in desk.acts()] == ["stop"]


def test_what_if_is_framed_and_return_puts_everything_back(new_page: Callable[..., Any]) -> None:
    lines = ["NOT THE EXERCISE", "Order reaches everybody: 0:40 sooner."]
    desk = open_desk(new_page(), answer=lambda sent: {"ok": True, "seq": None, "say": lines[1], "lines": lines})
    desk.page.locator("input[name=words]").fill("half a sent")
    desk.page.get_by_role("button", name="More…", exact=True).click()
    desk.page.get_by_role("button", name="What if…").click()
    desk.page.get_by_role("button", name="Try it").click()
    desk.page.wait_for_selector(".desk.whatif")
    assert "NOT THE EXERCISE" in desk.page.locator(".strip").inner_text()
    assert desk.page.locator(".clock.held").count() == 0
    assert "0:40 sooner" in desk.page.locator(".whatif-page").inner_text()
    desk.page.keyboard.press("PageDown")
    desk.page.keyboard.press("Escape")
    assert desk.page.locator(".clock.held").count() == 1 and desk.acts() == desk.acts("what_if")
    assert desk.page.locator("input[name=words]").input_value() == "half a sent"


def test_nothing_jumps_past_a_step_without_an_answer(new_page: Callable[..., Any]) -> None:
    step = {"step": "S1:principal", "said": "10:45:50", "words": "Principal tells the upper floor", "overdue": False}
    shown = {"ok": True, "seq": 60, "say": "", "lines": ["The jump goes to 10:46:00."], "steps": [step]}
    desk = open_desk(new_page(), answer=lambda sent: shown)
    desk.page.get_by_role("button", name="More…", exact=True).click()
    desk.page.get_by_role("button", name="Jump…").click()
    desk.page.locator("input[name=to]").fill("10:46:00")
    desk.page.keyboard.press("Enter")
    desk.page.get_by_role("button", name="Jump to 10:46:00").click()
    assert desk.acts() == [] and "no answer yet" in desk.page.locator(".sheet > .answer").inner_text()
    desk.page.get_by_role("radio", name="not done").check(force=True)
    desk.page.get_by_role("button", name="Jump to 10:46:00").click()
    assert desk.acts("jump")[0]["args"] == {"to_ms": 240_000, "steps": {"S1:principal": "not_done"}}


def test_a_message_that_is_due_waits_for_one_of_three_answers(desk: Desk) -> None:
    messages = [{**one, "state": "due"} if one["id"] == "M4" else one for one in desk.view["messages"]]
    desk.feed(messages=messages)
    offer = desk.page.locator(".offers li")
    assert [one.inner_text() for one in offer.get_by_role("button").all()] == ["Ask", "Release", "Skip"]
    offer.get_by_role("button", name="Release").click()
    assert desk.acts("release")[0]["args"] == {"inject": "M4"}


# ---- text, access ----------------------------------------------------------------------------------------------------


CODED = {
    "kind", "state", "sort", "id", "role", "discipline", "provenance", "what", "inject", "space", "action", "said",
    "digest", "value", "name",
}  # fmt: skip
"""The strings of a view that are no text."""


def with_text(value: Any, evil: str) -> Any:
    """Every text in a view replaced by something that would do harm as markup."""
    if isinstance(value, dict):
        return {
            key: one if key in CODED and isinstance(one, str) else with_text(one, evil) for key, one in value.items()
        }
    if isinstance(value, list):
        return [with_text(one, evil) for one in value]
    return evil if isinstance(value, str) else value


def test_markup_in_any_text_stays_text(desk: Desk) -> None:
    evil = with_text(copy.deepcopy(desk.view), EVIL)
    desk.feed(**{key: one for key, one in evil.items() if key not in ("clock", "kind", "seq")})
    for name in ("Seats:", "Open"):
        desk.page.get_by_role("button", name=name).first.click()
    desk.page.wait_for_timeout(100)
    assert desk.page.evaluate("window.evil") is None
    assert desk.page.locator(".desk img, .desk script").count() == 0
    assert EVIL in desk.page.locator(".nowcard .say").first.inner_text()


def test_nobody_is_shown_on_the_plan_unless_it_is_asked_for(desk: Desk) -> None:
    assert desk.page.locator(".pl-person").count() == 0
    desk.page.get_by_role("button", name="Show the person in question").click()
    assert desk.page.locator(".pl-person").count() == 1


def test_the_plan_can_be_read_as_a_table(desk: Desk) -> None:
    desk.page.get_by_role("tab", name="Level 2").click()
    desk.page.get_by_role("button", name="Table", exact=True).click()
    assert desk.page.locator("svg.plan").is_hidden()
    row = desk.page.locator(".plan-table tr", has_text="206")
    assert "25 people, in the room, the order was not heard" in row.inner_text()


def _record_and_row(desk: Desk) -> None:
    desk.page.locator(".chip", has_text="Tells in person").click()
    desk.page.get_by_role("tab", name="Projector").click()
    desk.page.locator(".m .pick").nth(4).focus()


def _sheets(desk: Desk) -> None:
    for name in ("Edit times", "Set by the room…", "Park it"):
        desk.page.get_by_role("button", name=name).first.click()


def _seats_and_table(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Seats:").click()
    desk.page.get_by_role("button", name="Table", exact=True).click()
    desk.page.get_by_role("button", name="STOP REAL EMERGENCY").click()


STATES: dict[str, Callable[[Desk], Any]] = {
    "held": lambda desk: desk.page.keyboard.press("PageDown"),
    "moving": lambda desk: desk.moving(),
    "recording": _record_and_row,
    "sheets": _sheets,
    "seats": _seats_and_table,
    "stopped": lambda desk: desk.feed(clock={**desk.view["clock"], "state": "stopped"}),
    "ended": lambda desk: desk.feed(clock={**desk.view["clock"], "state": "ended"}, next=None),
}


@pytest.mark.parametrize("state", STATES)
def test_no_violation_of_wcag_a_or_aa(new_page: Callable[..., Any], state: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
    desk = open_desk(new_page())
    STATES[state](desk)
    found = {}
    for theme in ("light", "dark"):
        desk.page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        desk.page.wait_for_timeout(100)
        broken = axe.run(desk.page, options=options).response["violations"]
        found |= {f"{theme} {one['id']}": [node["html"][:160] for node in one["nodes"]][:4] for one in broken}
    assert found == {}
