// The lower left: the plan by level, and what the projector shows, with what can be shown on it.

import { button, h, icon, put, set, show } from "./desk_dom.js";
import { form, openSheet } from "./desk_sheet.js";
import { drawPlan, planTable } from "./plan.js";
import { said } from "./desk_time.js";

const LEGEND = "PROJECTOR";

export function makeMap(desk) {
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Plan and projector" });
  const stamp = h("span", { class: "prov num" });
  const svg = h("svg", { class: "plan", role: "group", "aria-label": "Floor plan; arrow keys go from space to space" });
  const table = h("table", { class: "plan-table" });
  const tableBox = h(
    "div",
    { class: "plan-scroll", tabindex: 0, role: "group", "aria-label": "Plan as a table", hidden: true },
    table,
  );
  const tip = h("p", { class: "tip", "aria-live": "polite" });
  const legend = makeLegend();
  const asTable = button("Table", () => toggle("table"), { look: "quiet dense" });
  const privately = button("?", () => toggle("person"), {
    look: "quiet dense",
    sign: "private",
    title: "Show the person in question; only you see it",
  });
  set(privately, "aria-label", "Show the person in question; only you see it");
  const larger = button("Larger", () => toggle("large"), { look: "quiet dense" });
  for (const one of [asTable, privately, larger]) set(one, "aria-pressed", "false");
  const tools = h("span", { class: "r tools" }, asTable, larger);
  const plan = h(
    "div",
    { class: "pane", role: "tabpanel" },
    h("div", { class: "drawing" }, svg, tableBox),
    h("div", { class: "under" }, tip, legend, h("span", { class: "r" }, privately, stamp)),
  );
  const projector = makeThumbnail(desk);
  const none = h("p", { class: "soft" }, "The plan is being fetched.");
  const node = h(
    "section",
    { class: "card map", "aria-label": "Plan and projector" },
    h("div", { class: "tabrow" }, tabs, tools),
    none,
    plan,
    projector.node,
  );
  const on = { table: false, person: false, large: false };
  let tab = null;

  const toggle = (name) => {
    on[name] = !on[name];
    set({ table: asTable, person: privately, large: larger }[name], "aria-pressed", String(on[name]));
    if (name === "large") {
      put(larger.firstElementChild, on.large ? "Smaller" : "Larger");
      node.classList.toggle("large", on.large);
      node.closest(".low").classList.toggle("spread", on.large);
    }
    paint();
  };
  const choose = (id, focus) => {
    tab = id;
    paint();
    if (focus) tabs.querySelector("[aria-selected=true]")?.focus();
  };
  const tell = (words) => {
    put(tip, words);
    show(tip, words);
    show(legend, !words);
  };
  tabs.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const all = [...tabs.children].map((one) => one.dataset.id);
    choose(all[(all.indexOf(tab) + by + all.length) % all.length], true);
  });

  const paint = () => {
    const levels = desk.plan?.levels ?? [];
    tab ??= levels[0]?.id ?? null;
    const all = [...levels, { id: LEGEND, label: "Projector" }];
    if (tabs.dataset.of !== all.map((one) => one.id).join()) {
      tabs.dataset.of = all.map((one) => one.id).join();
      tabs.replaceChildren(
        ...all.map((one) =>
          h(
            "button",
            { type: "button", class: "t", role: "tab", "data-id": one.id, onclick: () => choose(one.id) },
            one.label,
          ),
        ),
      );
    }
    for (const one of tabs.children) {
      set(one, "aria-selected", String(one.dataset.id === tab));
      set(one, "tabindex", one.dataset.id === tab ? "0" : "-1");
    }
    const drawing = tab !== LEGEND && levels.length > 0;
    show(plan, drawing);
    show(none, tab !== LEGEND && !drawing);
    show(projector.node, tab === LEGEND);
    show(tools, drawing);
    if (!desk.view || !drawing) return;
    const { person, ...rest } = desk.view.map ?? {};
    const state = on.person ? { ...rest, person } : rest;
    show(privately, person !== undefined);
    show(svg, !on.table);
    show(tableBox, on.table);
    if (on.table) planTable(table, desk.plan, state, tab);
    else drawPlan(svg, desk.plan, state, { level: tab, tip: tell });
    stampText(stamp, desk.view);
  };
  new ResizeObserver(() => desk.view && paint()).observe(node);
  return {
    node,
    escape: () => (on.large ? (toggle("large"), larger.focus(), true) : false),
    patch(view) {
      projector.patch(view);
      paint();
    },
  };
}

function stampText(node, view) {
  if (!node.firstChild) node.append(icon("simulated"), h("span"));
  put(node.lastChild, "simulated");
  set(node, "title", `One possible course, at ${said(view.map?.t_ms ?? view.clock.t_ms, view)}`);
}

function makeLegend() {
  const entry = (mark, words) => h("span", {}, h("i", { class: `lg ${mark}` }), words);
  return h("p", { class: "legend" }, entry("hatch", "not heard"), entry("round", "in room"), entry("square", "locked"));
}

/** A small likeness of the projector: only words that the room has on the wall, and the clock to ten seconds. */
function makeThumbnail(desk) {
  const stamp = h("span", { class: "s" });
  const time = h("span", { class: "t num" });
  const says = h("p");
  const screen = h(
    "div",
    { class: "thumb", "data-theme": "dark", role: "img", "aria-label": "What the projector shows" },
    stamp,
    time,
    says,
  );
  const acts = {
    question: () => showQuestion(desk, desk.view.now.ask),
    message: () => desk.act("show", { what: "message", inject: desk.view.now.inject }, "left"),
    facts: () => openFacts(desk),
    map: () => desk.act("show", { what: "map" }, "left"),
    title: () => desk.act("show", { what: "title" }, "left"),
  };
  const presses = [
    ["Question", "question"],
    ["Message", "message"],
    ["Facts…", "facts"],
    ["Map", "map"],
    ["Title", "title"],
  ].map(([words, what]) => [button(words, acts[what], { look: "small" }), what]);
  const unheard = button("Map, not heard", () => desk.act("show", { what: "map", not_heard: true }, "left"), {
    look: "small",
    title: "The plan with the places that the order did not reach: only once the room has been told of them",
  });
  const node = h(
    "div",
    { class: "pane pj-pane", role: "tabpanel", hidden: true },
    screen,
    h(
      "div",
      { class: "shows" },
      h("span", { class: "label" }, "Show instead"),
      ...presses.map(([press]) => press),
      unheard,
    ),
  );
  return {
    node,
    patch(view) {
      const { blank: black, says: words, show: shown } = view.projector;
      screen.classList.toggle("black", Boolean(black));
      put(stamp, view.stamp || "THIS IS AN EXERCISE");
      put(time, black ? "" : said(Math.floor(view.clock.t_ms / 10_000) * 10_000, view));
      put(says, black ? "" : (wordsOn(shown) ?? words));
      set(presses[0][0], "disabled", !view.now?.ask);
      set(presses[1][0], "disabled", !view.now?.inject);
      for (const [press, what] of presses) set(press, "aria-pressed", String(!black && shown?.what === what));
    },
  };
}

function wordsOn(shown) {
  if (shown?.what === "facts") return (shown.facts ?? []).join(" · ");
  return shown?.question ?? shown?.text ?? null;
}

function showQuestion(desk, question) {
  const number = (desk.view.now?.questions ?? []).indexOf(question) + 1;
  return desk.act("show", { what: "question", question, ...(number ? { label: `Question ${number}` } : {}) }, "left");
}

/** Ask the room: the question goes on the wall, in words that can still be changed; nothing else happens. */
export function openQuestion(desk, question) {
  openSheet(desk, desk.places.left, "question", "Ask the room", (sheet) => {
    const words = h("textarea", { rows: 3, maxlength: 600, "aria-label": "The question", required: true });
    words.value = question || (desk.view.now?.ask ?? "");
    form(sheet, [words], { says: "Show it", go: () => showQuestion(desk, words.value.trim()) });
  });
}

/** Facts: at most three, in the facilitator's words; only what the room has been told belongs here. */
function openFacts(desk) {
  openSheet(desk, desk.places.left, "facts", "Facts on the projector", (sheet) => {
    const shown = desk.view.projector.show?.facts ?? [];
    const inputs = [0, 1, 2].map((at) =>
      h("input", {
        maxlength: 300,
        autocomplete: "off",
        "aria-label": `Fact ${at + 1}`,
        placeholder: at ? "" : "What the room has been told",
        value: shown[at] ?? "",
      }),
    );
    form(
      sheet,
      inputs.map((one) => h("div", { class: "row" }, one)),
      {
        says: "Show them",
        go: () => {
          const facts = inputs.map((one) => one.value.trim()).filter(Boolean);
          return facts.length
            ? desk.act("show", { what: "facts", facts }, "left")
            : { refused: "Write one fact at least." };
        },
      },
    );
  });
}
