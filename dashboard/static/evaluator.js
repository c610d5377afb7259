// An evaluator's phone: one objective at a time; the open step has three answers; notes stay here until they are sent.

import { button, h, keyed, put, set, show, sign } from "./desk_dom.js";
import { act, connect, every, scenarioMs } from "./live.js";
import { contentNote, kept, makeHead, pending } from "./phone_parts.js";

const ANSWERS = [["seen", "Seen", "met"], ["differently", "Differently", "differently"], ["not_seen", "Not seen", "missed"]];
const MARKS = { seen: "met", differently: "differently", not_seen: "missed", not_tested: "not_tested" };
const RATINGS = [["P", "Performed without challenges"], ["S", "Performed with some challenges"], ["M", "Performed with major challenges"], ["U", "Unable to be performed"]];

export function mount(root, { token }) {
  const page = makeEvaluator(token);
  root.replaceChildren(page.node);
  const seat = connect(token, page.paint, { onAnswer: page.count });
  const ticking = every(250, page.tick);
  return () => {
    seat.close();
    ticking();
  };
}

function makeEvaluator(token) {
  const head = makeHead();
  const note = h("div");
  const capability = h("span", { class: "cap" });
  const place = h("span", { class: "cap" });
  const title = h("h1");
  const steps = h("div", { "aria-live": "polite" });
  const later = h("p", { class: "pend" });
  const words = h("textarea", { name: "note", rows: 3, maxlength: 4000 });
  const typed = kept(token, "note", words);
  const says = h("p", { class: "answer", role: "status" });
  const left = h("p", { class: "pend", role: "status" });
  const send = button("Send the note", () => keep());
  const rating = h("div", { class: "rate", role: "group", "aria-label": "Rating after play" });
  const back = button("", () => go(-1));
  const on = button("", () => go(1));
  const number = h("span", { class: "num" });
  const node = h("div", { class: "phone" }, head.node, note,
    h("section", {}, h("div", { style: { display: "flex", justifyContent: "space-between", gap: "10px" } }, capability, place), title, steps, later),
    h("section", {}, h("label", {}, "What you saw, about conditions", words), says, send, left, rating),
    h("div", { class: "room" }), h("div", { class: "foot" }, h("div", { class: "nav" }, back, number, on)));
  let view = null;
  let at = 0;
  const marks = new Map(); // the time marked for a step, until its answer is sent

  const go = (by) => {
    at = Math.min(Math.max(0, at + by), view.objectives.length - 1);
    paint(view);
  };
  const keep = async () => {
    if (!words.value.trim()) return;
    const answer = await act("note", { text: words.value.trim(), about: view.objectives[at]?.id ?? "" });
    put(says, answer.ok ? answer.say : `Not possible. ${answer.refused}`);
    if (answer.ok) typed.clear();
  };
  const answerWith = async (step, seen) => {
    const at_ms = marks.get(step.id);
    const answer = await act("seen", { expect: step.id, seen, ...(at_ms === undefined ? {} : { at_ms }) });
    put(says, answer.ok ? "" : `Not possible. ${answer.refused}`);
  };
  const count = () => pending(left);

  const paint = (next) => {
    if (!view) note.replaceWith(contentNote(token, next));
    view = next;
    head.patch(view, "Evaluator");
    const objective = view.objectives[at];
    if (!objective) {
      put(title, "This exercise has no objectives to watch.");
      return;
    }
    put(capability, objective.capability ?? "");
    put(place, `${at + 1} of ${view.objectives.length}`);
    put(title, objective.text);
    const open = objective.steps.find((one) => !one.seen)?.id;
    keyed(steps, objective.steps, (one) => `${objective.id} ${one.id}`, (one) => makeStep(one, marks, answerWith, () => view), (made, one) => made.patch(one, one.id === open));
    put(later, objective.later ? `${objective.later} more may come with later messages.` : objective.steps.length ? "" : "Nothing to look for has come up yet.");
    rating.replaceChildren(h("span", {}, view.may_rate ? "Rating" : "Rating after play"), ...RATINGS.map(([letter, meaning]) => {
      const chosen = objective.rating?.rating === letter;
      const one = h("button", { type: "button", class: `btn ${chosen ? "chosen" : ""}`, title: meaning, "aria-label": `${letter}: ${meaning}`, "aria-pressed": String(chosen), disabled: !view.may_rate, onclick: () => act("rate", { objective: objective.id, rating: letter, text: "" }) }, letter);
      return one;
    }));
    turn(back, at > 0, `Objective ${at}`);
    turn(on, at < view.objectives.length - 1, `Objective ${at + 2}`);
    put(number, String(at + 1));
    count();
  };
  const turn = (one, there, name) => {
    put(one.querySelector("span"), there ? name : "–");
    set(one, "disabled", !there);
  };
  return { node, paint, count, tick: () => view && head.tick(view) };
}

function makeStep(step, marks, answerWith, viewNow) {
  const mark = h("span");
  const words = h("span");
  const plan = h("p", { class: "pl" });
  let now = step;
  const three = h("div", { class: "three" }, ...ANSWERS.map(([value, label, look]) => {
    const one = button(label, () => answerWith(now, value), { sign: look });
    one.dataset.value = value;
    return one;
  }));
  const marked = h("span");
  const time = h("div", { class: "mark" }, button("Mark the time now", () => {
    const view = viewNow();
    marks.set(now.id, Math.floor(Math.max(0, scenarioMs(view))));
    put(marked, "marked, observed");
  }), marked);
  const node = h("div", { class: "step" }, h("p", { class: "t" }, mark, words), plan, three, time);
  node.patch = (one, open) => {
    now = one;
    sign(mark, one.seen ? MARKS[one.seen] : "open", { label: one.seen ? one.seen.replace("_", " ") : "not answered yet" });
    put(words, one.words);
    put(plan, [`From ${one.from}.`, one.at ? `Observed at ${one.at}.` : "", one.proposed ? `The log says, ${one.proposed.said}: ${one.proposed.words}` : ""].filter(Boolean).join(" "));
    for (const answer of three.children) {
      answer.classList.toggle("chosen", answer.dataset.value === one.seen);
      set(answer, "aria-pressed", String(answer.dataset.value === one.seen));
    }
    node.classList.toggle("open", open);
    show(time, open);
  };
  return node;
}
