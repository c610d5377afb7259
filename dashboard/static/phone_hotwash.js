// After play: three strengths and three areas to improve, by discipline; then the feedback form and support contacts.

import { button, h, put, show } from "./desk_dom.js";
import { act } from "./live.js";
import { kept } from "./phone_parts.js";

const ASKED = ["What should stay as it is?", "What would you change about this exercise?", "Did anything here weigh on you?"];

/** The part of a phone that opens when play is over. */
export function makeHotWash(token) {
  const support = h("p", { class: "note", style: { margin: "12px 0 0" } });
  const node = h("section", { hidden: true, "aria-label": "Hot wash" }, h("h1", {}, "Hot wash"), support,
    line(token, "strength", "A strength", "What worked, about conditions and plans"),
    line(token, "improve", "An area to improve", "What was in the way"), feedback(token));
  let discipline = "school";
  node.addEventListener("hw-discipline", (event) => event.detail(discipline));
  return {
    node,
    patch(view) {
      discipline = view.role?.discipline ?? discipline;
      put(support, view.exercise.support);
      show(node, Boolean(view.exercise.ended));
    },
  };
}

function line(token, sort, title, hint) {
  const words = h("textarea", { name: sort, rows: 2, maxlength: 1000, placeholder: hint });
  const typed = kept(token, `wash-${sort}`, words);
  const says = h("p", { class: "answer", role: "status" });
  const form = h("form", { class: "form", style: { padding: "12px 0", background: "transparent", border: "0" }, onsubmit: async (event) => {
    event.preventDefault();
    if (!words.value.trim()) return;
    let discipline = "school";
    form.dispatchEvent(new CustomEvent("hw-discipline", { bubbles: true, detail: (one) => { discipline = one; } }));
    const answer = await act("hot_wash", { discipline, sort, text: words.value.trim() });
    put(says, answer.ok ? `${answer.say} Up to three are asked of each discipline.` : `Not possible. ${answer.refused}`);
    if (answer.ok) typed.clear();
  } }, h("label", {}, title, words), says, h("button", { type: "submit", class: "btn" }, "Send"));
  return form;
}

function feedback(token) {
  const fields = ASKED.map((one, at) => {
    const words = h("textarea", { name: `feedback-${at}`, rows: 2, maxlength: 1000 });
    return [one, words, kept(token, `feedback-${at}`, words)];
  });
  const says = h("p", { class: "answer", role: "status" });
  const form = h("form", { class: "form", hidden: true, style: { padding: "12px 0" }, onsubmit: async (event) => {
    event.preventDefault();
    const answers = Object.fromEntries(fields.map(([one, words]) => [one, words.value.trim()]).filter(([, words]) => words));
    const answer = await act("feedback", { answers });
    put(says, answer.ok ? answer.say : `Not possible. ${answer.refused}`);
    if (answer.ok) fields.forEach(([, , typed]) => typed.clear());
  } }, ...fields.map(([one, words]) => h("label", {}, one, words)), says, h("button", { type: "submit", class: "btn" }, "Send"));
  return h("div", {}, button("Feedback form", () => show(form, form.hidden)), form);
}
