// What the parts of the debrief page share: cards that have a table, provenance, times, disciplines.

import { button, h, icon, set, shape, show } from "./desk_dom.js";

const two = (n) => String(n).padStart(2, "0");
const WORDS = { stated: "stated", simulated: "simulated", observed: "observed", assumed: "assumed from the plan", set_by_room: "set by the room" };
const CSS = { fire_ems: "fire" };

/** An instant as the room says it: 10:44:30. */
export function clockOf(data, t_ms) {
  const s = Math.round(((data?.starts_clock_ms ?? 0) + t_ms) / 1000);
  return `${two(Math.floor(s / 3600) % 24)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** A time that is typed, 10:44:30 or 10:44, as ms from 00:00; null where it is none. */
export function msOf(data, text) {
  const found = /^\s*(\d{1,2}):(\d\d)(?::(\d\d))?\s*$/.exec(text);
  if (!found) return null;
  const [, hours, minutes, seconds] = found;
  const ms = 1000 * (3600 * Number(hours) + 60 * Number(minutes) + Number(seconds ?? 0)) - (data.starts_clock_ms ?? 0);
  return ms < -12 * 3_600_000 ? ms + 86_400_000 : ms;
}

/** A day, 2026-10-06, as people say it: Tuesday 6 October 2026. */
export function dayOf(iso) {
  const day = new Date(`${iso}T12:00:00`);
  if (Number.isNaN(day.getTime())) return iso;
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(day).replace(",", "");
}

/** A length of time: 10 s, 3:50, 1:02:30. */
export function lasting(ms) {
  const s = Math.round(ms / 1000);
  if (s < 60) return `${s} s`;
  return s < 3600 ? `${Math.floor(s / 60)}:${two(s % 60)}` : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** From the beginning, always with minutes: 0:20. */
export const sinceStart = (ms) => (ms < 59_500 ? `0:${two(Math.round(ms / 1000))}` : lasting(ms));

/** Where a time comes from: one glyph and the word; `bare` where a caption on the same card explains the glyph. */
export function prov(name, { bare = false } = {}) {
  if (!name) return null;
  const words = WORDS[name] ?? String(name);
  return h("span", { class: "prov", title: words }, icon(name, bare ? { label: words } : {}), bare ? null : h("span", {}, words));
}

export const provWords = (name) => WORDS[name] ?? "";

/** A discipline's shape in its hue. */
export const sign = (discipline) => shape(h("span"), CSS[discipline] ?? discipline);

/** A table with a caption for whoever cannot see what is around it. Cells are text or nodes. */
export function dataTable(caption, heads, rows) {
  return h("table", { class: "data" }, h("caption", { class: "visually-hidden" }, caption),
    h("thead", {}, h("tr", {}, ...heads.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell, at) => (at ? h("td", {}, cell) : h("th", { scope: "row" }, cell)))))));
}

/** A card; with `table` it has a button that shows the same as a table. `make` gives its chart. */
export function card(title, { sub = null, tools = [], table = null, name = "" } = {}) {
  const body = h("div", { class: "body" });
  const box = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": `${title}, as a table`, hidden: true });
  const flip = table && button("Table", () => {
    const on = box.hasAttribute("hidden");
    set(flip, "aria-pressed", String(on));
    if (on) box.replaceChildren(table());
    show(box, on);
    show(body, !on);
  }, { look: "quiet dense" });
  if (flip) {
    set(flip, "aria-pressed", "false");
    set(flip, "aria-label", `${title}: show as a table`);
  }
  const node = h("section", { class: `card ${name}`, "aria-label": title },
    h("h2", {}, title, sub ? h("span", { class: "soft" }, sub) : null, h("span", { class: "r" }, ...tools, flip)), body, table ? box : null);
  return { node, body, refresh: () => box.hasAttribute("hidden") || box.replaceChildren(table()) };
}

/** A sentence for what is not there. */
export const empty = (words) => h("p", { class: "soft" }, words);
