// Openings by state, with the number of an exterior door.

import { h, set } from "./desk_dom.js";
import { sides, within } from "./plan_shapes.js";

/** Open: leaf and arc. Closed: a thin line between jambs. Locked: a solid bar. Propped: leaf and wedge. Blocked: a cross. */
export function door(node, one, look, drawn) {
  if (node.look === look) return;
  node.look = look;
  const { at, px, indoors, numbered } = drawn;
  const [x, y] = at(one.at);
  const half = Math.max(2.5, (one.width ?? 1) / px / 2);
  set(node, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${-(one.angle ?? 0)})`);
  const thin = h("path", { class: "pl-gap", d: `M${-half} 0H${half}`, style: { strokeWidth: "4px" } });
  const lines = (d, name = "pl-leaf") => h("path", { class: name, d, style: { strokeWidth: "1.4px" } });
  const parts = {
    open: () => [
      thin,
      lines(`M${-half} ${-2 * half}A${2 * half} ${2 * half} 0 0 1 ${half} 0`, "pl-swing"),
      lines(`M${-half} 0V${-2 * half}`),
    ],
    closed: () => [thin, lines(`M${-half} 0H${half}M${-half}-3V3M${half}-3V3`)],
    locked: () => [h("rect", { class: "pl-lock", x: -half - 1, y: -2.6, width: 2 * half + 2, height: 5.2 })],
    propped: () => [
      thin,
      lines(`M${-half} 0L${half * 0.2} ${-1.7 * half}`),
      h("path", { class: "pl-lock", d: `M${half * 0.2 - 3} ${-1.7 * half - 3}h6l-3 5z` }),
    ],
    blocked: () => [thin, lines(`M-4-4 4 4M4-4-4 4`)],
    window: () => [thin, lines(`M${-half}-1.5H${half}M${-half} 1.5H${half}`)],
  };
  const leaf = h("g", { transform: `scale(1 ${one.swing === -1 ? -1 : 1})` }, ...(parts[look] ?? (() => [thin]))());
  const exterior = numbered && one.exterior_no !== null && one.exterior_no !== undefined;
  node.replaceChildren(leaf, ...(exterior ? [number(one, indoors)] : []));
}

/** The number as on the wall, outside the door. */
function number(one, indoors) {
  const out = indoors.some((space) => within(sides(one)[0], space.rings[0])) ? 12 : -12;
  return h(
    "g",
    { transform: `translate(0 ${out}) rotate(${one.angle ?? 0})` },
    h("circle", { class: "pl-no", r: 6.5 }),
    h("text", { class: "pl-no-t", "font-size": 10, y: 0.5 }, String(one.exterior_no)),
  );
}

/** What became of a door, else what the plan says; gaps and windows look like themselves. */
export function lookOf(one, state) {
  if (state.openings?.[one.id] === "blocked") return "blocked";
  if (one.type !== "door") return one.type === "window" ? "window" : "gap";
  return state.openings?.[one.id] ?? one.state ?? "closed";
}
