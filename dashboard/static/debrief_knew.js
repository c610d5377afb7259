// Who knew what, when: one fact, its spread over roles and rooms, and the messages that did not arrive.

import { h, keyed, put, select, set, show } from "./desk_dom.js";
import { card, clockOf, dataTable, empty, prov, provWords } from "./debrief_parts.js";

export function makeKnew(page) {
  const pick = h("select", { name: "fact", "aria-label": "Fact" });
  const list = h("ul", { class: "kn", tabindex: 0, "aria-label": "Who knew, when" });
  const by = h("span", { class: "soft num" });
  const made = card("Who knew", { table: () => asTable(page, fact()) });
  const title = made.node.querySelector("h2");
  title.insertBefore(by, title.querySelector(".r"));
  const none = empty("Nobody was told anything that the log holds.");
  const never = h("p", { class: "never" });
  made.body.append(h("label", { class: "pick" }, h("span", { class: "visually-hidden" }, "Fact"), pick), none, list, never);
  const fact = () => page.data?.facts.find((one) => one.id === pick.value) ?? page.data?.facts[0];

  const paint = () => {
    const one = fact();
    show(none, !one);
    show(pick, one);
    put(never, one?.never ?? "");
    show(never, one?.never);
    keyed(list, one ? rowsOf(one) : [], (row) => row.key, makeRow, (node, row) => set(node, "class", row.lost ? "lost" : ""));
    at(page.t);
    made.refresh();
  };
  const at = (t_ms) => {
    if (!page.data) return;
    put(by, `by ${clockOf(page.data, t_ms)}`);
    for (const node of list.children) node.classList.toggle("later", node.t_ms > t_ms);
  };
  const makeRow = (row) => {
    const node = h("li", {}, h("button", { type: "button", class: "when num", title: "Replay from here", onclick: () => page.seek(row.t_ms) }, row.said), h("span", { class: "w" }, row.words), row.lost ? h("span", { class: "tag" }, "did not arrive") : prov(row.provenance, { bare: true }));
    node.t_ms = row.t_ms;
    return node;
  };
  pick.addEventListener("change", paint);
  return {
    node: made.node, at,
    patch(data) {
      const kept = pick.value;
      pick.replaceChildren(...select(data.facts.map((one) => ({ value: one.id, label: one.label }))).children);
      if (data.facts.some((one) => one.id === kept)) pick.value = kept;
      paint();
    },
  };
}

/** News and what was lost, in order of time. */
function rowsOf(fact) {
  const spread = fact.spread.map((one, at) => ({ ...one, key: `${fact.id} ${at}`, words: spreadWords(one) }));
  const lost = fact.lost.map((one, at) => ({ ...one, key: `${fact.id} lost ${at}`, lost: true }));
  return [...spread, ...lost].sort((a, b) => a.t_ms - b.t_ms);
}

const spreadWords = (one) => one.words ?? [one.who, one.via, one.from && `from ${one.from}`].filter(Boolean).join(", ");

function asTable(page, fact) {
  return dataTable(`Who knew: ${fact?.label ?? ""}`, ["Time", "Who", "Where", "How", "From", "Provenance"], fact ? rowsOf(fact).map((one) => (one.lost
    ? [one.said, one.words, "", "did not arrive", "", ""]
    : [one.said, one.who, one.space ?? "", one.via ?? "", one.from ?? "", provWords(one.provenance)])) : []);
}
