// The small signs of a replay on canvas: counts, units, the person in question, and the two patterns.

const UNIT = {
  school: "M-6-6H6V6H-6z", dispatch: "M0-8 8 0 0 8-8 0z", law: "M0-7.5 8 6.5H-8z",
  fire_ems: "M-3-8h6v5h5v6H3v5h-6V3h-5v-6h5z", families: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
}; // prettier-ignore

/** A count: round in a room, square and filled behind a locked door; where there is no space for figures the shape alone. */
export function badge(to, { x, y, w, h: tall }, n, secured, colours) {
  const text = String(n);
  const roomy = w >= 8 + 6 * text.length && tall >= 12;
  const high = roomy ? Math.min(15, Math.max(12, 0.5 * tall)) : Math.max(3, Math.min(6, w - 3, tall - 3));
  const wide = roomy ? Math.min(w - 2, 9 + 6.6 * text.length) : high;
  const middle = roomy && tall >= 22 ? y + Math.min(9, 0.22 * tall) : y;
  to.beginPath();
  to.roundRect(x - wide / 2, middle - high / 2, wide, high, secured ? 1.5 : high / 2);
  to.fillStyle = secured ? colours.ink : colours.surface;
  to.fill();
  to.lineWidth = 1.3;
  to.strokeStyle = colours.ink;
  to.stroke();
  if (!roomy) return;
  to.font = `700 10.5px ${colours.font}`;
  to.textAlign = "center";
  to.textBaseline = "middle";
  to.fillStyle = secured ? colours.surface : colours.ink;
  to.fillText(text, x, middle + 0.5);
}

/** A unit by its discipline's shape, with an ink outline and its name; several in one place stand beside each other. */
export function unit(to, { x, y, w }, one, at, colours) {
  to.save();
  to.translate(x + Math.min(22, w / 4) + (at % 3) * 5, y + (at % 2) * 4);
  to.fillStyle = colours.hue[one.discipline] ?? colours.ink;
  to.strokeStyle = colours.ink;
  to.lineWidth = 1.3;
  const shape = new Path2D(UNIT[one.discipline] ?? UNIT.school);
  to.fill(shape);
  to.stroke(shape);
  to.font = `600 10px ${colours.font}`;
  to.textAlign = "left";
  to.textBaseline = "middle";
  to.lineWidth = 3;
  to.strokeStyle = colours.surface;
  to.strokeText(one.label, 11, 0);
  to.fillStyle = colours.ink;
  to.fillText(one.label, 11, 0);
  to.restore();
}

/** The person in question: an open hexagon with a question mark, where somebody last reported them. */
export function question(to, { x, y }, colours) {
  to.save();
  to.translate(x, y);
  const shape = new Path2D("M-9 0-4.500-8H4.500L9 0 4.500 8H-4.500z");
  to.fillStyle = colours.surface;
  to.fill(shape);
  to.lineWidth = 2;
  to.strokeStyle = colours.ink;
  to.stroke(shape);
  to.fillStyle = colours.ink;
  to.font = `700 12px ${colours.font}`;
  to.textAlign = "center";
  to.textBaseline = "middle";
  to.fillText("?", 0, 0.5);
  to.restore();
}

/** A ring round a door that the chosen moment is about. */
export function ring(to, [x, y], colours) {
  to.beginPath();
  to.arc(x, y, 8, 0, 2 * Math.PI);
  to.lineWidth = 2.4;
  to.strokeStyle = colours.ink;
  to.stroke();
}

const CIVIDIS = [[255, 234, 70], [203, 186, 105], [148, 142, 119], [96, 101, 114], [41, 67, 113]]; // light is least, dark is most

/** The colour of a share from 0 to 1. */
export function heatColour(share) {
  const at = Math.min(3.999, 4 * Math.max(0, share));
  const [low, high] = [CIVIDIS[Math.floor(at)], CIVIDIS[Math.floor(at) + 1]];
  return `rgb(${low.map((one, index) => Math.round(one + (high[index] - one) * (at % 1))).join(" ")})`;
}

/** The 45-degree hatch of what was not heard. */
export const hatch = (to, colours) => pattern(to, colours["ink-3"], (tile) => {
  tile.moveTo(-2, 10);
  tile.lineTo(10, -2);
});

/** Crossed lines: closed by the hazard. */
export const crosses = (to, colours) => pattern(to, colours["ink-3"], (tile) => {
  tile.moveTo(1, 1);
  tile.lineTo(7, 7);
  tile.moveTo(7, 1);
  tile.lineTo(1, 7);
});

function pattern(to, hue, draw) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const on = tile.getContext("2d");
  on.strokeStyle = hue;
  on.lineWidth = 1.1;
  on.beginPath();
  draw(on);
  on.stroke();
  return to.createPattern(tile, "repeat");
}
