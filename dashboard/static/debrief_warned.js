// Where it was hard, and where the person was: closed until the lead opens it, after a warning.

import { button, h, select, show } from "./desk_dom.js";
import { failure, getJson } from "./debrief_fetch.js";
import { card, dataTable, empty, lasting } from "./debrief_parts.js";

/** What the maps show, by the hazard: only where there is a person is one spoken of. */
const WARNED = (hazard) => (hazard?.person ? "where people were near the person, where they waited, and where that person was reported" : `where people were when ${hazard?.words ?? "it"} was there, and where they waited`);
const MAPS = [["exposure", "Exposure"], ["waiting", "Waiting in line"], ["unheard", "Order not heard"]];

export function makeWarned(page) {
  const made = card("The person’s path and heat maps", { name: "warned" });
  const ahead = h("span");
  const ask = h("p", {}, "They stay closed until the lead opens them.");
  const warning = h("div", { class: "warning", role: "group", "aria-label": "Warning", hidden: true },
    h("p", {}, h("b", {}, "Ask the room first. "), ahead, " Some may want to step out; the quiet room is open."),
    h("p", { class: "ctl" }, button("Open them", () => open(), {}), button("Leave them closed", () => shut(), { look: "quiet" })));
  const opener = button("Open…", () => { show(warning, true); show(opener, false); }, { look: "quiet dense" });
  const inside = h("div", { hidden: true });
  made.body.append(h("div", { class: "row" }, ask, opener), warning, inside);
  let opened = false;

  const shut = () => {
    opened = false;
    show(warning, false);
    show(inside, false);
    show(ask, true);
    show(opener, true);
    page.addPerson([]);
    page.replay.heat(null);
  };
  const open = async () => {
    opened = true;
    show(warning, false);
    show(ask, false);
    show(inside, true);
    inside.replaceChildren(empty("It is being fetched."));
    try {
      paint(await getJson("/live/debrief/warned.json", { key: page.token, course: page.course }));
    } catch (error) {
      inside.replaceChildren(empty(failure(error)));
    }
  };
  const paint = ({ heat, person }) => {
    const which = select(MAPS.map(([value, label]) => ({ value, label })), { name: "heat" });
    const box = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Heat map as a table" });
    const path = h("input", { type: "checkbox", name: "path" });
    path.addEventListener("change", () => page.addPerson(path.checked ? person : []));
    const fill = () => {
      const rows = Object.entries(heat[which.value] ?? {}).sort((a, b) => b[1] - a[1]);
      page.replay.heat(new Map(rows));
      box.replaceChildren(rows.length ? dataTable("Heat map", ["Space", which.value === "unheard" ? "People" : "Person-time"], rows.map(([space, n]) => [page.spaceName(space), which.value === "unheard" ? n : lasting(1000 * n)])) : empty("Nothing of this kind in this course."));
    };
    which.addEventListener("change", fill);
    inside.replaceChildren(h("div", { class: "ctl" }, h("label", {}, h("span", { class: "cap" }, "On the plan"), which), person.length ? h("label", { class: "check" }, path, "the person, where last reported") : null, button("Close them", shut, { look: "quiet dense" })), box);
    fill();
  };
  return { node: made.node, patch(data) {
    const title = data.hazard?.person ? "The person’s path and heat maps" : "Heat maps";
    made.node.querySelector("h2").firstChild.textContent = title;
    made.node.setAttribute("aria-label", title);
    ahead.textContent = `What follows shows ${WARNED(data.hazard)}.`;
    if (opened) open();
  } };
}
