// What was recorded last, with take back; raised hands; the parking lot. A new row never slides under the pointer.

import { button, field, h, icon, keyed, put, set, shape, show, sign } from "./desk_dom.js";
import { form, openSheet, sentences } from "./desk_sheet.js";
import { said, timeFrom } from "./desk_time.js";

const PROVENANCE = { stated: "stated by the room", assumed: "assumed from the plan", set_by_room: "set by the room" };
const STATES = { withdrawn: "taken back", corrected: "corrected", refused: "not possible" };

export function makeLatest(desk) {
  const list = h("ul", { class: "entries", "aria-label": "Latest decisions", tabindex: 0 });
  const none = h("p", { class: "soft" }, "Nothing has been said yet.");
  const fresh = h("button", { type: "button", class: "btn quiet dense", hidden: true, onclick: () => paint(true) }, "");
  const hands = h("ul", { class: "hands", "aria-label": "Raised hands" });
  const noHands = h("p", { class: "soft" }, "No hand is up.");
  const handsHead = h("h2", { class: "second" }, "Raised hands");
  const parked = h("span");
  const foot = h(
    "div",
    { class: "hint foot" },
    parked,
    h(
      "span",
      { class: "r" },
      button("Open", () => openParked(desk), { look: "quiet dense" }),
    ),
  );
  let shown = []; // the entries' numbers that are painted
  const paint = (now) => {
    const entries = desk.view.entries;
    const kept = now || !busy(list) ? entries : entries.filter((one) => shown.includes(one.seq));
    shown = kept.map((one) => one.seq);
    keyed(
      list,
      kept,
      (one) => one.seq,
      (one) => entryRow(desk, one.seq),
      patchEntry,
    );
    const waiting = entries.length - kept.length;
    put(fresh, `${waiting} new`);
    show(fresh, waiting > 0);
    show(none, !entries.length);
    show(list, entries.length);
  };
  for (const event of ["pointerleave", "focusout"])
    list.addEventListener(event, () => setTimeout(() => desk.view && paint(false)));
  return {
    node: h(
      "section",
      { class: "card latest", "aria-label": "Latest" },
      h(
        "h2",
        {},
        h("span", {}, "Latest"),
        fresh,
        h("span", { class: "r label" }, icon("stated"), " stated by the room"),
      ),
      list,
      none,
      handsHead,
      hands,
      noHands,
      foot,
    ),
    patch(view) {
      paint(false);
      keyed(
        hands,
        view.hands,
        (one) => one.seq,
        (one) => handRow(desk, one.seq),
        patchHand,
      );
      show(noHands, !view.hands.length);
      put(parked, view.parked.length ? `Parking lot: ${view.parked.length}, for the hot wash` : "Parking lot: empty");
    },
  };
}

const busy = (list) => list.matches(":hover") || list.matches(":focus-within");

function entryRow(desk, seq) {
  return h(
    "li",
    { class: "e" },
    h("span", { class: "num" }, h("span", { class: "prov-sign" }), h("span")),
    h("span", { class: "cut" }, h("span"), " ", h("span", { class: "tag" }), h("span", { class: "words" })),
    button("Take back", () => takeBack(desk, seq), { look: "quiet dense" }),
  );
}

function patchEntry(row, one) {
  const [when, what, back] = row.children;
  sign(when.firstElementChild, one.provenance, { label: PROVENANCE[one.provenance] ?? one.provenance });
  put(when.lastElementChild, one.said);
  if (one.discipline) shape(what.children[0], one.discipline);
  put(what.children[1], STATES[one.state]);
  show(what.children[1], one.state in STATES);
  put(what.children[2], wordsOf(one));
  set(row, "title", [wordsOf(one), one.why].filter(Boolean).join(" · "));
  row.classList.toggle("gone", one.state === "withdrawn");
  show(back, one.state !== "withdrawn");
  set(back, "aria-label", `Take back: ${wordsOf(one)}`);
}

/** Who, and what they did: the words follow the title, or are a sentence of their own. */
export const wordsOf = (one) => (one.who ? `${one.who}: ${one.words}` : one.words);

function handRow(desk, seq) {
  const mine = () => desk.view.hands.find((one) => one.seq === seq);
  const lower = () => desk.act("hand", { up: false, seat: mine()?.seat }, "right");
  const record = () => {
    const hand = mine();
    if (!hand) return;
    desk.beginRecord(desk.view.record.who.find((one) => one.title === hand.title)?.role, hand.text);
    lower();
  };
  return h(
    "li",
    { class: "hr" },
    icon("hand"),
    h("span", { class: "cut" }, h("span"), " ", h("span")),
    button("Record", record, { look: "quiet dense" }),
    button("Seen", lower, { look: "quiet dense" }),
  );
}

function patchHand(row, one) {
  const [, words, record] = row.children;
  shape(words.firstElementChild, one.discipline);
  put(words.lastElementChild, one.text ? `${one.title}: “${one.text}”` : one.title);
  show(record, one.text);
}

/** Take back, or date earlier: first what would change, in sentences, then the button that does it. */
function takeBack(desk, seq) {
  const one = desk.view.entries.find((entry) => entry.seq === seq);
  openSheet(desk, desk.places.right, `take back ${seq}`, "Take back", (sheet) => {
    const change = h("ul", { class: "change", "aria-live": "polite" });
    const at = h("input", { class: "num", value: one.said, autocomplete: "off", "aria-label": "It was said at" });
    const head = h("b", {});
    let turn = 0; // of several looks, the last counts
    const look = async (name, args, words) => {
      const mine = ++turn;
      put(head, words);
      sentences(change, ["Looking at what would change…"]);
      const result = await desk.preview(name, args);
      if (mine !== turn) return false;
      sentences(change, result.ok ? lines(result) : [result.refused]);
      return result.ok;
    };
    const lookBack = () => look("withdraw", { seq }, "If it is taken back:");
    const earlier = button("Date earlier", async () => {
      const at_ms = timeFrom(at.value, desk.view);
      if (at_ms === null) return sheet.answer("Write the time as 10:43:10.", true);
      if (earlier.dataset.looked !== at.value) {
        const wanted = at.value;
        if (await look("date", { seq, at_ms }, `If it was said at ${said(at_ms, desk.view)}:`)) {
          earlier.dataset.looked = wanted;
          put(earlier.firstElementChild, `Date it ${said(at_ms, desk.view)}`);
        }
        return null;
      }
      const result = await desk.act("date", { seq, at_ms }, "right");
      if (result.ok) sheet.close();
      else sheet.answer(result.refused, true);
    });
    form(sheet, [h("p", {}, h("span", { class: "num" }, one.said), ` ${wordsOf(one)}`), head, change], {
      says: "Take it back",
      go: () => desk.act("withdraw", { seq }, "right"),
    });
    sheet.body.append(
      h("div", { class: "row" }, h("span", { class: "soft" }, "or only"), field("said at", at, "narrow"), earlier),
    );
    at.addEventListener("input", () => {
      if (earlier.dataset.looked === undefined) return;
      delete earlier.dataset.looked; // another time has to be looked at anew; until then the other button's is shown
      put(earlier.firstElementChild, "Date earlier");
      lookBack();
    });
    lookBack();
  });
}

/** An answer's sentences: the text of `say` by lines. */
export const lines = (result) =>
  (result.lines ?? (result.say || "Nothing that the room has seen would change.").split("\n")).filter(Boolean);

function openParked(desk) {
  openSheet(desk, desk.places.right, "parked", "Parking lot, for the hot wash", (sheet) => {
    const list = h("ul", { class: "rows" });
    const none = h("p", { class: "soft" }, "Nothing is parked.");
    sheet.body.append(list, none);
    const patch = (view) => {
      keyed(
        list,
        view.parked,
        (one) => one.seq,
        (one) =>
          h(
            "li",
            { class: "row" },
            h("span", { class: "grow" }),
            button("Done", () => desk.act("park", { seq: one.seq, done: true }, "right"), { look: "small" }),
          ),
        (row, one) => put(row.firstElementChild, one.text),
      );
      show(none, !view.parked.length);
    };
    patch(desk.view);
    return patch;
  });
}
