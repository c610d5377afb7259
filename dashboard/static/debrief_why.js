// Why: a party or a unit, an instant, and its choices with their options and margins in sentences.

import { h, put, show } from "./desk_dom.js";
import { failure, getJson } from "./debrief_fetch.js";
import { card, clockOf, msOf } from "./debrief_parts.js";

export function makeWhy(page) {
  const who = h("input", { name: "who", list: "why-who", autocomplete: "off", maxlength: 120, placeholder: "a room, a class, a role or a unit" });
  const list = h("datalist", { id: "why-who" });
  const at = h("input", { name: "at", class: "num", autocomplete: "off", maxlength: 12 });
  const says = h("div", { class: "because", "aria-live": "polite" });
  const go = h("button", { type: "submit", class: "btn" }, "Ask why");
  const form = h("form", { class: "ask" }, h("label", {}, h("span", { class: "cap" }, "Who"), who, list), h("label", {}, h("span", { class: "cap" }, "At"), at), go);
  const made = card("Why", { sub: "what somebody could have done at an instant, as they saw it" });
  made.body.append(form, says);
  let typed = false;
  at.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const t_ms = msOf(page.data, at.value);
    if (!who.value.trim()) return tell(["Write who: a room, a class, a role or a unit."]);
    if (t_ms === null) return tell(["Write a time such as 10:44:30."]);
    ask(idOf(who.value.trim()), t_ms);
  });
  const idOf = (words) => [...(page.labels ?? [])].find(([, label]) => label.toLowerCase() === words.toLowerCase())?.[0] ?? words;
  const tell = (sentences) => says.replaceChildren(...sentences.map((one) => h("p", {}, one)));

  async function ask(party, t_ms) {
    who.value = page.labels?.get(party) ?? party;
    at.value = clockOf(page.data, t_ms);
    tell(["It is being worked out."]);
    made.node.scrollIntoView({ block: "nearest" });
    try {
      const found = await getJson("/live/debrief/why.json", { key: page.token, course: page.course, party, t_ms: Math.round(t_ms) });
      tell(found.sentences.length ? found.sentences : ["There is no choice of theirs at or before that time."]);
    } catch (error) {
      tell([failure(error)]);
    }
  }
  return {
    node: made.node, ask,
    at(t_ms) { if (!typed && page.data && who.getRootNode().activeElement !== at) at.value = clockOf(page.data, t_ms); },
    patch(data) {
      list.replaceChildren(...[...data.parties, ...data.units].slice(0, 400).map((one) => h("option", { value: one.label })));
      put(says, "");
      show(made.node, data.parties.length + data.units.length > 0);
    },
  };
}
