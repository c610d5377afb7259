"""Objectives: the log's evidence beside what a person makes of it and how they rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.components.reporting_fields import bound_text, save, show_refusal
from simulator.analysis.words import typed
from simulator.exports.aar.content import RATINGS, STATES
from simulator.exports.aar.writing import Writing

RINGS = {"seen": "●", "differently": "◐", "not_seen": "○", "not_tested": "◌"}
LONGEST = 400


def objectives(writing: Writing) -> None:
    """One card for each objective: evidence on the left, a person's words and rating on the right."""
    st.caption(
        "The log proposes evidence and rates nothing. ● seen  ◐ seen differently  ○ not seen  ◌ not tested. "
        "P performed without challenges, S with some, M with major challenges, U unable to be performed."
    )
    for one in writing.evidence["objectives"]:
        with st.container(border=True, key=f"objective-{one['id']}"):
            st.markdown(
                f"**{typed(one['id'])}  {typed(one['text'], LONGEST)}**  \n{typed(one.get('capability') or '')}"
            )
            left, right = st.columns(2)
            with left:
                _evidence(one)
            with right:
                _judgement(writing, one)


def _evidence(one: Mapping[str, Any]) -> None:
    for step in one["steps"]:
        came = step.get("came") or STATES[step["state"]]
        lines = [f"{RINGS[step['state']]} **{typed(step['words'], LONGEST)}**: {came}. "
                 f"{typed(step.get('how') or '', LONGEST)}"]  # fmt: skip
        lines += [
            f"- {found['said']} {typed(found['words'], LONGEST)} _{found['provenance'].replace('_', ' ')}_"
            for found in step.get("evidence", [])
        ]
        lines += [
            f"- {note.get('said') or ''} evaluator: “{typed(note['text'], LONGEST)}” _observed_"
            for note in step.get("notes", []) if note.get("text")
        ]  # fmt: skip
        st.markdown("\n".join(lines))
    if one.get("proposed"):
        st.caption(f"The log suggests: {typed(one['proposed'], LONGEST)}")


def _judgement(writing: Writing, one: Mapping[str, Any]) -> None:
    written, name = writing.written, one["id"]
    judged, final = written.judgements.get(name), written.phase == "final"
    key = f"{writing.exercise.stream}|judge|{name}|rating"
    st.session_state.setdefault(key, judged.rating if judged else None)
    st.segmented_control(
        f"Rating of {name}, by a person", list(RATINGS), key=key, disabled=final or not writing.has_ended,
        on_change=_rated, args=(writing, name, key), help="; ".join(RATINGS.values()),
    )  # fmt: skip
    show_refusal(key)
    given = written.ratings.get(name, ())
    if given:
        st.caption(f"Evaluators gave {', '.join(given)}.")
    words = judged.text if judged else ""
    bound_text(writing, f"Judgement of {name}", words, "judge", {"objective": name}, height=140, off=final)


def _rated(writing: Writing, name: str, key: str) -> None:
    save(writing, "judge", key, objective=name, rating=st.session_state[key] or "")
