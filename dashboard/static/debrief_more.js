// What follows the charts: plan against play, objectives with evidence, rulings, what was parked, the hot wash.

import { h, icon, show } from "./desk_dom.js";
import { card, dataTable, lasting, prov, sign } from "./debrief_parts.js";

const STATES = { seen: ["met", "seen"], differently: ["differently", "seen differently"], not_seen: ["missed", "not seen"], not_tested: ["not_tested", "not tested"] };

export function makeMore(page) {
  const plan = card("Plan against play");
  const aims = card("Objectives, with the evidence of the log");
  const rulings = card("Set by the room, and recorded only");
  const parked = card("Parked");
  const wash = card("Hot wash");
  const notes = card("Notes of evaluators and the facilitator");
  const corrections = card("Corrections");
  const rest = card("Who was there");
  return {
    node: h("div", { class: "rest" }, h("div", {}, ...[plan, rulings, corrections, notes, parked, wash, rest].map((one) => one.node)), h("div", {}, aims.node)),
    patch(data) {
      fill(plan, planTable(data));
      fill(aims, data.objectives.map((one) => objective(page, one)));
      fill(rulings, [...lines(data.rulings), ...lines(data.free)]);
      fill(parked, lines(data.parked));
      fill(notes, lines(data.notes ?? []));
      fill(corrections, lines((data.corrected ?? []).map((one) => ({ ...one, words: [CHANGES[one.change] ?? one.change, one.why].filter(Boolean).join(": ") }))));
      fill(wash, washLines(data.hot_wash));
      fill(rest, data.attendance.length ? [attendance(data.attendance)] : []);
    },
  };
}

function fill(made, nodes) {
  made.body.replaceChildren(...[nodes].flat());
  show(made.node, [nodes].flat().length > 0);
}

function state(name, came = null) {
  const [glyph, words] = STATES[name] ?? [name, name];
  return h("span", { class: "state" }, icon(glyph), " ", came ?? words);
}

function planTable(data) {
  const rows = data.plan_play.filter((one) => !one.only_if || one.play_ms !== null);
  if (!rows.length) return [];
  return [h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Plan against play" }, dataTable("Plan against play", ["Plan says", "Plan", "Play", "Beyond the plan", "How it came"],
    rows.map((one) => [one.words, one.plan_said ?? "", h("span", { class: "nowrap" }, one.play_said ?? "", " ", one.play_ms === null ? "" : prov(one.provenance, { bare: true })), one.play_ms !== null && one.plan_ms !== null && one.play_ms - one.plan_ms >= 1000 ? lasting(one.play_ms - one.plan_ms) : "", state(one.state, one.came)])))];
}

function objective(page, one) {
  const rating = one.rating ? h("span", { class: "tag" }, `rated ${one.rating}`) : null;
  return h("article", { class: "aim" }, h("h3", {}, one.text, " ", rating), one.capability ? h("p", { class: "soft" }, one.capability) : null,
    h("ul", {}, ...one.steps.map((step) => h("li", {}, h("div", { class: "step" }, state(step.state, step.came), h("span", { class: "w" }, step.words)), evidence(page, step)))),
    one.judgement ? h("p", {}, one.judgement) : one.proposed ? h("p", { class: "soft" }, `Proposed from the log, not a judgement: ${one.proposed}`) : null);
}

function evidence(page, step) {
  const seen = step.evidence.map((one) => h("li", {}, h("button", { type: "button", class: "when num", title: "Replay from here", onclick: () => page.seek(one.t_ms) }, one.said), h("span", { class: "w" }, one.words), prov(one.provenance, { bare: true })));
  const notes = step.notes.filter((one) => one.text).map((one) => h("li", {}, h("span", { class: "when num" }, one.said ?? ""), h("span", { class: "w" }, one.text), prov("observed", { bare: true })));
  return seen.length + notes.length ? h("ul", { class: "kn" }, ...seen, ...notes) : null;
}

/** Entries of the log as lines: a time, the words, who. */
function lines(found) {
  const words = (one) => (typeof one === "string" ? one : [one.words ?? one.text, one.who && `(${one.who})`].filter(Boolean).join(" "));
  return found.length ? [h("ul", { class: "kn" }, ...found.map((one) => h("li", {}, one.said ? h("span", { class: "when num" }, one.said) : null, h("span", { class: "w" }, words(one)), prov(one.provenance, { bare: true }))))] : [];
}

const CHANGES = { withdraw: "A decision was taken back", replace: "A decision was put right", date: "A decision was given another time" };
const SORTS = { strength: "strength", improve: "area to improve" };
function washLines(found) {
  if (!found.length) return [];
  return [h("ul", { class: "kn" }, ...found.filter((one) => !one.out).map((one) => h("li", {}, sign(one.discipline), h("span", { class: "tag" }, SORTS[one.sort] ?? one.sort), h("span", { class: "w" }, one.text), one.owner || one.due ? h("span", { class: "soft" }, [one.owner, one.due].filter(Boolean).join(", ")) : null)))];
}

function attendance(found) {
  return dataTable("Who was there", ["Role", "Discipline", "People"], found.map((one) => [one.title, one.discipline, one.n ?? ""]));
}
