"""Step 1: the scenario, the school's plan, the day, the room, and who is there for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard.components.making_fields import area, choice, keep, key_of, number, text, tick
from simulator.errors import SimulatorError
from simulator.session.making import Built, Draft, own_file, plans, scenarios
from simulator.session.making.opened import version_of
from simulator.session.making.scenarios import OWN, SHIPPED, own_text

_NAMES = {"scenario": "scenario", "plan": "floor plan", "response": "response plan"}


def show(draft: Draft, found: Built) -> None:
    """The whole step."""
    with st.container(border=True, key="mk-card-school"):
        st.html("<h2>Scenario and school</h2><p>Title and file name can be searched. Nothing leaves this computer.</p>")
        _files(draft)
    with st.container(border=True, key="mk-card-day"):
        st.html("<h2>The day</h2>")
        _day(draft, found)
    with st.container(border=True, key="mk-card-care"):
        st.html("<h2>For the people in the room</h2><p>Read at the beginning, and printed with the invitation.</p>")
        _care(draft, found)


def _files(draft: Draft) -> None:
    shipped = {f"{SHIPPED}{one.name}": one.said for one in scenarios()}
    choice(draft, "scenario", "Scenario", {**shipped, **_own(draft, "scenario")}, draft.text("scenario") or None,
           empty="Choose a scenario, or type a word of its title or file name")  # fmt: skip
    schools = {
        "": "The plan that the scenario was written for",
        **{f"{SHIPPED}{one.name}": one.said for one in plans()},
    }
    choice(draft, "plan", "School", {**schools, **_own(draft, "plan")}, draft.text("plan"))
    about = next((one.about for one in scenarios() if f"{SHIPPED}{one.name}" == draft.text("scenario")), "")
    if about:
        st.html(f'<p class="mk-note">It trains: {escape(about)}</p>')
    with st.expander("A file of our own"):
        _own_files(draft)


def _own(draft: Draft, kind: str) -> dict[str, str]:
    own = draft.values.get(f"own_{kind}")
    return {OWN: f"Our own: {own['name']}"} if own else {}


def _own_files(draft: Draft) -> None:
    st.markdown("A scenario, floor plan or response plan (.yaml). The draft keeps its text; your file stays as it is.")
    given = st.file_uploader("Choose the file", type=["yaml", "yml"], key=f"mk-up-{draft.name}")
    if given is not None and st.session_state.get("making_taken") != given.file_id:
        st.session_state["making_taken"] = given.file_id
        _take(draft, lambda: own_text(given.name, given.getvalue()))
    path = st.text_input("or where it is", key=f"mk-path-{draft.name}", placeholder="C:\\exercises\\our-school.yaml")
    if st.button("Take this file", key="mk-take") and path.strip():
        _take(draft, lambda: own_file(path))


def _take(draft: Draft, read: Callable[[], dict[str, str]]) -> None:
    try:
        own = read()
    except SimulatorError as error:
        for line in str(error).splitlines()[:5]:
            st.warning(line)
        return
    kind = own["kind"]
    if kind not in _NAMES:
        st.warning(f"{own['name']} is of another kind: a scenario, a floor plan or a response plan was expected.")
        return
    keep(draft, {f"own_{kind}": {"name": own["name"], "text": own["text"]}, kind: OWN})
    st.session_state.pop(key_of(draft, kind), None)
    st.rerun()


def _day(draft: Draft, found: Built) -> None:
    first, second, third = st.columns(3, gap="small")
    with first:
        _date(draft)
    with second:
        text(draft, "start", "Begins in the room at", example="1:30 pm", wrong=found.wrong, most=40)
    with third:
        text(draft, "room", "Room", example="library", most=80)
    if found.author is None:
        return
    scenario = found.author.scenario
    begins = scenario.when.clock_ms // 60_000
    first, second, third = st.columns(3, gap="small")
    with first:
        text(draft, "scenario_clock", "Scenario begins at", author=f"{begins // 60:02d}:{begins % 60:02d}",
             wrong=found.wrong, most=8)  # fmt: skip
    with second:
        number(draft, "seed", "Exercise version", version_of(draft.values),
               hint="Another version, other details: who is at lunch, which loudspeakers are dead.")  # fmt: skip
    with third:
        text(draft, "facilitator", "Facilitator", most=80)
    text(draft, "title", "Title", author=scenario.title, wrong=found.wrong)


def _date(draft: Draft) -> None:
    """The day, kept as it is written on paper forms: 2026-10-06."""
    key = key_of(draft, "date")
    try:
        day = dt.date.fromisoformat(draft.text("date"))
    except ValueError:
        day = None
    st.session_state.setdefault(key, day)
    st.date_input("Date", key=key, format="YYYY-MM-DD", on_change=_date_kept, args=(draft,))


def _date_kept(draft: Draft) -> None:
    value = st.session_state.get(key_of(draft, "date"))
    keep(draft, {"date": value.isoformat() if isinstance(value, dt.date) else ""})


def _care(draft: Draft, found: Built) -> None:
    first, second = st.columns(2, gap="small")
    with first:
        text(draft, "support_person", "Support person", example="the counselor", most=120)
    with second:
        text(draft, "quiet_room", "Quiet room", example="room 105", most=80)
    author = (found.author.scenario.exercise.content_note or "") if found.author is not None else ""
    area(draft, "content_note", "Content note", author=author, wrong=found.wrong)
    tick(draft, "content_note", "The content note is in the invitation")
    text(draft, "support", "Support contacts, said once more at the end", most=300)
