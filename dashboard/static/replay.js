// The replay: play, scrub, speed, levels, jump to a mark; who is in a room and what they know; the same as a table.
//
//   const replay = makeReplay(page)     page: debrief.js's; replay.load(buffer, plan) starts it, replay.end() stops it

import { button, h, keyed, put, select, set, show } from "./desk_dom.js";
import { clockOf, dataTable, lasting } from "./debrief_parts.js";
import { readReplay } from "./replay_data.js";
import { acrossOf, coloursOf, makeLevel } from "./replay_paint.js";
import { spaceWords, standingRows } from "./replay_words.js";

const SPEEDS = [1, 2, 4, 10, 30, 60];
const STEP_MS = 10_000;
const TOLD_MS = 200; // how often the rest of the page is told while playing
const MARKS_MS = 90; // how often counts are painted while playing
const NOTHING = { spaces: [], openings: [] };
const OWN_KEYS = new Set([" ", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "+", "-", "k", "l"]);

export function makeReplay(page) {
  const time = h("b", { class: "num" });
  const near = h("span", { class: "soft" });
  const stack = h("div", { class: "stack", tabindex: 0, role: "group",
    "aria-label": "Replay on the floor plan. Space plays and stops, arrows go ten seconds, Page Up and Page Down go from mark to mark, plus and minus set the speed, L goes to the next level." });
  const tableBox = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "The replay's instant as a table", hidden: true });
  const tip = h("p", { class: "tip", "aria-live": "polite" });
  const whyRow = h("p", { class: "whyrow" });
  const scale = h("p", { class: "legend", hidden: true }, "least ", h("i", { class: "heatscale" }), " most");
  const wait = h("p", { class: "soft" }, "The replay is being fetched.");
  const play = button("Play", () => toggle(), { sign: "play", title: "Space" });
  const scrub = h("input", { type: "range", min: 0, step: 1000, value: 0, "aria-label": "Time of the replay", class: "range" });
  const ticks = h("div", { class: "ticks", "aria-hidden": "true" });
  const speed = select(SPEEDS.map((one) => ({ value: one, label: `${one}×` })), { name: "speed", value: 4 });
  set(speed, "aria-label", "Speed");
  const levels = h("select", { name: "level", "aria-label": "Level" });
  const everybody = h("input", { type: "checkbox", name: "everybody" });
  const grounds = h("input", { type: "checkbox", name: "grounds" });
  const asTable = button("Table", () => flip(), { look: "quiet dense" });
  const larger = button("Larger", () => grow(), { look: "quiet dense" });
  for (const one of [asTable, larger]) set(one, "aria-pressed", "false");
  const back = button("‹ Mark", () => jump(-1), { look: "dense", title: "Page Up" });
  const on = button("Mark ›", () => jump(1), { look: "dense", title: "Page Down" });
  set(back, "aria-label", "To the mark before");
  set(on, "aria-label", "To the next mark");
  const controls = h("div", { class: "ctl" }, play, h("div", { class: "scrubber" }, scrub, ticks), speed);
  const more = h("div", { class: "ctl two" }, back, on, levels, h("label", { class: "check" }, everybody, "every person"), h("label", { class: "check" }, grounds, "grounds"));
  const node = h("section", { class: "card replay", "aria-label": "Replay" },
    h("h2", {}, "Replay ", time, " ", near, h("span", { class: "r" }, larger, asTable)),
    wait, stack, tableBox, controls, more, legend(), scale, tip, whyRow);

  const state = { play: null, plan: null, levels: [], t: 0, going: false, table: false, standing: null, counted: "", all: false, person: [], heat: null, pointed: NOTHING, last: 0, told: 0, marked: 0 };

  // ---- the loop

  const frame = (now) => {
    if (!state.going) return;
    const ms = Math.min(250, now - state.last);
    state.last = now;
    state.t = Math.min(end(), state.t + ms * Number(speed.value));
    paint(now);
    if (state.t >= end()) stop();
    else requestAnimationFrame(frame);
  };
  const end = () => Math.min(state.play.until_ms, page.data?.ends_ms ?? Infinity);

  function paint(now, whole = false) {
    const { play: run } = state;
    if (!run) return;
    run.seek(state.t);
    const changed = whole || state.standing === null || crossed(run.changes, state.painted ?? -1, state.t);
    if (changed) state.standing = run.standing(state.t);
    const marks = whole || changed || now - state.marked > MARKS_MS;
    if (marks) state.marked = now;
    state.painted = state.t;
    const seen = person();
    for (const level of visible()) {
      if (changed) level.ground(state.standing, state.heat);
      if (marks) level.marks(state.standing, run.count, seen, state.pointed);
      level.people(run, state.all);
    }
    if (whole || now - state.told > TOLD_MS) tell(now);
  }

  function tell(now) {
    state.told = now;
    put(time, clockOf(page.data, state.t));
    put(near, nearest());
    for (const level of visible()) put(level.farther, ((n) => (n ? ` · ${n} farther out` : ""))(level.away(state.play)));
    scrub.value = state.t;
    set(scrub, "aria-valuetext", clockOf(page.data, state.t));
    if (state.table) fill();
    page.time(state.t);
  }

  const person = () => (state.person.filter((one) => one.t_ms <= state.t).at(-1) ? [state.person.filter((one) => one.t_ms <= state.t).at(-1).space] : []);
  const visible = () => state.levels.filter((one) => levels.value === "all" || String(one.number) === levels.value);

  function toggle() {
    if (state.going) return stop();
    if (!state.play) return;
    if (state.t >= end()) state.t = 0;
    state.going = true;
    state.last = performance.now();
    label("Stop", "hold");
    requestAnimationFrame((now) => {
      state.last = now;
      frame(now);
    });
  }
  function stop() {
    state.going = false;
    label("Play", "play");
    paint(performance.now(), true);
  }
  function label(words, sign) {
    const made = button(words, null, { sign });
    play.replaceChildren(...made.childNodes);
  }

  /** To an instant; whoever plays goes on from there. */
  function seek(t_ms) {
    state.t = Math.max(0, Math.min(t_ms, state.play ? end() : t_ms));
    if (state.play) paint(performance.now(), true);
  }

  // ---- marks

  const nearest = () => {
    const found = (page.data?.moments ?? []).filter((one) => one.from_ms <= state.t && state.t <= one.to_ms)[0];
    if (found) return `moment ${found.n}`;
    const before = (page.data?.moments ?? []).filter((one) => one.to_ms < state.t).at(-1);
    return before ? `after moment ${before.n}` : "";
  };
  function jump(by) {
    const at = page.marks();
    const to = by > 0 ? at.find((one) => one > state.t + 500) : at.filter((one) => one < state.t - 500).at(-1);
    if (to !== undefined) seek(to);
  }

  // ---- table, size, levels

  function flip() {
    state.table = !state.table;
    set(asTable, "aria-pressed", String(state.table));
    show(tableBox, state.table);
    show(stack, !state.table);
    if (state.table) fill();
    else fit();
  }
  function fill() {
    tableBox.replaceChildren(dataTable(`The plan at ${clockOf(page.data, state.t)}`, ["Level", "Space", "What is known"], standingRows(state, visible(), person())));
  }
  function grow() {
    const large = node.classList.toggle("large");
    set(larger, "aria-pressed", String(large));
    put(larger.firstElementChild, large ? "Smaller" : "Larger");
    page.node.classList.toggle("wide-replay", large);
    fit();
  }
  function fit() {
    if (!state.play || !stack.clientWidth) return;
    for (const level of state.levels) {
      show(level.node, levels.value === "all" || String(level.number) === levels.value);
      level.resize(Math.round(stack.clientWidth));
      level.box.style.height = `${level.height}px`;
    }
    paint(performance.now(), true);
  }
  function recolour() {
    const colours = coloursOf(node);
    for (const level of state.levels) level.recolour(colours);
    if (state.play) paint(performance.now(), true);
  }

  // ---- pointer and keys

  function point(event, pinned) {
    const box = event.target.closest(".storey");
    const level = state.levels.find((one) => one.box === box);
    if (!level) return put(tip, "");
    const rect = box.getBoundingClientRect();
    const found = level.spaceAt(event.clientX - rect.left, event.clientY - rect.top);
    put(tip, found ? spaceWords(state, found, person()) : "");
    if (pinned) whyRow.replaceChildren(...(found ? whyLinks(found) : []));
  }
  const whyLinks = (space) => state.play.partiesIn(space.id).slice(0, 4).map((one) =>
    button(`Why: ${page.labelOf(one.party)}`, () => page.why(one.party, state.t), { look: "quiet dense" }));

  stack.addEventListener("pointermove", (event) => state.going || point(event, false));
  stack.addEventListener("pointerleave", () => put(tip, ""));
  stack.addEventListener("click", (event) => point(event, true));
  stack.addEventListener("keydown", (event) => {
    if (!OWN_KEYS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = (event.shiftKey ? 6 : 1) * STEP_MS;
    const acts = {
      " ": toggle, k: toggle, ArrowLeft: () => seek(state.t - step), ArrowRight: () => seek(state.t + step), Home: () => seek(0), End: () => seek(end()),
      PageUp: () => jump(-1), PageDown: () => jump(1), "+": () => faster(1), "-": () => faster(-1), l: nextLevel,
    };
    acts[event.key]();
  });
  function faster(by) {
    const at = SPEEDS.indexOf(Number(speed.value)) + by;
    if (SPEEDS[at]) speed.value = SPEEDS[at];
  }
  function nextLevel() {
    levels.selectedIndex = (levels.selectedIndex + 1) % levels.options.length;
    fit();
  }
  scrub.addEventListener("input", () => seek(Number(scrub.value)));
  levels.addEventListener("change", fit);
  everybody.addEventListener("change", () => {
    state.all = everybody.checked;
    paint(performance.now(), true);
  });
  const watch = new ResizeObserver(() => stack.clientWidth !== state.width && ((state.width = stack.clientWidth), fit()));
  watch.observe(stack);

  function load(buffer, plan) {
    state.play = readReplay(buffer, plan);
    state.plan = plan;
    state.standing = null;
    build();
    const kept = levels.value;
    levels.replaceChildren(h("option", { value: "all" }, state.levels.length > 1 ? "All levels" : plan.levels[0].label), ...(state.levels.length > 1 ? state.levels.map((one) => h("option", { value: one.number }, one.storey.label)) : []));
    if (kept) levels.value = kept;
    scrub.max = end();
    show(wait, false);
    tickMarks();
    state.width = stack.clientWidth;
    fit();
    performance.mark("hotwash-replay-first-frame");
  }
  function build() {
    const { levels: storeys } = state.plan;
    const [colours, across] = [coloursOf(node), acrossOf(storeys, grounds.checked)];
    state.levels = storeys.map((storey, number) => makeStorey(storey, number, colours, across)).reverse();
    stack.replaceChildren(...state.levels.map((one) => one.node));
  }
  grounds.addEventListener("change", () => {
    build();
    fit();
  });
  function tickMarks() {
    keyed(ticks, page.data?.moments ?? [], (one) => one.n, () => h("i"), (mark, one) => {
      mark.style.left = `${(100 * one.from_ms) / Math.max(1, end())}%`;
      put(mark, String(one.n));
    });
  }
  return {
    node, load, seek, toggle, fit, recolour,
    get t() { return state.t; },
    get playing() { return state.going; },
    /** Person-time by space as colours on the plan, or null. */
    heat(by) { state.heat = by?.size ? by : null; show(scale, state.heat); if (state.play) paint(performance.now(), true); },
    /** The spaces and doors that the chosen moment is about. */
    point(marks) { state.pointed = { ...NOTHING, ...marks }; },
    person(marks) { state.person = marks; if (state.play) paint(performance.now(), true); },
    fail(words) { put(wait, words); show(wait, true); },
    end() { state.going = false; watch.disconnect(); },
    length: () => lasting(state.play ? end() : 0),
  };
}

function makeStorey(storey, number, colours, across) {
  const level = makeLevel(storey, number, colours, across);
  level.farther = h("span");
  level.box = h("div", { class: "storey" }, ...level.layers);
  level.node = h("div", {}, h("p", { class: "label" }, storey.label, level.farther), level.box);
  return level;
}

/** Whether one of the sorted instants lies between two others, whichever way time went. */
function crossed(changes, from, to) {
  if (from === to) return false;
  const [low, high] = from < to ? [from, to] : [to, from];
  let [a, b] = [0, changes.length];
  while (a < b) {
    const middle = (a + b) >> 1;
    if (changes[middle] <= low) a = middle + 1;
    else b = middle;
  }
  return a < changes.length && changes[a] <= high;
}

function legend() {
  const entry = (mark, words) => h("span", {}, h("i", { class: `lg ${mark}` }), words);
  return h("p", { class: "legend" }, entry("round", "in the room"), entry("square", "behind a locked door"), entry("hatch", "order not heard"), entry("dot", "walking"), entry("ring", "staff"));
}
