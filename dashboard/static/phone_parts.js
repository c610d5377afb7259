// What all phones share: the head with the clock, rows, the fields of an action, and text that is kept while it is typed.

import { h, put, show } from "./desk_dom.js";
import { clockText, unsent } from "./live.js";

const STATES = {
  held: ["HELD", "for discussion"], moving: ["MOVING", "time goes on"], ended: ["ENDED", "play is over"],
  stopped: ["STOPPED", "real emergency"],
};

/** Stamp, clock and state; `right` stands at the strip's end. */
export function makeHead() {
  const stamp = h("b");
  const right = h("span", { class: "r" });
  const clock = h("span", { class: "clock num" });
  const word = h("b");
  const sub = h("span", { class: "sub" });
  const node = h("header", { class: "top" }, h("div", { class: "strip" }, stamp, right),
    h("div", { class: "hd" }, clock, h("div", { role: "status" }, word, sub)));
  const tick = (view) => put(clock, clockText(view));
  return {
    node,
    tick,
    patch(view, words) {
      const [name, more] = STATES[view.clock.state];
      put(stamp, view.stamp);
      put(right, words ?? `version ${view.exercise.version}`);
      put(word, view.clock.started ? name : "HELD");
      put(sub, view.clock.started ? more : "before it begins");
      clock.className = `clock num ${view.clock.state === "moving" ? "moving" : "held"}`;
      tick(view);
    },
  };
}

/** What keeps a text while it is typed, in this browser, until it was sent: a reload loses nothing. */
export function kept(token, name, field) {
  const key = `hotwash:typed:${token}:${name}`;
  const read = () => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return "";
    }
  };
  const write = (words) => {
    try {
      if (words) localStorage.setItem(key, words);
      else localStorage.removeItem(key);
    } catch {
      /* a private window may refuse to keep anything: then it is kept in this page only */
    }
  };
  field.value = read();
  field.addEventListener("input", () => write(field.value));
  return { clear: () => { field.value = ""; write(""); }, set: (words) => { field.value = words; write(words); } };
}

/** How much is on this phone and not sent yet, in words; empty where all is sent. */
export function pending(node) {
  const count = unsent();
  put(node, count ? `${count} ${count === 1 ? "entry" : "entries"} on this phone, not sent yet` : "");
  show(node, count > 0);
}

/** The fields of an action, as controls with names; `values()` gives what was chosen. */
export function makeFields(wanted) {
  const controls = wanted.map((one) => [one, control(one)]);
  return {
    nodes: controls.map(([one, input]) => h("label", {}, one.needed ? one.label : `${one.label}, if it matters`, input)),
    values() {
      const found = {};
      for (const [one, input] of controls) {
        const value = one.many ? [...input.selectedOptions].map((option) => option.value).filter(Boolean) : input.value.trim();
        if (value.length) found[one.name] = value;
      }
      return found;
    },
    missing: () => controls.find(([one, input]) => one.needed && !input.value)?.[0].label ?? null,
  };
}

function control(one) {
  if (one.kind !== "choice") return h("input", { name: one.name, autocomplete: "off", maxlength: 500 });
  const options = one.options.map((option) => h("option", { value: option.value }, option.label));
  if (one.many) return h("select", { name: one.name, multiple: true, size: Math.min(5, Math.max(2, options.length)) }, ...options);
  return h("select", { name: one.name }, h("option", { value: "" }, one.needed ? "choose" : "–"), ...options);
}

/** Everything that does not change in an exercise: the plan's lines, and what this seat can choose. */
export async function fetchFixed(token) {
  for (;;) {
    try {
      const answer = await fetch(`/live/plan.json?seat=${encodeURIComponent(token)}`);
      if (answer.ok) return await answer.json();
      if (answer.status === 403) return {};
    } catch {
      /* not connected: ask again */
    }
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

/** The content note, once for each seat; then the page. */
export function contentNote(token, view) {
  const key = `hotwash:noted:${token}`;
  const node = h("div", { class: "note", role: "note" });
  let seen = false;
  try {
    seen = localStorage.getItem(key) === "yes";
  } catch {
    /* shown again after a reload */
  }
  if (seen) return show(node, false);
  const press = () => {
    try {
      localStorage.setItem(key, "yes");
    } catch {
      /* as above */
    }
    show(node, false);
  };
  node.append(h("p", { style: { margin: "0 0 8px" } }, view.exercise.content_note),
    h("p", { style: { margin: "0 0 8px" } }, view.exercise.support), h("button", { type: "button", class: "btn", onclick: press }, "I have read this"));
  return node;
}
