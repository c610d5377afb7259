// Why people did what they did: asked of a role or a room, told in a sentence or two. Nothing of the exercise changes.

import { field, h, select } from "./desk_dom.js";
import { looked } from "./desk_guide.js";
import { form, openSheet, sentences } from "./desk_sheet.js";
import { lines } from "./desk_latest.js";

const OUTSIDE = new Set(["outdoors", "field", "parking", "stand", "vehicle", "assembly"]);

export function openWhy(desk) {
  openSheet(desk, desk.places.middle, "why", "Why did they do that?", (sheet) => {
    const who = select(parties(desk), { name: "party" });
    const told = h("ul", { class: "change big-enough", "aria-live": "polite" });
    form(
      sheet,
      [field("who", who), told, h("p", { class: "soft" }, "Worked out from what they could see, hear and know. One possible course.")],
      {
        says: "Tell me why",
        go: async () => {
          const result = await desk.ask("why", { party: who.value });
          if (!result.ok) return result;
          sentences(told, lines(result));
          looked(desk, "why");
          return null;
        },
      },
    );
  });
}

/** The rooms with people in them now, the fullest first, then the places outdoors, then the roles. */
function parties(desk) {
  const spaces = new Map((desk.plan?.levels ?? []).flatMap((level) => level.spaces).map((one) => [one.id, one]));
  const outside = (one) => OUTSIDE.has(spaces.get(one.space)?.kind);
  const people = (n) => (n === 1 ? "1 person" : `${n} people`);
  const rooms = (desk.view.map?.people ?? [])
    .toSorted((one, other) => outside(one) - outside(other) || other.n - one.n)
    .map((one) => ({ value: one.space, label: `${spaces.get(one.space)?.label || one.space} (${people(one.n)})` }));
  return [...rooms, ...desk.view.record.who.map((one) => ({ value: one.role, label: one.title }))];
}
