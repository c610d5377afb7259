// What all phones share: the head with the clock, the fields of an action, the content note, and text that is never lost.

import { button, h, put, show } from "./desk_dom.js";
import { act, clockText, unsent } from "./live.js";

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
  const chevrons = h("div", { class: "chev", "aria-hidden": "true" });
  const node = h("header", { class: "top" }, h("div", { class: "strip" }, stamp, right),
    h("div", { class: "hd" }, clock, h("div", { role: "status" }, word, sub)), chevrons);
  const tick = (view) => put(clock, clockText(view));
  return {
    node,
    tick,
    patch(view, words) {
      const [name, more] = view.clock.started || view.clock.state === "stopped" ? STATES[view.clock.state] : ["HELD", "before it begins"];
      const moving = view.clock.state === "moving";
      put(stamp, view.stamp);
      put(right, words ?? `version ${view.exercise.version}`);
      put(word, name);
      put(sub, more);
      clock.className = `clock num ${moving ? "moving" : view.clock.state === "ended" ? "" : "held"}`; // the bars say held, and the end is not
      show(chevrons, moving);
      tick(view);
    },
  };
}

// ---- what is typed

const drafts = new Map(); // what is kept on this page, by its name
const DRAFT_OF = { note: () => "note", decide: () => "say", hot_wash: (args) => `wash-${args.sort}` };

/** What keeps a text while it is typed, in this browser, until it was sent: a reload loses nothing. */
export function kept(token, name, field) {
  const key = `hotwash:typed:${token}:${name}`;
  const write = (words) => remember(key, words);
  field.value = recall(key);
  field.addEventListener("input", () => write(field.value));
  const made = {
    clear: () => { field.value = ""; write(""); },
    /** Put back what was refused, unless something else was typed since. */
    giveBack: (words) => { if (words && !field.value.trim()) { field.value = words; write(words); } },
  };
  drafts.set(name, made);
  return made;
}

/** Keep a short text in this browser; without words it is dropped. */
export function remember(key, words) {
  try {
    if (words) localStorage.setItem(key, words);
    else localStorage.removeItem(key);
  } catch {
    /* a private window may refuse to keep anything: then it is kept in this page only */
  }
}

export function recall(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** Send what was typed. From here on it stands among what is not sent yet, under its own key: the field is free at once. */
export function sendTyped(typed, name, args) {
  const answer = act(name, args);
  typed.clear();
  return answer;
}

/** For `onAnswer`: a refusal puts the words back where they were typed, even in a page that was opened since. */
export function takeBack(answer, one) {
  if (!answer.ok) drafts.get(DRAFT_OF[one.act]?.(one.args))?.giveBack(one.args.text ?? one.args.words ?? one.args.says);
}

/** How much is on this phone and not sent yet, in words; empty where all is sent. */
export function pending(node, name = "entry", names = "entries") {
  const count = unsent();
  put(node, count ? `${count} ${count === 1 ? name : names} on this phone, not sent yet` : "");
  show(node, count > 0);
}

export const refusedOr = (answer, words) => (answer.ok ? words ?? answer.say : `Not possible. ${answer.refused}`);

/** A form that takes the place of the page: its title, what belongs in it, what is said of it, and the thumb's buttons. */
export function makeSheet(title, parts, { send, look = "primary", onSubmit, onClose }) {
  const says = h("p", { class: "answer", role: "status" });
  const heading = h("h2", { tabindex: "-1" }, title);
  const submit = h("button", { type: "submit", class: `btn ${look}` }, send);
  const node = h("form", { class: "form", hidden: true, "aria-label": title, onsubmit: (event) => { event.preventDefault(); onSubmit(); } },
    h("div", { class: "fill" }, heading, ...parts), h("div", { class: "foot" }, says, h("div", { class: "acts" }, submit, button("Back", onClose, { look: "wide" }))));
  const tell = (words = "", refused = false) => {
    put(says, words);
    says.classList.toggle("refused", refused);
  };
  return { node, tell, submit, focus: () => heading.focus() };
}

// ---- the fields of an action

/** The fields of an action, as controls with names; `values()` gives what was chosen. */
export function makeFields(wanted) {
  const controls = wanted.map((one) => ({ one, ...(one.kind === "choices" ? several(one) : single(one)) }));
  return {
    nodes: controls.map((control) => control.node),
    values: () => Object.fromEntries(controls.map(({ one, value }) => [one.name, value()]).filter(([, value]) => value.length)),
    missing: () => controls.find(({ one, value }) => one.needed && !value().length)?.one.label ?? null,
  };
}

const titleOf = (one) => (one.needed ? one.label : `${one.label}, if it matters`);

function single(one) {
  const input = one.kind === "choice"
    ? h("select", { name: one.name }, h("option", { value: "" }, one.needed ? "choose" : "–"), ...one.options.map((option) => h("option", { value: option.value }, option.label)))
    : h("input", { name: one.name, autocomplete: "off", maxlength: 500 });
  return { node: h("label", {}, titleOf(one), input), value: () => input.value.trim() };
}

/** Several of a list: rows to tick, in a box that scrolls. */
function several(one) {
  const rows = one.options.map((option) => h("label", { class: "tick" }, h("input", { type: "checkbox", name: one.name, value: option.value }), h("span", {}, option.label)));
  const node = h("fieldset", {}, h("legend", {}, titleOf(one)), h("div", { class: "ticks", tabindex: "0", role: "group", "aria-label": one.label }, ...rows));
  return { node, value: () => [...node.querySelectorAll("input:checked")].map((input) => input.value) };
}

// ---- the content note

/** The content note, once for each seat, before anything else is read; `onRead` opens the page. */
export function makeGate(token, onRead) {
  const key = `hotwash:noted:${token}`;
  const content = h("p", { class: "big" });
  const support = h("p");
  const node = h("section", { class: "gate", hidden: true, "aria-label": "Before you begin" }, h("h1", { tabindex: "-1" }, "Before you begin"), content, support,
    button("I have read this", () => { remember(key, "yes"); show(node, false); onRead(); }, { look: "primary" }));
  return {
    node,
    /** Show what is to be read; says whether it still is. */
    patch(view) {
      const open = recall(key) !== "yes" && !node.dataset.read;
      put(content, view.exercise.content_note);
      put(support, supportOf(view));
      show(node, open);
      return open;
    },
    read: () => { node.dataset.read = "yes"; },
  };
}

/** Where to go and whom to talk to, as set up; else what holds for everyone. */
export function supportOf(view) {
  const { quiet_room: room, support_person: person, support } = view.exercise;
  return [room && `Quiet room: ${room}.`, person && `Support: ${person}.`].filter(Boolean).join(" ") || support;
}
