// After play, on a phone: strengths and areas to improve by discipline, the feedback form, and whom to talk to.

import { button, h, keyed, put, select, set, show } from "./desk_dom.js";
import { act } from "./live.js";
import { kept, refusedOr, sendTyped, supportOf } from "./phone_parts.js";

export const DISCIPLINES = [["school", "School"], ["dispatch", "Dispatch"], ["law", "Law enforcement"], ["fire", "Fire and EMS"], ["families", "Families and media"]];
const ASKED = ["What should stay as it is?", "What would you change about this exercise?", "Did anything here weigh on you?"];
const MOST = 3;

/** The part of a phone that opens when play is over. An evaluator, who has no discipline, chooses one. */
export function makeHotWash(token) {
  const support = h("p");
  const which = select(DISCIPLINES.map(([value, label]) => ({ value, label })), { name: "discipline" });
  const choice = h("label", {}, "For which discipline", which);
  const parts = [makePart(token, "strength", "Strengths", "What worked: conditions, plans, equipment", () => which.value),
    makePart(token, "improve", "Areas to improve", "What was in the way", () => which.value)];
  const node = h("section", { class: "wash", hidden: true, "aria-label": "Hot wash" }, h("h1", {}, "Hot wash"),
    h("p", {}, "Play is over. Up to three of each, about conditions and plans. The facilitator sees them at once."), choice,
    ...parts.map((one) => one.node), makeFeedback(token), h("div", { class: "note" }, h("p", { class: "cap" }, "If something weighs on you"), support));
  return {
    node,
    patch(view) {
      if (view.role) which.value = view.role.discipline;
      show(choice, !view.role);
      for (const one of parts) one.patch(view.wash ?? []);
      put(support, [...new Set([supportOf(view), view.exercise.support])].join(" "));
      show(node, view.exercise.ended);
    },
  };
}

function makePart(token, sort, title, hint, discipline) {
  const words = h("textarea", { name: sort, rows: 2, maxlength: 1000 });
  const typed = kept(token, `wash-${sort}`, words);
  const says = h("p", { class: "answer", role: "status" });
  const sent = h("ol", { class: "sent", "aria-label": `${title} you sent` });
  const count = h("span", { class: "cap" });
  const go = async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (!text) return;
    put(says, "Sending.");
    const answer = await sendTyped(typed, "hot_wash", { discipline: discipline(), sort, text });
    put(says, refusedOr(answer));
  };
  return {
    node: h("form", { class: "part", onsubmit: go }, h("h2", {}, title, " ", count), sent, h("label", {}, hint, words), h("button", { type: "submit", class: "btn" }, "Send"), says),
    patch(lines) {
      const own = lines.filter((one) => one.sort === sort);
      keyed(sent, own, (one) => one.seq, () => h("li", {}, h("span"), h("small")), (row, one) => {
        put(row.firstElementChild, one.text);
        put(row.lastElementChild, [one.owner && `Owner: ${one.owner}.`, one.due && `By ${one.due}.`].filter(Boolean).join(" "));
      });
      put(count, own.length ? `${own.length} sent` : `up to ${MOST}`);
    },
  };
}

/** The feedback form, also used by the facilitator's page. */
export function makeFeedback(token) {
  const fields = ASKED.map((one, at) => {
    const words = h("textarea", { name: `feedback-${at}`, rows: 2, maxlength: 1000 });
    return [one, words, kept(token, `feedback-${at}`, words)];
  });
  const says = h("p", { class: "answer", role: "status" });
  const go = async (event) => {
    event.preventDefault();
    const answers = Object.fromEntries(fields.map(([one, words]) => [one, words.value.trim()]).filter(([, words]) => words));
    if (!Object.keys(answers).length) return put(says, "Write something first.");
    put(says, "Sending.");
    const answer = await act("feedback", { answers });
    put(says, refusedOr(answer));
    if (answer.ok) fields.forEach(([, , typed]) => typed.clear());
  };
  const form = h("form", { class: "part", hidden: true, onsubmit: go }, ...fields.map(([one, words]) => h("label", {}, one, words)), h("button", { type: "submit", class: "btn" }, "Send the form"), says);
  const opener = button("Feedback form", () => { show(form, form.hidden); set(opener, "aria-expanded", String(!form.hidden)); });
  return h("div", { class: "feedback" }, opener, form);
}
