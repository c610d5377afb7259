// The shared screen and the observer's: the clock, one question, at most three facts, a map of only what was told.
// It paints what the facilitator shows and nothing else; its time is rounded to ten seconds.

import { h, keyed, put, set, show } from "./desk_dom.js";
import { clockText, connect, every, fetchFixed } from "./live.js";
import { drawPlan } from "./plan.js";

const TEN_S = 10;
const SMALLER = ["long", "very-long"];
const MOST_LEVELS = 2;
const LABEL_PX = 34; // on a screen of 1920 x 1080
const DRAWN_PX = 12.5; // as plan.js draws a label
const STATES = { held: ["HELD", "for discussion"], moving: ["MOVING", "time goes on"], ended: ["ENDED", "play is over"], stopped: ["STOPPED", ""] };
const TIME = /^(\d\d:\d\d(?::\d\d)?)[.,:]?\s+(.+)$/s;

export function mount(root, { token, page = "projector" }) {
  if (page === "observer") document.documentElement.removeAttribute("data-theme");
  const screen = makeScreen(page);
  root.replaceChildren(h("link", { rel: "stylesheet", href: "/live/static/projector.css", onload: () => paint() }), screen.node);
  let view = null;
  let plan = null;
  const paint = () => view && screen.paint(view, plan);
  const seat = connect(token, (next) => {
    view = next;
    paint();
  });
  fetchFixed(token).then((fixed) => {
    plan = fixed.plan ?? null;
    paint();
  });
  const ticking = every(200, () => view && screen.tick(view));
  addEventListener("resize", paint);
  return () => {
    seat.close();
    ticking();
    removeEventListener("resize", paint);
  };
}

function makeScreen(page) {
  const clock = h("span", { class: "clock num" });
  const word = h("b");
  const under = h("span");
  const stamp = h("b");
  const title = h("span", { class: "r" });
  const chevrons = h("div", { class: "chev", "aria-hidden": "true" });
  const note = h("p", { class: "content" });
  const left = makeLeft();
  const map = makeMap();
  const main = h("main", {}, h("header", { class: "head" }, clock, h("div", { class: "state", role: "status" }, word, under)), left.node, map.node);
  const node = h("div", { class: `screen ${page}` }, h("div", { class: "strip" }, stamp, title), chevrons, main, note);
  const tick = (view) => put(clock, clockText(view, TEN_S));
  return {
    node,
    tick,
    paint(view, plan) {
      const { show: shown, exercise } = view;
      const blank = shown.what === "blank";
      const moving = view.clock.state === "moving";
      const [name, more] = STATES[view.clock.state];
      put(stamp, view.stamp);
      put(title, [exercise.school, `exercise version ${exercise.version}`].join(" · "));
      put(word, view.clock.started ? name : "HELD");
      put(under, view.clock.started ? more : "before it begins");
      clock.className = `clock num ${moving ? "moving" : "held"}`;
      show(chevrons, moving && !blank);
      tick(view);
      put(note, `${exercise.content_note} ${exercise.support}`);
      show(note, page === "observer" && !blank);
      show(main, !blank);
      node.classList.toggle("blank", blank);
      node.classList.toggle("plain", !view.map || !plan);
      map.paint(blank ? null : view.map, plan);
      left.paint(view);
    },
  };
}

function makeLeft() {
  const caption = h("p", { class: "cap" });
  const ask = h("p", { class: "ask" });
  const about = h("p", { class: "about" });
  const list = h("ul");
  const facts = h("div", { class: "facts" }, h("p", { class: "cap" }, "What the room has been told"), list);
  const node = h("section", { class: "left", "aria-live": "polite" }, caption, ask, about, facts);
  return {
    node,
    paint({ show: shown, exercise, situation }) {
      const opening = shown.what === "title" && !shown.question && !shown.facts;
      const words = shown.question ?? shown.message ?? (opening ? exercise.title : "");
      put(caption, shown.question ? "Question for the room" : shown.message ? "A message" : "");
      show(caption, caption.textContent);
      put(ask, shown.message ? `“${words}”` : words);
      show(ask, words);
      put(about, opening ? situation : "");
      show(about, about.textContent);
      list.replaceChildren(...(shown.facts ?? []).map(factRow));
      show(facts, shown.facts?.length);
      fit(node, ask);
    },
  };
}

/** As large as it can be and still all be read. */
function fit(node, ask) {
  ask.classList.remove(...SMALLER);
  for (const smaller of SMALLER) {
    if (node.scrollHeight <= node.clientHeight + 2) return;
    ask.classList.add(smaller);
  }
}

/** A fact that begins with its time has the times under each other. */
function factRow(fact) {
  const [, when, what] = TIME.exec(fact) ?? [null, "", fact];
  return h("li", { class: when ? "" : "one" }, when ? h("span", { class: "num" }, when) : null, h("span", {}, what));
}

/** The storey that is shown, or the first two; the hatch where the room was told that the order was not heard. */
function makeMap() {
  const levels = h("div", { class: "levels" });
  const node = h("section", { class: "right", "aria-label": "Map" }, levels);
  return {
    node,
    paint(map, plan) {
      const there = Boolean(map && plan);
      show(node, there);
      if (!there) return;
      const unheard = new Set(map.not_heard);
      const chosen = plan.levels.filter((one) => one.id === map.level);
      const shown = chosen.length ? chosen : plan.levels.slice(0, MOST_LEVELS).reverse();
      keyed(levels, shown, (one) => one.id, makeLevel);
      shown.forEach((one, n) => {
        const [caption, box] = levels.children[n].children;
        const svg = box.firstElementChild;
        const some = one.spaces.some((space) => unheard.has(space.id));
        put(caption.firstElementChild, one.label);
        show(caption.lastElementChild, some);
        enlarge(svg);
        set(svg, "aria-label", `Plan, ${one.label}${some ? ": the hatched places say that they did not hear the order" : ""}`);
        drawPlan(svg, plan, { people: [], openings: {}, units: [], not_heard: map.not_heard }, { level: one.id });
      });
    },
  };
}

/** The plan is drawn small and shown large, so that its labels can be read from the last row. */
function enlarge(svg) {
  const by = Math.max(1, (LABEL_PX / DRAWN_PX) * Math.min(innerWidth / 1920, innerHeight / 1080));
  Object.assign(svg.style, { width: `${100 / by}%`, height: `${100 / by}%`, transform: `scale(${by})` });
}

const makeLevel = () => h("div", { class: "storey" },
  h("p", { class: "level" }, h("span"), h("span", {}, h("i", { class: "hatched", "aria-hidden": "true" }), "says: not heard")), h("div", { class: "box" }, h("svg", { role: "img" })));
