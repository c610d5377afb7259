// Say what you do: one of the role's actions with what belongs to it, or any sentence; and a note to oneself.

import { button, h, put, show } from "./desk_dom.js";
import { act, ask } from "./live.js";
import { kept, makeFields, makeSheet, refusedOr, sendTyped } from "./phone_parts.js";

const PATIENCE_MS = 1500;
const PEACE_MS = 500;
const MOST_FIRST = 6;
const later = (ms) => new Promise((resolve) => setTimeout(() => resolve(null), ms));

/** The form that takes the page's place. `done(words)` closes it; `tell` says what came of it when that came late. */
export function makeSay(token, { done, back, tell }) {
  const question = h("p", { class: "ask small" });
  const chips = h("div", { class: "chips", role: "group", "aria-label": "What you do" });
  const fields = h("div", { class: "fields" });
  const words = h("textarea", { name: "words", rows: 2, maxlength: 2000 });
  const label = h("span");
  const typed = kept(token, "say", words);
  const sheet = makeSheet("Say what you do", [question, chips, fields, h("label", {}, label, words)], { send: "Say it", onSubmit: () => go(), onClose: back });
  let actions = [];
  let chosen = null;
  let form = makeFields([]);
  let busy = false;
  let more = false; // whether all actions are offered, or those that belong to this role's part
  let turn = 0; // of several read-backs, the last counts

  const choose = (one) => {
    chosen = one;
    form = makeFields(chosen?.fields ?? []);
    fields.replaceChildren(...form.nodes);
    paint();
    readBack();
  };
  const paint = () => {
    const few = actions.filter((one) => one.first).slice(0, MOST_FIRST);
    const short = !more && few.length > 0 && few.length < actions.length;
    const offered = (short ? few : actions).map((one) => button(one.label, () => choose(one)));
    if (short) offered.push(button(`More… (${actions.length - few.length})`, () => { more = true; paint(); }, { look: "more" }));
    const picked = chosen && [h("span", { class: "picked" }, chosen.label), button("Something else", () => choose(null))];
    chips.replaceChildren(...(picked ?? offered));
    put(label, chosen ? "In your own words, if you like" : "Or in your own words");
  };
  const wanted = () => {
    const text = words.value.trim();
    return chosen ? { action: chosen.action, fields: form.values(), words: text } : { action: "record", says: text };
  };
  /** What would stand in the log, before it is said; the server reads it back, and nothing of what would follow. */
  const readBack = () => {
    const mine = ++turn;
    sheet.tell();
    if ((!chosen && !words.value.trim()) || form.missing()) return;
    setTimeout(async () => {
      if (mine !== turn || busy) return;
      const answer = await ask("read_back", wanted());
      if (mine === turn && !busy) sheet.tell(answer.ok ? answer.say : refusedOr(answer), !answer.ok);
    }, PEACE_MS);
  };
  const go = async () => {
    const text = words.value.trim();
    if (busy) return;
    turn += 1;
    if (!chosen && !text) return sheet.tell("Choose what you do, or write a sentence.", true);
    const lacks = form.missing();
    if (lacks) return sheet.tell(`Still to choose: ${lacks}.`, true);
    busy = true;
    sheet.tell("Sending.");
    const sent = sendTyped(typed, "decide", wanted());
    const answer = await Promise.race([sent, later(PATIENCE_MS)]);
    busy = false;
    if (answer && !answer.ok) return sheet.tell(refusedOr(answer), true);
    more = false;
    choose(null);
    done(answer ? answer.say : "");
    if (!answer) sent.then((answered) => tell(refusedOr(answered), !answered.ok));
  };
  paint();
  for (const one of [fields, words]) one.addEventListener("input", readBack);
  return {
    node: sheet.node,
    focus: sheet.focus,
    patch(view) {
      put(question, view.question);
      show(question, view.question);
    },
    offer(offered) {
      actions = offered;
      paint();
    },
  };
}

/** A note to oneself, to be read again in the hot wash. */
export function makeNote(token, { done, back }) {
  const words = h("textarea", { name: "note", rows: 4, maxlength: 2000 });
  const typed = kept(token, "note", words);
  const list = h("ul", { class: "rows" });
  const sheet = makeSheet("Note to self", [h("label", {}, "For the hot wash; the facilitator can read it too", words), list], {
    send: "Keep the note", onClose: back,
    onSubmit: async () => {
      const text = words.value.trim();
      if (!text) return sheet.tell("Write something first.", true);
      const answer = await Promise.race([sendTyped(typed, "note", { text }), later(PATIENCE_MS)]);
      if (answer && !answer.ok) return sheet.tell(refusedOr(answer), true);
      sheet.tell();
      done(answer ? answer.say : "");
    },
  });
  return {
    node: sheet.node,
    focus: () => words.focus(),
    patch: (view) => list.replaceChildren(...(view.notes ?? []).map((one) => h("li", {}, h("span", { class: "num" }, one.said), h("span", {}, one.text)))),
  };
}

/** Raise or take down the own hand. */
export function makeHand(done) {
  let up = false;
  const node = button("Raise hand", async () => done(refusedOr(await act("hand", { up: !up }))), { sign: "hand" });
  return {
    node,
    patch(view) {
      up = view.hand;
      put(node.querySelector("span"), up ? "Take hand down" : "Raise hand");
      node.classList.toggle("chosen", up);
    },
  };
}
