// Making and patching DOM. Text goes in by textContent only; nothing here ever parses markup.

import { h } from "./live.js";

export { h };

/** Set, or with false, null or undefined remove, an attribute; untouched where it is so already. */
export function set(node, name, value) {
  if (value === false || value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== text(value)) node.setAttribute(name, text(value));
}

const text = (value) => (value === true ? "" : String(value));

/** Put a text into a node, touching it only where it differs: a selection and a screen reader stay undisturbed. */
export function put(node, words) {
  const wanted = words ?? "";
  if (node.textContent !== wanted) node.textContent = wanted;
  return node;
}

/** Show or hide, touching the node only where it differs. */
export function show(node, on) {
  if (node.hasAttribute("hidden") === Boolean(on)) node.toggleAttribute("hidden", !on); // SVG knows no `hidden` of its own
  return node;
}

/**
 * Make `parent`'s children those of `items`, one node per key, kept for as long as its key stays.
 * A node that stands in its place already is never moved: moving would lose its focus and scroll.
 */
export function keyed(parent, items, keyOf, make, patch) {
  const before = parent.byKey ?? new Map();
  const keys = items.map((item) => String(keyOf(item)));
  const wanted = new Set(keys);
  for (const [key, node] of before) if (!wanted.has(key)) leave(parent, node);
  let place = parent.firstElementChild;
  parent.byKey = new Map(
    items.map((item, at) => {
      const node = before.get(keys[at]) ?? make(item);
      patch?.(node, item);
      if (node === place) place = place.nextElementSibling;
      else parent.insertBefore(node, place);
      return [keys[at], node];
    }),
  );
}

/** Take a node out; whoever had the focus in it stays in the list. */
function leave(parent, node) {
  const focused = node.contains(node.getRootNode().activeElement);
  node.remove();
  if (!focused) return;
  parent.tabIndex = -1;
  parent.focus();
}

/** Whether a key press belongs to a field that somebody types in; looks through shadow roots. */
export function typing(event) {
  const field = event.composedPath()[0];
  if (!(field instanceof Element)) return false;
  if (field.isContentEditable || field.matches("textarea, select")) return true;
  return field.matches("input") && !["radio", "checkbox", "button", "submit"].includes(field.type);
}

const disc = { fill: "none", stroke: "currentColor", "stroke-width": 2 };
const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linejoin": "round" };
const solid = { fill: "currentColor" };
const path = (d, look) => ["path", { d, ...look }];
const ring = ["circle", { cx: 10, cy: 10, r: 8, ...disc }];

const ICONS = {
  school: [24, path("M3.5 3.5h17v17h-17z", solid)],
  dispatch: [24, path("M12 1 23 12 12 23 1 12z", solid)],
  law: [24, path("M12 2 23 21.5H1z", solid)],
  fire: [24, path("M8 2h8v6h6v8h-6v6H8v-6H2V8h6z", solid)],
  families: [24, ["circle", { cx: 12, cy: 12, r: 10, ...solid }]],
  stated: [16, path("M2 3h12v8H7l-3 3v-3H2z", line)],
  simulated: [16, path("M1 8c2-6 5-6 7 0s5 6 7 0", line)],
  assumed: [16, path("M3 1.5h7l3 3v10H3zM6 7h4M6 10h4", line)],
  set_by_room: [16, path("M5 2h6M6 2v5l-2 3h8l-2-3V2M8 10v5", line)],
  met: [
    20,
    ["circle", { cx: 10, cy: 10, r: 9, ...solid }],
    path("m5.5 10.3 3 3 6-6.5", { fill: "none", stroke: "var(--surface)", "stroke-width": 2.2 }),
  ],
  differently: [20, ring, path("M10 2a8 8 0 0 0 0 16z", solid)],
  missed: [20, ring],
  not_tested: [20, ["circle", { cx: 10, cy: 10, r: 8, ...disc, "stroke-dasharray": "2.5 3.2" }]],
  open: [20, ring, path("M10 5.5V10l3 2", disc)],
  observed: [
    16,
    path("M1 8c3.5-5.5 10.5-5.5 14 0-3.5 5.5-10.5 5.5-14 0z", line),
    ["circle", { cx: 8, cy: 8, r: 2.2, ...solid }],
  ],
  pencil: [16, path("m2 14 .8-3.5L11 2.3l2.7 2.7-8.2 8.2z", line)],
  octagon: [24, path("M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z", solid)],
  hand: [
    24,
    path(
      "M7 12V5.5a1.5 1.5 0 0 1 3 0V11 3.5a1.5 1.5 0 0 1 3 0V11 5a1.5 1.5 0 0 1 3 0v7-4a1.5 1.5 0 0 1 3 0v7c0 " +
        "4-2.5 7-6.5 7-3 0-4.5-1.5-6-4l-3-5.5c-.8-1.5 1.2-2.8 2.3-1.5z",
      { ...line, "stroke-width": 1.7 },
    ),
  ],
  private: [16, path("M1 8c3.5-5.5 10.5-5.5 14 0-3.5 5.5-10.5 5.5-14 0zM2 14 14 2", line)],
  screen: [16, path("M1.5 2.5h13V11h-13zM5 14h6", line)],
  arrow: [16, path("M2 8h11M9 3.5 13.5 8 9 12.5", { ...line, "stroke-width": 1.8 })],
  play: [16, path("M3 1.5 14 8 3 14.5z", solid)],
  hold: [16, path("M3 2h3.5v12H3zM9.5 2H13v12H9.5z", solid)],
  message: [16, path("M1.5 3h13v10h-13zM1.5 3.5 8 9l6.5-5.5", line)],
  close: [16, path("m3 3 10 10M13 3 3 13", { ...line, "stroke-width": 1.8 })],
};

/** A drawn sign. With `label` it is read aloud; without, the words beside it already say it. */
export function icon(name, { label, className = "" } = {}) {
  const [size, ...shapes] = ICONS[name] ?? ICONS.stated;
  const spoken = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return h(
    "svg",
    { class: `ico ${className}`, viewBox: `0 0 ${size} ${size}`, ...spoken },
    ...shapes.map(([tag, attributes]) => h(tag, attributes)),
  );
}

/** Swap the sign inside `holder` where it is another one. */
export function sign(holder, name, options) {
  if (holder.dataset.sign === name) return;
  holder.dataset.sign = name;
  holder.replaceChildren(icon(name, options));
}

const DISCIPLINES = {
  school: "school",
  dispatch: "dispatch",
  law: "law enforcement",
  fire: "fire and EMS",
  families: "families and media",
};

/** A discipline's shape in its hue; the word stands in its accessible name. */
export function shape(holder, discipline) {
  const known = discipline in DISCIPLINES ? discipline : "school";
  holder.className = `shape d-${known}`;
  sign(holder, known, { label: DISCIPLINES[known] });
  return holder;
}

/** A button: what it says, what it does, and how loud it is (`quiet`, `primary`, nothing). */
export function button(words, press, { look = "", key, sign: mark, title } = {}) {
  return h(
    "button",
    { type: "button", class: `btn ${look}`, title, onclick: press },
    mark ? icon(mark) : null,
    h("span", {}, words),
    key ? h("kbd", { class: "key" }, key) : null,
  );
}

/** A labelled field inside one border: the label stays to be read when the field is filled. */
export function field(label, control, className = "") {
  return h("label", { class: `in ${className}` }, h("span", { class: "cap" }, label), control);
}

export function select(options, { name, value, empty } = {}) {
  const first = empty === undefined ? [] : [h("option", { value: "" }, empty)];
  const node = h("select", { name }, ...first, ...options.map((one) => h("option", { value: one.value }, one.label)));
  if (value !== undefined) node.value = value;
  return node;
}
