// A drill: whoever leads it starts, holds and speeds it; everybody else watches, and takes times with a stopwatch.

import { button, h, icon, keyed, put, set, show } from "./desk_dom.js";
import { act, connect, every, serverNow } from "./live.js";
import { makeGate, makeHead, pending, recall, refusedOr, remember, supportOf, takeBack } from "./phone_parts.js";

const MOST_MS = 7_200_000;

export function mount(root, { token }) {
  const page = makeDrill(token);
  root.replaceChildren(page.node);
  const seat = connect(token, page.paint, { onAnswer: takeBack, onState: (state) => page.node.classList.toggle("away", state === "waiting" || state === "gone") });
  const ticking = every(100, page.tick);
  return () => {
    seat.close();
    ticking();
  };
}

function makeDrill(token) {
  const head = makeHead();
  const title = h("h1");
  const lead = makeLead(token);
  const messages = h("div", { "aria-live": "polite" });
  const quiet = h("p", { class: "pend" }, "No message has gone out yet.");
  const points = h("div", { class: "points" });
  const none = h("p", { class: "pend" }, "This drill asks for no times. Its pack has the observers' sheets.");
  const left = h("p", { class: "pend", role: "status" });
  const more = h("p", { class: "help" });
  const help = h("p", { class: "help" });
  const gate = makeGate(token, () => { gate.read(); paint(view); });
  const watches = new Map();
  const body = h("div", {}, h("section", {}, title), lead.node,
    h("section", {}, h("h2", {}, "Messages"), quiet, messages),
    h("section", {}, h("h2", {}, "Times to take"), none, points, left));
  const node = h("div", { class: "phone drill" }, head.node, gate.node, body, h("div", { class: "room" }), h("div", { class: "foot" }, more, help));
  let view = null;
  const paint = (next) => {
    view = next;
    head.patch(view, view.drill?.card ? `card ${view.drill.card}, version ${view.exercise.version}` : undefined);
    if (view.clock.started && view.clock.state === "held") put(head.node.querySelector(".sub"), "the drill stands");
    const reading = gate.patch(view);
    show(body, !reading);
    put(help, supportOf(view));
    put(title, view.exercise.title);
    if (!view.drill) return void put(more, "This exercise is a tabletop. It has another page.");
    lead.patch(view);
    keyed(messages, view.drill.latest, (one) => one.id, makeMessage, (made, one) => made.patch(one, one === view.drill.latest[0]));
    show(quiet, !view.drill.latest.length);
    keyed(points, view.drill.points, (one) => String(one.n), (one) => makePoint(token, one, watches), (made, one) => made.patch(one));
    show(none, !view.drill.points.length);
    put(more, view.drill.leads ? "" : "Times are in this room's time, by your watch: observed.");
  };
  return {
    node,
    paint,
    tick() {
      if (view) head.tick(view);
      for (const watch of watches.values()) watch();
      pending(left, "time", "times");
    },
  };
}

// ---- who leads it

function makeLead(token) {
  const says = h("p", { class: "answer", role: "status" });
  const rates = h("div", { class: "rates", role: "group", "aria-label": "Times as fast as the clock on the wall" });
  const start = button("Start the drill", () => run(), { look: "primary" });
  const hold = button("Hold", () => tell(act("hold", {})));
  const stop = button("Real emergency: stop", () => tell(act("stop", {})));
  const goOn = button("The emergency is over: go on", () => tell(act("go_on", { confirm: true })));
  const end = button("End play", () => (armed ? tell(act("end", {})) : arm(true)));
  const node = h("section", { hidden: true }, h("h2", {}, "Lead it"), h("p", { class: "cap" }, "How many times as fast as the clock on the wall"), rates,
    h("div", { class: "lead" }, start, hold, end, stop, goOn), says,
    h("a", { class: "codes", href: `/?exercise=${encodeURIComponent(token.slice(0, token.lastIndexOf(".")))}` }, "Codes for the observers' phones"));
  let rate = 1;
  let now = null;
  let armed = false;
  const arm = (on) => {
    armed = on;
    put(end.querySelector("span"), on ? "Yes, end play now" : "End play");
  };
  const tell = async (sent) => put(says, refusedOr(await sent));
  const run = () => tell(act("play", { rate }));
  const choose = (one) => {
    rate = one;
    if (now?.clock.state === "moving") run();
    mark();
  };
  const mark = () => {
    for (const one of rates.children) {
      const on = Number(one.dataset.rate) === rate;
      one.classList.toggle("chosen", on);
      set(one, "aria-pressed", String(on));
    }
  };
  return {
    node,
    patch(view) {
      const { state, started } = view.clock;
      show(node, view.drill.leads && state !== "ended");
      if (!rates.children.length) {
        rates.append(...view.drill.rates.map((one) => {
          const made = button(`${one} ×`, () => choose(one));
          made.dataset.rate = one;
          return made;
        }));
      }
      if (state === "moving") rate = view.clock.rate;
      if (now?.clock.state !== state) arm(false);
      now = view;
      mark();
      put(start.querySelector("span"), started ? "Play on" : "Start the drill");
      show(start, state === "held");
      show(hold, state === "moving");
      show(end, started && state === "held");
      show(stop, state !== "stopped");
      show(goOn, state === "stopped");
    },
  };
}

function makeMessage() {
  const where = h("p", { class: "cap" });
  const name = h("p", { class: "t" });
  const say = h("p", { class: "say ask small" });
  const node = h("div", { class: "msg old" }, where, name, say);
  return Object.assign(node, {
    patch(one, first) {
      node.classList.toggle("old", !first);
      put(where, `${one.said} · ${one.to}`);
      put(name, one.title);
      put(say, one.text);
      show(say, one.text && one.text !== one.title);
    },
  });
}

// ---- a point and its stopwatch

/** The watch goes on by the time at which it was started, which this browser keeps: a locked phone and F5 stop nothing. */
function makePoint(token, first, watches) {
  const key = `hotwash:typed:${token}:watch-${first.n}`;
  const words = h("p", { class: "t" });
  const watch = h("span", { class: "watch num" });
  const go = button("Start", () => { remember(key, String(serverNow())); paint(); });
  const done = button("Stop", () => send(), { look: "primary" });
  const drop = button("Not this one", () => { remember(key, ""); paint(); });
  const mine = h("span");
  const back = button("Take back", () => tell(act("observe", { point: now.n, out: true })));
  const got = h("div", { class: "got" }, icon("observed"), mine, back);
  const others = h("p", { class: "pl got" });
  const says = h("p", { class: "answer", role: "status" });
  const node = h("div", { class: "point" }, words, h("div", { class: "do" }, watch, go, done, drop), got, others, says);
  let now = first;
  const since = () => Number(recall(key)) || 0;
  const tell = async (sent) => put(says, refusedOr(await sent, ""));
  const send = () => {
    const s = Math.round(Math.min(MOST_MS, Math.max(0, serverNow() - since())) / 100) / 10;
    remember(key, "");
    paint();
    return tell(act("observe", { point: now.n, s }));
  };
  const paint = () => {
    const on = since() > 0;
    node.classList.toggle("on", on);
    show(go, !on);
    show(done, on);
    show(drop, on);
    show(watch, on);
    put(go.querySelector("span"), now.mine === null ? "Start" : "Once more");
    tick();
  };
  const tick = () => { if (since()) put(watch, inClock(Math.max(0, serverNow() - since()))); };
  watches.set(first.n, tick);
  return Object.assign(node, {
    patch(one) {
      now = one;
      put(words, one.words);
      for (const [which, name] of [[go, "Start"], [done, "Stop"], [drop, "Not this one"], [back, "Take back"]]) set(which, "aria-label", `${name}: ${one.words}`);
      put(mine, one.mine === null ? "" : `observed: ${one.mine}`);
      show(got, one.mine !== null);
      put(others, one.others.length ? `By others: ${one.others.join(", ")}` : "");
      show(others, one.others.length > 0);
      paint();
    },
  });
}

function inClock(ms) {
  const tenths = Math.floor(ms / 100);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
}
