// Now: what to read aloud, what to ask, what the plan says (only here), and a quiet word when it runs long.

import { button, h, icon, keyed, put, set, show } from "./desk_dom.js";
import { form, openSheet } from "./desk_sheet.js";

export function makeNow(desk) {
  const heading = h("span", { class: "head cut" });
  const say = h("p", { class: "say" });
  const ask = h("p", { class: "q" });
  const probes = h("ul", { class: "probes" });
  const plan = h("ul");
  const reading = part("Read aloud", say);
  const asking = h("div", { class: "sep" }, h("div", { class: "label" }, "Ask the room"), ask, probes);
  const privately = h(
    "div",
    { class: "priv" },
    h("div", { class: "label" }, icon("private"), " Plan says · only you see this"),
    plan,
  );
  const nothing = h("p", { class: "soft" }, "Nothing is on the table. The next step brings the first message.");
  const over = h(
    "div",
    {},
    h("p", { class: "say" }, "Play has ended. What happened is kept as it is; nothing more can be recorded as a decision."),
    h("p", {}, "Go on with the hot wash: what went well, what to improve. Then look at it together."),
    h("p", { class: "row" }, leads(desk, "Hot wash", "hotwash", "btn primary"), leads(desk, "Debrief", "debrief", "btn")),
  );
  const body = h(
    "div",
    { class: "read", tabindex: 0, role: "group", "aria-label": "What to read aloud and to ask" },
    reading,
    asking,
    privately,
    nothing,
    over,
  );
  const minutes = h("span", { class: "cut" });
  let kept = null; // the question that the facilitator goes on with, although it takes longer than planned
  const goOn = button("Keep going", () => { kept = desk.view.now?.ask; patch(desk.view); }, { look: "quiet" });
  const hint = h(
    "div",
    { class: "hint" },
    minutes,
    h(
      "span",
      { class: "r" },
      goOn,
      button("Park it", () => park(desk), { look: "quiet", key: "P" }),
      button("Shorten", () => shorten(desk), { look: "quiet" }),
    ),
  );
  const node = h("div", { class: "card nowcard" }, h("h2", {}, h("span", {}, "Now"), heading), body, hint);
  let inject = null;
  const patch = (view) => {
    const now = view.now ?? {};
    const ended = view.clock.state === "ended";
    put(heading, ended ? "Play has ended" : now.heading);
    put(say, now.say);
    put(ask, now.ask);
    lines(probes, now.probes ?? []);
    lines(plan, now.plan_says ?? []);
    show(over, ended);
    show(hint, !ended);
    show(reading, !ended && now.say);
    show(asking, !ended && now.ask);
    show(privately, !ended && (now.plan_says ?? []).length);
    show(nothing, !ended && !now.say && !now.ask);
    put(minutes, onQuestion(now) || view.hint);
    set(minutes, "title", view.hint);
    const long = Boolean(view.hint) && kept !== now.ask;
    minutes.classList.toggle("long", long);
    show(goOn, long);
    node.classList.toggle("opening", !now.inject); // the words before the first message are long: the question stays in view
    if (now.inject !== inject) body.scrollTop = 0;
    fit(body);
    inject = now.inject;
  };
  return { node, park: () => park(desk), patch };
}

/** Long texts are set a little tighter, before anything has to be scrolled for; measured when the words are others. */
function fit(body) {
  const words = `${body.clientHeight} ${body.textContent}`;
  if (body.fitted === words || !body.clientHeight) return;
  body.fitted = words;
  body.classList.remove("tight", "tighter");
  for (const by of ["tight", "tighter"]) if (body.scrollHeight > body.clientHeight + 1) body.classList.add(by);
}

const leads = (desk, words, page, look) =>
  h("a", { class: look, href: `/${page}?seat=${encodeURIComponent(desk.token)}` }, words);

const part = (label, node) => h("div", {}, h("div", { class: "label" }, label), node);

function lines(list, sentences) {
  keyed(
    list,
    sentences.map((words, at) => ({ words, at })),
    (line) => line.at,
    () => h("li"),
    (node, line) => {
      put(node, line.words);
      set(node, "title", line.words);
    },
  );
}

function onQuestion(now) {
  if (now.minutes_on_question === null || now.minutes_on_question === undefined) return "";
  return `${now.minutes_on_question} min on this, ${now.planned === null || now.planned === undefined ? "open end" : `${now.planned} planned`}`;
}

/** Park: one sentence for the hot wash; the question on the table stands there as an example only. */
function park(desk) {
  openSheet(desk, desk.places.left, "park", "Park it for the hot wash", (sheet) => {
    const words = h("textarea", { rows: 3, "aria-label": "What is parked", maxlength: 2000 });
    words.placeholder = desk.view.now?.ask ? `For instance: ${desk.view.now.ask}` : "";
    words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      node.requestSubmit();
    });
    const node = form(sheet, [words], {
      says: "Park it",
      go: () => desk.act("park", { text: words.value.trim() }, "left"),
    });
    queueMicrotask(() => words.focus());
  });
}

/** Shorten: the core messages that are still to come, each of which can be left out, and brought back from the list. */
function shorten(desk) {
  openSheet(desk, desk.places.left, "shorten", "Shorten: leave a message out", (sheet) => {
    const list = h("ul", { class: "rows" });
    const none = h("p", { class: "soft" }, "No core message is left to come. Park the question, or end play.");
    sheet.body.append(list, none);
    const patch = (view) => {
      const rest = view.messages.filter((one) => one.sort === "core" && one.state === "waiting");
      keyed(
        list,
        rest,
        (one) => one.id,
        (one) =>
          h(
            "li",
            { class: "row" },
            h("span", { class: "num when" }),
            h("span", { class: "cut" }),
            button("Leave out", () => desk.act("skip", { inject: one.id }, "left"), { look: "small" }),
          ),
        (row, one) => {
          put(row.children[0], one.when);
          put(row.children[1], `${one.n ?? ""} ${one.title}`.trim());
        },
      );
      show(none, !rest.length);
    };
    patch(desk.view);
    return patch;
  });
}
