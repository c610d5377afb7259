// Messages with what can be done to each, and the actions that the plan expects, against the room.

import { button, field, h, keyed, put, set, show, sign } from "./desk_dom.js";
import { form, openSheet } from "./desk_sheet.js";
import { duration, durationFrom, said, timeFrom } from "./desk_time.js";

const STATES = {
  due: "due now",
  kept_back: "kept back by you",
  skipped: "skipped",
  not_needed: "not needed",
  guard_false: "does not apply",
  not_reached: "not reached",
};
const SORTS = { spare: "spare", only_if_needed: "only if needed" };
const OVER = new Set(["released", "skipped", "not_needed", "guard_false", "not_reached"]);

export function makeMessages(desk) {
  const list = h("ul", { class: "list", "aria-label": "Messages" });
  const node = h(
    "section",
    { class: "part grow" },
    h(
      "h2",
      {},
      h("span", {}, "Messages"),
      h(
        "span",
        { class: "r" },
        button("Shift all…", () => shiftAll(desk), { look: "quiet dense" }),
        button("Edit times", () => editTimes(desk), { look: "quiet dense" }),
        button("New message", () => newMessage(desk), { look: "quiet dense" }),
      ),
    ),
    list,
  );
  let onTable = null;
  list.addEventListener("keydown", (event) => step(event, list));
  return {
    node,
    patch(view) {
      keyed(
        list,
        inPlace(list, view.messages),
        (one) => one.id,
        (one) => messageRow(desk, one.id),
        patchRow,
      );
      const now = view.messages.find((one) => one.on_table)?.id ?? null;
      if (now !== onTable && !list.contains(desk.focused())) {
        list.byKey.get(String(now))?.scrollIntoView?.({ block: "nearest" });
        onTable = now;
      }
    },
  };
}

/** In the order of time; while somebody is in the list, rows keep the places that they have. */
function inPlace(list, messages) {
  const keys = [...(list.byKey?.keys() ?? [])];
  if (!list.matches(":hover, :focus-within") || !keys.length) return messages;
  const place = new Map(keys.map((key, at) => [key, at]));
  return messages.toSorted((one, other) => (place.get(one.id) ?? keys.length) - (place.get(other.id) ?? keys.length));
}

/** Up and down go from message to message; Tab goes into the one that has the focus. */
function step(event, list) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest?.("li");
  if (!by || !row) return;
  event.preventDefault();
  (by > 0 ? row.nextElementSibling : row.previousElementSibling)?.querySelector("button.pick")?.focus();
}

function messageRow(desk, id) {
  const act = (name) => desk.act(name, { inject: id }, "middle");
  const kept = () => desk.view.messages.find((one) => one.id === id)?.state;
  const row = h(
    "li",
    { class: "m" },
    h("i", { class: "dot" }),
    h(
      "button",
      { type: "button", class: "pick", onclick: () => row.querySelector("button.pick").focus() },
      h("span", { class: "num when" }),
      h("span", { class: "cut" }, h("span", { class: "no num" }), h("span", { class: "nm" })),
      h("span", { class: "who" }),
      h("span", { class: "range" }),
    ),
    h(
      "span",
      { class: "do" },
      button("Release", () => act("release"), { look: "small" }),
      button("Keep back", () => act(kept() === "kept_back" ? "release" : "keep_back"), { look: "small" }),
      button("Skip", () => act("skip"), { look: "small" }),
    ),
  );
  return row;
}

function patchRow(row, one) {
  const over = OVER.has(one.state);
  const dot = one.state === "released" ? "x" : one.sort === "core" ? "" : "s";
  const name = `m${over ? " done" : ""}${one.on_table ? " now" : ""}`;
  if (row.dataset.look !== name) row.className = row.dataset.look = name;
  set(row.firstElementChild, "class", `dot ${dot}`);
  const [when, title, who, range] = row.children[1].children;
  put(range, one.range);
  row.classList.toggle("ranged", Boolean(one.range));
  put(when, one.when);
  put(title.firstElementChild, one.n ?? "");
  put(title.lastElementChild, one.title);
  put(
    who,
    [one.to, one.on_table ? "on the table" : (STATES[one.state] ?? SORTS[one.sort])].filter(Boolean).join(" · "),
  );
  set(row.children[1], "title", [one.range, one.text].filter(Boolean).join(" · "));
  set(row.children[1], "aria-current", one.on_table ? "true" : null);
  const [release, keep, skip] = row.lastElementChild.children;
  set(release, "disabled", one.state === "released");
  for (const press of [keep, skip]) set(press, "disabled", over || (press === keep && one.state === "kept_back"));
}

function shiftAll(desk) {
  openSheet(desk, desk.places.middle, "shift", "Shift all messages that are still to come", (sheet) => {
    const by = h("input", { name: "by", value: "01:00", inputmode: "numeric", autocomplete: "off" });
    const way = h(
      "select",
      { name: "way" },
      h("option", { value: "1" }, "later"),
      h("option", { value: "-1" }, "earlier"),
    );
    form(
      sheet,
      [
        h("div", { class: "fields two" }, field("by min:s", by), field("way", way)),
        h("p", { class: "soft" }, "Messages tied to an arrival or another event move with it anyway."),
      ],
      {
        says: "Shift all",
        go: () => {
          const seconds = durationFrom(by.value);
          if (!seconds) return { refused: "Write a time as minutes and seconds, such as 01:30." };
          return desk.act("shift", { by_s: seconds * Number(way.value) }, "middle");
        },
      },
    );
  });
}

/** Times of all, or the words of one. Only what was changed is sent, each as its own act, so that each can be refused by itself. */
function editTimes(desk) {
  openSheet(desk, desk.places.middle, "times", "Edit times", (sheet) => {
    const rest = desk.view.messages.filter((one) => !OVER.has(one.state));
    const rows = rest.map((one) => {
      const timed = one.t_ms !== null && one.t_ms !== undefined;
      const at = h("input", {
        value: timed ? said(one.t_ms, desk.view) : one.when,
        disabled: !timed,
        class: "num",
        autocomplete: "off",
        "aria-label": `Time of ${one.title}`,
      });
      return {
        one,
        at,
        was: at.value,
        node: h(
          "li",
          { class: "row" },
          at,
          h("span", { class: "cut grow" }, `${one.n ?? ""} ${one.title}`.trim()),
          button("Words…", () => editOne(desk, one.id), { look: "small" }),
        ),
      };
    });
    form(
      sheet,
      [
        h("ul", { class: "rows" }, ...rows.map((row) => row.node)),
        rest.length ? null : h("p", { class: "soft" }, "No message is still to come."),
      ],
      {
        says: "Change times",
        go: async () => {
          for (const row of rows.filter(({ at, was }) => at.value !== was)) {
            const at_ms = timeFrom(row.at.value, desk.view);
            if (at_ms === null) return { refused: `Write the time of “${row.one.title}” as 10:45:15.` };
            const result = await desk.act(
              "edit",
              { inject: row.one.id, set: { at: duration(at_ms / 1000) } },
              "middle",
            );
            if (!result.ok) return result;
            row.was = row.at.value;
          }
          return { ok: true };
        },
      },
    );
  });
}

function editOne(desk, id) {
  const one = desk.view.messages.find((message) => message.id === id);
  openSheet(desk, desk.places.middle, `edit ${id}`, `Message ${one.n ?? ""}`.trim(), (sheet) => {
    const title = h("input", { value: one.title, autocomplete: "off", maxlength: 200 });
    const text = h("textarea", { rows: 5, maxlength: 4000, "aria-label": "Text that is read aloud" });
    text.value = one.text ?? "";
    const timed = one.t_ms !== null && one.t_ms !== undefined;
    const at = h("input", {
      class: "num",
      value: timed ? said(one.t_ms, desk.view) : one.when,
      disabled: !timed,
      autocomplete: "off",
    });
    const was = at.value;
    form(sheet, [h("div", { class: "fields time" }, field("at", at), field("title", title)), text], {
      says: "Change it",
      go: () => {
        const at_ms = timed ? timeFrom(at.value, desk.view) : null;
        if (timed && at_ms === null) return { refused: "Write the time as 10:45:15." };
        const changed = {
          synopsis: [title.value, one.title],
          text: [text.value, one.text ?? ""],
          at: timed && at.value !== was ? [duration(at_ms / 1000), null] : [0, 0],
        };
        const sets = Object.fromEntries(
          Object.entries(changed)
            .filter(([, [now, was]]) => now !== was)
            .map(([name, [now]]) => [name, now]),
        );
        return Object.keys(sets).length ? desk.act("edit", { inject: id, set: sets }, "middle") : { ok: true };
      },
    });
  });
}

function newMessage(desk) {
  openSheet(desk, desk.places.middle, "new", "New message, released now", (sheet) => {
    const to = h(
      "select",
      {},
      h("option", { value: "" }, "Everyone"),
      ...desk.view.record.who.map((one) => h("option", { value: one.role }, one.title)),
    );
    const via = h("select", {}, ...Object.entries(VIA).map(([value, words]) => h("option", { value }, words)));
    const text = h("textarea", {
      rows: 4,
      maxlength: 4000,
      required: true,
      "aria-label": "Text that is read aloud",
      placeholder: "What is read aloud",
    });
    form(sheet, [h("div", { class: "fields two" }, field("to", to), field("how", via)), text], {
      says: "Release it",
      go: () =>
        desk.act("add_message", { text: text.value.trim(), to: to.value ? [to.value] : [], via: via.value }, "middle"),
    });
    queueMicrotask(() => text.focus());
  });
}

const VIA = {
  in_person: "in person",
  radio: "by radio",
  phone: "by phone",
  pa: "over the PA",
  text: "by text message",
  email: "by e-mail",
};

// ---- expected actions

const WORDS = {
  met: "seen",
  differently: "seen differently",
  late: "late",
  missed: "not seen",
  not_tested: "not tested",
  open: "open",
  ahead: "simulated: one possible course",
};

export function makeExpected() {
  const list = h("ul", { class: "exs", "aria-label": "Expected actions", tabindex: 0 });
  return {
    node: h(
      "section",
      { class: "part" },
      h("h2", {}, h("span", {}, "Expected"), h("span", { class: "r label" }, "plan says, against the room")),
      list,
    ),
    patch(view) {
      keyed(
        list,
        view.expected,
        (one) => one.id,
        () =>
          h(
            "li",
            { class: "ex" },
            h("span", { class: "ring" }),
            h("span", { class: "what" }),
            h("span", { class: "num at" }, h("span", { class: "tag loud" }, "late"), h("span")),
            h("span", { class: "range" }),
          ),
        patchExpected,
      );
    },
  };
}

/** How full the ring is says the state; late is a black tag, never a hue. */
function patchExpected(row, one) {
  const [ring, words, at, range] = row.children;
  put(range, one.range);
  show(range, one.range);
  const due = one.state === "open" && one.due_ms !== null && one.due_ms !== undefined;
  sign(ring, { late: "differently", ahead: "simulated", open: due ? "open" : "missed" }[one.state] ?? one.state, {});
  put(words, one.words);
  set(words, "title", [one.words, one.who].filter(Boolean).join(" · "));
  set(ring, "title", WORDS[one.state]);
  show(at.firstElementChild, one.state === "late");
  put(at.lastElementChild, one.said);
  row.classList.toggle("due", due);
}
