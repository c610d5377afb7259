// One level of the plan on canvas, in three layers: the ground with its doors, badges and units, and people as squares.
//
//   const level = makeLevel(storey, number, colours, acrossOf(plan.levels, false))
//   level.resize(width_px)          fits the drawing into a width and returns its height
//   level.ground(standing, heat)    walls, doors by state, hatch of what was not heard; only when something there changed
//   level.marks(standing, count, person, pointed)   counts of rooms, units, what the chosen moment is about
//   level.people(play, all)         everybody who walks, or with `all` everybody
//   level.spaceAt(x, y)             the space under a point of the drawing

import { lookOf } from "./plan_doors.js";
import { bounds, outline, shapeOf } from "./plan_shapes.js";
import { within } from "./replay_data.js";
import { badge, crosses, hatch, heatColour, question, ring, unit } from "./replay_signs.js";

const OUTSIDE = new Set(["outdoors", "field", "parking", "assembly", "reunification", "vehicle", "stand"]);
const HALLS = new Set(["corridor", "lobby", "concourse"]);
const WALKED = new Set([...HALLS, ...OUTSIDE, "stairs", "ramp"]);
const MARGIN = 10;
const DOT = 4;
const HUE = { school: "--oi-green", dispatch: "--oi-purple", law: "--oi-blue", fire_ems: "--oi-vermillion", families: "--oi-orange" };

/** The colours as the page has them now; asked again when the theme changes. */
export function coloursOf(root) {
  const style = getComputedStyle(root);
  const of = (name) => style.getPropertyValue(name).trim();
  const names = ["paper", "surface", "sunken", "line", "line-strong", "ink", "ink-2", "ink-3"];
  return { ...Object.fromEntries(names.map((name) => [name, of(`--${name}`)])), font: of("--sans"), hue: Object.fromEntries(Object.entries(HUE).map(([name, token]) => [name, of(token)])) };
}

/** The drawing's width in metres, one for all levels: whoever goes downstairs comes out below. */
export function acrossOf(levels, grounds) {
  const all = levels.map((one) => frameOf(one, grounds));
  return { grounds, west: Math.min(...all.map((one) => one[0])), east: Math.max(...all.map((one) => one[2])) };
}

/** What is drawn of a level: the building with a strip round it, or with `grounds` everything. */
function frameOf(storey, grounds) {
  if (grounds) return bounds(storey.spaces);
  const indoors = storey.spaces.filter((one) => !OUTSIDE.has(one.kind));
  const near = storey.spaces.length < 60 ? storey.spaces : storey.spaces.filter((one) => !OUTSIDE.has(one.kind) || one.kind === "assembly");
  return widened(bounds(indoors.length ? indoors : storey.spaces), bounds(near));
}

export function makeLevel(storey, number, colours, { west, east, grounds }) {
  const layers = ["ground", "marks", "people"].map((name) => {
    const canvas = document.createElement("canvas");
    canvas.className = `layer ${name}`;
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  });
  const [ground, marks, people] = layers.map((canvas) => canvas.getContext("2d"));
  const indoors = storey.spaces.filter((one) => !OUTSIDE.has(one.kind));
  const [, south, , north] = frameOf(storey, grounds);
  const whole = [west, south, east, north];
  const wide = Math.max(1, whole[2] - whole[0]);
  const level = { layers, number, storey, indoors, width: 0, height: 0, px: 1, whole, spaces: storey.spaces };

  level.resize = (width) => {
    const scale = window.devicePixelRatio || 1;
    level.px = wide / Math.max(40, width - 2 * MARGIN);
    level.width = width;
    level.height = Math.round((whole[3] - whole[1]) / level.px + 2 * MARGIN);
    level.at = ([x, y]) => [MARGIN + (x - whole[0]) / level.px, level.height - MARGIN - (y - whole[1]) / level.px];
    for (const canvas of layers) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(level.height * scale);
      canvas.style.height = `${level.height}px`;
      canvas.getContext("2d").setTransform(scale, 0, 0, scale, 0, 0);
    }
    level.shapes = new Map(storey.spaces.map((one) => [one.id, shapeOf(one, level.at)]));
    level.paths = new Map([...level.shapes].map(([id, shape]) => [id, new Path2D(shape.d)]));
    level.still = still(level, colours, scale);
    return level.height;
  };

  level.ground = (standing, heat) => {
    ground.clearRect(0, 0, level.width, level.height);
    ground.drawImage(level.still, 0, 0, level.width, level.height);
    if (heat) heated(ground, level, heat);
    ground.fillStyle = hatch(ground, colours);
    for (const id of standing.not_heard) if (level.paths.has(id)) ground.fill(level.paths.get(id));
    ground.fillStyle = crosses(ground, colours);
    for (const id of standing.closed) if (level.paths.has(id)) ground.fill(level.paths.get(id));
    for (const one of storey.openings) paintDoor(ground, one, lookOf(one, standing), level, colours);
    labels(ground, level, colours);
  };

  level.marks = (standing, count, person, pointed) => {
    marks.clearRect(0, 0, level.width, level.height);
    for (const id of pointed.spaces) if (level.paths.has(id)) outlined(marks, level.paths.get(id), colours);
    for (const one of storey.openings) if (pointed.openings.includes(one.id)) ring(marks, level.at(one.at), colours);
    for (const one of storey.spaces) {
      const n = count(one.id);
      if (n && !(HALLS.has(one.kind) || one.kind === "stairs")) badge(marks, level.shapes.get(one.id), n, standing.secured.has(one.id), colours);
    }
    standing.units.filter((one) => level.shapes.has(one.space)).forEach((one, at) => unit(marks, level.shapes.get(one.space), one, at, colours));
    for (const id of person) if (level.shapes.has(id)) question(marks, level.shapes.get(id), colours);
  };

  level.people = (play, all) => {
    people.clearRect(0, 0, level.width, level.height);
    const [x0, y0, k, foot] = [whole[0], whole[1], 1 / level.px, level.height - MARGIN];
    const half = DOT / 2;
    people.fillStyle = colours.ink;
    const grown = [];
    for (let person = 0; person < play.persons; person += 1) {
      if (play.level[person] !== number) continue;
      const id = play.ids[play.space[person]];
      if (!all && !level.walked.has(id)) continue;
      const [x, y] = [MARGIN + (play.x[person] - x0) * k, foot - (play.y[person] - y0) * k];
      if (play.kinds[person] === "pupils") people.fillRect(x - half, y - half, DOT, DOT);
      else grown.push(x, y);
    }
    people.lineWidth = 1.5;
    people.strokeStyle = colours.ink;
    people.beginPath();
    for (let at = 0; at < grown.length; at += 2) people.rect(grown[at] - 2.5, grown[at + 1] - 2.5, 5, 5);
    people.stroke();
  };

  level.walked = new Set(storey.spaces.filter((one) => WALKED.has(one.kind) && one.kind !== "assembly").map((one) => one.id));
  /** How many on this level are outside the drawing. */
  level.away = (play) => {
    let n = 0;
    for (let person = 0; person < play.persons; person += 1) {
      const [x, y] = [play.x[person], play.y[person]];
      if (play.level[person] === number && (x < whole[0] - 1 || x > whole[2] + 1 || y < whole[1] - 1 || y > whole[3] + 1)) n += 1;
    }
    return n;
  };
  level.spaceAt = (x, y) => {
    const at = [(x - MARGIN) * level.px + whole[0], (level.height - MARGIN - y) * level.px + whole[1]];
    const hit = (one) => within(at, one.rings[0]) && !one.rings.slice(1).some((hole) => within(at, hole));
    return indoors.find(hit) ?? storey.spaces.find(hit) ?? null;
  };
  level.recolour = (next) => {
    colours = next;
    level.still = still(level, colours, window.devicePixelRatio || 1);
  };
  return level;
}

/** The building and what lies near it: far grounds would make the building small. */
function widened([x1, y1, x2, y2], [a1, b1, a2, b2]) {
  const room = 0.07 * Math.max(x2 - x1, y2 - y1);
  return [Math.max(a1, x1 - room), Math.max(b1, y1 - room), Math.min(a2, x2 + room), Math.min(b2, y2 + room)];
}

/** How much there was, by the colour of a scale that also works in grey and for the colour-blind: dark is most. */
function heated(to, level, heat) {
  const most = Math.max(...heat.values());
  for (const [id, n] of heat) {
    if (!level.paths.has(id) || !n) continue;
    to.fillStyle = heatColour(n / most);
    to.fill(level.paths.get(id), "evenodd");
  }
}

function outlined(to, path, colours) {
  to.strokeStyle = colours.ink;
  to.lineWidth = 3.2;
  to.stroke(path);
}

// ---- what stands still

function still(level, colours, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(level.width * scale));
  canvas.height = Math.max(1, Math.round(level.height * scale));
  const to = canvas.getContext("2d");
  to.setTransform(scale, 0, 0, scale, 0, 0);
  for (const one of [...level.spaces].sort((a, b) => OUTSIDE.has(b.kind) - OUTSIDE.has(a.kind))) {
    const out = OUTSIDE.has(one.kind);
    if (out && !inView(level, one)) continue;
    to.fillStyle = HALLS.has(one.kind) ? colours.sunken : colours.surface;
    to.strokeStyle = out ? colours["line-strong"] : colours["ink-2"];
    to.lineWidth = out ? 1 : 0.9;
    to.setLineDash(out ? [5, 4] : []);
    if (!out) to.fill(level.paths.get(one.id), "evenodd");
    to.stroke(level.paths.get(one.id));
    if (one.kind === "stairs") treads(to, level.shapes.get(one.id), colours);
  }
  to.setLineDash([]);
  to.strokeStyle = colours.ink;
  to.lineWidth = 2.2;
  to.stroke(new Path2D(outline(level.indoors, level.at)));
  return canvas;
}

/** Whether the middle of a ground outside can be seen: the corner of one that cannot would only puzzle. */
function inView(level, space) {
  const { x, y } = level.shapes.get(space.id);
  return x > 0 && x < level.width && y > 0 && y < level.height;
}

function treads(to, { box, w, h: tall }, colours) {
  const upright = tall >= w;
  const count = Math.max(2, Math.floor((upright ? tall : w) / 4));
  to.strokeStyle = colours["line-strong"];
  to.lineWidth = 0.8;
  to.beginPath();
  for (let at = 1; at < count; at += 1) {
    const share = at / count;
    if (upright) to.moveTo(box[0] + 1, box[1] + share * tall), to.lineTo(box[2] - 1, box[1] + share * tall);
    else to.moveTo(box[0] + share * w, box[1] + 1), to.lineTo(box[0] + share * w, box[3] - 1);
  }
  to.stroke();
}

function labels(to, level, colours) {
  to.textAlign = "center";
  to.textBaseline = "middle";
  for (const one of level.indoors) {
    const { x, y, w, h: tall } = level.shapes.get(one.id);
    if (one.kind === "stairs" || tall < 12 || w < 16) continue;
    const number = /\d/.test(one.id) && one.id !== one.label ? [one.id] : [];
    for (const words of [one.label || one.id, ...number]) {
      to.font = `500 11px ${colours.font}`;
      const size = Math.min(11, (11 * (w - 4)) / to.measureText(words).width);
      if (size < 8) continue;
      to.font = `500 ${size.toFixed(1)}px ${colours.font}`;
      to.fillStyle = HALLS.has(one.kind) ? colours["ink-3"] : colours.ink;
      to.lineWidth = 3;
      to.strokeStyle = HALLS.has(one.kind) ? colours.sunken : colours.surface;
      const up = tall < 22 ? y : y - Math.min(8, 0.24 * tall);
      to.strokeText(words, x, up);
      to.fillText(words, x, up);
      break;
    }
  }
}

// ---- doors, as in plan_doors.js

function paintDoor(to, one, look, { at, px }, colours) {
  const [x, y] = at(one.at);
  const half = Math.max(2, (one.width ?? 1) / px / 2);
  to.save();
  to.translate(x, y);
  to.rotate((-(one.angle ?? 0) * Math.PI) / 180);
  if (one.swing === -1) to.scale(1, -1);
  const line = (width, hue, ...points) => {
    to.lineWidth = width;
    to.strokeStyle = hue;
    to.beginPath();
    points.forEach(([a, b], index) => (index ? to.lineTo(a, b) : to.moveTo(a, b)));
    to.stroke();
  };
  const gap = () => line(3.4, colours.surface, [-half, 0], [half, 0]);
  if (look === "locked") {
    to.fillStyle = colours.ink;
    to.fillRect(-half - 1, -2.2, 2 * half + 2, 4.4);
  } else if (look === "blocked") {
    gap();
    line(1.6, colours.ink, [-4, -4], [4, 4]);
    line(1.6, colours.ink, [4, -4], [-4, 4]);
  } else if (look === "open" || look === "propped") {
    gap();
    line(1.3, colours.ink, [-half, 0], look === "open" ? [-half, -2 * half] : [half * 0.2, -1.7 * half]);
    if (look === "open") {
      to.beginPath();
      to.strokeStyle = colours["ink-3"];
      to.lineWidth = 0.8;
      to.arc(-half, 0, 2 * half, -Math.PI / 2, 0);
      to.stroke();
    }
  } else if (look === "window") {
    gap();
    line(0.8, colours.ink, [-half, -1.2], [half, -1.2]);
    line(0.8, colours.ink, [-half, 1.2], [half, 1.2]);
  } else {
    gap();
    if (look === "closed") line(1.1, colours.ink, [-half, 0], [half, 0]);
  }
  to.restore();
}
