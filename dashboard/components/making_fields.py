"""The fields of *Make mine*: each keeps what was typed in the draft's log at once, and shows what the log says.

Streamlit's session holds widgets only: the name of the window, and up to which entry it has seen the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from secrets import token_hex
from typing import Any

import streamlit as st

from dashboard.web.house import the_house
from simulator.errors import SimulatorError
from simulator.session.making import Draft, Drafts

PAUSE = "700ms"
"""After so long without a key, what was typed is kept."""
TAB = "making_tab"


def drafts() -> Drafts:
    """The drafts of the store that this server has open."""
    found: Drafts = the_house().live.drafts()
    return found


def tab() -> str:
    """The name of this window: what another one has changed is told."""
    name: str = st.session_state.setdefault(TAB, f"tab-{token_hex(4)}")
    return name


def key_of(draft: Draft, field: str) -> str:
    """The widget of a field; also its class in the page's style."""
    return f"mk-{draft.name}-{field}".replace(".", "-")


def _seen(draft_name: str) -> str:
    return f"making_seen_{draft_name}"


def look_again(draft: Draft) -> dict[str, Any]:
    """What other windows have changed since this one last looked; its own fields show it from now on."""
    seen = st.session_state.get(_seen(draft.name))
    news = {
        name: draft.values[name] for name, (seq, who) in draft.by.items()
        if seen is not None and seq > seen and who != tab()
    }  # fmt: skip
    for name in news:
        st.session_state.pop(key_of(draft, name), None)
        st.session_state.pop(f"shown-{key_of(draft, name)}", None)
    st.session_state[_seen(draft.name)] = draft.seq
    return news


def keep(draft: Draft, changes: Mapping[str, Any]) -> None:
    """Put values into the draft; what another window has put there meanwhile is told, and not lost."""
    basis = st.session_state.get(_seen(draft.name), draft.seq)
    try:
        saved = drafts().save(draft.stream, changes, tab(), f"mk-{token_hex(12)}", basis, the_house().now_ms())
    except SimulatorError as error:
        st.session_state["making_said"] = str(error)
        return
    if saved.instead_of:
        st.session_state["making_instead"] = {"draft": draft.stream, "theirs": dict(saved.instead_of)}


def _kept(draft: Draft, field: str, read: Callable[[Any], Any]) -> None:
    keep(draft, {field: read(st.session_state.get(key_of(draft, field)))})


def _begin(draft: Draft, field: str, value: Any) -> str:
    """A widget starts from the draft; after that it holds what is typed in it, until another window changes it."""
    key = key_of(draft, field)
    st.session_state.setdefault(key, value)
    return key


def say_wrong(wrong: Mapping[str, str], field: str, until: str = "The author’s choice stays until then.") -> None:
    """The sentence for a field that cannot be understood, and what stands until then; what was typed stays in it."""
    if field in wrong:
        words = wrong[field][:1].upper() + wrong[field][1:]
        st.html(f'<p class="mk-wrong" role="alert">{escape(words)}. {escape(until)}</p>')


def text(
    draft: Draft, field: str, label: str, *, author: str = "", wrong: Mapping[str, str] | None = None,
    hidden: bool = False, most: int = 200, hint: str | None = None, example: str | None = None,
) -> None:  # fmt: skip
    """One line; empty is what the author wrote."""
    key = _begin(draft, field, draft.text(field) or author)
    st.text_input(
        label, key=key, max_chars=most, live=PAUSE, placeholder=example or author or None, help=hint,
        label_visibility="collapsed" if hidden else "visible", on_change=_kept, args=(draft, field, _words),
    )  # fmt: skip
    say_wrong(wrong or {}, field, _until(author))


def _until(author: str) -> str:
    """What stands while a line cannot be understood."""
    if not author:
        return "Nothing is said until then."
    return f"{author if author[:1].isdigit() else f'“{author}”'} stays until then."


def area(
    draft: Draft, field: str, label: str, *, author: str = "", wrong: Mapping[str, str] | None = None,
    height: int = 90, most: int = 4_000,
) -> None:  # fmt: skip
    """Several lines; empty is what the author wrote."""
    key = _begin(draft, field, draft.text(field) or author)
    st.text_area(
        label, key=key, max_chars=most, height=height, placeholder=author or None, on_change=_kept,
        args=(draft, field, _words),
    )  # fmt: skip
    say_wrong(wrong or {}, field, "The author’s words stay until then.")


def _words(value: Any) -> str:
    return str(value or "")


def _as_it_is(value: Any) -> Any:
    return value


def segments(
    draft: Draft, field: str, label: str, options: Mapping[Any, str], value: Any, *, hidden: bool = True,
    wide: bool = False,
) -> None:  # fmt: skip
    """A choice of a few, all of them seen."""
    key = _begin(draft, field, value)
    st.segmented_control(
        label, list(options), required=True, format_func=lambda one: options.get(one, str(one)), key=key,
        label_visibility="collapsed" if hidden else "visible", on_change=_kept, args=(draft, field, _as_it_is),
        width="stretch" if wide else "content",
    )  # fmt: skip


def choice(
    draft: Draft, field: str, label: str, options: Mapping[str, str], value: str | None, *, empty: str = "Choose",
    wrong: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """A choice of many; typing finds what has these letters in a row, and nothing else."""
    key = _begin(draft, field, value if value in options else None)
    st.selectbox(
        label, list(options), format_func=lambda one: options.get(one, str(one)), key=key, placeholder=empty,
        index=None, filter_mode="contains", on_change=_kept, args=(draft, field, _as_it_is),
    )  # fmt: skip
    say_wrong(wrong or {}, field)


def several(
    draft: Draft, field: str, label: str, options: Mapping[str, str], value: Sequence[str],
    wrong: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Some of many, as pills."""
    key = _begin(draft, field, [one for one in value if one in options])
    st.pills(
        label, list(options), selection_mode="multi", format_func=lambda one: options.get(one, str(one)), key=key,
        on_change=_kept, args=(draft, field, list),
    )  # fmt: skip
    say_wrong(wrong or {}, field)


def number(draft: Draft, field: str, label: str, value: int, *, hint: str | None = None) -> None:
    """A whole number from 1."""
    key = _begin(draft, field, value)
    st.number_input(
        label, min_value=1, max_value=1_000_000, step=1, key=key, help=hint, on_change=_kept,
        args=(draft, field, lambda one: int(one or 1)),
    )  # fmt: skip


def yes_no(draft: Draft, field: str, label: str, *, hint: str | None = None) -> None:
    """Something that holds or not."""
    key = _begin(draft, field, bool(draft.values.get(field)))
    st.toggle(label, key=key, help=hint, on_change=_kept, args=(draft, field, bool))


def tick(draft: Draft, name: str, label: str) -> None:
    """A line to be ticked: who did it is asked once on the page, when is noted."""
    field = f"tick.{name}"
    ticked = draft.values.get(field) or {}
    key = _begin(draft, field, bool(ticked.get("on")))
    st.checkbox(label, key=key, on_change=_ticked, args=(draft, field))


def _ticked(draft: Draft, field: str) -> None:
    on = bool(st.session_state.get(key_of(draft, field)))
    keep(draft, {field: {"on": on, "who": draft.text("ticks_by"), "wall_ms": the_house().now_ms()}})
