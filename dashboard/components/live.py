"""A live page as a component: its module comes from /live/static, its views over the event stream."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

Module = Literal["desk", "phone", "evaluator", "hotwash", "debrief", "drill"]

_JS = """
const here = new WeakMap();  // what is mounted in which place: Streamlit calls again whenever the page's script has run

// Where the server is away, Streamlit lays a dialog over the page and makes all else inert. What is done here is kept
// until the server is back, and live.js says so: the dialog is closed at once.
function unblock() {
  const close = document.querySelector("[data-testid=stDialog] button");
  if (close) close.click();
}

export default function (component) {
  const place = component.parentElement;
  const { token } = component.data;
  if (here.get(place)?.token === token) return;
  here.get(place)?.end();
  const app = document.querySelector("[data-testid=stApp]");
  const root = document.createElement("div");
  root.className = "hw-root";
  const dark = () => {
    const colour = getComputedStyle(app ?? document.body).backgroundColor;
    const [r, g, b] = (colour.match(/[0-9.]+/g) ?? [255, 255, 255]).map(Number);
    if (r + g + b < 384) root.setAttribute("data-theme", "dark");
    else root.removeAttribute("data-theme");
  };
  const sheets = ["tokens.css", "base.css", "MODULE.css"].map((name) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("/live/static/" + name, location.origin).href;
    return link;
  });
  const watch = new MutationObserver(dark);
  const calm = new MutationObserver(unblock);
  calm.observe(document.body, { childList: true });
  if (app) watch.observe(app, { attributes: true, attributeFilter: ["class", "style"] });
  dark();
  place.append(...sheets, root);
  let unmount = null;
  const end = () => {
    watch.disconnect();
    calm.disconnect();
    unmount?.();
    for (const one of [root, ...sheets]) one.remove();
    here.delete(place);
  };
  here.set(place, { token, end });
  import(new URL("/live/static/MODULE.js", location.origin).href).then(
    (module) => { unmount = module.mount(root, { token, host: place }) ?? null; },
    () => { root.textContent = "This page could not be loaded from the server. Press F5 to try again."; },
  );
}
"""

MODULES: tuple[Module, ...] = ("desk", "phone", "evaluator", "hotwash", "debrief", "drill")
_COMPONENTS: dict[Module, Any] = {
    module: st.components.v2.component(f"hotwash_{module}", js=_JS.replace("MODULE", module)) for module in MODULES
}


def live_page(module: Module, token: str) -> None:
    """Mount a live page for a seat; nothing that happens in it runs the page's script again."""
    _COMPONENTS[module](key=f"live-{module}", data={"token": token}, height="content")
