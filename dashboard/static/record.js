// Record a decision: who, what, Record. Any sentence can be recorded; what the engine cannot act on, the facilitator decides.

import { button, field, h, keyed, put, select, set, shape, show } from "./desk_dom.js";
import { answer } from "./desk_sheet.js";
import { duration, durationFrom, said } from "./desk_time.js";

const ASK_MS = 400;
const FREE = "record";

export function makeRecord(desk) {
  const who = chipGroup("Who", "role");
  const what = chipGroup("What", "action");
  const fields = h("div", { class: "fields" });
  const words = h("input", {
    name: "words",
    autocomplete: "off",
    maxlength: 2000,
    "aria-label": "What they said, in their words",
    placeholder: "In their words (any sentence will do)",
  });
  const now = h("b", { class: "num" });
  const takes = h("input", {
    class: "num takes",
    name: "takes",
    size: 5,
    inputmode: "numeric",
    autocomplete: "off",
    "aria-label": "Time to do it, minutes and seconds",
  });
  const source = h("span", { class: "prov" });
  const doing = h("span", { class: "row" }, "then", takes, "to do it", source);
  const send = h("button", { type: "submit", class: "btn rec" }, "Record ", h("kbd", { class: "key" }, "Enter"));
  const says = h("p", { class: "answer", role: "status" });
  const node = h(
    "form",
    {
      class: "card record",
      autocomplete: "off",
      "aria-label": "Record a decision",
      onsubmit: (event) => {
        event.preventDefault();
        record();
      },
    },
    h(
      "h2",
      {},
      h("span", {}, "Record a decision"),
      h("kbd", { class: "key" }, "R"),
      h(
        "span",
        { class: "r" },
        button("Set by the room…", () => desk.openRule(), { look: "quiet dense" }),
      ),
    ),
    who.node,
    what.node,
    h("div", { class: "f" }, h("span"), h("div", { class: "entry" }, fields, words)),
    h(
      "div",
      { class: "f" },
      h("span", { class: "label" }, "When"),
      h("div", { class: "row when" }, h("span", {}, "now, ", now), doing),
    ),
    h("div", { class: "sum" }, send, says),
  );

  let role = null;
  let action = null;
  let table = null; // which message the role was chosen for
  let byHand = false; // somebody chose the role: it stays until something was recorded
  let told = null; // where the exercise stood when it was said that something is recorded
  let doingTime = null; // seconds that the doing would take, as the server says before it is recorded
  let setByHand = false;
  let spec = "";
  let asked = 0;

  const actions = () => (desk.view.record.what ?? desk.what ?? {})[role] ?? [];
  const chosen = () => actions().find((one) => one.action === action) ?? null;
  const takesSeconds = () => (doing.hidden ? null : durationFrom(takes.value));

  const patchChips = (view) => {
    keyed(
      who.chips,
      view.record.who,
      (one) => one.role,
      (one) => chip("role", one.role),
      (node, one) => {
        shape(node.children[1], one.discipline);
        put(node.children[2], one.title);
        node.classList.toggle("pl", Boolean(one.by_plan));
        set(node, "title", one.by_plan ? "acts by the plan" : null);
        node.firstElementChild.checked = one.role === role;
      },
    );
    keyed(
      what.chips,
      actions(),
      (one) => one.action,
      (one) => chip("action", one.action),
      (node, one) => {
        put(node.children[2], one.label);
        node.firstElementChild.checked = one.action === action;
      },
    );
    who.fit();
    what.fit();
  };

  /** Fields are made anew only when another action is chosen: a new view never touches what was typed. */
  const patchFields = () => {
    const wanted = chosen()?.fields ?? [];
    const signature = JSON.stringify([role, action, wanted]);
    if (signature === spec) return;
    const typed =
      JSON.parse(spec || "[null, null]")
        .slice(0, 2)
        .join() === [role, action].join()
        ? values()
        : {};
    spec = signature;
    fields.replaceChildren(
      ...wanted.map((one) =>
        one.kind === "choices" ? several(one, typed[one.name]) : field(one.label, control(one, typed[one.name])),
      ),
    );
    show(fields, wanted.length);
  };

  const values = () => {
    const found = {};
    for (const input of fields.querySelectorAll("[name]")) {
      if (input.type === "checkbox") {
        if (input.checked) found[input.name] = [...(found[input.name] ?? []), input.value];
        continue;
      }
      const value = input.value.trim();
      if (value !== "") found[input.name] = input.type === "number" ? Number(value) : value;
    }
    return found;
  };

  const patchTakes = () => {
    show(doing, action && doingTime !== null);
    if (!setByHand && takes !== desk.focused()) takes.value = doingTime === null ? "" : duration(doingTime);
    put(source, setByHand ? "set by you" : "assumed");
  };

  const choose = (change) => {
    if ("role" in change && change.role !== role) {
      role = change.role;
      action = null;
    }
    if ("action" in change) action = change.action;
    setByHand = false;
    doingTime = null;
    patchChips(desk.view);
    patchFields();
    patchTakes();
    tell();
  };

  const wanted = () => ({
    role,
    action: action ?? FREE,
    fields: values(),
    [action ? "words" : "says"]: words.value.trim(),
    ...(takesSeconds() !== null && setByHand ? { takes_s: takesSeconds() } : {}),
  });
  const missing = () => (chosen()?.fields ?? []).find((one) => one.needed && !(one.name in values()));

  /** Say what Record would do: at once what can be told here, then what the server tells, if it is asked in peace. */
  const tell = () => {
    const turn = ++asked;
    if (!role) return answer(says, "Choose who acts.");
    if (!action && !words.value.trim()) return answer(says, "Choose what, or write a sentence.");
    const lacks = missing();
    if (lacks) return answer(says, `Still to choose: ${lacks.label}.`);
    if (!action) return answer(says, "Recorded as a sentence; you decide what follows.");
    if (setByHand) answer(says, takesEffect());
    setTimeout(async () => {
      if (turn !== asked) return;
      const result = await desk.preview("decide", wanted());
      if (turn !== asked) return;
      if (!result.ok) return answer(says, result.refused, true);
      if (typeof result.done_ms === "number" && !setByHand)
        doingTime = Math.max(0, (result.done_ms - result.t_ms) / 1000);
      patchTakes();
      answer(says, result.say || takesEffect(), false);
      says.classList.toggle("refused", Boolean(result.refused));
    }, ASK_MS);
  };
  const takesEffect = () =>
    `Takes effect at ${said(desk.now() + 1000 * (takesSeconds() ?? 0), desk.view)}. You can take it back.`;

  const record = async () => {
    if (send.disabled || !role || (!action && !words.value.trim()) || missing()) return tell();
    asked += 1;
    send.disabled = true;
    try {
      const result = await desk.act("decide", wanted());
      answer(says, result.ok ? result.say || "Recorded." : result.refused, !result.ok);
      if (!result.ok) return;
      told = standing(desk.view);
      byHand = false;
      words.value = "";
      action = null;
      setByHand = false;
      doingTime = null;
      patchChips(desk.view);
      patchFields();
      patchTakes();
    } finally {
      send.disabled = false;
    }
  };

  who.node.addEventListener("change", (event) => {
    byHand = true;
    choose({ role: event.target.value });
  });
  what.node.addEventListener("change", (event) => choose({ action: event.target.value }));
  fields.addEventListener("input", tell);
  words.addEventListener("input", tell);
  takes.addEventListener("input", () => {
    setByHand = true;
    patchTakes();
    tell();
  });

  return {
    node,
    /** R: to the sentence's neighbours, the first of the actions, with the role chosen already. */
    focus: () => (what.first() ?? who.first() ?? words).focus(),
    /** From a raised hand: the role and its words; nothing is recorded yet. */
    begin(fromRole, sentence) {
      byHand = true;
      choose({ role: fromRole });
      if (!words.value) words.value = sentence ?? "";
      words.focus();
      tell();
    },
    patch(view) {
      if (told && standing(view) !== told) {
        told = null; // what was confirmed was of an earlier step
        answer(says, "");
      }
      const idle = !action && !words.value && !byHand && !node.matches(":hover, :focus-within");
      if (role === null || (view.now?.inject !== table && idle)) {
        const before = role;
        role = view.record.first ?? role;
        table = view.now?.inject;
        if (before !== null && before !== role) answer(says, `Chosen: ${titleOf(view, role)}, to whom this message went.`);
      }
      if (!chosen()) action = null;
      patchChips(view);
      patchFields();
      patchTakes();
      put(now, said(desk.now(), view));
      const ended = view.clock.state === "ended";
      set(send, "disabled", ended);
      for (const part of [...node.children].slice(0, -1)) part.inert = ended;
      node.classList.toggle("over", ended);
      show(send, !ended);
      if (ended) answer(says, "Play has ended: what is said now belongs in the hot wash.");
    },
    tick(at) {
      if (desk.view.clock.state === "moving") put(now, said(at, desk.view));
    },
  };
}

const titleOf = (view, role) => view.record.who.find((one) => one.role === role)?.title ?? role;

/** Which step it is: the message on the table, and the clock to a second where it stands. */
const standing = (view) =>
  `${view.now?.inject} ${view.clock.state === "moving" ? "" : Math.floor((view.clock.t_ms + 20) / 1000)}`;

function control(one, value) {
  if (one.kind === "choice")
    return select(one.options ?? [], { name: one.name, empty: one.needed ? "choose" : "–", value: value ?? "" });
  const type = one.kind === "number" ? "number" : "text";
  const input = h("input", {
    name: one.name,
    type,
    step: type === "number" ? "any" : null,
    autocomplete: "off",
    maxlength: 2000,
  });
  input.value = value ?? "";
  return input;
}

/** Several of a list: a chip to tick for each of them, with the mouse or with Tab and Space. */
function several(one, value) {
  const picked = new Set([value ?? []].flat());
  const chips = (one.options ?? []).map((option) => {
    const input = h("input", { type: "checkbox", name: one.name, value: option.value });
    input.checked = picked.has(option.value);
    return h("label", { class: "chip tick" }, input, h("span", { class: "t" }, option.label));
  });
  const title = one.needed ? one.label : `${one.label}, several if you like`;
  return h(
    "fieldset",
    { class: "choices" },
    h("legend", { class: "cap" }, title),
    h("div", { class: "picks" }, ...chips),
  );
}

function chip(name, value) {
  return h(
    "label",
    { class: "chip" },
    h("input", { type: "radio", name, value }),
    h("span"),
    h("span", { class: "t" }),
  );
}

/** Chips in two rows. More opens all of them over what lies below; whatever was chosen comes into sight. */
function chipGroup(label, name) {
  const chips = h("div", { class: "chips", role: "radiogroup", "aria-label": label });
  const more = h(
    "button",
    {
      type: "button",
      class: "btn quiet dense",
      "aria-expanded": "false",
      "aria-label": `${label}: all of them`,
      onclick: () => open(!box.classList.contains("open")),
    },
    "More…",
  );
  const box = h("div", { class: "chipbox" }, chips);
  const hidden = (one) => one.offsetTop >= 60;
  const open = (on) => {
    box.classList.toggle("open", on);
    set(more, "aria-expanded", String(on));
    put(more, on ? "Less" : "More…");
    if (!on) bring();
  };
  const bring = () => {
    for (const one of chips.children) one.classList.remove("first");
    const checked = chips.querySelector("label:has(input:checked)");
    if (checked && hidden(checked)) checked.classList.add("first");
    chips.scrollTop = 0;
  };
  let size = "";
  chips.addEventListener("change", () => setTimeout(() => open(false)));
  chips.addEventListener("focusin", (event) => hidden(event.target.closest("label")) && open(true));
  chips.addEventListener(
    "focusout",
    (event) => box.contains(event.relatedTarget) || event.relatedTarget === more || open(false),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.classList.contains("open")) return;
    event.stopPropagation();
    open(false);
  });
  return {
    node: h("div", { class: "f" }, h("div", { class: "lead" }, h("span", { class: "label" }, label), more), box),
    chips,
    first: () => chips.querySelector("input:checked") ?? chips.querySelector("input"),
    /** Measured only when the chips or the width are other ones. */
    fit() {
      const now = `${chips.clientWidth} ${[...chips.children].map((one) => one.textContent).join("|")} ${chips.querySelector("input:checked")?.value ?? ""}`;
      if (now === size || !chips.clientWidth || box.classList.contains("open")) return;
      size = now;
      bring();
      show(more, chips.scrollHeight > chips.clientHeight + 4);
    },
    name,
  };
}
