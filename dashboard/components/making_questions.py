"""Step 4: the questions of each part, and the objectives with how each is measured."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.components.making_fields import area, keep, text
from simulator.model.scenario import Module
from simulator.session.making import Built, Draft, next_name
from simulator.session.making.course import course_of
from simulator.session.making.measures import measured_by, within_of
from simulator.session.making.opened import version_of


def show(draft: Draft, found: Built) -> None:
    """The whole step."""
    if found.author is None:
        with st.container(border=True, key="mk-card-questions"):
            st.markdown("Choose a scenario first: it brings its questions.")
        return
    for module in found.author.scenario.modules:
        with st.container(border=True, key=f"mk-card-part-{module.id}"):
            st.html(
                f"<h2>Questions: {escape(module.title)}</h2>"
                "<p>One at a time is put to the room; the others are probes.</p>"
            )
            _part(draft, module, found)
    with st.container(border=True, key="mk-card-objectives"):
        st.html("<h2>Objectives</h2><p>What the exercise wants to see, and how it is measured.</p>")
        _objectives(draft, found)


def _part(draft: Draft, module: Module, found: Built) -> None:
    here = f"question.{module.id}"
    for n, question in enumerate(module.questions):
        out = f"{here}.{n}.left_out"
        if draft.values.get(out):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button("Take it in again", key=f"mk-in-{module.id}-{n}", on_click=keep, args=(draft, {out: False}))
                st.html(f'<span class="mk-away">{escape(question.text)} <span class="mk-tag">left out</span></span>')
            continue
        words, act = st.columns([6, 1.2], gap="small", vertical_alignment="bottom")
        with words:
            text(
                draft,
                f"{here}.{n}.text",
                f"{question.group.capitalize()}",
                author=question.text,
                wrong=found.wrong,
                most=400,
            )
        with act:
            st.button("Leave out", key=f"mk-qout-{module.id}-{n}", on_click=keep, args=(draft, {out: True}))
    added = draft.values.get(f"{here}.added") or ()
    for name in added:
        text(draft, f"{here}.{name}.text", "A question of our own", wrong=found.wrong, most=400)
    st.button("Add a question", key=f"mk-ask-{module.id}", on_click=_add, args=(draft, here))


def _add(draft: Draft, here: str) -> None:
    added = list(draft.values.get(f"{here}.added") or ())
    keep(draft, {f"{here}.added": [*added, next_name(added, "Q")]})


def _objectives(draft: Draft, found: Built) -> None:
    assert found.author is not None
    course = course_of(found.author, version_of(draft.values))
    for one in found.author.scenario.objectives:
        area(draft, f"objective.{one.id}.text", one.capability or one.id, author=one.text, wrong=found.wrong, height=68)
        words, limit = st.columns([4, 1.2], gap="small", vertical_alignment="center")
        with words:
            st.caption(f"Measured by {measured_by(found.author, one, course)}")
        if one.measure.within_ms is not None:
            with limit:
                text(draft, f"objective.{one.id}.within", "within", author=within_of(one), wrong=found.wrong, most=8,
                     hint="minutes and seconds, 01:30")  # fmt: skip
