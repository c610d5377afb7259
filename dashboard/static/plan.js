// A floor plan as SVG: spaces, doors by state, counts, the hatch of what was not heard, units. Shapes before hues.
//
//   drawPlan(svg, plan, state, {level, tip})   paints; call it again with a new state: only what differs is touched
//   planTable(table, plan, state, level)       the same as a table
//
// plan: {levels: [{id, label, spaces: [{id, label, kind, rings}], openings: [{id, at, angle, width, type, exterior_no}]}]}, metres,
// y to the north; an opening's angle is that of its wall, in degrees, its leaf stands off to the left of it.

import { h, keyed, put, set } from "./desk_dom.js";
import { door, lookOf } from "./plan_doors.js";
import { bounds, outline, shapeOf, sides, treads, within } from "./plan_shapes.js";

const OUTSIDE = new Set(["outdoors", "field", "parking", "assembly", "reunification", "vehicle", "stand"]);
const HALLS = new Set(["corridor", "lobby", "concourse"]);
const UNIT = {
  school: "M-8-8H8V8H-8z",
  dispatch: "M0-10 10 0 0 10-10 0z",
  law: "M0-9.500 10 8H-10z",
  fire: "M-3.500-9h7v5.500H9v7H3.500V9h-7V3.500H-9v-7h5.500z",
  families: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
};
const NUMBERS_PX_PER_M = 3.2; // smaller than this, the numbers of doors would lie over each other
let serial = 0;

/** Paint one level into `svg`. `tip(words | null)` is told what is under the pointer or has the focus. */
export function drawPlan(svg, plan, state, { level, tip = () => {} } = {}) {
  const storey = plan?.levels.find((one) => one.id === level) ?? plan?.levels[0];
  if (!storey) return;
  const size = `${svg.clientWidth} ${svg.clientHeight}`;
  if (svg.drawn?.storey !== storey || svg.drawn.size !== size) svg.drawn = { ...frame(svg, storey, tip), storey, size };
  svg.drawn.state = state ?? {};
  paint(svg.drawn, storey, state ?? {});
}

/** What is known of each space, as sentences; the same words serve the pointer, a screen reader and the table. */
export function knownOf(state, id) {
  const words = [];
  for (const group of (state.people ?? []).filter((one) => one.space === id)) {
    words.push(
      `${group.n} ${group.n === 1 ? "person" : "people"}, ${group.secured ? "behind a locked door" : "in the room"}`,
    );
    if (group.knows) words.push([group.knows].flat().join("; "));
  }
  if ((state.not_heard ?? []).includes(id)) words.push("the order was not heard");
  for (const unit of (state.units ?? []).filter((one) => one.space === id)) words.push(`${unit.label} is here`);
  if ((state.person ?? []).includes(id)) words.push("the person was last here");
  return words;
}

/** The plan as rows: space, people, what is known. */
export function planTable(table, plan, state, level) {
  const storey = plan?.levels.find((one) => one.id === level) ?? plan?.levels[0];
  if (!table.tBodies.length) {
    table.append(
      h("caption", { class: "visually-hidden" }),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Space"), h("th", { scope: "col" }, "What is known"))),
      h("tbody"),
    );
  }
  put(table.caption, storey ? `${storey.label}, as a table` : "");
  const rows = (storey?.spaces ?? [])
    .map((one) => ({ id: one.id, name: nameOf(one), known: knownOf(state ?? {}, one.id) }))
    .filter((one) => one.known.length);
  keyed(
    table.tBodies[0],
    rows,
    (one) => one.id,
    () => h("tr", {}, h("th", { scope: "row" }), h("td")),
    (row, one) => {
      put(row.children[0], one.name);
      put(row.children[1], one.known.join(", "));
    },
  );
}

const nameOf = (space) => space.label || space.id;

// ---- what stands still: walls, labels, the frame

function frame(svg, storey, tip) {
  const indoors = storey.spaces.filter((one) => !OUTSIDE.has(one.kind));
  const [x1, y1, x2, y2] = bounds(indoors.length ? indoors : storey.spaces);
  const [width, height] = [svg.clientWidth || 400, svg.clientHeight || 200];
  const scale = (margin) =>
    Math.max((x2 - x1) / Math.max(40, width - 2 * margin), (y2 - y1) / Math.max(40, height - 2 * margin));
  const numbered = 1 / scale(20) >= NUMBERS_PX_PER_M;
  const px = scale(numbered ? 20 : 5);
  const at = ([x, y]) => [(x - (x1 + x2) / 2) / px + width / 2, height / 2 - (y - (y1 + y2) / 2) / px];
  const hatch = `hatch-${++serial}`;
  set(svg, "viewBox", `0 0 ${width} ${height}`);
  const layers = Object.fromEntries(
    ["ground", "rooms", "hatches", "walls", "doors", "labels", "counts", "units", "touch"].map((name) => [
      name,
      h("g"),
    ]),
  );
  svg.replaceChildren(
    h(
      "defs",
      {},
      h(
        "pattern",
        { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        h("path", { class: "pl-hatch", d: "M0 0V7", style: { strokeWidth: "1.1px" } }),
      ),
    ),
    ...Object.values(layers),
  );
  const shapes = new Map(storey.spaces.map((one) => [one.id, shapeOf(one, at)]));
  for (const one of storey.spaces) {
    const kind = OUTSIDE.has(one.kind)
      ? "pl-out"
      : HALLS.has(one.kind)
        ? "pl-hall"
        : one.kind === "stairs"
          ? "pl-stair"
          : "pl-room";
    (kind === "pl-out" ? layers.ground : layers.rooms).append(
      h("path", { class: `${kind} pl-thin`, d: shapes.get(one.id).d }),
    );
    if (one.kind === "stairs") layers.rooms.append(treads(shapes.get(one.id)));
  }
  layers.walls.append(h("path", { class: "pl-wall", d: outline(indoors, at), style: { strokeWidth: "2.6px" } }));
  const labels = layers.labels;
  for (const one of indoors) label(labels, one, shapes.get(one.id));
  const openings = storey.openings.filter((one) =>
    sides(one).some((side) => indoors.some((space) => within(side, space.rings[0]))),
  );
  const drawn = {
    at,
    px,
    shapes,
    hatch,
    layers,
    indoors,
    openings,
    numbered,
    names: new Map(storey.spaces.map((one) => [one.id, nameOf(one)])),
  };
  for (const one of storey.spaces) layers.touch.append(touchable(svg, one, shapes.get(one.id).d, tip));
  layers.touch.firstElementChild?.setAttribute("tabindex", "0");
  return drawn;
}

/** In the middle, shrunk until it fits, or left out: never over a neighbour. A long label gives way to a room's number. */
function label(layer, space, { x, y, w, h: tall }) {
  if (space.kind === "stairs" || tall < 11 || w < 14) return;
  const number = /\d/.test(space.id) && space.id !== nameOf(space) ? [space.id] : [];
  for (const words of [nameOf(space), ...number]) {
    const node = h(
      "text",
      { class: `pl-text${HALLS.has(space.kind) ? " pl-soft" : ""}`, x, y: labelY(y, tall), "font-size": 12.5 },
      words,
    );
    layer.append(node);
    const most = tall < 34 ? 10.5 : 12.5;
    const size = (12.5 * (w - 5)) / Math.max(1, node.getComputedTextLength());
    set(node, "font-size", Math.min(most, size).toFixed(1));
    if (size >= 9) return;
    node.remove();
  }
}

/** A label stands above the middle, the count below it, both nearer in a low room. */
const labelY = (y, tall) => (tall < 22 ? y : y - Math.min(8, 0.24 * tall));
const countY = (y, tall) => (tall < 22 ? y : y + Math.min(9, 0.22 * tall));

function touchable(svg, space, d, tip) {
  const say = () =>
    tip([nameOf(space), ...knownOf(svg.drawn.state, space.id)].join(": ").replace(/: (?=[^:]*$)/, ": "));
  const node = h("path", {
    d,
    class: "pl-touch",
    tabindex: -1,
    role: "img",
    "data-space": space.id,
    "aria-label": nameOf(space),
    onpointerenter: say,
    onpointerleave: () => tip(null),
    onfocus: say,
    onblur: () => tip(null),
    onkeydown: (event) => walk(event, node),
  });
  return node;
}

function walk(event, node) {
  const to = {
    ArrowRight: node.nextElementSibling,
    ArrowDown: node.nextElementSibling,
    ArrowLeft: node.previousElementSibling,
    ArrowUp: node.previousElementSibling,
  }[event.key];
  if (!to) return;
  event.preventDefault();
  set(node, "tabindex", "-1");
  set(to, "tabindex", "0");
  to.focus();
}

// ---- what changes: doors, counts, hatch, units

function paint(drawn, storey, state) {
  const { shapes, hatch, layers } = drawn;
  const silent = (state.not_heard ?? []).filter((id) => shapes.has(id)).map((id) => ({ id }));
  keyed(
    layers.hatches,
    silent,
    (one) => one.id,
    (one) => h("path", { d: shapes.get(one.id).d, fill: `url(#${hatch})` }),
  );
  keyed(
    layers.doors,
    drawn.openings,
    (one) => one.id,
    () => h("g"),
    (node, one) => door(node, one, lookOf(one, state), drawn),
  );
  const counts = (state.people ?? []).filter((one) => shapes.has(one.space) && one.n > 0);
  keyed(
    layers.counts,
    spread(counts),
    (one) => one.key,
    () => h("g", {}, h("rect"), h("text")),
    (node, one) => badge(node, one, shapes.get(one.space)),
  );
  const marks = [
    ...(state.units ?? []).filter((one) => shapes.has(one.space)),
    ...(state.person ?? [])
      .filter((id) => shapes.has(id))
      .map((space) => ({ id: `person ${space}`, space, person: true })),
  ];
  keyed(
    layers.units,
    marks,
    (one) => one.id,
    (one) => mark(one),
    (node, one) => {
      const { x, y, w } = shapes.get(one.space);
      set(node, "transform", `translate(${x + Math.min(24, w / 4)} ${y})`);
    },
  );
  for (const node of layers.touch.children) {
    const id = node.dataset.space;
    set(node, "aria-label", [drawn.names.get(id), ...knownOf(state, id)].join(", "));
  }
}

/** Two counts of one room stand under each other. */
function spread(counts) {
  const seen = new Map();
  return counts.map((one) => {
    const at = seen.get(one.space) ?? 0;
    seen.set(one.space, at + 1);
    return { ...one, key: `${one.space} ${one.secured}`, at };
  });
}

/** A count, round or square; in a room too small for figures only the shape, and the figures are under the pointer. */
function badge(node, one, { x, y, w, h: tall }) {
  const [box, words] = node.children;
  const text = String(one.n);
  const roomy = w >= 9 + 6.4 * text.length && tall >= 13;
  const high = roomy ? Math.min(17, Math.max(13, 0.5 * tall)) : Math.max(3, Math.min(7, w - 3, tall - 3));
  const wide = roomy ? Math.min(w - 2, 10 + 7.2 * text.length) : high;
  const middle = roomy ? countY(y, tall) + (high + 2) * one.at : y + (high + 1) * one.at;
  for (const [name, value] of Object.entries({
    class: `pl-badge${one.secured ? " safe" : ""}`,
    x: x - wide / 2,
    y: middle - high / 2,
    width: wide,
    height: high,
    rx: one.secured ? 1.5 : high / 2,
  }))
    set(box, name, value);
  for (const [name, value] of Object.entries({
    class: `pl-badge-t${one.secured ? " safe" : ""}`,
    x,
    y: middle + 0.5,
    "font-size": high < 16 ? 10.5 : 12,
  }))
    set(words, name, value);
  put(words, roomy ? text : "");
}

function mark(one) {
  if (one.person)
    return h(
      "g",
      {},
      h("path", { class: "pl-person", d: "M-8 0-4-7H4L8 0 4 7H-4z" }),
      h("text", { class: "pl-text", y: 0.5, "font-size": 11 }, "?"),
    );
  return h(
    "g",
    {},
    h("path", {
      class: `pl-unit d-${one.discipline}`,
      d: UNIT[one.discipline] ?? UNIT.school,
      transform: "scale(.72)",
    }),
    h("text", { class: "pl-text", y: 15, "font-size": 11 }, one.label),
  );
}
