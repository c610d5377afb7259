// Where time was lost: a chain of steps, each with what it took beyond the plan, as black bars; benchmarks stay closed.

import { button, h, keyed, set, show } from "./desk_dom.js";
import { getJson } from "./debrief_fetch.js";
import { card, clockOf, dataTable, empty, lasting, prov, provWords, sinceStart } from "./debrief_parts.js";

const TALLEST_PX = 34;
const STATES = { not_seen: "not seen", not_tested: "not tested" };
const CHAIN = { call_911: "911 call", rtf: "RTF" };

export function makeLost(page) {
  const chain = h("ol", { class: "chain" });
  const caption = h("span", { class: "soft" });
  const shut = button("Public benchmarks, closed", () => toggle(), { look: "quiet dense" });
  const public_ = h("div", { class: "scroll benchmarks", tabindex: 0, role: "group", "aria-label": "Public benchmarks", hidden: true });
  set(shut, "aria-expanded", "false");
  const made = card("Where time was lost", { tools: [shut], table: () => table(page.data, ranges) });
  made.node.querySelector("h2").insertBefore(caption, made.node.querySelector(".r"));
  const elsewhere = h("p", { class: "soft", hidden: true });
  made.body.append(chain, elsewhere);
  made.node.append(public_);
  let ranges = {};

  const toggle = () => {
    const on = public_.hasAttribute("hidden");
    show(public_, on);
    set(shut, "aria-expanded", String(on));
    shut.firstElementChild.textContent = on ? "Close the public benchmarks" : "Public benchmarks, closed";
  };
  const paint = () => {
    const here = page.data.lost.filter(isHere);
    const out = page.data.lost.filter((one) => !isHere(one)).map((one) => one.label);
    elsewhere.textContent = `Not part of this exercise: ${out.join(", ")}.`;
    show(elsewhere, out.length > 0);
    const most = Math.max(1, ...here.map((one) => one.beyond_ms ?? 0));
    keyed(chain, here, (one) => one.id, () => h("li", { class: "c" }), (node, one) => link(node, one, most, ranges[one.id]));
    made.refresh();
  };
  return {
    node: made.node,
    patch(data) {
      ranges = {};
      caption.textContent = said(data);
      public_.replaceChildren(data.benchmarks?.length ? benchmarks(data) : empty("There are no public benchmarks for this hazard."));
      paint();
    },
    /** Ranges take seconds: they come when all else is there. */
    async later(data) {
      caption.textContent = `${said(data)}; ranges are being worked out`;
      try {
        const found = await getJson("/live/ranges.json", { key: page.token, course: page.course });
        if (page.data !== data) return;
        ranges = found;
        caption.textContent = `${said(data)}; range: 8 of 10 runs`;
        paint();
      } catch {
        if (page.data === data) caption.textContent = said(data); // without ranges the chain stands as it is
      }
    },
  };
}

const isHere = (one) => one.here !== false;
const said = (data) => `from ${clockOf(data, 0)}; bar: beyond the plan`;

function link(node, one, most, range) {
  const there = one.t_ms !== null && one.state === "seen";
  node.className = `c${there ? "" : " nt"}`;
  const late = there && one.beyond_ms > 0;
  const high = late ? Math.max(2, Math.round((TALLEST_PX * one.beyond_ms) / most)) : 0;
  node.replaceChildren(...[
    h("div", { class: "gap" }, late ? h("em", {}, lasting(one.beyond_ms)) : null, late ? h("i", { style: { height: `${high}px` } }) : null),
    h("b", {}, CHAIN[one.id] ?? one.label),
    there ? h("span", { class: "t num" }, sinceStart(one.t_ms), prov(one.provenance, { bare: true })) : h("span", { class: "t" }, STATES[one.state] ?? one.state),
    there || one.plan_ms !== null ? h("span", { class: "pl" }, one.plan_ms === null ? "plan: none" : `plan ${sinceStart(one.plan_ms)}`) : null,
    range ? h("span", { class: "pl num" }, rangeWords(range)) : null].filter(Boolean));
}

const rangeWords = ([low, high]) => (low === high ? sinceStart(low) : `${sinceStart(low)}–${sinceStart(high)}`);

function table(data, ranges) {
  return dataTable("Where time was lost", ["Step", "Time", "From the start", "Plan", "Beyond the plan", "8 of 10 runs", "Provenance"], data.lost.filter(isHere).map((one) => [
    one.label, one.t_ms === null ? (STATES[one.state] ?? "") : one.said, one.t_ms === null ? "" : sinceStart(one.t_ms),
    one.plan_ms === null ? "none" : sinceStart(one.plan_ms), one.beyond_ms > 0 ? lasting(one.beyond_ms) : "",
    ranges[one.id] ? rangeWords(ranges[one.id]) : "", provWords(one.provenance)]));
}

function benchmarks(data) {
  const labels = new Map(data.lost.map((one) => [one.id, one.label]));
  return h("div", {},
    h("p", { class: "soft" }, "Other places, other days: they say what has been, not what this school should reach."),
    dataTable("Public benchmarks", ["Incident", "Step", "What is on record", "Time", "From", "Source", "Confidence"], data.benchmarks.map((one) => [
      one.incident, labels.get(one.step) ?? "", one.text, one.t_s === null || one.t_s === undefined ? "" : sinceStart(1000 * one.t_s), one.since ?? "", one.source, one.confidence])));
}
