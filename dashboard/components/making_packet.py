"""Step 5: a dry run alone, and everything that can be printed of the draft."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.components.making_fields import keep
from dashboard.components.making_opening import rehearse, rehearsed
from dashboard.web.house import PREFIX
from simulator.errors import SimulatorError
from simulator.exports.packet import Sheet, packet
from simulator.session.making import Built, Draft, settings_of


def show(draft: Draft, found: Built) -> None:
    """The whole step."""
    with st.container(border=True, key="mk-card-dry"):
        st.html(
            "<h2>Dry run</h2><p>Ten minutes alone at the desk: take each step once, and look whether words and times "
            "are what you want. It is listed as a dry run, and counts nowhere.</p>"
        )
        with st.container(horizontal=True):
            rehearse(draft, found, key="mk-dry-run-here")
            if rehearsed(draft):
                st.button("Open the last one", key="mk-dry-last", on_click=_last, args=(draft,))
        if found.unnamed:
            st.caption("The places on step 2 have to be named first.")
    with st.container(border=True, key="mk-card-packet"):
        st.html(
            "<h2>The packet</h2><p>As the draft is now. Every page says THIS IS AN EXERCISE, and carries the label "
            "of the plan.</p>"
        )
        if not found.may_open or found.bundle is None:
            st.markdown("There is something to print once the scenario can be opened.")
            return
        for sheet in packet():
            _line(draft, found, sheet)


def _last(draft: Draft) -> None:
    stream = str(draft.values["rehearsal"])
    st.switch_page("views/start.py", query_params={"exercise": stream.removeprefix(PREFIX), "draft": draft.name})


def _line(draft: Draft, found: Built, sheet: Sheet) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"mk-sheet-{sheet.name}"):
        st.html(f"<b>{escape(sheet.title)}</b> <small>for {escape(sheet.for_whom)}: {escape(sheet.what)}</small>")
        st.download_button(
            f"Save {sheet.file}", data=lambda: _made(draft, found, sheet), file_name=sheet.file,
            key=f"mk-save-{sheet.name}", on_click=_printed, args=(draft, sheet.name),
        )  # fmt: skip


def _made(draft: Draft, found: Built, sheet: Sheet) -> bytes:
    """Made when it is asked for; a sentence instead of the file where it cannot be."""
    assert found.bundle is not None
    try:
        return sheet.make(found.bundle, settings_of(draft))
    except SimulatorError as error:
        return f"This could not be made: {error}".encode()


def _printed(draft: Draft, name: str) -> None:
    had = list(draft.values.get("packet") or ())
    if name not in had:
        keep(draft, {"packet": [*had, name]})
