// The facilitator's desk. One DOM per card, patched by each view: nothing that is typed, focused or scrolled is disturbed.
//
//   mount(root, {token})   paints into root (a plain page or a shadow root); gives what takes it away again

import { ask, connect, every, fetchFixed, scenarioMs, serverNow } from "./live.js";
import { makeBar } from "./desk_bar.js";
import { h, show, typing } from "./desk_dom.js";
import { makeGuide } from "./desk_guide.js";
import { makeLatest } from "./desk_latest.js";
import { makeMap, openQuestion } from "./desk_map.js";
import { makeExpected, makeMessages } from "./desk_messages.js";
import { makeWhatIf, openEnd, openJump, openSeats, openWhatIf } from "./desk_more.js";
import { openWhy } from "./desk_why.js";
import { openRule } from "./desk_rule.js";
import { makeNext } from "./desk_next.js";
import { makeNow } from "./desk_now.js";
import { answer } from "./desk_sheet.js";
import { makeRecord } from "./record.js";

const TICK_MS = 200;
const NOTICE_MS = 6_000;
const PLAIN = new Set(["show", "blank", "hand"]); // what they did is to be seen at once; only a refusal needs words
const SHEETS = ["tokens.css", "desk.css"];

export function mount(root, { token }) {
  const places = Object.fromEntries(
    ["left", "middle", "right"].map((name) => [name, h("div", { class: `low ${name}` })]),
  );
  const desk = {
    token,
    places,
    view: null,
    plan: null,
    whatIf: null,
    link: "connecting",
    now: () => scenarioMs(desk.view),
    wall: serverNow,
    focused: () => node.getRootNode().activeElement,
    act: (name, args, place) => act(desk, seat, name, args, place),
    ask: (name, args) => ask(name, args),
    preview: (name, args) => ask("preview", { act: name, args }),
    openSeats: () => openSeats(desk),
    openJump: () => openJump(desk),
    openWhatIf: () => openWhatIf(desk),
    openEnd: () => openEnd(desk),
    openRule: () => openRule(desk),
    openWhy: () => openWhy(desk),
    beginRecord: (role, words) => cards.record.begin(role, words),
    askRoom: (question) => openQuestion(desk, question),
    enterWhatIf(what) {
      desk.whatIf = what;
      paint();
      cards.whatIf.focus();
    },
    leaveWhatIf() {
      desk.whatIf = null;
      paint();
      cards.next.node.focus({ preventScroll: true });
    },
  };
  const cards = {
    bar: makeBar(desk),
    guide: makeGuide(desk),
    now: makeNow(desk),
    map: makeMap(desk),
    next: makeNext(desk),
    messages: makeMessages(desk),
    expected: makeExpected(),
    record: makeRecord(desk),
    latest: makeLatest(desk),
    whatIf: makeWhatIf(desk),
  };
  places.left.append(cards.map.node);
  places.middle.append(h("div", { class: "card messages" }, cards.messages.node, cards.expected.node));
  places.right.append(cards.latest.node);
  const main = h(
    "main",
    { class: "columns" },
    column("Now", cards.now.node, places.left),
    column("Next", cards.next.node, places.middle),
    column("Record", cards.record.node, places.right),
  );
  const waiting = h("p", { class: "waiting", role: "status" }, "Waiting for the exercise…");
  const node = h("div", { class: "desk", hidden: true }, cards.bar.node, cards.guide.node, main, cards.whatIf.node);
  root.append(waiting, node);

  const paint = () => {
    if (!desk.view) return;
    show(waiting, false);
    show(node, true);
    node.dataset.state = desk.view.clock.state;
    node.classList.toggle("whatif", Boolean(desk.whatIf));
    show(main, !desk.whatIf);
    for (const card of Object.values(cards)) card.patch(desk.view);
    for (const place of Object.values(places)) place.sheet?.patch?.(desk.view);
  };
  const seat = connect(
    token,
    (view) => {
      desk.view = view;
      paint();
    },
    {
      onState: (state) => {
        desk.link = state === "waiting" || state === "gone" ? "lost" : state;
        if (desk.view) cards.bar.patch(desk.view);
      },
      onAnswer: () => desk.view && cards.bar.patch(desk.view),
    },
  );
  const keys = (event) => press(event, desk, cards);
  document.addEventListener("keydown", keys);
  document.addEventListener("keyup", keys);
  const still = every(TICK_MS, () => {
    if (!desk.view || node.hidden) return;
    const now = desk.now();
    for (const card of [cards.bar, cards.next, cards.record]) card.tick(now);
  });
  fetchFixed(token).then((found) => {
    desk.plan = found.plan ?? (found.levels ? found : null);
    desk.what = found.what;
    paint();
  });
  styled(root).then(paint);
  return () => {
    document.removeEventListener("keydown", keys);
    document.removeEventListener("keyup", keys);
    still();
    seat.close();
    waiting.remove();
    node.remove();
  };
}

const column = (name, upper, place) => h("div", { class: "col", role: "group", "aria-label": name }, upper, place);

/** Do something. What came of it is told in the column it was done in; a refusal stays until the next act. */
async function act(desk, seat, name, args, place) {
  const result = await seat.act(name, args);
  for (const one of Object.values(desk.places)) if (!one.notice?.classList.contains("stays")) one.notice?.remove();
  if (place) notice(desk.places[place], !result.ok ? result.refused : PLAIN.has(name) ? "" : result.say, !result.ok);
  return result;
}

function notice(place, words, refused) {
  place.notice?.remove();
  clearTimeout(place.timer);
  if (!words) return;
  const text = h("span", {});
  const node = h(
    "div",
    { class: `notice${refused ? " stays" : ""}`, role: "status" },
    text,
    h("button", { type: "button", class: "btn quiet dense", onclick: () => node.remove() }, "OK"),
  );
  place.notice = node;
  place.append(node);
  answer(text, words, refused);
  if (!refused) place.timer = setTimeout(() => node.remove(), NOTICE_MS);
}

/** The keys. None acts while somebody types; Space never starts anything, and while it moves it holds wherever the focus is. */
function press(event, desk, cards) {
  if (!desk.view || event.ctrlKey || event.metaKey || event.altKey || desk.view.clock.state === "stopped") return;
  const inField = typing(event);
  if (event.type === "keyup") {
    if (event.key === " " && desk.view.clock.state === "moving" && !inField) event.preventDefault();
    return;
  }
  const deed = { PageDown: pageDown, Escape: escape, " ": space, b: blank, r: record, p: park }[
    event.key.length === 1 ? event.key.toLowerCase() : event.key
  ];
  if (!deed || (inField && event.key !== "Escape")) return;
  if (deed(desk, cards, event) !== false) event.preventDefault();
}

function pageDown(desk, cards, event) {
  if (!event.repeat && !desk.whatIf) cards.next.pageDown();
}

function space(desk, cards, event) {
  if (desk.view.clock.state === "moving") return event.repeat ? undefined : cards.next.hold();
  return event.composedPath()[0].matches?.("button, input, a, summary, [role=tab]") ? false : undefined;
}

const blank = (desk, cards, event) => event.repeat || cards.bar.blank();
const record = (desk, cards) => (desk.whatIf ? false : cards.record.focus());
const park = (desk, cards, event) => (desk.whatIf || event.repeat ? false : cards.now.park());

/** Esc takes back the last thing that lies open: the question to stop, a sheet, the large map, what if, the preview. */
function escape(desk, cards) {
  if (cards.bar.escape()) return true;
  const open = Object.values(desk.places)
    .map((place) => place.sheet)
    .filter(Boolean);
  const sheet = open.find((one) => one.node.contains(desk.focused())) ?? open.at(-1);
  if (sheet) return sheet.close();
  if (desk.whatIf) return desk.leaveWhatIf();
  return cards.map.escape() || cards.next.escape();
}

/** Style sheets that the page around has not brought along; painting waits for them, since text is measured. */
function styled(root) {
  const scope = root.getRootNode();
  const links = SHEETS.map((name) => {
    const there = [...scope.querySelectorAll("link[rel=stylesheet]")].find((link) => link.href.endsWith(`/${name}`));
    if (there) return there;
    const link = h("link", { rel: "stylesheet", href: new URL(`./${name}`, import.meta.url).href });
    (scope.head ?? scope).append(link);
    return link;
  });
  return Promise.all(
    links.map((link) =>
      link.sheet
        ? null
        : new Promise((resolve) => {
            link.addEventListener("load", resolve, { once: true });
            link.addEventListener("error", resolve, { once: true });
          }),
    ),
  );
}
