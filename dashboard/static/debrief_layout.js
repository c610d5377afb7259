// Where marks and their words go in the lanes: each in the highest row that is free; where all are taken, the mark alone, in a row below.

export const LANE = { label: 150, row: 20, pad: 13, most: 4, bare: 16 };
const FIRST = { decision: 0, missed: 1, message: 2, event: 3 };
const LONGEST = 34;
const STEPS_MS = [10, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => 1000 * s);
const GAP = 8;

let pen = null;
/** How wide words are in the lanes' type, in px. */
export function widthOf(words) {
  pen ??= document.createElement("canvas").getContext("2d");
  pen.font = '500 12.5px "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
  return pen.measureText(words).width;
}

/** The whole minutes (or seconds) to write over the grid. */
export function stepsOf(scale, starts_ms) {
  const room = (scale.right - scale.left) / 78;
  const step = STEPS_MS.find((one) => (scale.to - scale.from) / one <= room) ?? STEPS_MS.at(-1);
  const first = Math.ceil((starts_ms + scale.from) / step) * step - starts_ms;
  const found = [];
  for (let t = first; t <= scale.to; t += step) found.push(t);
  return found;
}

/** Lanes with their height; items in view with x, row, label and the side on which it stands. */
export function laidOut(lanes, scale) {
  return lanes.map((lane) => {
    if (!lane.items.length) return { ...lane, items: [], bare: true, tall: LANE.bare }; // nothing in it: one thin line
    const shown = lane.items.filter((one) => one.t_ms >= scale.from && one.t_ms <= scale.to);
    const placed = shown.map((one) => ({ ...one, x: scale.x(one.t_ms), plan_x: planX(one, scale), row: 0, label: null, left: false }));
    const taken = Array.from({ length: LANE.most }, () => []);
    for (const one of [...placed].sort((a, b) => FIRST[a.sort] - FIRST[b.sort] || a.t_ms - b.t_ms)) settle(one, taken, scale);
    const full = taken.filter((row) => row.length).length;
    for (const one of placed) if (!one.label) one.row = full; // what has no room for words stands together in the last row
    const rows = 1 + Math.max(0, ...placed.map((one) => one.row));
    return { ...lane, items: placed, tall: 2 * LANE.pad + (rows - 1) * LANE.row };
  });
}

function planX(one, scale) {
  if (one.plan_ms === null || one.plan_ms === undefined || one.sort === "missed") return null;
  return Math.abs(scale.x(one.t_ms) - scale.x(one.plan_ms)) < 4 ? null : Math.min(scale.right, scale.x(one.plan_ms));
}

function settle(one, taken, scale) {
  const words = short(one.words);
  const wide = widthOf(words) + 16;
  const [from, to] = [Math.min(one.x, one.plan_x ?? one.x) - 7, Math.max(one.x, one.plan_x ?? one.x) + 7];
  const sides = [[from, to + wide, false], [from - wide, to, true]].filter(([a, b]) => b <= scale.right + 2 && a >= scale.left - 2);
  for (const [a, b, left] of sides) {
    const row = taken.findIndex((row) => row.every(([c, d]) => b + GAP < c || a - GAP > d));
    if (row < 0) continue;
    taken[row].push([a, b]);
    Object.assign(one, { row, label: words, left, words_x: left ? from - 3 : to + 3 });
    return;
  }
}

/** The first words, without a full stop: all of them stand under the lanes and in the table. */
function short(words) {
  const bare = words.replace(/\.$/, "").replace(/^Message (\w+)( to [^:]*)?: /, "$1: ");
  if (bare.length <= LONGEST) return bare;
  const cut = bare.slice(0, LONGEST);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 16))}…`;
}
