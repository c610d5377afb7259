// Outlines of a plan as paths: rooms, the outer wall, stairs; and what lies on which side of an opening.

import { h } from "./desk_dom.js";

export function bounds(spaces) {
  const points = spaces.flatMap((one) => one.rings[0]);
  const [xs, ys] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

export function shapeOf(space, at) {
  const rings = space.rings.map((ring) => ring.map(at));
  const d = rings.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`).join("");
  const [xs, ys] = [rings[0].map((point) => point[0]), rings[0].map((point) => point[1])];
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return { d, box, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, w: box[2] - box[0], h: box[3] - box[1] };
}

/** The outer wall: every stretch of an outline that only one indoor space has. */
export function outline(spaces, at) {
  const cuts = new Map(); // along one straight line: where outlines begin and end
  for (const space of spaces) {
    for (const ring of space.rings) {
      ring.forEach((from, index) => addStretch(cuts, from, ring[(index + 1) % ring.length]));
    }
  }
  return [...cuts.values()]
    .flatMap((line) => singles(line))
    .map(
      (pair) =>
        `M${pair
          .map((point) =>
            at(point)
              .map((n) => n.toFixed(1))
              .join(" "),
          )
          .join("L")}`,
    )
    .join("");
}

function addStretch(cuts, [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 0.01) return;
  let [dx, dy] = [(bx - ax) / length, (by - ay) / length];
  if (dx < -1e-6 || (Math.abs(dx) <= 1e-6 && dy < 0)) [dx, dy] = [-dx, -dy];
  const off = ax * dy - ay * dx;
  const key = `${dx.toFixed(3)} ${dy.toFixed(3)} ${off.toFixed(1)}`;
  const line = cuts.get(key) ?? { dx, dy, off, ends: [] };
  const [a, b] = [ax * dx + ay * dy, bx * dx + by * dy];
  line.ends.push([Math.min(a, b), 1], [Math.max(a, b), -1]);
  cuts.set(key, line);
}

function singles({ dx, dy, off, ends }) {
  const found = [];
  let [depth, since] = [0, 0];
  for (const [where, turn] of ends.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (depth === 1 && where - since > 0.05) found.push([since, where]);
    depth += turn;
    since = where;
  }
  return found.map((pair) => pair.map((along) => [along * dx + off * dy, along * dy - off * dx]));
}

export function treads({ box, w, h: tall }) {
  const upright = tall >= w;
  const count = Math.max(2, Math.floor((upright ? tall : w) / 5));
  const lines = Array.from({ length: count - 1 }, (_, index) => {
    const part = (index + 1) / count;
    return upright
      ? `M${box[0] + 2} ${box[1] + part * tall}H${box[2] - 2}`
      : `M${box[0] + part * w} ${box[1] + 2}V${box[3] - 2}`;
  });
  return h("path", { class: "pl-tread", d: lines.join("") });
}

/** A place on the left and one on the right of an opening, past its wall. */
export function sides({ at: [x, y], angle = 0 }) {
  const turn = (angle * Math.PI) / 180;
  const [dx, dy] = [-1.2 * Math.sin(turn), 1.2 * Math.cos(turn)];
  return [
    [x + dx, y + dy],
    [x - dx, y - dy],
  ];
}

export function within([x, y], ring) {
  return ring.reduce((inside, [ax, ay], at) => {
    const [bx, by] = ring[(at + 1) % ring.length];
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
  }, false);
}
