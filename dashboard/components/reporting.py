"""The page *Write the report*: every change of a field is an entry of the log, so that no words are lost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.components.reporting_documents import documents, improvement_plan
from dashboard.components.reporting_fields import bound_text, press
from dashboard.components.reporting_findings import findings
from dashboard.components.reporting_objectives import objectives
from dashboard.web.house import PREFIX, the_house
from simulator.errors import SimulatorError
from simulator.exports.aar.writing import Writing
from simulator.live.written import PHASES

TABS = ("Objectives", "Findings", "Improvement plan", "Summary and questions", "Phase and comments", "Documents")


def write_the_report() -> None:
    """The report of the exercise in the address; without one, those that are there."""
    name = st.query_params.get("exercise", "")
    if not name:
        _choose()
        return
    try:
        exercise: Any = the_house().exercise(PREFIX + name)
        writing = Writing(exercise)
        writing.settle(the_house().now_ms())
        _head(writing)
    except SimulatorError as error:
        st.warning(str(error))
        return
    parts = (objectives, findings, improvement_plan, _words, _phase, documents)
    for tab, part in zip(st.tabs(TABS), parts, strict=True):
        with tab:
            part(writing)


def _choose() -> None:
    """Every exercise of this computer, the newest first."""
    found = sorted(the_house().live.listed(), key=lambda one: -one.created_wall_ms)
    if not found:
        st.caption("There is no exercise yet.")
    for one in found[:20]:
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Write its report", key=f"report-{one.stream}"):
                st.query_params["exercise"] = one.stream.removeprefix(PREFIX)
                st.rerun()
            st.text(f"{one.title} · {'finished' if one.is_over else 'running'}")


def _head(writing: Writing) -> None:
    data, phase = writing.evidence, writing.written.phase
    st.text(f"{data['title']} · {data['school']} · exercise version {data['version']} · {data['label']}")
    if not writing.has_ended:
        st.info("Play has not ended. You can write already; objectives are rated after play.")
    if phase == "final":
        st.info("The report is final. To change its words, set it back to the after-action meeting.")
    else:
        st.caption(f"The report is: {PHASES[phase]}. What you type is kept when you leave a field.")


# ---- words and questions ---------------------------------------------------------------------------------------------


def _words(writing: Writing) -> None:
    final = writing.written.phase == "final"
    sections = writing.written.sections
    st.header("Executive summary")
    if not sections.get("summary", "").strip():
        st.caption("Until you write one, the report prints this draft from the log:")
        st.text(writing.summary_draft)
        if st.button("Begin with this draft", disabled=final):
            press(writing, "report", section="summary", text=writing.summary_draft)
    else:
        bound_text(writing, "Summary", sections["summary"], "report", {"section": "summary"}, height=300, off=final)
    bound_text(
        writing, "More for the overview, if you like", sections.get("overview", ""), "report", {"section": "overview"},
        height=100, off=final,
    )  # fmt: skip
    st.header("What was said of each question")
    st.caption("A question without words that was not shown on the room's screen prints as *Not discussed*.")
    for one in writing.questions:
        label = f"{one.text} ({one.group}{', shown to the room' if one.shown else ''})".replace("*", "∗")
        bound_text(
            writing, label, sections.get(f"question:{one.id}", ""), "report", {"section": f"question:{one.id}"},
            height=80, off=final,
        )  # fmt: skip


# ---- phase and comments ----------------------------------------------------------------------------------------------


def _phase(writing: Writing) -> None:
    written = writing.written
    st.header("How far the report is")
    names = list(PHASES)
    chosen = st.radio(
        "Phase",
        names,
        index=names.index(written.phase),
        format_func=lambda one: PHASES[one].capitalize(),
        horizontal=True,
    )
    remark = st.text_input("Remark for the cover, such as who met", max_chars=400)
    still = writing.still_open() if chosen == "final" != written.phase and writing.has_ended else ()
    if still:
        st.warning("This is still open. A final report takes no more words until it is set back.")
        for line in still:
            st.text(line)
    label = "Set to final all the same" if still else "Set the phase"
    if st.button(label, disabled=not writing.has_ended or chosen == written.phase):
        press(writing, "report", phase=chosen, text=remark)
    st.header("Agency comments")
    for one in written.comments:
        with st.container(border=True, key=f"comment-{one.id}"):
            st.text(f"{one.id} · {one.agency}{f' · {one.about}' if one.about else ''}\n{one.text}")
            rest = {"id": one.id, "comment": one.text, "agency": one.agency, "about": one.about}
            bound_text(writing, f"Answer to {one.id}", one.answer, "report", rest, field="answer", height=80)
    with st.form("comment", border=True):
        agency = st.text_input("Agency", max_chars=200)
        about = st.text_input("About (a page, a finding, an objective)", max_chars=200)
        text = st.text_area("Comment", max_chars=4_000)
        sent = st.form_submit_button("Add the comment")
    if sent:
        press(writing, "report", comment=text, agency=agency, about=about)
