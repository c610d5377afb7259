// A participant's phone: who and where I am, what reached me, the room's question, what I know, and what I do.

import { button, h, keyed, put, set, shape, show } from "./desk_dom.js";
import { act, ask, connect, every } from "./live.js";
import { makeHotWash } from "./phone_hotwash.js";
import { contentNote, fetchFixed, kept, makeFields, makeHead, pending } from "./phone_parts.js";

const SHOWN = 3;
const OWN = { done: "done", doing: "being done", refused: "could not be done", withdrawn: "taken back", corrected: "corrected" };

export function mount(root, { token }) {
  const page = makePhone(token);
  root.replaceChildren(page.node);
  const seat = connect(token, page.paint, { onAnswer: page.count });
  fetchFixed(token).then((fixed) => page.offer(fixed.actions ?? []));
  const ticking = every(250, page.tick);
  return () => {
    seat.close();
    ticking();
  };
}

function makePhone(token) {
  const head = makeHead();
  const sign = h("span");
  const title = h("h1");
  const card = h("ul");
  const role = h("div", { class: "who" }, sign, title);
  const about = h("details", {}, h("summary", {}, "Role card"), card);
  const note = h("div");
  const news = h("section", { "aria-live": "polite", "aria-label": "Messages for you" });
  const older = h("details", {}, h("summary", {}, "Earlier messages"));
  const question = h("p", { class: "ask" });
  const forRoom = h("section", {}, h("p", { class: "cap" }, "For the room"), question);
  const known = h("ul", { class: "rows" });
  const knows = h("section", {}, h("p", { class: "cap" }, "What you know"), known);
  const did = h("ul", { class: "rows" });
  const own = h("section", {}, h("p", { class: "cap" }, "What you did"), did);
  const say = makeSay(token);
  const wash = makeHotWash(token);
  const hand = button("Raise hand", () => act("hand", { up: hand.dataset.up !== "yes" }), { sign: "hand" });
  const jot = makeNote(token);
  const open = button("Say what you do", () => say.open(), { look: "primary" });
  const left = h("p", { class: "pend", role: "status" });
  const help = h("p", { class: "help" });
  const foot = h("div", { class: "foot" }, h("div", { class: "acts" }, open, hand, jot.button), left, help);
  const node = h("div", { class: "phone" }, head.node, note, role, about, news, older, forRoom, knows, own, wash.node,
    h("div", { class: "room" }), jot.node, say.node, foot);
  let view = null;
  const count = () => pending(left);

  const paint = (next) => {
    if (!view) note.replaceWith(contentNote(token, next));
    view = next;
    head.patch(view);
    shape(sign, view.role.discipline);
    put(title, view.role.title);
    card.replaceChildren(...view.role.card.map((line) => h("li", {}, line)));
    messages(view);
    put(question, view.question);
    show(forRoom, view.question);
    rows(known, view.knows, (one) => [one.said, `${one.fact}: ${one.value}`, [one.via, one.from && `from the ${one.from.toLowerCase()}`].filter(Boolean).join(", ")]);
    if (!view.knows.length) known.replaceChildren(h("li", {}, h("span"), h("span", {}, "Nothing has been said to you yet.")));
    rows(did, view.own, (one) => [one.said, one.words, [OWN[one.state], one.state === "refused" || one.state === "" ? one.why : ""].filter(Boolean).join(": ")]);
    show(own, view.own.length);
    put(hand.querySelector("span"), view.hand ? "Take hand down" : "Raise hand");
    hand.dataset.up = view.hand ? "yes" : "no";
    hand.classList.toggle("chosen", view.hand);
    const over = view.exercise.ended;
    show(open, !over);
    if (over) say.close();
    wash.patch(view);
    put(help, [view.exercise.quiet_room && `Quiet room: ${view.exercise.quiet_room}.`, view.exercise.support_person && `Support: ${view.exercise.support_person}.`].filter(Boolean).join(" ") || view.exercise.support);
    count();
  };

  const messages = (next) => {
    const make = (one) => h("div", { class: "msg" }, h("p", { class: "cap" }, `Message for you${one.via ? `, ${one.via}` : ""}, ${one.said}`), h("p", { class: "say" }, `“${one.text}”`));
    keyed(news, next.messages.slice(0, 1), (one) => one.n, make);
    if (!next.messages.length) news.replaceChildren(h("p", { class: "cap" }, next.clock.started ? "Nothing has reached you yet." : "The exercise has not begun yet."));
    const rest = next.messages.slice(1);
    const holder = older.lastElementChild.tagName === "DIV" ? older.lastElementChild : older.appendChild(h("div"));
    keyed(holder, rest.slice(0, 30), (one) => one.n, make, (made) => made.classList.add("old"));
    set(older, "open", older.open);
    show(older, rest.length);
    put(older.firstElementChild, `Earlier messages (${rest.length})`);
  };

  return { node, paint, count, offer: say.offer, tick: () => view && head.tick(view) };
}

function rows(list, items, wordsOf) {
  list.replaceChildren(...items.map((one) => {
    const [when, words, more] = wordsOf(one);
    return h("li", {}, h("span", { class: "num" }, when), h("span", {}, words, more ? h("small", {}, more) : null));
  }));
}

/** Say what you do: one of the role's actions with what belongs to it, or any sentence. */
function makeSay(token) {
  const chips = h("div", { class: "chips" });
  const fields = h("div", { style: { display: "contents" } });
  const words = h("textarea", { name: "words", rows: 2, maxlength: 2000 });
  const typed = kept(token, "say", words);
  const says = h("p", { class: "answer", role: "status" });
  const send = h("button", { type: "submit", class: "btn primary" }, "Say it");
  const node = h("form", { class: "form", hidden: true, "aria-label": "Say what you do", onsubmit: (event) => { event.preventDefault(); go(); } },
    h("h2", { tabindex: "-1" }, "Say what you do"), chips, fields, h("label", {}, "In your own words, if you like", words), says,
    h("div", { class: "acts" }, send, button("Close", () => close())));
  let actions = [];
  let chosen = null;
  let form = makeFields([]);

  const choose = (one) => {
    chosen = chosen === one ? null : one;
    form = makeFields(chosen?.fields ?? []);
    fields.replaceChildren(...form.nodes);
    offer(actions);
    tell();
  };
  const offer = (offered) => {
    actions = offered;
    chips.replaceChildren(...actions.map((one) => h("button", { type: "button", class: `btn ${one === chosen ? "chosen" : ""}`, "aria-pressed": String(one === chosen), onclick: () => choose(one) }, one.label)));
  };
  const wanted = () => (chosen ? { action: chosen.action, fields: form.values(), words: words.value.trim() } : { action: "record", says: words.value.trim() });
  const tell = (text = "", refused = false) => {
    put(says, refused && text ? `Not possible. ${text}` : text);
    says.classList.toggle("refused", refused);
  };
  const close = () => show(node, false);
  const go = async () => {
    if (!chosen && !words.value.trim()) return tell("Choose what you do, or write a sentence.");
    const lacks = form.missing();
    if (lacks) return tell(`Still to choose: ${lacks}.`);
    send.disabled = true;
    tell("Sending.");
    try {
      const answer = await act("decide", wanted());
      tell(answer.ok ? answer.say : answer.refused, !answer.ok);
      if (!answer.ok) return;
      typed.clear();
      choose(chosen);
      tell(answer.say);
    } finally {
      send.disabled = false;
    }
  };
  return { node, offer, close, open: () => { show(node, node.hidden); if (!node.hidden) { node.scrollIntoView({ block: "end" }); node.querySelector("h2").focus(); } } };
}

/** A note to oneself, for the hot wash; it goes into the log. */
function makeNote(token) {
  const words = h("textarea", { name: "note", rows: 2, maxlength: 2000 });
  const typed = kept(token, "note", words);
  const says = h("p", { class: "answer", role: "status" });
  const node = h("form", { class: "form", hidden: true, "aria-label": "Note", onsubmit: async (event) => {
    event.preventDefault();
    if (!words.value.trim()) return;
    const answer = await act("note", { text: words.value.trim() });
    put(says, answer.ok ? answer.say : `Not possible. ${answer.refused}`);
    if (answer.ok) typed.clear();
  } }, h("label", {}, "Note for the hot wash", words), says, h("div", { class: "acts" }, h("button", { type: "submit", class: "btn" }, "Keep it"), button("Close", () => show(node, false))));
  return { node, button: button("Note", () => { show(node, node.hidden); if (!node.hidden) words.focus(); }) };
}
