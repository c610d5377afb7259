"""Opening the exercise of a draft, or a rehearsal of it, and coming back."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.components.making_fields import keep
from dashboard.web.house import PREFIX, the_house
from simulator.analysis.words import typed
from simulator.errors import SimulatorError
from simulator.session.making import Built, Draft
from simulator.session.making.looking import entries, step_of

ASKED = "making_asked"


def rehearsed(draft: Draft) -> bool:
    """Whether a dry run of this draft was begun."""
    return bool(draft.values.get("rehearsal"))


def open_it(draft: Draft, found: Built, *, primary: bool) -> None:
    """*Open the exercise*: held, with its codes."""
    made = draft.values.get("opened")
    words = "Open the exercise" if not made else "Open it once more"
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    if st.button(words, type=kind, key="mk-open", disabled=not found.may_open):
        if not found.wrong:
            _open(draft, rehearsal=False)
        st.session_state[ASKED] = draft.name
    if st.session_state.get(ASKED) == draft.name and found.wrong:
        _ask(draft, found)


def _ask(draft: Draft, found: Built) -> None:
    """Once, before it is opened with entries that cannot be understood."""
    many = len(found.wrong)
    words = "1 entry needs" if many == 1 else f"{many} entries need"
    st.warning(f"{words} another look: {typed(entries(found), 300)}.")
    with st.container(horizontal=True):
        if st.button("Open with the author’s values", key="mk-open-anyway"):
            st.session_state.pop(ASKED, None)
            _open(draft, rehearsal=False)
        st.button("Look at them", key="mk-look", on_click=_look, args=(found,))


def _look(found: Built) -> None:
    """To the first of them; a message's own form is opened there."""
    st.session_state.pop(ASKED, None)
    field = next(iter(found.wrong))
    if field.startswith("message."):
        st.session_state["making_message"] = field.split(".")[1]
    st.query_params["step"] = str(step_of(field))


def rehearse(draft: Draft, found: Built, *, key: str) -> None:
    """*Dry run*: alone, marked as a rehearsal."""
    if st.button("Dry run", key=key, disabled=not found.may_open):
        _open(draft, rehearsal=True)


def _open(draft: Draft, *, rehearsal: bool) -> None:
    house = the_house()
    try:
        with st.spinner("Opening, held"):
            made = house.open_draft(draft, rehearsal=rehearsal)
    except SimulatorError as error:
        for line in str(error).splitlines():
            st.warning(line[:1].upper() + line[1:])
        return
    keep(draft, {"rehearsal" if rehearsal else "opened": made.stream})
    query = {"exercise": made.stream.removeprefix(PREFIX), "draft": draft.name}
    st.switch_page("views/start.py", query_params=query)
