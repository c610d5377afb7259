"""What is being typed in a box of several lines is kept after a pause, as it is in those of one line."""

from __future__ import annotations

import streamlit as st

_JS = """
// Streamlit keeps a text area when it loses the focus. Here it is told so after a pause, and when the page is left;
// the focus itself stays where it is.
const PAUSE_MS = 700;
let waiting = null, listening = false;
function keep(box) {
  box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
}
function typed(event) {
  const box = event.target;
  if (!(box instanceof HTMLTextAreaElement)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => { waiting = null; if (box.isConnected) keep(box); }, PAUSE_MS);
}
function left() {
  if (waiting === null) return;
  clearTimeout(waiting);
  waiting = null;
  if (document.activeElement instanceof HTMLTextAreaElement) keep(document.activeElement);
}
export default function () {
  if (listening) return;
  listening = true;
  document.addEventListener("input", typed, true);
  document.addEventListener("visibilitychange", left);
  window.addEventListener("pagehide", left);
}
"""
_TYPING = st.components.v2.component("hotwash_typing", js=_JS)


def keep_while_typing() -> None:
    """Mounted once on the page; it shows nothing."""
    _TYPING(key="mk-typing")
