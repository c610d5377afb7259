// The hot wash for the facilitator or a scribe: by discipline three strengths and three areas to improve, each area with
// an owner and a date before people leave; the parking lot; whom to talk to. What phones send appears as it comes.

import { button, h, keyed, put, set, shape, show } from "./desk_dom.js";
import { act, connect, every, roomTime } from "./live.js";
import { DISCIPLINES, makeFeedback } from "./phone_hotwash.js";
import { kept, makeHead, pending, recall, refusedOr, remember, sendTyped, supportOf } from "./phone_parts.js";

const MOST = 3;
const SORTS = [["strength", "Strengths", "Add a strength"], ["improve", "Areas to improve", "Add an area to improve"]];
const ISO = /^\d{4}-\d\d-\d\d$/;

export function mount(root, { token }) {
  const page = makePage(token);
  root.replaceChildren(page.node);
  const seat = connect(token, page.paint);
  const ticking = every(250, page.tick);
  return () => {
    seat.close();
    ticking();
  };
}

function makePage(token) {
  const head = makeHead();
  const lead = h("p", { class: "lead" });
  const open = h("p", { class: "open", role: "status" });
  const groups = h("div", { class: "groups" });
  const parked = makeParked(token);
  const support = h("p");
  const more = h("p");
  const left = h("p", { class: "soft", role: "status" });
  const room = h("span", { class: "num" });
  const back = h("a", { href: `/run?seat=${encodeURIComponent(token)}` }, "Back to the desk");
  const debrief = h("a", { href: `/debrief?seat=${encodeURIComponent(token)}` }, "To the debrief");
  const node = h("div", { class: "hotwash" }, head.node,
    h("div", { class: "titles" }, h("h1", {}, "Hot wash"), room, h("span", { class: "r" }, debrief, " · ", back)), lead, open, left,
    h("div", { class: "columns" }, groups, h("aside", {}, parked.node,
      h("section", { class: "card" }, h("h2", {}, "Whom to talk to"), support, more),
      h("section", { class: "card" }, h("h2", {}, "Feedback"), h("p", {}, "The feedback form stands on everybody's phone from the end of play."), makeFeedback(token)))));
  let view = null;
  return {
    node,
    tick() {
      if (!view) return;
      head.tick(view);
      put(room, `room time ${roomTime()}`);
      pending(left);
    },
    paint(next) {
      view = next;
      head.patch(view);
      put(lead, view.exercise.ended
        ? "Each discipline in turn: three strengths, three areas to improve; about conditions and plans, not about people. An owner and a date for each area before people leave."
        : "Play has not ended yet. When it ends, the hot wash opens on every phone. What is written here stays.");
      const lines = view.hot_wash ?? [];
      put(open, summary(lines));
      show(open, open.textContent);
      keyed(groups, disciplinesOf(view, lines), (one) => one[0], ([name, title]) => makeGroup(token, name, title), (made) => made.patch(lines));
      parked.patch(view.parked ?? []);
      put(support, supportOf(view));
      put(more, view.exercise.support);
      show(more, support.textContent !== more.textContent);
    },
  };
}

/** Who sits at the table, and whoever has said something. */
function disciplinesOf(view, lines) {
  const there = new Set([...view.seats.list.filter((one) => one.state === "played").map((one) => one.discipline), ...lines.map((one) => one.discipline)]);
  return DISCIPLINES.filter(([name]) => there.has(name));
}

function summary(lines) {
  const areas = lines.filter((one) => one.sort === "improve" && !one.out);
  const lacking = areas.filter((one) => !one.owner || !one.due);
  if (!areas.length) return "";
  if (!lacking.length) return areas.length === 1 ? "The area to improve has an owner and a date." : `All ${areas.length} areas to improve have an owner and a date.`;
  return lacking.map((one) => `“${one.text}” lacks ${[!one.owner && "an owner", !one.due && "a date"].filter(Boolean).join(" and ")}.`).join(" ");
}

function makeGroup(token, discipline, title) {
  const mark = shape(h("span"), discipline);
  const parts = SORTS.map((sort) => makePart(token, discipline, sort));
  const node = h("section", { class: "card group", "aria-label": title }, h("h2", {}, mark, " ", title), h("div", { class: "pair" }, ...parts.map((one) => one.node)));
  node.patch = (lines) => parts.forEach((one) => one.patch(lines));
  return node;
}

function makePart(token, discipline, [sort, title, hint]) {
  const count = h("span", { class: "soft num" });
  const list = h("ul", { class: "lines" });
  const words = h("textarea", { name: `${discipline}-${sort}`, rows: 1, maxlength: 1000, "aria-label": `${hint}` });
  const typed = kept(token, `scribe-${discipline}-${sort}`, words);
  const says = h("p", { class: "answer", role: "status" });
  const go = async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return words.focus();
    const answer = await sendTyped(typed, "hot_wash", { discipline, sort, text });
    put(says, answer.ok ? "" : refusedOr(answer));
    if (!answer.ok) typed.giveBack(text);
  };
  const form = h("form", { class: "add", onsubmit: go }, words, h("button", { type: "submit", class: "btn" }, "Add"));
  words.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); } });
  return {
    node: h("div", { class: "part" }, h("h3", {}, title, " ", count), list, h("p", { class: "cap" }, hint), form, says),
    patch(all) {
      const lines = all.filter((one) => one.discipline === discipline && one.sort === sort);
      const stand = lines.filter((one) => !one.out).length;
      const sorted = [...lines.filter((one) => !one.out), ...lines.filter((one) => one.out)];
      put(count, stand > MOST ? `${stand}: choose ${MOST} of them` : `${stand} of ${MOST}`);
      keyed(list, sorted, (one) => one.seq, (one) => makeLine(token, one), (row, one) => row.patch(one));
    },
  };
}

/** One line: its words, and for an area its owner and date. Each field is saved when it is left. */
function makeLine(token, first) {
  const key = (name) => `hotwash:typed:${token}:line-${first.seq}-${name}`;
  const area = first.sort === "improve";
  const inputs = {
    text: h("textarea", { rows: 1, maxlength: 1000, "aria-label": area ? "Area to improve" : "Strength" }),
    owner: h("input", { maxlength: 120, autocomplete: "off" }),
    due: h("input", { type: first.due && !ISO.test(first.due) ? "text" : "date" }),
  };
  const from = h("span", { class: "soft" });
  const says = h("p", { class: "answer", role: "status" });
  const leave = button("Leave out", () => save({ out: !now.out }), { look: "quiet" });
  const more = h("div", { class: "more" }, h("label", {}, "Owner, by role", inputs.owner), h("label", {}, "Done by", inputs.due));
  const node = h("li", { class: "line" }, h("div", { class: "first" }, inputs.text, leave), area ? more : null, from, says);
  const dirty = new Set();
  let now = first;

  const save = async (change) => {
    const values = { text: inputs.text.value.trim() || now.text, owner: inputs.owner.value.trim(), due: inputs.due.value, out: now.out, ...change };
    const { text, owner, due, out } = values;
    dirty.clear();
    for (const name of Object.keys(inputs)) remember(key(name), "");
    const answer = await act("hot_wash", { seq: now.seq, discipline: now.discipline, sort: now.sort, text, ...(owner ? { owner } : {}), ...(due ? { due } : {}), ...(out ? { out: true } : {}) });
    put(says, answer.ok ? "" : refusedOr(answer));
  };
  for (const [name, input] of Object.entries(inputs)) {
    const typed = recall(key(name));
    if (typed) {
      input.value = typed;
      dirty.add(name);
    }
    input.addEventListener("input", () => { dirty.add(name); remember(key(name), input.value); });
    input.addEventListener("change", () => save({}));
  }
  node.patch = (one) => {
    now = one;
    for (const [name, input] of Object.entries(inputs)) if (!dirty.has(name) && input.value !== one[name]) input.value = one[name];
    node.classList.toggle("out", one.out);
    put(leave.firstElementChild, one.out ? "Take in" : "Leave out");
    set(leave, "aria-label", `${one.out ? "Take in" : "Leave out"}: ${one.text}`);
    put(from, [one.from && `from: ${one.from}`, one.out && "left out"].filter(Boolean).join(" · "));
    show(more, !one.out);
    show(says, says.textContent);
  };
  return node;
}

function makeParked(token) {
  const list = h("ul", { class: "lines" });
  const none = h("p", { class: "soft" }, "Nothing is parked.");
  const words = h("textarea", { name: "park", rows: 1, maxlength: 1000, "aria-label": "Park something" });
  const typed = kept(token, "park", words);
  const says = h("p", { class: "answer", role: "status" });
  const go = async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return words.focus();
    const answer = await sendTyped(typed, "park", { text });
    put(says, answer.ok ? "" : refusedOr(answer));
    if (!answer.ok) typed.giveBack(text);
  };
  return {
    node: h("section", { class: "card" }, h("h2", {}, "Parking lot"), none, list, h("form", { class: "add", onsubmit: go }, words, h("button", { type: "submit", class: "btn" }, "Park")), says),
    patch(parked) {
      keyed(list, parked, (one) => one.seq, (one) => h("li", { class: "first" }, h("span", { class: "grow" }), button("Done", () => act("park", { seq: one.seq, done: true }), { look: "quiet", title: "Talked about" })), (row, one) => {
        put(row.firstElementChild, one.text);
        set(row.lastElementChild, "aria-label", `Done: ${one.text}`);
      });
      show(none, !parked.length);
    },
  };
}
