// The guided sample: one quiet line under the bar, with what to press and why. It ticks itself off from the log.

import { button, h, put, show } from "./desk_dom.js";

const ABOUT = "guided";

export function makeGuide(desk) {
  const count = h("span", { class: "num soft" });
  const press = h("b");
  const why = h("span", { class: "soft" });
  const mine = h("a", { href: "/plan", class: "btn small" }, "Make mine");
  const leave = button("Leave the guide", () => desk.act("note", { text: "left", about: ABOUT }), { look: "quiet dense" });
  const node = h(
    "aside",
    { class: "guide", "aria-label": "Guide", hidden: true },
    count,
    h("p", { role: "status" }, press, " ", why),
    h("span", { class: "r" }, mine, leave),
  );
  return {
    node,
    patch(view) {
      const step = view.guided;
      show(node, step && !desk.whatIf);
      node.parentElement?.classList.toggle("guided", Boolean(step && !desk.whatIf));
      if (!step) return;
      const over = step.done === step.of;
      put(count, over ? "✓" : `${step.done + 1} of ${step.of}`);
      put(press, step.press);
      put(why, step.why);
      show(mine, over);
      put(leave.firstElementChild, over ? "Close" : "Leave the guide");
    },
  };
}

/** What is only looked at leaves a note of its own, so that the step is ticked off. */
export function looked(desk, what) {
  if (desk.view.guided?.step === what) desk.act("note", { text: what, about: ABOUT });
}
