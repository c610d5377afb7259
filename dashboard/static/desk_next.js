// The next step, shown before it happens. While the clock moves, the same card holds it.

import { button, h, icon, keyed, put, set, show, sign } from "./desk_dom.js";
import { answer } from "./desk_sheet.js";
import { offset, said } from "./desk_time.js";

const BOUNCE_MS = 600; // a clicker's key bounces; so does a nervous finger

export function makeNext(desk) {
  const title = h("span");
  const time = h("b", { class: "num" });
  const into = h("span", { class: "in-words" });
  const where = h("b");
  const head = h("p", { class: "to" }, icon("arrow"), time, h("span", {}, into, where));
  const range = h("p", { class: "range" });
  const lines = h("ul", { class: "does" });
  const offers = h("ul", { class: "offers" });
  const status = h("p", { class: "answer", role: "status" });
  const doIt = button("Do it", () => go(), { look: "primary", key: "Page Down" });
  const notYet = button("Not yet", () => disarm(true), { key: "Esc" });
  const run = button("Let it run", () => act("run_on", {}), { look: "quiet run", sign: "play" });
  const hold = button("Hold", () => act("hold", {}), { look: "primary", key: "Space", sign: "hold" });
  const more = moreMenu(desk);
  const what = h(
    "div",
    { class: "what", "aria-live": "polite" },
    head,
    range,
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "What it will do" }, offers, lines),
  );
  const node = h(
    "section",
    { class: "card next", "aria-label": "Next step", tabindex: -1 },
    h("h2", {}, title, h("span", { class: "r" }, more.node)),
    what,
    h("div", { class: "acts" }, doIt, hold, notYet, status, run),
  );
  let armed = null; // {t_ms, since}: what was previewed, and when
  let shownSince = 0;
  let shownKey = "";
  let busy = false;

  const act = async (name, args) => {
    if (busy) return;
    busy = true;
    answer(status, "");
    try {
      const result = await desk.act(name, args);
      answer(status, result.ok ? "" : result.refused, !result.ok);
    } finally {
      busy = false;
      disarm(false);
    }
  };
  const fresh = () => performance.now() - shownSince < BOUNCE_MS;
  const go = () => {
    const next = desk.view.next;
    if (!next || fresh() || desk.view.clock.state !== "held") return;
    act("next", { confirm_t_ms: next.t_ms, ...(next.digest ? { digest: next.digest } : {}) });
  };
  const disarm = (aloud) => {
    armed = null;
    node.classList.remove("armed");
    put(title, heading(desk.view, false));
    if (aloud) answer(status, "Nothing has moved.");
  };
  const patch = (view) => {
    const next = view.next;
    const moving = view.clock.state === "moving";
    const key = `${view.clock.state} ${next?.t_ms} ${next?.kind} ${next?.digest}`;
    if (key !== shownKey) {
      shownKey = key;
      shownSince = performance.now();
      armed = null;
      node.classList.remove("armed");
      answer(status, "");
    }
    put(title, heading(view, armed !== null));
    show(head, next);
    put(time, next ? (moving && view.clock.to_ms !== null ? said(view.clock.to_ms, view) : next.said) : "");
    const [leads, name] = parted(next?.to ?? "");
    put(
      into,
      !next ? "" : moving ? `${holdsIn(view, desk.now())}, at ` : `${next.in ? `${next.in}, ` : ""}to ${leads}`,
    );
    put(where, name);
    put(range, moving ? "" : (next?.range ?? ""));
    show(range, range.textContent);
    keyed(
      offers,
      view.clock.state === "held" ? offersNow(view) : [],
      (one) => one.inject,
      (one) => offerRow(desk, one, act),
      (row, one) => put(row.firstElementChild, one.words),
    );
    const words = moving ? MOVING_LINES : (next?.lines ?? [{ sort: "hold", words: NO_NEXT[view.clock.state] ?? "" }]);
    keyed(
      lines,
      words.map((line, at) => ({ ...line, at })),
      (line) => line.at,
      () => h("li", {}, h("span"), h("span")),
      (row, line) => {
        sign(
          row.firstElementChild,
          { message: "message", hold: "hold", offer: "assumed", stated: "stated" }[line.sort] ?? "arrow",
        );
        put(row.lastElementChild, line.words);
      },
    );
    fit(what);
    swap(moving, view);
  };
  const swap = (moving, view) => {
    set(what, "aria-live", moving ? "off" : "polite"); // seconds that count down are not to be read aloud
    const held = view.clock.state === "held";
    const had = [doIt, notYet, run, hold].includes(desk.focused());
    show(hold, moving);
    const on = !moving && view.clock.state !== "ended";
    show(doIt, on);
    show(notYet, on);
    show(run, on);
    set(doIt, "disabled", !held || !view.next);
    set(run, "disabled", !held || !view.next || view.clock.started === false);
    if (had && desk.focused() !== doIt && desk.focused() !== hold)
      (moving ? hold : doIt).focus({ preventScroll: true });
  };
  return {
    node,
    patch,
    /** Page Down: the first press shows what it will do, the second does exactly that. */
    pageDown() {
      const { next, clock } = desk.view;
      if (clock.state !== "held" || !next) return;
      if (armed?.t_ms === next.t_ms) {
        if (performance.now() - armed.since >= BOUNCE_MS) go();
        return;
      }
      armed = { t_ms: next.t_ms, since: performance.now() };
      node.classList.add("armed");
      put(title, heading(desk.view, true));
      node.scrollIntoView?.({ block: "nearest" });
      answer(status, "");
    },
    escape() {
      if (more.escape()) return true;
      if (armed === null) return false;
      disarm(true);
      return true;
    },
    hold() {
      if (desk.view.clock.state === "moving") act("hold", {});
    },
    tick(now) {
      if (desk.view.clock.state === "moving") put(into, `${holdsIn(desk.view, now)}, at `);
    },
  };
}

/** What it will do is set tighter before it has to be scrolled for; measured when the words are others. */
function fit(what) {
  const scroll = what.lastElementChild;
  const words = `${what.clientHeight} ${what.textContent}`;
  if (what.fitted === words || !what.clientHeight) return;
  what.fitted = words;
  what.classList.remove("tight");
  what.classList.toggle("tight", scroll.scrollHeight > scroll.clientHeight + 1);
}

const MOVING_LINES = [
  { sort: "hold", words: "Space holds at once. It never starts anything." },
  { sort: "stated", words: "Decisions can be recorded meanwhile; each counts from when you press Record." },
];
const NO_NEXT = {
  held: "Nothing more is due. End play when the room is ready.",
  ended: "Play is over. The hot wash is open on every seat.",
};

function heading(view, armed) {
  if (view.clock.state === "moving") return "Moving, as fast as the clock on the wall";
  if (view.clock.state === "ended") return "Play has ended";
  return armed ? "Page Down again does this" : "Next step, shown before it happens";
}

function holdsIn(view, now) {
  if (view.clock.to_ms === null) return "runs until you hold";
  const left = Math.max(0, Math.ceil((view.clock.to_ms - now) / 1000));
  return left > 90 ? `holds by itself in ${offset(left * 1000).slice(1)}` : `holds by itself in ${left} s`;
}

/** "the deadline “Upper floor told”": what leads to the name, and the name, which stands out. */
function parted(words) {
  const [, leads, name] = /^(?:to )?((?:the deadline|the part)? ?)(.*)$/s.exec(words);
  return [leads, name.replace(/^“(.*)”$/s, "$1")];
}

/** What is due now and only if needed: it waits for one of three answers, and nothing of it happens by itself. */
function offersNow(view) {
  const said_ = new Map((view.next?.offers ?? []).map((one) => [one.inject, one.words]));
  return view.messages
    .filter((one) => one.state === "due")
    .map((one) => ({
      inject: one.id,
      ask: one.ask,
      words: [
        said_.get(one.id) ?? `Message ${one.n ?? ""} is due, only if needed: ${one.title}.`.replace("  ", " "),
        one.under_way ?? "",
      ]
        .filter(Boolean)
        .join(" "),
    }));
}

/** A message that would help if nobody did it: nothing of this happens without one of the three. */
function offerRow(desk, one, act) {
  return h(
    "li",
    {},
    h("span"),
    h(
      "span",
      { class: "r" },
      button("Ask", () => desk.askRoom(desk.view.messages.find((due) => due.id === one.inject)?.ask), { look: "small", title: "Ask the room first" }),
      button("Release", () => act("release", { inject: one.inject }), { look: "small" }),
      button("Skip", () => act("skip", { inject: one.inject }), { look: "small" }),
    ),
  );
}

function moreMenu(desk) {
  const items = [
    ["Jump…", () => desk.openJump()],
    ["What if…", () => desk.openWhatIf()],
    ["Why…", () => desk.openWhy()],
    ["End play…", () => desk.openEnd()],
    ["Hot wash", () => location.assign(`/hotwash?seat=${encodeURIComponent(desk.token)}`)],
  ];
  const close = () => {
    show(menu, false);
    set(press, "aria-expanded", "false");
  };
  const press = button(
    "More…",
    () => {
      show(menu, menu.hidden);
      set(press, "aria-expanded", String(!menu.hidden));
      if (!menu.hidden) menu.firstElementChild.focus();
    },
    { look: "quiet dense" },
  );
  set(press, "aria-expanded", "false");
  const menu = h(
    "div",
    { class: "menu", hidden: true, role: "group", "aria-label": "More steps" },
    ...items.map(([words, open]) =>
      button(
        words,
        () => {
          close();
          press.focus();
          open();
        },
        { look: "quiet" },
      ),
    ),
  );
  const node = h("span", { class: "has-menu" }, press, menu);
  node.addEventListener("focusout", (event) => node.contains(event.relatedTarget) || close());
  return {
    node,
    escape() {
      if (menu.hidden) return false;
      close();
      press.focus();
      return true;
    },
  };
}
