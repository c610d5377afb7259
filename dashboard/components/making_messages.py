"""Step 3: the messages by time; each can be changed, made core or spare, or left out. Nothing vanishes."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.components.making_fields import area, keep, segments, several, text
from simulator.live.words import VIA, title_of
from simulator.model.bundle import Bundle
from simulator.session.making import Built, Draft, Line, next_name
from simulator.session.making.course import told_lines
from simulator.session.making.messages import VIAS
from simulator.session.making.opened import version_of

SORTS = {"core": "Core", "spare": "Spare"}
MARKS = {"core": "○", "spare": "◇", "only_if_needed": "◇"}
SORT_WORDS = {"core": "core", "spare": "spare", "only_if_needed": "only if needed"}


def show(draft: Draft, found: Built) -> None:
    """The whole step: the list, and the message that is being changed beneath its line."""
    with st.container(border=True, key="mk-card-messages"):
        st.html(
            "<h2>Messages, in the order of time</h2>"
            "<p>Core messages come in any case, spare ones if there is time. What is left out stays listed, and can "
            "be released on the day all the same. “About” is one possible course, in which everybody acts by the "
            "plan.</p>"
        )
        if found.bundle is None:
            st.markdown("Choose a scenario first: it brings its messages.")
            return
        opened = st.session_state.get("making_message")
        for line in told_lines(found.bundle, draft.values, version_of(draft.values)):
            _row(draft, line, found, opened == line.id)
        st.button("Add a message", key="mk-add", on_click=_add, args=(draft, found.bundle))


def _row(draft: Draft, line: Line, found: Built, is_open: bool) -> None:
    state = "out" if line.left_out else line.sort
    with st.container(key=f"mk-msg-{state}-{line.id}"):
        when, what, act = st.columns([1.2, 5, 1.4], gap="small", vertical_alignment="center")
        with when:
            st.html(f'<span class="mk-time">{escape(line.said)}<small>{escape(line.after)}</small></span>')
        with what:
            out = ' <span class="mk-tag">left out</span>' if line.left_out else ""
            bad = ' <span class="mk-tag loud">look again</span>' if _is_wrong(found, line.id) else ""
            mark = f'<span aria-hidden="true">{MARKS[line.sort]}</span>'
            st.html(
                f'<span class="mk-what">{mark} <b>{escape(line.title)}</b>{out}{bad}'
                f"<small>message {line.n} · {SORT_WORDS[line.sort]} · to {escape(line.to_words)}"
                f"{'' if line.timed else ' · ' + escape(line.trigger)}</small></span>"
            )
        with act:
            words = "Close" if is_open else "Change"
            st.button(words, key=f"mk-change-{line.id}", on_click=_toggle, args=(line.id, is_open))
        if is_open:
            _form(draft, line, found)


def _is_wrong(found: Built, name: str) -> bool:
    return any(field.startswith(f"message.{name}.") for field in found.wrong)


def _toggle(name: str, is_open: bool) -> None:
    st.session_state["making_message"] = None if is_open else name


def _form(draft: Draft, line: Line, found: Built) -> None:
    assert found.bundle is not None
    here, wrong = f"message.{line.id}", found.wrong
    with st.container(key=f"mk-form-{line.id}"):
        first, second = st.columns([2.4, 1], gap="small")
        with first:
            text(draft, f"{here}.synopsis", "Title", author=line.title, wrong=wrong, most=120)
        with second:
            if line.timed:
                text(draft, f"{here}.at", "Time", author=line.said, wrong=wrong, most=12,
                     hint="10:44:30, or +02:30 after the beginning")  # fmt: skip
            else:
                st.html(f'<p class="mk-note">Comes {escape(line.trigger)}</p>')
        area(draft, f"{here}.text", "Read aloud", author=line.text, wrong=wrong)
        roles = {name: title_of(found.bundle.scenario, name) for name in found.bundle.scenario.roles}
        several(draft, f"{here}.to", "To", roles, draft.values.get(f"{here}.to") or line.to, wrong)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            ways = {
                one: VIA.get(one, one) for one in (*VIAS, *((line.via,) if line.via and line.via not in VIAS else ()))
            }
            segments(draft, f"{here}.via", "How it comes", ways, line.via or "in_person", hidden=False)
            if line.sort != "only_if_needed":
                segments(draft, f"{here}.core", "Core or spare", SORTS, line.sort, hidden=False)
        if line.expects:
            st.html(f'<p class="mk-note">Expected: {escape("; ".join(line.expects))}.</p>')
        words = "Take it in again" if line.left_out else "Leave it out"
        st.button(words, key=f"mk-out-{line.id}", on_click=keep, args=(draft, {f"{here}.left_out": not line.left_out}))


def _add(draft: Draft, bundle: Bundle) -> None:
    """A message of one's own, at the beginning until it has a time."""
    added = list(draft.values.get("messages_added") or ())
    name = next_name([*(inject.id for inject in bundle.scenario.injects), *added], "N")
    keep(draft, {"messages_added": [*added, name]})
    st.session_state["making_message"] = name
