// The shared screen and the observer's: the clock, one question, at most three facts, a map of only what was told.
// It paints what the facilitator shows and nothing else; its time is rounded to ten seconds.

import { h, put, set, show } from "./desk_dom.js";
import { clockText, connect, every } from "./live.js";
import { drawPlan } from "./plan.js";

const TEN_S = 10;
const LONG = 90;
const STATES = { held: ["HELD", "for discussion"], moving: ["MOVING", "time goes on"], ended: ["ENDED", "play is over"], stopped: ["STOPPED", ""] };

export function mount(root, { token, page = "projector" }) {
  const screen = makeScreen(page);
  root.replaceChildren(...sheets(), screen.node);
  let view = null;
  const seat = connect(token, (next) => {
    view = next;
    screen.paint(next);
  });
  fetchPlan(token).then((plan) => {
    screen.plan = plan;
    if (view) screen.paint(view);
  });
  const ticking = every(200, () => view && screen.tick(view));
  const again = () => view && screen.paint(view);
  addEventListener("resize", again);
  return () => {
    seat.close();
    ticking();
    removeEventListener("resize", again);
  };
}

const sheets = () => [h("link", { rel: "stylesheet", href: "/live/static/projector.css" }), h("link", { rel: "stylesheet", href: "/live/static/desk.css" })];

async function fetchPlan(token) {
  try {
    return (await (await fetch(`/live/plan.json?seat=${encodeURIComponent(token)}`)).json()).plan ?? null;
  } catch {
    return null;
  }
}

function makeScreen(page) {
  const clock = h("span", { class: "clock num" });
  const word = h("b");
  const under = h("span");
  const caption = h("p", { class: "cap" }, "Question for the room");
  const ask = h("p", { class: "ask" });
  const about = h("p", { class: "about" });
  const facts = h("ul", { class: "facts", "aria-label": "What the room has been told" });
  const level = h("p", { class: "level" });
  const svg = h("svg", { role: "img" });
  const right = h("section", { class: "right", "aria-label": "Map" }, h("p", { class: "cap" }, "What the room has been told"), level, svg);
  const title = h("span", { class: "r" });
  const stamp = h("b");
  const chevrons = h("div", { class: "chev", "aria-hidden": "true" });
  const note = h("p", { class: "note" });
  const main = h("main", {}, h("header", { class: "head" }, clock, h("div", { class: "state", role: "status" }, word, under)),
    h("section", { class: "left", "aria-live": "polite" }, caption, ask, about, facts), right);
  const node = h("div", { class: "screen" }, h("div", { class: "strip" }, stamp, title), chevrons, main, note);
  return {
    node,
    plan: null,
    tick(view) {
      put(clock, view.clock.started ? clockText(view, TEN_S) : clockText({ clock: { ...view.clock, t_ms: 0 } }, TEN_S));
    },
    paint(view) {
      const { show: shown, map, exercise } = view;
      const [name, more] = STATES[view.clock.state];
      put(stamp, view.stamp);
      put(title, [exercise.school, `exercise version ${exercise.version}`, exercise.label].join(" · "));
      put(word, name);
      put(under, more);
      clock.className = `clock num ${view.clock.state === "moving" ? "moving" : "held"}`;
      show(chevrons, view.clock.state === "moving");
      this.tick(view);
      paintLeft(shown, exercise, view);
      paintRight(this.plan, map);
      put(note, page === "observer" ? exercise.content_note : "");
      show(note, page === "observer");
      node.classList.toggle("blank", shown.what === "blank");
      set(main, "aria-hidden", shown.what === "blank");
    },
  };

  function paintLeft(shown, exercise, view) {
    const words = shown.question ?? shown.message ?? (shown.facts || shown.what === "map" ? "" : exercise.title);
    show(caption, Boolean(shown.question));
    put(ask, shown.message ? `“${words}”` : words);
    ask.classList.toggle("long", words.length > LONG);
    const opening = !shown.question && !shown.message && !shown.facts && shown.what === "title";
    put(about, opening ? view.situation : "");
    show(about, opening && Boolean(view.situation));
    facts.replaceChildren(...(shown.facts ?? []).map((fact) => h("li", {}, fact)));
    show(facts, Boolean(shown.facts?.length));
  }

  function paintRight(plan, map) {
    const there = Boolean(map && plan);
    show(right, there);
    node.classList.toggle("plain", !there);
    if (!there) return;
    const storey = plan.levels.find((one) => one.id === map.level) ?? plan.levels[0];
    put(level, storey.label);
    set(svg, "aria-label", `Plan, ${storey.label}`);
    drawPlan(svg, plan, { people: [], openings: {}, units: [], not_heard: map.not_heard ?? [] }, { level: storey.id });
  }
}
