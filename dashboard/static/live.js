// What every live page shares: the stream of views, acts that are never lost, the clock, and text that stays text.
//
//   const seat = connect(token, (view) => {...}, {onState, onAnswer})   one seat per page
//   await act("note", {text})                answers {ok, seq, say} or {ok: false, refused}; sent until it is answered
//   await ask("preview", {act: "next"})      the same for what appends nothing: never kept, given up after three tries
//   h("button", {class: "btn", onclick: press}, "Do it")                an element; children are text or elements
//   clockText(view), offsetText(view), scenarioMs(view), roomTime(ms), every(ms, call)
//
// States given to `onState`: "connecting", "connected", "waiting" (not connected, trying again), "gone" (no such seat).

import { notice, paintState } from "./over.js";

export { h } from "./elements.js";

const RETRY_MS = 1000; // a killed server is back within five seconds
const SILENT_MS = 13000; // the server speaks every five seconds
const ANSWER_MS = 4000;
const TRIES = 3;
const WAITING = "Not connected, trying again. What you do here is kept until then.";
const GONE = "This place is no longer open. Ask the facilitator for a new code.";

let seat = null; // the page's connection
let lag = 0; // the server's clock minus this browser's, ms

// ---------------------------------------------------------------- times

/** What the server's clock says now, in Unix milliseconds. */
export const serverNow = () => Date.now() + lag;

/** Scenario time now, in ms from 00:00: ticking while MOVING, never past where it holds. */
export function scenarioMs(view) {
  const clock = view.clock;
  if (clock.state !== "moving") return clock.t_ms;
  const now = clock.t_ms + Math.max(0, serverNow() - clock.wall_ms) * (clock.rate || 1);
  return clock.to_ms === null || clock.to_ms === undefined ? now : Math.min(now, clock.to_ms);
}

const two = (n) => String(n).padStart(2, "0");

/** Whole seconds as the server says them, halves to the even one: the clock then stands at what Next had announced. */
export function seconds(ms) {
  const s = Math.round(ms / 1000);
  return s - ms / 1000 === 0.5 && s % 2 ? s - 1 : s;
}

/** Ms as the room says it: 10:44:30. `step_s: 10` for shared screens. */
export function clockTime(ms, step_s = 1) {
  const s = Math.floor(seconds(ms) / step_s) * step_s;
  return `${two(Math.floor(s / 3600) % 24)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** The scenario's time of day: 10:44:30. */
export const clockText = (view, step_s = 1) => clockTime((view.clock.starts_clock_ms || 0) + scenarioMs(view), step_s);

/** Time since the scenario began: +02:30, from an hour on +1:02:30. */
export function offsetText(view, step_s = 1) {
  const s = Math.floor(seconds(scenarioMs(view)) / step_s) * step_s;
  const hours = Math.floor(s / 3600);
  return `+${hours ? `${hours}:` : ""}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** Room time: 2:05 pm, so that nobody takes it for scenario time. */
export function roomTime(wall_ms = serverNow()) {
  const at = new Date(wall_ms);
  const hour = at.getHours();
  return `${hour % 12 || 12}:${two(at.getMinutes())} ${hour < 12 ? "am" : "pm"}`;
}

/** Call now and then every so many ms; returns what ends it. */
export function every(ms, call) {
  call();
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
}

// ---------------------------------------------------------------- the stream

/** Take a seat: `onView` gets every view. Returns {act, ask, close, view()}. */
export function connect(token, onView, { onState = () => {}, onAnswer = () => {} } = {}) {
  if (seat && seat.token === token) seat.close();
  const mine = { token, view: null, source: null, closed: false, heard: Date.now(), onView, onState, onAnswer };
  seat = mine;
  mine.unsent = readUnsent(token);
  open(mine);
  mine.watch = setInterval(() => watch(mine), 2000);
  const back = () => Date.now() - mine.heard > 6000 && reopen(mine, 0);
  mine.back = () => document.visibilityState !== "hidden" && back();
  document.addEventListener("visibilitychange", mine.back);
  window.addEventListener("online", mine.back);
  pump(mine);
  return {
    token,
    view: () => mine.view,
    act: (name, args) => send(mine, name, args),
    ask: (name, args) => inquire(mine, name, args),
    close: () => close(mine),
  };
}

/** Do something; it is kept and sent with one key until the server has answered. */
export const act = (name, args) => send(seat, name, args);

/** Ask for what would follow; appends nothing, so it is not kept. */
export const ask = (name, args) => inquire(seat, name, args);

function open(mine) {
  mine.onState("connecting");
  mine.heard = Date.now();
  const source = new EventSource(`/live/events?seat=${encodeURIComponent(mine.token)}`);
  mine.source = source;
  source.addEventListener("beat", (event) => {
    heard(mine);
    lag = JSON.parse(event.data).wall_ms - Date.now();
  });
  source.addEventListener("view", (event) => {
    heard(mine);
    mine.view = JSON.parse(event.data);
    paintState(mine.view, () => send(mine, "go_on", { confirm: true }));
    mine.onView(mine.view);
  });
  source.addEventListener("gone", () => gone(mine));
  source.addEventListener("error", () => mine.source === source && lost(mine));
}

function heard(mine) {
  mine.heard = Date.now();
  if (mine.state === "connected") return;
  mine.state = "connected";
  notice(null);
  mine.onState("connected");
  pump(mine);
}

async function lost(mine) {
  if (mine.closed) return;
  mine.source.close();
  waiting(mine);
  const refused = await isGone(mine);
  if (refused) gone(mine);
  else reopen(mine, RETRY_MS);
}

/** An event stream does not tell why it ended; whether the seat still exists is asked by itself. */
async function isGone(mine) {
  try {
    return (await fetch(`/live/seat?seat=${encodeURIComponent(mine.token)}`, timeout(ANSWER_MS))).status === 403;
  } catch {
    return false;
  }
}

function waiting(mine) {
  if (mine.state === "waiting") return;
  mine.state = "waiting";
  notice(WAITING);
  mine.onState("waiting");
}

function gone(mine) {
  close(mine);
  notice(GONE);
  mine.onState("gone");
}

function reopen(mine, after_ms) {
  if (mine.closed) return;
  mine.source.close();
  clearTimeout(mine.timer);
  mine.timer = setTimeout(() => mine.closed || open(mine), after_ms);
}

function watch(mine) {
  if (Date.now() - mine.heard < SILENT_MS) return;
  waiting(mine);
  reopen(mine, 0);
}

function close(mine) {
  mine.closed = true;
  mine.source?.close();
  clearInterval(mine.watch);
  clearTimeout(mine.timer);
  document.removeEventListener("visibilitychange", mine.back);
  window.removeEventListener("online", mine.back);
}

// ---------------------------------------------------------------- what stays the same

/** Everything that does not change in an exercise: the plan's lines, and what this seat can choose. Asked until it is there. */
export async function fetchFixed(token) {
  for (;;) {
    try {
      const answer = await fetch(`/live/plan.json?seat=${encodeURIComponent(token)}`);
      if (answer.ok) return await answer.json();
      if (answer.status < 500) return {};
    } catch {
      /* not connected: ask again */
    }
    await pause(RETRY_MS);
  }
}

// ---------------------------------------------------------------- acts

/** A name of 128 bits; crypto.randomUUID is missing where a page comes by plain HTTP. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

const unsentName = (token) => `hotwash:unsent:${token}`;

function readUnsent(token) {
  try {
    return JSON.parse(localStorage.getItem(unsentName(token))) || [];
  } catch {
    return [];
  }
}

function keepUnsent(mine) {
  try {
    if (mine.unsent.length) localStorage.setItem(unsentName(mine.token), JSON.stringify(mine.unsent));
    else localStorage.removeItem(unsentName(mine.token));
  } catch {
    /* a private window may refuse to keep anything: then it is kept in this page only */
  }
}

function send(mine, name, args = {}) {
  const one = { key: newKey(), act: name, args, basis_seq: mine.view ? mine.view.seq : null };
  mine.unsent.push(one);
  keepUnsent(mine);
  const answered = new Promise((resolve) => (mine.answers ??= new Map()).set(one.key, resolve));
  pump(mine);
  return answered;
}

/** How many acts wait to be sent. */
export const unsent = () => (seat ? seat.unsent.length : 0);

/** One after the other, each with its own key until it is answered: the order in which things were done is kept. */
async function pump(mine) {
  if (mine.pumping) return;
  mine.pumping = true;
  while (mine.unsent.length && !mine.closed) {
    const one = mine.unsent[0];
    const answer = await post(mine, one);
    if (!answer) {
      waiting(mine);
      await pause(RETRY_MS);
      continue;
    }
    mine.unsent.shift();
    keepUnsent(mine);
    mine.answers?.get(one.key)?.(answer);
    mine.answers?.delete(one.key);
    mine.onAnswer(answer, one);
  }
  mine.pumping = false;
}

async function inquire(mine, name, args = {}) {
  const one = { key: newKey(), act: name, args, basis_seq: mine.view ? mine.view.seq : null };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await post(mine, one);
    if (answer) return answer;
    await pause(RETRY_MS);
  }
  return { ok: false, refused: WAITING };
}

/** The server's answer, or null where there was none. */
async function post(mine, one) {
  try {
    const answer = await fetch("/live/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ seat: mine.token, ...one }),
      ...timeout(ANSWER_MS),
    });
    if (answer.status >= 500 || answer.status === 429) return null;
    return await answer.json();
  } catch {
    return null;
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function timeout(ms) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), ms);
  return { signal: stop.signal };
}
