// One timeline with a lane for each discipline. Marks: decision, message, simulated event, not seen by its time; dashes go
// from the plan's time to the room's. Arrow keys go from mark to mark and from lane to lane; Enter takes the replay there.

import { button, h, put, set, show } from "./desk_dom.js";
import { card, clockOf, dataTable, prov, provWords, sign } from "./debrief_parts.js";
import { laidOut, LANE, stepsOf } from "./debrief_layout.js";

const CSS = { fire_ems: "fire" };
const SORTS = { decision: "decision", message: "message", event: "simulated event", missed: "not seen by its time" };
const MARKS = {
  decision: () => h("circle", { r: 5.5, fill: "currentColor" }),
  message: () => h("circle", { r: 5, class: "hollow" }),
  event: () => h("path", { d: "M-5 0H5M0-5V5", class: "plus" }),
  missed: () => h("circle", { r: 5, class: "hollow dashed" }),
};
const ZOOMS = [["whole", "All of it"], ["15", "15 minutes"], ["5", "5 minutes"]];
const TALL = { top: 26, foot: 30 };

export function makeLanes(page) {
  const svg = h("svg", { class: "lanes", role: "group", "aria-label": "Timeline by discipline" });
  const detail = h("p", { class: "detail", "aria-live": "polite" });
  const zooms = ZOOMS.map(([value, words]) => button(words, () => zoom(value), { look: "dense" }));
  const seg = h("span", { class: "seg small", role: "group", "aria-label": "How much time is shown" }, ...zooms);
  const made = card("Who did what, when", { tools: [seg], table: () => table(page.data) });
  made.body.append(legend(), svg, detail);
  const state = { zoom: "whole", focus: null, marks: [], band: null, cursor: null, scale: null, middle: 0 };

  const zoom = (value) => {
    state.zoom = value;
    state.middle = page.t;
    draw();
  };
  const draw = () => {
    if (!page.data || !svg.isConnected) return;
    ZOOMS.forEach(([value], at) => {
      zooms[at].classList.toggle("on", state.zoom === value);
      set(zooms[at], "aria-pressed", String(state.zoom === value));
    });
    state.width = Math.max(300, Math.round(made.body.clientWidth || svg.clientWidth));
    state.scale = scaleOf(page.data, state);
    paint(svg, page, state, { tell, enter: (one) => page.seek(one.t_ms) });
    at(page.t);
  };
  const tell = (one) => {
    if (!one) return put(detail, "");
    const plan = one.plan_ms !== null && one.plan_ms !== undefined && one.sort !== "missed" ? ` The plan says ${clockOf(page.data, one.plan_ms)}.` : "";
    detail.replaceChildren(h("b", { class: "num" }, one.said), " ", one.words, plan, " ", prov(one.provenance) ?? "");
  };
  const at = (t_ms) => {
    if (!state.scale || !state.cursor) return;
    const x = state.scale.x(t_ms);
    show(state.cursor, x >= state.scale.left && x <= state.scale.right);
    set(state.cursor, "transform", `translate(${x.toFixed(1)} 0)`);
  };
  svg.addEventListener("keydown", (event) => walk(event, svg));
  const watch = new ResizeObserver(() => Math.round(made.body.clientWidth) !== state.width && made.body.clientWidth && draw());
  watch.observe(made.node);
  return {
    node: made.node, at,
    chosen(moment) {
      state.chosen = moment.n;
      if (state.zoom !== "whole") state.middle = moment.from_ms;
      draw();
    },
    patch() {
      draw();
      made.refresh();
    },
    end: () => watch.disconnect(),
  };
}

// ---- time

function scaleOf(data, { zoom, middle, width }) {
  const ends = data.lanes.flatMap((lane) => lane.items.map((one) => one.t_ms));
  const last = Math.min(data.ends_ms, Math.max(60_000, ...ends.filter((one) => one < data.ends_ms)) * 1.06);
  const span = zoom === "whole" ? last : Math.min(last, Number(zoom) * 60_000);
  const from = zoom === "whole" ? 0 : Math.max(0, Math.min(last - span, middle - span / 3));
  const left = width < 560 ? 34 : LANE.label;
  const right = width - 8;
  return { from, to: from + span, left, right, x: (t_ms) => left + ((t_ms - from) / span) * (right - left) };
}

// ---- drawing

function paint(svg, page, state, { tell, enter }) {
  const { data } = page;
  const { scale, width } = state;
  const lanes = laidOut(data.lanes, scale);
  const tall = lanes.reduce((sum, lane) => sum + lane.tall, 0);
  const foot = TALL.top + tall;
  set(svg, "viewBox", `0 0 ${width} ${foot + TALL.foot}`);
  set(svg, "width", width);
  set(svg, "height", foot + TALL.foot);
  const parts = [...moments(page, state, foot), ...grid(data, scale, foot)];
  let y = TALL.top;
  const marks = [];
  for (const lane of lanes) {
    parts.push(h("path", { class: "rule", d: `M0 ${y}H${width}` }), laneName(lane, y, width));
    for (const one of lane.items) marks.push(...mark(one, lane, y, { scale, tell, enter }));
    y += lane.tall;
  }
  parts.push(h("path", { class: "rule", d: `M0 ${y}H${width}` }));
  state.cursor = h("g", { class: "cursor" }, h("path", { d: `M0 ${TALL.top - 6}V${foot}` }));
  svg.replaceChildren(...parts, state.cursor, ...marks);
  svg.querySelector(".mark")?.setAttribute("tabindex", "0");
}

function grid(data, scale, foot) {
  const steps = stepsOf(scale, data.starts_clock_ms ?? 0);
  const letters = steps[1] - steps[0] < 60_000 ? 8 : 5; // with seconds where two would else read alike
  return steps.flatMap((t_ms) => {
    const x = scale.x(t_ms);
    return x > scale.right - 18 ? [] : [h("path", { class: "grid", d: `M${x} ${TALL.top}V${foot}` }), h("text", { class: "ax", x, y: 18, "text-anchor": "middle" }, clockOf(data, t_ms).slice(0, letters))];
  });
}

function laneName(lane, y, width) {
  const css = CSS[lane.discipline] ?? lane.discipline;
  const glyph = sign(lane.discipline).querySelector("svg");
  for (const [key, value] of Object.entries({ x: 0, y: y + lane.tall / 2 - 6, width: 12, height: 12 })) set(glyph, key, value);
  const at = y + lane.tall / 2 + 4;
  const words = width < 560 ? null : h("text", { class: "ln", x: 18, y: at }, lane.label);
  return h("g", { class: `d-${css}` }, glyph, words);
}

function moments(page, { scale, chosen }, foot) {
  let last = -Infinity; // knobs stand beside each other where moments lie close
  return page.data.moments.flatMap((one) => {
    const [from, to] = [one.from_ms, one.to_ms].map((t) => Math.max(scale.left, Math.min(scale.right, scale.x(t))));
    if (one.to_ms < scale.from || one.from_ms > scale.to) return [];
    const wide = to - from > 3 && to - from < (scale.right - scale.left) / 3;
    const band = wide ? h("rect", { class: "band", x: from, y: TALL.top, width: to - from, height: foot - TALL.top }) : h("path", { class: "at", d: `M${from} ${TALL.top}V${foot}` });
    const press = () => page.choose(one);
    const knobX = Math.min(scale.right - 10, Math.max(10, last + 23, from + (wide ? (to - from) / 2 : 0)));
    last = knobX;
    const knob = h("g", { class: `knob${one.n === chosen ? " on" : ""}`, transform: `translate(${knobX.toFixed(1)} ${foot + 15})`, role: "button", tabindex: 0, "aria-label": `Moment ${one.n}: ${one.title}`,
      onclick: press, onkeydown: (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), event.stopPropagation(), press()) },
      h("circle", { r: 10 }), h("text", { y: 4.5, "text-anchor": "middle" }, one.n));
    return [band, knob];
  });
}

function mark(one, lane, y, { scale, tell, enter }) {
  const css = CSS[lane.discipline] ?? lane.discipline;
  const [x, at] = [one.x, y + LANE.pad + one.row * LANE.row];
  const node = h("g", { class: `mark d-${css}`, transform: `translate(${x.toFixed(1)} ${at})`, tabindex: -1, role: "button", "data-lane": lane.discipline, "data-t": one.t_ms,
    "aria-label": `${lane.label}, ${one.said}, ${SORTS[one.sort]}: ${one.words}${one.provenance ? `, ${provWords(one.provenance)}` : ""}`,
    onclick: () => enter(one), onfocus: () => tell(one), onpointerenter: () => tell(one),
    onkeydown: (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), enter(one)) },
    h("circle", { r: 9, class: "hit" }), MARKS[one.sort]?.() ?? MARKS.event());
  const words = one.label ? h("text", { class: "tx", x: one.words_x, y: at + 4, "text-anchor": one.left ? "end" : "start", "aria-hidden": "true" }, one.label) : null;
  const dashes = one.plan_x !== null ? h("path", { class: "dashes", d: `M${Math.max(scale.left, one.plan_x).toFixed(1)} ${at}H${x.toFixed(1)}M${Math.max(scale.left, one.plan_x).toFixed(1)} ${at - 4}v8` }) : null;
  return [dashes, words, node].filter(Boolean);
}

function walk(event, svg) {
  const now = event.target.closest(".mark");
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!now || !by) return;
  event.preventDefault();
  const all = [...svg.querySelectorAll(".mark")];
  const own = all.filter((one) => one.dataset.lane === now.dataset.lane);
  let to = own[own.indexOf(now) + by];
  if (["ArrowUp", "ArrowDown"].includes(event.key)) {
    const lanes = [...new Set(all.map((one) => one.dataset.lane))];
    const next = all.filter((one) => one.dataset.lane === lanes[lanes.indexOf(now.dataset.lane) + by]);
    const far = (one) => Math.abs(Number(one.dataset.t) - Number(now.dataset.t));
    to = next.sort((a, b) => far(a) - far(b))[0];
  }
  if (!to) return;
  set(now, "tabindex", "-1");
  set(to, "tabindex", "0");
  to.focus();
}

function legend() {
  const entry = (sort) => h("span", {}, h("svg", { viewBox: "-8 -8 16 16", width: 14, height: 14, "aria-hidden": "true" }, MARKS[sort]()), SORTS[sort]);
  return h("p", { class: "legend" }, ...Object.keys(SORTS).map(entry), h("span", {}, "┄ from the plan’s time to the room’s"));
}

function table(data) {
  const rows = data.lanes.flatMap((lane) => lane.items.map((one) => ({ ...one, lane: lane.label }))).sort((a, b) => a.t_ms - b.t_ms);
  return dataTable("Who did what, when", ["Time", "Lane", "What", "Words", "The plan says", "Provenance"], rows.map((one) => [one.said, one.lane, SORTS[one.sort], one.words, one.plan_ms === null || one.sort === "missed" ? "" : clockOf(data, one.plan_ms), provWords(one.provenance)]));
}

