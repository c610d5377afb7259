"""*Make mine*: the frame of the page. Six steps, each left at any time; on the right what it costs and what is open."""

from __future__ import annotations

import datetime as dt
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components import (
    making_messages,
    making_packet,
    making_people,
    making_questions,
    making_room,
    making_school,
)
from dashboard.components.making_aside import aside
from dashboard.components.making_drafts import list_drafts
from dashboard.components.making_fields import drafts, keep, key_of, look_again
from dashboard.components.making_steps import STEPS, show_steps
from dashboard.components.making_typing import keep_while_typing
from dashboard.components.visitor import strip
from simulator.analysis.words import typed
from simulator.errors import NotFound
from simulator.session.making import Built, Draft, built
from simulator.session.making.looking import unfinished

STYLE = Path(__file__).resolve().parent.parent / "static" / "making.css"
_SHOWS = (
    making_school.show, making_people.show, making_messages.show, making_questions.show, making_packet.show,
    making_room.show,
)  # fmt: skip


def show_plan() -> None:
    """The draft in the address, at its step; without one, those that there are."""
    draft = _draft()
    if draft is None:
        strip("Make mine")
        list_drafts()
        return
    st.html(STYLE)
    news = look_again(draft)
    found = built(draft.values)
    label = found.bundle.plan.school.sensitivity if found.bundle is not None else ""
    saved = dt.datetime.fromtimestamp(draft.saved_wall_ms / 1000).strftime("%H:%M:%S")
    strip("Make mine · draft, nobody else sees this yet", f"saved {saved}" + (f" · {label}" if label else ""))
    with st.container(key="making"):
        _head(draft, found)
        step = show_steps(draft, unfinished(found, draft.values))
        with st.container(key="mk-told"):  # always there: nothing below moves, and no field is made anew
            _tell(draft, news)
        main, side = st.columns([2.7, 1], gap="small")
        with main, st.container(key="making-main"):
            with st.container(key="mk-problems"):
                _problems(found)
            _SHOWS[step - 1](draft, found)
        with side:
            aside(draft, found, step, STEPS)
    keep_while_typing()


def _draft() -> Draft | None:
    name = st.query_params.get("draft", "")
    try:
        draft = drafts().read(f"draft:{name}") if name else None
    except NotFound as error:
        st.warning(str(error))
        return None
    return draft


def _head(draft: Draft, found: Built) -> None:
    title = draft.text("title") or (found.bundle.scenario.title if found.bundle is not None else "An exercise of ours")
    school = found.bundle.plan.school.name if found.bundle is not None else "No school chosen yet"
    start = "" if "start" in found.wrong else draft.text("start")
    when = ", ".join(one for one in (_day(draft.text("date")), start, draft.text("room")) if one)
    words = f"{escape(school)} &nbsp;·&nbsp; {escape(when or 'no date yet')}"
    st.html(f'<h1 class="mk-title">{escape(title)}</h1><p class="mk-sub">{words}</p>')


def _day(text: str) -> str:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day:%A} {day.day} {day:%B %Y}"


def _tell(draft: Draft, news: dict[str, Any]) -> None:
    """What other windows did, and what could not be kept, in a sentence each."""
    if said := st.session_state.pop("making_said", None):
        st.warning(said)
    if news:
        names = ", ".join(name.replace("_", " ").replace(".", " ") for name in list(news)[:4])
        st.info(f"Another window has changed: {names}. Here it stands as it is there.")
    instead = st.session_state.get("making_instead")
    if instead and instead["draft"] == draft.stream:
        names = ", ".join(name.replace("_", " ").replace(".", " ") for name in instead["theirs"])
        st.warning(f"Another window had changed the same meanwhile: {names}. What you typed now stands.")
        with st.container(horizontal=True):
            st.button("Take theirs", on_click=_take_theirs, args=(draft, instead["theirs"]))
            st.button("Keep mine", on_click=lambda: st.session_state.pop("making_instead", None))


def _take_theirs(draft: Draft, theirs: dict[str, Any]) -> None:
    keep(draft, theirs)
    for name in theirs:
        st.session_state.pop(key_of(draft, name), None)
    st.session_state.pop("making_instead", None)


def _problems(found: Built) -> None:
    if not found.problems:
        return
    lines = [line[:1].upper() + line[1:] for line in found.problems[:6]]
    if found.bundle is None and len(found.texts) > 1:
        lines.insert(0, "This scenario and this floor plan do not go together yet. Choose another, or mend the file:")
    st.warning("\n\n".join(typed(line, 400) for line in lines))
