// A participant's phone: who and where I am, what reached me, the room's question, what I know, and what I do.

import { button, h, keyed, put, set, shape, show } from "./desk_dom.js";
import { connect, every, fetchFixed } from "./live.js";
import { makeHotWash } from "./phone_hotwash.js";
import { makeGate, makeHead, pending, supportOf, takeBack } from "./phone_parts.js";
import { makeHand, makeNote, makeSay } from "./phone_say.js";

const MOST_OLD = 30;
const SAID_MS = 8000;
const OWN = { done: "done", doing: "being done", refused: "could not be done", withdrawn: "taken back", corrected: "corrected" };

export function mount(root, { token }) {
  const page = makePhone(token);
  root.replaceChildren(page.node);
  const seat = connect(token, page.paint, {
    onAnswer: takeBack,
    onState: (state) => page.node.classList.toggle("away", state === "waiting" || state === "gone"),
  });
  fetchFixed(token).then((fixed) => page.offer(fixed.actions ?? []));
  const ticking = every(250, page.tick);
  return () => {
    seat.close();
    ticking();
  };
}

function makePhone(token) {
  const head = makeHead();
  const who = makeWho();
  const news = makeMessages();
  const question = h("p", { class: "ask" });
  const forRoom = h("section", {}, h("p", { class: "cap" }, "For the room"), question);
  const knows = makeRows("What you know");
  const call = makeCall();
  const own = makeRows("What you did");
  const notes = makeRows("Your notes");
  const wash = makeHotWash(token);
  const said = h("p", { class: "answer", role: "status" });
  let fading = null;
  const tell = (words, refused = false) => {
    put(said, words);
    said.classList.toggle("refused", refused);
    show(said, words);
    clearTimeout(fading);
    if (words && !refused) fading = setTimeout(() => tell(""), SAID_MS);
  };
  const home = () => turn("home");
  const done = (words, refused) => {
    home();
    tell(words, refused);
  };
  const hand = makeHand(tell);
  const sheets = { say: makeSay(token, { done, back: home, tell }), note: makeNote(token, { done, back: home }) };
  const open = button("Say what you do", () => turn("say"), { look: "primary" });
  const left = h("p", { class: "pend", role: "status" });
  const help = h("p", { class: "help" });
  const acts = h("div", { class: "acts" }, open, hand.node, button("Note to self", () => turn("note"), { sign: "pencil" }));
  const foot = h("div", { class: "foot" }, said, acts, left, help);
  const gate = makeGate(token, () => { gate.read(); home(); });
  const body = h("div", { class: "body" }, who.node, wash.node, news.node, forRoom, call.node, knows.node, own.node, notes.node);
  const room = h("div", { class: "room" });
  const node = h("div", { class: "phone" }, head.node, gate.node, body, room, sheets.say.node, sheets.note.node, foot);
  let view = null;
  let at = "home";

  const turn = (to) => {
    at = to;
    if (to === "say" || !said.classList.contains("refused")) tell(""); // a refusal that came late waits to be read
    arrange();
    sheets[to]?.focus();
    node.scrollIntoView({ block: "start" });
  };
  /** One thing at a time: the content note, a form, or the page. */
  const arrange = () => {
    if (!view) return; // what was being typed opens again before the first view is there
    const reading = gate.patch(view);
    show(body, !reading && at === "home");
    show(sheets.say.node, !reading && at === "say");
    show(sheets.note.node, !reading && at === "note");
    show(room, reading || at === "home");
    show(foot, reading || at === "home");
    show(acts, !reading);
  };
  const paint = (next) => {
    view = next;
    const over = view.exercise.ended;
    head.patch(view);
    who.patch(view);
    news.patch(view);
    put(question, view.question);
    show(forRoom, view.question && !over);
    knows.patch(view.knows, (one) => [one.said, `${capital(one.fact)}: ${one.value}`, [one.via, one.from && `from the ${one.from.toLowerCase()}`].filter(Boolean).join(", ")], "Nothing has been said to you yet.");
    call.patch(view.call ?? null);
    own.patch(view.own, (one) => [one.said, one.words, [OWN[one.state], one.state === "refused" || one.state === "" ? one.why : ""].filter(Boolean).join(": ")]);
    notes.patch(over ? view.notes ?? [] : [], (one) => [one.said, one.text, ""]);
    hand.patch(view);
    wash.patch(view);
    sheets.say.patch(view);
    sheets.note.patch(view);
    show(open, !over);
    if (over && at === "say") at = "home";
    put(help, supportOf(view));
    arrange();
  };
  const tick = () => {
    if (view) head.tick(view);
    pending(left);
  };
  return { node, paint, offer: sheets.say.offer, tick };
}

/** Role, and its card: open until play begins, then to be looked up. */
function makeWho() {
  const sign = h("span");
  const title = h("h1");
  const card = h("ul", { class: "card-lines" });
  const more = h("button", { type: "button", class: "link", onclick: () => turn(card.hidden) }, "Role card");
  const turn = (on) => {
    more.dataset.touched = "yes";
    show(card, on);
    set(more, "aria-expanded", String(!card.hidden));
  };
  return {
    node: h("div", {}, h("div", { class: "who" }, sign, title, more), card),
    patch(view) {
      shape(sign, view.role.discipline);
      put(title, view.role.title);
      const lines = [...view.role.card, view.seat_name && `You sit here as ${view.seat_name}.`, view.role.by_plan && "This role acts by the plan at the moment."].filter(Boolean);
      keyed(card, lines, (line) => line, (line) => h("li", {}, line));
      if (more.dataset.touched) return;
      show(card, !view.clock.started);
      set(more, "aria-expanded", String(!view.clock.started));
    },
  };
}

/** What reached this role: what came at the latest moment stands large, the rest is to be opened. */
function makeMessages() {
  const news = h("div", { "aria-live": "polite" });
  const none = h("p", { class: "cap" });
  const count = h("summary");
  const holder = h("div");
  const older = h("details", {}, count, holder);
  const make = (one) => h("div", { class: "msg" }, h("p", { class: "cap" }, `Message for you${one.via ? `, ${one.via}` : ""}, ${one.said}`), h("p", { class: "say" }, `“${one.text}”`));
  return {
    node: h("section", { "aria-label": "Messages for you" }, news, none, older),
    patch(view) {
      const latest = view.messages.filter((one) => one.said === view.messages[0].said);
      const rest = view.messages.slice(latest.length);
      keyed(news, latest, (one) => one.n, make);
      keyed(holder, rest.slice(0, MOST_OLD), (one) => one.n, (one) => { const made = make(one); made.classList.add("old"); return made; });
      put(none, view.clock.started ? "No message has reached you yet." : "The exercise has not begun yet.");
      show(none, !view.messages.length);
      put(count, `Earlier messages (${rest.length})`);
      show(older, rest.length);
    },
  };
}

/** A dispatcher's call form: what callers have said, and what nobody has said yet. */
function makeCall() {
  const head = h("p", { class: "cap" });
  const list = h("ul", { class: "rows" });
  const rest = h("p", { class: "not-said" });
  const node = h("section", { "aria-label": "Call form", hidden: true }, head, list, rest);
  return {
    node,
    patch(call) {
      show(node, call);
      if (!call) return;
      put(head, call.calls ? `Call form · ${call.calls} ${call.calls === 1 ? "call" : "calls"} answered, the latest ${call.latest}` : "Call form");
      list.replaceChildren(...call.said.map((one) => h("li", {}, h("span", { class: "num" }, one.said), h("span", {}, `${capital(one.fact)}: ${one.value}`))));
      put(rest, call.not_said.length ? `Nobody has said yet: ${call.not_said.join(", ")}.` : call.calls ? "" : "No call has been answered yet.");
      show(rest, rest.textContent);
    },
  };
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function makeRows(title) {
  const list = h("ul", { class: "rows" });
  const node = h("section", {}, h("p", { class: "cap" }, title), list);
  return {
    node,
    patch(items, wordsOf, none) {
      list.replaceChildren(...items.map((one) => {
        const [when, words, more] = wordsOf(one);
        return h("li", {}, h("span", { class: "num" }, when), h("span", {}, words, more ? h("small", {}, more) : null));
      }), ...(items.length || !none ? [] : [h("li", { class: "none" }, none)]));
      show(node, items.length || none);
    },
  };
}
