"""Findings: what was said and noted, taken over with one press; strengths, areas to improve and corrective actions."""

from __future__ import annotations

import streamlit as st

from dashboard.components.reporting_fields import bound_choice, bound_line, bound_text, press
from dashboard.web.house import the_house
from simulator.analysis.words import one_line
from simulator.exports.aar.content import DISCIPLINES, discipline_of
from simulator.exports.aar.writing import Source, Writing
from simulator.live.evaluating import doubts
from simulator.live.written import ELEMENTS, Finding

HEADS = {"strength": "Strengths", "improve": "Areas to improve", "action": "Corrective actions"}
ONE = {"strength": "a strength", "improve": "an area to improve", "action": "a corrective action"}
PRIORITIES = {"H": "H: high", "M": "M: medium", "L": "L: low"}
DATE = "2027-03-15"


def findings(writing: Writing) -> None:
    """What can be taken over, then the findings by sort, then a new one."""
    final = writing.written.phase == "final"
    _sources(writing, final)
    for sort, head in HEADS.items():
        st.header(head)
        found = writing.written.of_sort(sort)
        if not found:
            st.caption("None is written down yet.")
        for one in found:
            with st.expander(f"{one.id} · {one_line(one.text, 90)}".replace("*", "∗").replace("[", "(")):
                _finding(writing, one, final)
    _new(writing, final)


# ---- taking over -----------------------------------------------------------------------------------------------------


def _sources(writing: Writing, final: bool) -> None:
    found = writing.sources()
    st.header("Said and noted, not taken over yet")
    if not found:
        st.caption("Everything that was said in the hot wash, noted and parked is in a finding, or there was nothing.")
        return
    washed = [one for one in found if one.what.startswith("Hot wash")]
    if washed and st.button(f"Take over all {len(washed)} lines of the hot wash", disabled=final):
        _take(writing, washed, None)
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"source-{one.name.replace(' ', '-')}"):
            if st.button("Strength", key=f"{one.name}-s", disabled=final, help="Take over as a strength"):
                _take(writing, [one], "strength")
            if st.button("To improve", key=f"{one.name}-i", disabled=final, help="Take over as an area to improve"):
                _take(writing, [one], "improve")
            st.text(f"{one.what}: {one.text}")


def _take(writing: Writing, sources: list[Source], sort: str | None) -> None:
    refused = writing.take_over(sources, the_house().now_ms(), sort)
    if refused is None:
        st.rerun()
    st.warning(refused)


# ---- one finding -----------------------------------------------------------------------------------------------------


def _finding(writing: Writing, one: Finding, off: bool) -> None:
    me = {"id": one.id}
    aims = {aim["id"]: one_line(f"{aim['id']}  {aim['text']}", 90) for aim in writing.evidence["objectives"]}
    bound_text(writing, "In a sentence about conditions", one.text, "find", me, height=90, off=off)
    left, middle, right = st.columns(3)
    with left:
        bound_choice(writing, "Objective", one.objective, tuple(aims), "find", me, "objective", off=off, words=aims)
    with middle:
        bound_choice(
            writing, "Core capability", one.capability, writing.capabilities, "find", me, "capability", off=off
        )
    with right:
        known = discipline_of(one.discipline)
        bound_choice(
            writing, "Discipline", known, tuple(DISCIPLINES), "find", me, "discipline", off=off, words=DISCIPLINES
        )
    if one.sort == "action":
        _action(writing, one, off)
    with st.container(horizontal=True):
        if one.sort == "improve" and st.button("Add a corrective action for this", key=f"mend-{one.id}", disabled=off):
            more = {"issue": one.id, "capability": one.capability, "objective": one.objective}
            press(writing, "find", sort="action", text=f"For {one.id}: say what is to be done.", **more)
        if st.button("Take it off the report", key=f"out-{one.id}", disabled=off, help="It stays in the log."):
            press(writing, "find", id=one.id, out=True)


def _action(writing: Writing, one: Finding, off: bool) -> None:
    me = {"id": one.id}
    issues = {issue.id: one_line(f"{issue.id}  {issue.text}", 90) for issue in writing.written.of_sort("improve")}
    left, middle, right = st.columns(3)
    with left:
        bound_choice(writing, "Mends", one.issue, tuple(issues), "find", me, "issue", off=off, words=issues)
        bound_choice(writing, "Capability element", one.element, ELEMENTS, "find", me, "element", off=off)
        bound_choice(
            writing, "Priority", one.priority, tuple(PRIORITIES), "find", me, "priority", off=off, words=PRIORITIES
        )
    with middle:
        bound_line(writing, "Primary responsible organization", one.owner, "find", me, "owner", off=off)
        bound_line(writing, "Point of contact", one.contact, "find", me, "contact", off=off)
    with right:
        bound_line(writing, "Start date", one.start, "find", me, "start", off=off, hint=DATE)
        bound_line(writing, "Completion date", one.due, "find", me, "due", off=off, hint=DATE)
        bound_line(writing, "Retest date", one.retest, "find", me, "retest", off=off, hint=DATE)
    for words in doubts(one, writing.played_on):
        st.warning(words)
    st.caption(f"On the school's programme: {writing.statuses.get(one.id, 'not yet')}. Nothing closes by itself.")


def _new(writing: Writing, off: bool) -> None:
    st.header("Write a new one")
    with st.form("new-finding", clear_on_submit=False):
        sort = st.segmented_control("What", list(ONE), default="improve", format_func=lambda one: ONE[one][2:].strip())
        text = st.text_area(
            "In a sentence about conditions, not about a person", max_chars=4_000, key="new-finding-text"
        )
        sent = st.form_submit_button("Write it down", disabled=off)
    if sent:
        _write_new(writing, sort or "improve", text)


def _write_new(writing: Writing, sort: str, text: str) -> None:
    """A refused one keeps its words in the form; a written one leaves the form empty."""
    refused = writing.act("find", the_house().now_ms(), sort=sort, text=text)
    if refused is not None:
        st.warning(refused)
        return
    del st.session_state["new-finding-text"]
    st.rerun()
