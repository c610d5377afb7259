// What our own pages begin with: the seat from the address or from a code, then the page's own module.

import { h } from "./elements.js";
import { emergency } from "./over.js";

const root = document.getElementById("root");
const page = root.dataset.page;
const asked = new URLSearchParams(location.search);

if (page === "stopped") emergency(true);
else if (asked.get("seat")) sit(asked.get("seat"));
else if (asked.get("code")) join(asked.get("code"));
else form("");

async function sit(token) {
  const { mount } = await import("./projector.js");
  root.replaceChildren();
  mount(root, { token, page });
}

async function join(code) {
  let answer;
  try {
    answer = await (await fetch("/live/join", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code }) })).json();
  } catch {
    return form("The server cannot be reached. Try again.", code);
  }
  if (!answer.ok) return form(answer.refused || "This code is for a participant: open the page /seat with it.", code);
  const here = new URL(answer.url, location.origin);
  if (here.pathname !== location.pathname) return void location.replace(here);
  history.replaceState(null, "", here); // F5 comes back to this seat
  sit(answer.seat);
}

function form(refused, code = "") {
  const input = h("input", { id: "code", name: "code", autocomplete: "off", autocapitalize: "characters", value: code, required: true, maxlength: "40" });
  root.replaceChildren(h("main", { class: "door" },
    h("p", { class: "door-stamp" }, "THIS IS AN EXERCISE"),
    h("h1", {}, page === "projector" ? "Projector" : "Observer"),
    h("form", { onsubmit: (event) => { event.preventDefault(); join(input.value.trim()); } },
      h("label", { for: "code" }, "Code for this screen"), input,
      h("button", { class: "btn primary" }, "Open the screen"),
      h("p", { role: "alert" }, refused))));
  input.focus();
}
