// Set by the room: the experts call a consequence unrealistic, and from now on it is what they say.

import { field, h, select } from "./desk_dom.js";
import { form, openSheet } from "./desk_sheet.js";
import { offset, timeFrom } from "./desk_time.js";

const KINDS = [
  ["outcome", "an outcome"],
  ["opening", "a door"],
  ["place", "a place"],
  ["arrival", "an arrival"],
  ["message", "a message"],
];
const DOORS = ["open", "closed", "locked", "unlocked", "blocked"].map((value) => ({ value, label: value }));
const MESSAGES = [
  ["released", "released"],
  ["skipped", "skipped"],
  ["kept_back", "kept back"],
].map(([value, label]) => ({ value, label }));

export function openRule(desk) {
  openSheet(desk, desk.places.right, "rule", "Set by the room", (sheet) => {
    const kind = select(
      KINDS.map(([value, label]) => ({ value, label })),
      { name: "kind" },
    );
    const parts = h("div", { class: "fields two" });
    const who = select(
      desk.view.record.who.map((one) => ({ value: one.title, label: one.title })),
      { name: "who" },
    );
    const why = h("input", { name: "says", autocomplete: "off", maxlength: 1000, required: true });
    let read = null; // gives {sets} or {refused} from the fields of the kind that is chosen
    const build = () => {
      const made = FORMS[kind.value](desk);
      parts.replaceChildren(...made.fields);
      read = made.read;
    };
    kind.addEventListener("change", build);
    build();
    form(
      sheet,
      [
        field("what", kind),
        parts,
        h("div", { class: "fields two" }, field("says who", who), field("why", why)),
        h("p", { class: "soft" }, "Counts from now on, is shown as set by the room, and is left out of comparisons."),
      ],
      {
        says: "Set it",
        go: () => {
          const { sets, refused } = read();
          return refused ? { refused } : desk.act("rule", { sets, who: who.value, says: why.value.trim() }, "right");
        },
      },
    );
  });
}

const FORMS = {
  outcome() {
    const words = h("input", { name: "outcome", autocomplete: "off", maxlength: 500, required: true });
    return { fields: [wide("what came of it", words)], read: () => ({ sets: { outcome: words.value.trim() } }) };
  },
  opening: (desk) => pair("door", doorsOf(desk), "is", DOORS, (door, state) => ({ opening: { [door]: state } })),
  place: (desk) =>
    pair("who", optionsOf(desk, "move", "who"), "is in", spacesOf(desk), (group, space) => ({
      place: { [group]: space },
    })),
  message: (desk) =>
    pair(
      "message",
      desk.view.messages.map((one) => ({ value: one.id, label: `${one.n ?? ""} ${one.title}`.trim() })),
      "is",
      MESSAGES,
      (message, state) => ({ message: { [message]: state } }),
    ),
  arrival(desk) {
    const unit = chooser("unit", optionsOf(desk, "assign", "unit"));
    const time = h("input", { name: "time", autocomplete: "off", required: true, value: "now" });
    return {
      fields: [field("unit", unit), field("arrives", time)],
      read: () => {
        const at_ms = time.value.trim() === "now" ? null : timeFrom(time.value, desk.view);
        if (at_ms === null && time.value.trim() !== "now")
          return { refused: "Write now, or the time of the arrival as 10:47:00." };
        return { sets: { arrival: { [unit.value]: at_ms === null ? "now" : offset(at_ms).slice(1) } } };
      },
    };
  },
};

function pair(first, things, second, values, sets) {
  const [thing, value] = [chooser("thing", things), chooser("value", values)];
  return {
    fields: [field(first, thing), field(second, value)],
    read: () => ({ sets: sets(thing.value, value.value) }),
  };
}

/** A list to choose from; words where there is no list. */
function chooser(name, options) {
  return options.length ? select(options, { name }) : h("input", { name, required: true, autocomplete: "off" });
}

function wide(label, control) {
  return field(label, control, "wide");
}

const doorsOf = (desk) =>
  spread(desk, "openings")
    .filter((one) => one.type === "door")
    .map((one) => ({ value: one.id, label: one.label ?? one.id }));
const spacesOf = (desk) => spread(desk, "spaces").map((one) => ({ value: one.id, label: one.label || one.id }));
const spread = (desk, what) => (desk.plan?.levels ?? []).flatMap((level) => level[what]);

/** The options that some role has for a field of an action. */
function optionsOf(desk, action, name) {
  const all = Object.values(desk.view.record.what ?? desk.what ?? {})
    .flat()
    .filter((one) => one.action === action);
  return all.flatMap((one) => one.fields).find((one) => one.name === name)?.options ?? [];
}
