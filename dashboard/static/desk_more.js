// What is needed now and then: jump, end of play, what if, seats. Each is first said, then done.

import { button, field, h, keyed, put, select, set, shape, show } from "./desk_dom.js";
import { form, openSheet, sentences } from "./desk_sheet.js";
import { lines, wordsOf } from "./desk_latest.js";
import { said, timeFrom } from "./desk_time.js";

const ANSWERS = [
  ["done", "as planned"],
  ["not_done", "not done"],
  ["ask", "ask"],
];

/** Jump: where to, then an answer for every step that would have been somebody's turn on the way. */
export function openJump(desk) {
  openSheet(desk, desk.places.middle, "jump", "Jump ahead", (sheet) => {
    const to = h("input", {
      class: "num",
      name: "to",
      autocomplete: "off",
      value: desk.view.next ? desk.view.next.said : "",
    });
    const what = h("ul", { class: "change", "aria-live": "polite" });
    const part = select(
      [
        ...(desk.view.modules ?? [])
          .filter((one) => one.t_ms > desk.now())
          .map((one) => ({ value: one.t_ms, label: one.title })),
        ...(desk.view.horizon_ms ? [{ value: desk.view.horizon_ms, label: "the end" }] : []),
      ],
      { empty: "–" },
    );
    const steps = h("ul", { class: "rows steps", "aria-label": "Open steps on the way" });
    let looked = null; // the time that was looked at
    const look = async () => {
      const to_ms = timeFrom(to.value, desk.view);
      if (to_ms === null || to_ms <= desk.now())
        return { refused: "Write a time that is still to come, such as 10:50:00." };
      const result = await desk.preview("jump", { to_ms, steps: {} });
      if (!result.ok && !result.steps) return result;
      looked = to.value;
      sentences(what, lines(result));
      keyed(steps, result.steps ?? [], (one) => one.step ?? one.id, stepRow);
      put(send(), `Jump to ${said(to_ms, desk.view)}`);
      sheet.answer(
        steps.children.length ? "Each step needs an answer. What is assumed is marked, and counted in no measure." : "",
      );
      return null;
    };
    const answers = () =>
      Object.fromEntries(
        [...steps.querySelectorAll("input:checked")].map((one) => [one.closest("li").dataset.step, one.value]),
      );
    const node = form(
      sheet,
      [h("div", { class: "fields two" }, field("to", to), field("or to the part", part)), what, steps],
      {
        says: "Look",
        go: () => {
          if (looked !== to.value) return look();
          const given = answers();
          if (Object.keys(given).length < steps.children.length) return { refused: "A step has no answer yet." };
          return desk.act("jump", { to_ms: timeFrom(to.value, desk.view), steps: given }, "middle");
        },
      },
    );
    const send = () => node.querySelector("button.go");
    part.addEventListener("change", () => {
      if (part.value) to.value = said(Number(part.value), desk.view);
      to.dispatchEvent(new Event("input"));
    });
    to.addEventListener("input", () => put(send(), looked === to.value ? `Jump to ${to.value}` : "Look"));
    let proposed = to.value;
    return (view) => {
      const next = view.next?.said ?? "";
      if (to.value !== proposed || next === proposed) return; // somebody wrote a time of their own, or nothing has moved
      to.value = proposed = next;
      looked = null;
      sentences(what, []);
      steps.replaceChildren();
      steps.byKey = new Map();
      put(send(), "Look");
    };
  });
}

function stepRow(one) {
  const name = `step ${one.step ?? one.id}`;
  return h(
    "li",
    { class: "row", "data-step": one.step ?? one.id },
    h("span", { class: "num soft when" }, one.overdue ? "overdue" : one.said),
    h("span", { class: "grow" }, one.words),
    h(
      "span",
      { class: "chips", role: "radiogroup", "aria-label": one.words },
      ...ANSWERS.map(([value, words]) =>
        h("label", { class: "chip" }, h("input", { type: "radio", name, value }), h("span", { class: "t" }, words)),
      ),
    ),
  );
}

export function openEnd(desk) {
  openSheet(desk, desk.places.middle, "end", "End play", (sheet) => {
    const now = said(desk.now(), desk.view);
    form(
      sheet,
      [
        h(
          "p",
          {},
          `Play ends at ${now}. What happened is frozen, and the hot wash opens on every seat. No decision can be recorded after that.`,
        ),
      ],
      { says: "End play", go: () => desk.act("end", {}, "middle") },
    );
  });
}

// ---- what if: not the exercise

export function openWhatIf(desk) {
  openSheet(desk, desk.places.middle, "what if", "What if…", (sheet) => {
    const done = desk.view.entries.filter((one) => one.state !== "withdrawn");
    const which = h(
      "select",
      { name: "which" },
      ...done.map((one) => h("option", { value: one.seq }, `${one.said} ${wordsOf(one)}`)),
    );
    const how = h(
      "select",
      { name: "how" },
      h("option", { value: "withdraw" }, "had not been done"),
      h("option", { value: "date" }, "had been done at"),
    );
    const at = h("input", { class: "num", name: "at", autocomplete: "off", value: done[0]?.said ?? "" });
    const time = field("time", at);
    show(time, false);
    how.addEventListener("change", () => show(time, how.value === "date"));
    which.addEventListener("change", () => {
      at.value = done.find((entry) => String(entry.seq) === which.value)?.said ?? "";
    });
    form(
      sheet,
      [
        h("div", { class: "fields" }, field("what if", which)),
        h("div", { class: "fields two" }, field("it", how), time),
        h("p", { class: "soft" }, "Nothing of the exercise changes. Return puts back what is here now."),
      ],
      {
        says: "Try it",
        go: async () => {
          const one = done.find((entry) => String(entry.seq) === which.value);
          const at_ms = how.value === "date" ? timeFrom(at.value, desk.view) : null;
          if (!one) return { refused: "Nothing has been recorded yet that could have been otherwise." };
          if (how.value === "date" && at_ms === null) return { refused: "Write the time as 10:43:10." };
          const change = how.value === "date" ? { change: "date", at_ms } : { change: "withdraw" };
          const result = await desk.ask("what_if", { seq: one.seq, ...change });
          if (!result.ok) return result;
          sheet.close();
          const words = how.value === "date" ? `had been done at ${said(at_ms, desk.view)}` : "had not been done";
          desk.enterWhatIf({
            question: `What if this ${words}: ${wordsOf(one)}?`,
            lines: lines(result).filter((line) => line !== "NOT THE EXERCISE"),
          });
          return null;
        },
      },
    );
  });
}

/** The dashed page over the columns; the bar stays, without bars or arrow, and so does the way to stop. */
export function makeWhatIf(desk) {
  const question = h("h2", { class: "ask-if", tabindex: -1 });
  const list = h("ul", { class: "change big" });
  const back = button("Return to the exercise", () => desk.leaveWhatIf(), { look: "primary", key: "Esc" });
  const puts = h("span", { class: "soft" });
  const node = h(
    "section",
    { class: "whatif-page", "aria-label": "What if: not the exercise", hidden: true },
    h("p", { class: "broken" }, "NOT THE EXERCISE"),
    question,
    list,
    h("div", { class: "acts" }, back, puts),
  );
  return {
    node,
    patch(view) {
      show(node, desk.whatIf);
      if (!desk.whatIf) return;
      put(question, desk.whatIf.question);
      if (list.shown !== desk.whatIf) sentences(list, desk.whatIf.lines);
      list.shown = desk.whatIf;
      put(puts, `puts back ${said(view.clock.t_ms, view)}, ${view.clock.state === "moving" ? "MOVING" : "HELD"}`);
    },
    focus: () => question.focus(),
  };
}

// ---- seats

const PLAYS = { played: "played", by_plan: "by the plan", absent: "not present" };

export function openSeats(desk) {
  openSheet(desk, desk.places.middle, "seats", "Seats", (sheet) => {
    const list = h("ul", { class: "rows seats" });
    sheet.body.append(
      list,
      h(
        "p",
        {},
        h(
          "a",
          {
            href: `/?exercise=${encodeURIComponent(desk.token.replace(/\.[^.]*$/, ""))}`,
            target: "_blank",
            rel: "noopener",
          },
          "Codes and links for the seats",
        ),
        h("span", { class: "soft" }, " open in a page of their own."),
      ),
    );
    const patch = (view) =>
      keyed(
        list,
        view.seats.list,
        (one) => one.role,
        (one) => seatRow(desk, one.role),
        patchSeat,
      );
    patch(desk.view);
    return patch;
  });
}

function seatRow(desk, role) {
  const state = h(
    "select",
    { onchange: () => desk.act("hand_over", { role, to: state.value === "played" ? "room" : "plan" }, "middle") },
    ...Object.entries(PLAYS).map(([value, words]) => h("option", { value, disabled: value === "absent" }, words)),
  );
  return h(
    "li",
    { class: "row" },
    h("span"),
    h("span", { class: "grow cut" }),
    h("span", { class: "soft cut" }),
    state,
  );
}

function patchSeat(row, one) {
  const [mark, title, here, state] = row.children;
  shape(mark, one.discipline);
  put(title, one.title);
  const names = (one.names ?? []).filter(Boolean).join(", ");
  put(here, one.joined ? `● joined${names ? `: ${names}` : ""}` : one.state === "played" ? "○ not joined yet" : "");
  set(state, "aria-label", `${one.title} is`);
  if (state.getRootNode().activeElement !== state) state.value = one.state;
}
