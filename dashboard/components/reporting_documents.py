"""The improvement plan out and back in, and the report's documents to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from dashboard.components.reporting_fields import forget_fields
from dashboard.web.house import the_house
from simulator.errors import Refused
from simulator.exports.aar.plan_table import HEAD, Change, plan_rows
from simulator.exports.aar.writing import Writing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _today() -> dt.datetime:
    return dt.datetime.fromtimestamp(the_house().now_ms() / 1000)


def improvement_plan(writing: Writing) -> None:
    """The table as it stands, the spreadsheet of it, and an edited one read back."""
    rows = plan_rows(writing.written)
    if rows:
        st.dataframe([dict(zip(HEAD, row, strict=True)) for row in rows], hide_index=True)
    else:
        st.caption("No corrective action is written down yet.")
    st.download_button(
        "The improvement plan for Excel", writing.plan_sheet, writing.file_name("improvement-plan", "xlsx"), XLSX,
        on_click="ignore",
    )  # fmt: skip
    st.header("Read an edited plan back")
    st.caption(
        "The spreadsheet, or the whole report as edited in Word. Nothing changes until you have seen what would."
    )
    given = st.file_uploader("Word or Excel file", type=["docx", "xlsx"])
    if given is None:
        return
    try:
        changes = writing.differences(given.name, given.getvalue())
    except Refused as refused:
        st.warning("Nothing was read: mend these places in the file, and give it again.")
        for line in str(refused).splitlines():
            st.text(line)
        return
    if not changes:
        st.success("The file says what is written down already.")
        return
    for one in changes:
        st.text(one.said)
    _offered(writing, changes, given.name, given.getvalue())


def _offered(writing: Writing, changes: Sequence[Change], name: str, data: bytes) -> None:
    """What can be taken over, with what cannot be of its dates; rows that are gone only if somebody says so."""
    lost = [one.id for one in changes if one.is_gone]
    off = bool(lost) and st.checkbox(f"Take {', '.join(lost)} off the report too (in the log they stay)")
    count = len(changes) - (0 if off else len(lost))
    odd = writing.doubted(changes)
    if odd:
        st.warning("Look at these dates before you take them over.")
        for line in odd:
            st.text(line)
    if count and st.button(f"Take these over{' all the same' if odd else ''} ({count})", type="primary"):
        _take(writing, name, data, gone=off)


def _take(writing: Writing, name: str, data: bytes, *, gone: bool) -> None:
    """What is taken over is read once more, as the log may have grown since it was shown."""
    refused = writing.take_changes(writing.differences(name, data), the_house().now_ms(), gone=gone)
    if refused is not None:
        st.warning(refused)
        return
    forget_fields(writing)
    st.rerun()


def documents(writing: Writing) -> None:
    """The report in both editions, and the evaluation guides. Each is made when it is asked for."""
    st.caption(
        "Each is made anew from the log when you press it. All pages carry THIS IS AN EXERCISE, label and version."
    )
    st.download_button(
        "After-Action Report, confidential (Word)", lambda: writing.report("confidential", _today()),
        writing.file_name("aar-confidential", "docx"), DOCX, type="primary", on_click="ignore",
    )  # fmt: skip
    st.download_button(
        "After-Action Report, public edition (Word)", lambda: writing.report("public", _today()),
        writing.file_name("aar-public", "docx"), DOCX, on_click="ignore",
    )  # fmt: skip
    st.caption(
        "The public edition has no names, no plan of the building, and nothing that concerns locks, keys, cameras or "
        "where people were in danger. Read it before you give it away: it cannot know what your sentences give away."
    )
    st.download_button(
        "Evaluation guides, filled (Word)", lambda: writing.guides(_today()), writing.file_name("eeg", "docx"), DOCX,
        on_click="ignore",
    )  # fmt: skip
