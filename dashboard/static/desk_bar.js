// The bar that is always there: exercise strip, clock, room time, what the projector shows, the real emergency.

import { button, h, icon, put, set, show } from "./desk_dom.js";
import { roomTime, unsent } from "./live.js";
import { offset, said } from "./desk_time.js";

const MINUTE_MS = 60_000;
const short = (wall_ms) => roomTime(wall_ms).replace(/ .m$/, "");

export function makeBar(desk) {
  const strip = makeStrip(desk);
  const clock = makeClock(desk);
  const time = makeRoomTime(desk);
  const projector = makeProjector(desk);
  const stop = makeStop(desk);
  const bar = h("div", { class: "bar" }, clock.node, time.node, projector.node, stop.node);
  const chevrons = h("div", { class: "chev", "aria-hidden": "true", hidden: true });
  const parts = [strip, clock, time, projector, stop];
  return {
    node: h("header", { class: "top" }, strip.node, bar, chevrons),
    patch(view) {
      parts.forEach((part) => part.patch?.(view));
      show(chevrons, view.clock.state === "moving" && !desk.whatIf);
    },
    tick(now) {
      clock.tick(now);
      time.tick();
    },
    blank: projector.blank,
    escape: stop.escape,
  };
}

function makeStrip(desk) {
  const stamp = h("b");
  const title = h("span", { class: "cut" });
  const seats = h("button", { type: "button", class: "plain", onclick: () => desk.openSeats() });
  const saved = h("span", { role: "status" });
  const label = h("span");
  const node = h("div", { class: "strip" }, stamp, title, h("span", { class: "r" }, seats, saved, label));
  return {
    node,
    patch(view) {
      const { title: name, school, version, label: kind } = view.exercise;
      const how = [view.exercise.rehearsal && "dry run", view.exercise.discussion_only && "discussion only"];
      put(stamp, desk.whatIf ? "NOT THE EXERCISE" : view.stamp || "THIS IS AN EXERCISE");
      put(
        title,
        [...how, name, school, version === null || version === undefined ? null : `exercise version ${version}`]
          .filter(Boolean)
          .join("  ·  "),
      );
      put(seats, view.seats.says ?? `${view.seats.joined} of ${view.seats.of} roles here`);
      set(seats, "aria-label", `Seats: ${seats.textContent}`);
      set(seats, "title", "Who is here, and who plays what");
      put(
        saved,
        desk.link === "lost" ? "not connected, trying again" : unsent() ? `${unsent()} not saved yet` : "all saved",
      );
      saved.classList.toggle("loud", desk.link === "lost");
      put(label, kind);
    },
  };
}

const STATES = {
  held: ["HELD", () => "for discussion"],
  moving: [
    "MOVING",
    (view) => (view.clock.to_ms === null ? "until you hold" : `holds at ${said(view.clock.to_ms, view)}`),
  ],
  stopped: ["STOPPED", () => "real emergency"],
  ended: ["ENDED", () => "play is over"],
};

function makeClock(desk) {
  const time = h("span", { class: "clock held", role: "timer", "aria-label": "Scenario time" });
  const word = h("b");
  const more = h("span");
  const since = h("span", { class: "off num" });
  const paint = (now) => {
    put(time, said(now, desk.view));
    put(since, offset(now));
  };
  return {
    node: h("div", { class: "st" }, time, h("div", { class: "w", role: "status" }, word, more), since),
    patch(view) {
      const { state, started } = view.clock;
      const [name, says] = STATES[state] ?? STATES.held;
      const shown = desk.whatIf ? "unreal" : state;
      if (time.dataset.state !== shown) time.className = `clock num ${(time.dataset.state = shown)}`;
      put(word, desk.whatIf ? "WHAT IF" : name);
      put(
        more,
        desk.whatIf
          ? `Return puts back ${said(view.clock.t_ms, view)}`
          : started === false
            ? "not started yet"
            : says(view),
      );
      paint(desk.now());
    },
    tick: paint,
  };
}

function makeRoomTime(desk) {
  const now = h("b", { class: "num" });
  const left = h("b", { class: "num" });
  const what = h("span");
  const [past, rest, hot] = ["a", "b", "c"].map((name) => h("i", { class: name }));
  const [first, from, last] = ["", "", ""].map(() => h("span", { class: "num" }));
  const line = h("div", { class: "tl", role: "img" }, past, rest, hot);
  const paint = () => {
    const { started_wall_ms: start, minutes: whole, hot_wash_minutes: hotMinutes } = desk.view.room;
    const minutes = whole - (desk.view.room.opening_minutes || 0); // the welcome comes before the beginning
    const begin = start ?? desk.wall();
    const play = minutes - hotMinutes;
    const gone = Math.max(0, (desk.wall() - begin) / MINUTE_MS);
    const over = gone >= play;
    put(now, roomTime(desk.wall()));
    const ended = desk.view.clock.state === "ended";
    const rest_min = Math.max(0, Math.ceil((over || ended ? minutes : play) - gone));
    put(left, `${rest_min} min`);
    put(what, start === null ? "for play" : over || ended ? "left, hot wash" : "of play left");
    const share = (part) => `${((100 * part) / minutes).toFixed(2)}%`;
    past.style.width = share(Math.min(gone, play));
    rest.style.width = share(Math.max(0, play - gone));
    put(first, short(begin));
    put(from, `hot wash from ${short(begin + play * MINUTE_MS)}`);
    put(last, short(begin + minutes * MINUTE_MS));
    set(
      line,
      "aria-label",
      `${Math.floor(gone)} of ${minutes} minutes gone, the last ${hotMinutes} are for the hot wash`,
    );
  };
  let ticks = 0;
  return {
    node: h(
      "div",
      { class: "room" },
      h("div", { class: "line" }, now, h("span", {}, "in the room"), h("span", { class: "r" }, left, " ", what)),
      line,
      h("div", { class: "tl2" }, first, from, last),
    ),
    patch: paint,
    tick: () => ticks++ % 25 || paint(),
  };
}

function makeProjector(desk) {
  const says = h("b", { class: "cut" });
  const toggle = () => desk.act("blank", {}, "left");
  const press = button("Blank", toggle, { key: "B" });
  return {
    node: h(
      "div",
      { class: "pj" },
      h("span", { class: "label" }, icon("screen"), " On the projector"),
      h("div", { class: "row" }, says, press),
    ),
    blank: toggle,
    patch(view) {
      put(says, view.projector.blank ? "Blank" : view.projector.says);
      put(press.firstElementChild, view.projector.blank ? "Show again" : "Blank");
    },
  };
}

/** Two steps in two places, so that neither a slip nor a double click stops the exercise. */
function makeStop(desk) {
  const ask = h("div", { class: "ask", role: "group", "aria-label": "Stop the exercise?", hidden: true });
  const close = () => {
    show(ask, false);
    set(press, "aria-expanded", "false");
    press.focus();
  };
  const confirm = button("Stop the exercise", () => desk.act("stop", {}, "right"), { look: "stop sure" });
  const press = h(
    "button",
    {
      type: "button",
      class: "btn stop",
      "aria-expanded": "false",
      onclick: () => {
        if (!ask.hidden) return;
        show(ask, true);
        set(press, "aria-expanded", "true");
        confirm.focus();
      },
    },
    icon("octagon"),
    h("span", {}, "STOP", h("br"), "REAL EMERGENCY"),
  );
  ask.append(h("span", {}, "Every screen will say that it is real."), confirm, button("No", close));
  return {
    node: h("div", { class: "stopbox" }, ask, press),
    patch(view) {
      if (view.clock.state === "stopped" && !ask.hidden) show(ask, false);
    },
    escape() {
      if (ask.hidden) return false;
      close();
      return true;
    },
  };
}
