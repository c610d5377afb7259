// What if: one decision moved or dropped; both courses side by side, and what 200 versions say. NOT THE EXERCISE.

import { button, h, put, select, show } from "./desk_dom.js";
import { failure, postJson } from "./debrief_fetch.js";
import { dataTable, empty, msOf } from "./debrief_parts.js";

export function makeWhatIf(page) {
  const which = h("select", { name: "which" });
  const how = select([{ value: "move", label: "had been done at" }, { value: "drop", label: "had not been done" }], { name: "how" });
  const at = h("input", { class: "num", name: "at", autocomplete: "off", maxlength: 12 });
  const time = h("label", {}, h("span", { class: "cap" }, "Time"), at);
  const go = h("button", { type: "submit", class: "btn" }, "Compare 200 versions");
  const form = h("form", { class: "ask" }, h("label", { class: "wide" }, h("span", { class: "cap" }, "What if"), which), h("label", {}, h("span", { class: "cap" }, "It"), how), time, go);
  const says = h("div", { class: "because", "aria-live": "polite" });
  const node = h("section", { class: "card wf whatif", "aria-label": "What if: not the exercise", hidden: true },
    h("div", { class: "wfhead" }, h("span", { class: "tag" }, "NOT THE EXERCISE"), h("b", {}, "What if…"), h("span", { class: "r" }, button("Return", () => close()))),
    h("p", { class: "soft" }, "The exercise stays as it was played. The same decisions but for one, with the same luck: what would have been sooner or later, and how sure that is."), form, says);

  const decisions = () => page.data.lanes.flatMap((lane) => lane.items.filter((one) => one.sort === "decision" && one.movable !== false && !one.taken_back && one.seq !== null && one.seq !== undefined)).sort((a, b) => a.t_ms - b.t_ms);
  const close = () => {
    show(node, false);
    says.replaceChildren();
    page.node.querySelector(".acts .btn")?.focus();
  };
  const chosen = () => decisions().find((one) => String(one.seq) === which.value);
  which.addEventListener("change", () => (at.value = chosen()?.said ?? ""));
  how.addEventListener("change", () => show(time, how.value === "move"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const move_to_ms = how.value === "move" ? msOf(page.data, at.value) : null;
    if (how.value === "move" && (move_to_ms === null || move_to_ms < 0)) return tell("Write a time such as 10:44:30, not before the start.");
    tell("200 versions are being played twice. It takes a few seconds.");
    go.disabled = true;
    try {
      result(await postJson("/live/debrief/what_if", { key: page.token }, { seq: Number(which.value), course: page.course, ...(move_to_ms === null ? { drop: true } : { move_to_ms }) }));
    } catch (error) {
      tell(failure(error));
    } finally {
      go.disabled = false;
    }
  });
  const tell = (words) => says.replaceChildren(h("p", {}, words));
  const result = (found) => {
    says.replaceChildren(...[
      h("p", {}, h("b", {}, found.title ?? "")), ...(found.sentences ?? []).map((one) => h("p", {}, one)),
      found.warning ? h("p", { class: "loud" }, found.warning) : null, courses(found)].filter(Boolean));
  };
  return {
    node,
    open() {
      show(node, true);
      node.scrollIntoView({ block: "nearest" });
      which.focus();
    },
    patch() {
      which.replaceChildren(...decisions().map((one) => h("option", { value: one.seq }, `${one.said} ${one.words}`)));
      at.value = chosen()?.said ?? "";
      show(time, how.value === "move");
      put(says, "");
    },
  };
}

/** As played and with the change, row by row. */
function courses(found) {
  const rows = found.rows ?? [];
  if (!rows.length) return empty("Neither course differs in what is measured.");
  const said = (words) => words ?? "not seen";
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Both courses" }, dataTable("Both courses", ["Step", "As played", "With the change", "Over all versions"],
    rows.map((one) => [one.label, said(one.base), said(one.changed), one.words])));
}
