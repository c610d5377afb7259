"""Fields of the report that keep what is typed in the log as soon as one leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.web.house import the_house
from simulator.errors import SimulatorError
from simulator.exports.aar.writing import Writing
from simulator.live.evaluating import DATES

_REFUSED = "report-refused"


def save(writing: Writing, act: str, key: str, **args: Any) -> None:
    """Write a field in the log; where it is refused, the field of that key says why, and its words stay in it."""
    refused = _written(writing, act, args)
    if refused is not None:
        st.session_state[_REFUSED] = (key, refused)


def _written(writing: Writing, act: str, args: Mapping[str, Any]) -> str | None:
    try:
        return writing.act(act, the_house().now_ms(), **args)
    except SimulatorError as error:
        return str(error)


def press(writing: Writing, act: str, **args: Any) -> None:
    """Write what a button says, and show the page anew; where it is refused, why."""
    refused = _written(writing, act, args)
    if refused is None:
        st.rerun()
    st.warning(refused)


def forget_fields(writing: Writing) -> None:
    """Fields take their words from the log again: it was changed by something else than themselves."""
    for key in [one for one in st.session_state if str(one).startswith(f"{writing.exercise.stream}|")]:
        del st.session_state[key]


def show_refusal(key: str) -> None:
    """Why the last change of a field was not taken, right below it, once."""
    if st.session_state.get(_REFUSED, ("", ""))[0] == key:
        st.warning(st.session_state.pop(_REFUSED)[1])


def _key(writing: Writing, act: str, args: Mapping[str, Any], field: str) -> str:
    known = "-".join(str(args[name]) for name in ("id", "objective", "section") if name in args)
    return f"{writing.exercise.stream}|{act}|{known}|{field}"


def _changed(writing: Writing, act: str, args: Mapping[str, Any], field: str, key: str) -> None:
    value = st.session_state[key]
    save(writing, act, key, **{**args, field: "" if value is None else value})
    one = writing.written.finding(str(args.get("id"))) if field in DATES else None
    if one is not None and st.session_state.get(_REFUSED, ("", ""))[0] != key:
        st.session_state[key] = getattr(one, field)  # the field shows how a date was read


def bound_text(
    writing: Writing, label: str, value: str, act: str, args: Mapping[str, Any], *, field: str = "text",
    height: int = 120, off: bool = False,
) -> None:  # fmt: skip
    """A field of several lines whose words are kept when it is left."""
    key = _key(writing, act, args, field)
    st.session_state.setdefault(key, value)
    st.text_area(label, key=key, height=height, disabled=off, on_change=_changed, args=(writing, act, args, field, key))
    show_refusal(key)


def bound_line(
    writing: Writing, label: str, value: str, act: str, args: Mapping[str, Any], field: str, *, off: bool = False,
    hint: str | None = None,
) -> None:  # fmt: skip
    """A field of one line whose words are kept when it is left."""
    key = _key(writing, act, args, field)
    st.session_state.setdefault(key, value)
    st.text_input(
        label, key=key, disabled=off, placeholder=hint, max_chars=200, on_change=_changed,
        args=(writing, act, args, field, key),
    )  # fmt: skip
    show_refusal(key)


def bound_choice(
    writing: Writing, label: str, value: str, choices: Sequence[str], act: str, args: Mapping[str, Any], field: str, *,
    off: bool = False, words: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """One of some words, or none yet."""
    key = _key(writing, act, args, field)
    options = ["", *choices, *([value] if value and value not in choices else [])]
    st.session_state.setdefault(key, value)
    st.selectbox(
        label, options, key=key, disabled=off, on_change=_changed, args=(writing, act, args, field, key),
        format_func=lambda one: (words or {}).get(one, one) or "not yet said",
    )  # fmt: skip
    show_refusal(key)
