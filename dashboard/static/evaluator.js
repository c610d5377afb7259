// An evaluator's phone: one objective at a time; the open step has three answers; notes stay here until they are sent.

import { button, h, icon, keyed, put, set, show, sign } from "./desk_dom.js";
import { act, clockTime, connect, every, scenarioMs } from "./live.js";
import { makeHotWash } from "./phone_hotwash.js";
import { kept, makeGate, makeHead, pending, recall, refusedOr, remember, sendTyped, supportOf, takeBack } from "./phone_parts.js";

const ANSWERS = [["seen", "Seen", "met"], ["differently", "Differently", "differently"], ["not_seen", "Not seen", "missed"]];
const MARKS = { seen: "met", differently: "differently", not_seen: "missed", not_tested: "not_tested" };
const SAID = { seen: "seen", differently: "seen differently", not_seen: "not seen", not_tested: "not tested" };
const RATINGS = [["P", "Performed without challenges"], ["S", "Performed with some challenges"], ["M", "Performed with major challenges"], ["U", "Unable to be performed"]];
const SWIPE_PX = 70;

export function mount(root, { token }) {
  const page = makeEvaluator(token);
  root.replaceChildren(page.node);
  const seat = connect(token, page.paint, {
    onAnswer: takeBack,
    onState: (state) => page.node.classList.toggle("away", state === "waiting" || state === "gone"),
  });
  const ticking = every(250, page.tick);
  return () => {
    seat.close();
    ticking();
  };
}

function makeEvaluator(token) {
  const head = makeHead();
  const capability = h("span", { class: "cap" });
  const place = h("span", { class: "cap num" });
  const title = h("h1");
  const steps = h("div", { "aria-live": "polite" });
  const later = h("p", { class: "pend" });
  const notes = makeNotes(token, () => view.objectives[at]?.id ?? "");
  const left = h("p", { class: "pend", role: "status" });
  const rating = makeRating();
  const back = button("", () => go(-1));
  const on = button("", () => go(1));
  const number = h("span", { class: "num" });
  const help = h("p", { class: "help" });
  const wash = makeHotWash(token);
  const gate = makeGate(token, () => { gate.read(); paint(view); });
  const body = h("div", { class: "body" },
    h("section", {}, h("div", { class: "above" }, capability, place), title, steps, later, rating.node),
    h("section", {}, notes.node, left), wash.node);
  const nav = h("div", { class: "nav" }, back, number, on);
  const node = h("div", { class: "phone" }, head.node, gate.node, body, h("div", { class: "room" }), h("div", { class: "foot" }, nav, help));
  const mine = makeAnswers(token, () => view);
  let view = null;
  let at = 0;

  const go = (by) => {
    const next = at + by;
    if (next < 0 || next >= view.objectives.length) return;
    at = next;
    paint(view);
    node.scrollIntoView({ block: "start" });
  };
  const turn = (one, there) => {
    put(one.querySelector("span"), `Objective ${there + 1}`);
    set(one, "disabled", there < 0 || there >= view.objectives.length);
  };
  const paint = (next) => {
    view = next;
    const objective = view.objectives[at];
    const reading = gate.patch(view);
    head.patch(view, "Evaluator");
    show(body, !reading);
    show(nav, !reading && view.objectives.length > 1);
    put(help, supportOf(view));
    wash.patch(view);
    notes.patch(view);
    if (!objective) return void put(title, "This exercise has no objectives to watch.");
    put(capability, objective.capability ?? "Objective");
    put(place, `${at + 1} of ${view.objectives.length}`);
    put(title, objective.text);
    const open = objective.steps.find((one) => !one.seen)?.id;
    keyed(steps, objective.steps, (one) => `${objective.id} ${one.id}`, (one) => makeStep(one, mine), (made, one) => made.patch(one, one.id === open));
    put(later, objective.later ? (view.may_rate ? `${objective.later} more did not come up.` : `${objective.later} more may come with later messages.`) : objective.steps.length ? "" : "There is nothing to look for here yet.");
    show(later, later.textContent);
    rating.patch(objective, view.may_rate);
    turn(back, at - 1);
    turn(on, at + 1);
    put(number, String(at + 1));
  };
  swiped(body, go);
  return {
    node,
    paint,
    tick() {
      if (view) head.tick(view);
      pending(left, "entry", "entries");
    },
  };
}

/** To the side, and not while a field is being used. */
function swiped(node, go) {
  let from = null;
  node.addEventListener("touchstart", (event) => { from = event.target.closest("textarea, input, select") ? null : event.changedTouches[0]; }, { passive: true });
  node.addEventListener("touchend", (event) => {
    if (!from) return;
    const to = event.changedTouches[0];
    const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
    if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) go(dx < 0 ? 1 : -1);
  }, { passive: true });
}

/** Answers and marked times: shown at once, kept until the server has them. */
function makeAnswers(token, viewNow) {
  const waiting = new Map();
  const key = (id) => `hotwash:typed:${token}:mark-${id}`;
  return {
    waiting,
    markOf: (id) => (recall(key(id)) === "" ? null : Number(recall(key(id)))),
    mark(id) {
      remember(key(id), String(Math.floor(Math.max(0, scenarioMs(viewNow())) / 1000) * 1000));
    },
    said: (ms) => clockTime((viewNow().clock.starts_clock_ms || 0) + ms),
    async send(id, seen) {
      waiting.set(id, seen);
      const at_ms = this.markOf(id);
      const answer = await act("seen", { expect: id, seen, ...(at_ms === null ? {} : { at_ms }) });
      if (answer.ok) remember(key(id), "");
      else waiting.delete(id);
      return answer;
    },
  };
}

function makeStep(step, mine) {
  const mark = h("span");
  const words = h("span");
  const plan = h("p", { class: "pl" });
  const says = h("p", { class: "answer", role: "status" });
  const stamp = h("span", { class: "num" });
  const observed = h("span", {}, stamp, " ", icon("observed"), " observed");
  let now = step;
  let open = false;
  const three = h("div", { class: "three", role: "group" }, ...ANSWERS.map(([value, label, look]) => {
    const one = button(label, () => choose(value), { sign: look });
    one.dataset.value = value;
    return one;
  }));
  const time = h("div", { class: "mark" }, button("Mark the time now", () => { mine.mark(now.id); paint(); }), observed);
  const node = h("div", { class: "step" }, h("p", { class: "t" }, mark, words), plan, three, time, says);
  const choose = async (value) => {
    const sent = mine.send(now.id, value);
    paint();
    const answer = await sent;
    put(says, answer.ok ? "" : refusedOr(answer));
    paint();
  };
  const paint = () => {
    if (mine.waiting.get(now.id) === now.seen) mine.waiting.delete(now.id);
    const seen = mine.waiting.get(now.id) ?? now.seen;
    const marked = mine.markOf(now.id);
    sign(mark, seen ? MARKS[seen] : "open", { label: seen ? SAID[seen] : "not answered yet" });
    put(words, now.words);
    put(plan, [`From ${now.from} on.`, now.at ? `Observed at ${now.at}.` : "", now.proposed ? `The log says, ${now.proposed.said}: ${now.proposed.words}` : ""].filter(Boolean).join(" "));
    set(three, "aria-label", now.words);
    for (const answer of three.children) {
      const on = answer.dataset.value === seen;
      answer.classList.toggle("chosen", on);
      set(answer, "aria-pressed", String(on));
    }
    put(stamp, marked === null ? "" : mine.said(marked));
    show(observed, marked !== null);
    node.classList.toggle("open", open);
    show(time, open || marked !== null);
    show(says, says.textContent);
  };
  node.patch = (one, isOpen) => {
    [now, open] = [one, isOpen];
    paint();
  };
  return node;
}

function makeNotes(token, about) {
  const words = h("textarea", { name: "note", rows: 3, maxlength: 4000 });
  const typed = kept(token, "note", words);
  const says = h("p", { class: "answer", role: "status" });
  const list = h("ul", { class: "rows" });
  const count = h("summary");
  const sent = h("details", {}, count, list);
  const go = async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return;
    put(says, "");
    put(says, refusedOr(await sendTyped(typed, "note", { text, about: about() })));
  };
  return {
    node: h("form", { class: "notes", onsubmit: go }, h("label", {}, "What you saw, about conditions", words), h("button", { type: "submit", class: "btn" }, "Send the note"), says, sent),
    patch(view) {
      list.replaceChildren(...view.notes.map((one) => h("li", {}, h("span", { class: "num" }, one.said), h("span", {}, one.text))));
      put(count, `Notes sent (${view.notes.length})`);
      show(sent, view.notes.length);
    },
  };
}

/** P, S, M, U: dashed until play ends; then their meaning stands beside them. */
function makeRating() {
  let objective = null;
  const key = h("p", { class: "rate-key" });
  const label = h("span");
  const letters = RATINGS.map(([letter, meaning]) => h("button", { type: "button", class: "btn", "aria-label": `${letter}: ${meaning}`, onclick: () => act("rate", { objective: objective.id, rating: letter, text: "" }) }, letter));
  return {
    node: h("div", {}, h("div", { class: "rate", role: "group", "aria-label": "Rating after play" }, label, ...letters), key),
    patch(now, mayRate) {
      objective = now;
      put(label, mayRate ? "Rating" : "Rating after play");
      const rated = now.rating?.rating;
      RATINGS.forEach(([letter], n) => {
        set(letters[n], "disabled", !mayRate);
        set(letters[n], "aria-pressed", String(rated === letter));
        letters[n].classList.toggle("chosen", rated === letter);
      });
      put(key, RATINGS.find(([letter]) => letter === rated)?.[1] ?? RATINGS.map(([letter, meaning]) => `${letter} ${meaning.toLowerCase()}`).join(" · "));
      show(key, mayRate);
    },
  };
}
