// Five moments worth talking about: cards in order of time; choosing one moves the lanes' marks and the replay there.

import { h, keyed, put, set } from "./desk_dom.js";
import { prov } from "./debrief_parts.js";

export function makeMoments(page) {
  const list = h("div", { class: "mom", role: "group", "aria-label": "Moments" });
  let now = null;
  const walk = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const cards = [...list.children];
    const at = cards.indexOf(event.target.closest(".mo"));
    const to = by && cards[at + by];
    if (!to) return;
    event.preventDefault();
    to.focus();
  };
  list.addEventListener("keydown", walk);
  const mark = () => {
    for (const one of list.children) set(one, "aria-pressed", String(one.n === now));
  };
  return {
    node: list,
    chosen(moment) {
      now = moment.n;
      mark();
    },
    patch(data) {
      keyed(list, data.moments, (one) => one.n, () => h("button", { type: "button", class: "mo" }), (node, one) => {
        node.n = one.n;
        node.onclick = () => page.choose(one);
        node.replaceChildren(
          h("span", { class: "n" }, h("span", { class: "num1" }, one.n), h("span", { class: "num" }, one.said)),
          h("strong", {}, one.title), h("span", { class: "t" }, one.text),
          h("span", { class: "p" }, ...one.provenance.map((name) => prov(name))));
      });
      mark();
      if (!data.moments.length) put(list, "Nothing in this log stands out by the rules that choose moments. Everything that happened is below.");
    },
  };
}
