"""The checks of a planned drill: a form for what has been said of it, and the verdict with its sources."""

from __future__ import annotations

import re
from collections.abc import Mapping

import streamlit as st

from simulator import session
from simulator.drills import HEADS, Verdict, finding_in_words, gate
from simulator.errors import Refused
from simulator.model.bundle import Bundle
from simulator.model.drill import Drill
from simulator.session.drill_forms import QUESTIONS, DrillQuestion, drill_of_form

NOT_SAID = "not said"


def checks(bundle: Bundle) -> Drill | None:
    """The drill that the form plans, with what the checks say of it; None where the form cannot be understood."""
    answers = {one.name: st.query_params[f"d.{one.name}"] for one in QUESTIONS if f"d.{one.name}" in st.query_params}
    try:
        drill = drill_of_form(bundle, answers)
        wrong = None
    except Refused as refused:
        drill, wrong = None, str(refused)
    _form(drill or drill_of_form(bundle, {}), answers)
    if wrong is not None or drill is None:
        st.warning(wrong)
        return None
    _say(gate(drill, session.drill_rules()))
    return drill


def _form(drill: Drill, answers: Mapping[str, str]) -> None:
    with st.expander("What has been planned and said", expanded=not answers), st.form("checks"):
        given: dict[str, str] = {}
        columns = st.columns(4)
        for column, part in zip(columns, dict.fromkeys(one.part for one in QUESTIONS), strict=True):
            with column:
                st.markdown(f"**{part}**")
                given |= {one.name: _answer(one, drill, answers) for one in QUESTIONS if one.part == part}
        if st.form_submit_button("Check it"):
            for name, answer in given.items():
                if answer:
                    st.query_params[f"d.{name}"] = answer
                elif f"d.{name}" in st.query_params:
                    del st.query_params[f"d.{name}"]
            st.rerun()


def _answer(one: DrillQuestion, drill: Drill, answers: Mapping[str, str]) -> str:
    """What somebody answers; what the scenario says of itself stands there already."""
    said = drill.model_fields_set
    known = answers.get(one.name) or _as_text(getattr(drill, one.name) if one.name in said else None)
    key = f"check-{one.name}"
    match one.asks:
        case "yes_no" | "choice":
            options = ["", *(("yes", "no") if one.asks == "yes_no" else one.options)]
            at = options.index(known) if known in options else 0
            return st.selectbox(
                one.label, options, index=at, key=key, format_func=lambda text: _plain(text) or NOT_SAID
            )
        case "several":
            chosen = [text for text in known.split(",") if text in one.options]
            return ",".join(st.multiselect(one.label, one.options, default=chosen, key=key, format_func=_plain))
        case _:
            return st.text_input(one.label, value=known, key=key, max_chars=200)


def _by_labels(right: str) -> str:
    """What would help, with the form's questions in place of a drill file's keys."""
    for one in QUESTIONS:
        right = re.sub(rf"(?<!\w){one.name}: ?", f"“{one.label}” ", right)
    return right


def _plain(text: str) -> str:
    return text.replace("_", " ")


def _as_text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ",".join(map(str, value))
        case None:
            return ""
        case _:
            return str(value)


def _say(verdict: Verdict) -> None:
    """The answer, then each finding: what was found, why, what would make it right, and by which source."""
    {"ok": st.success, "warn": st.info, "refuse": st.error}[verdict.answer](HEADS[verdict.answer])
    for finding in verdict.findings:
        head, why, right, source = finding_in_words(finding)
        with st.container(border=True):
            st.text(head)
            st.text(f"{why}\n{_by_labels(right)}")
            st.caption(source.replace("*", "∗").replace("_", " "))
