// What lies over every live page: its mark in title and favicon, the real emergency, and a line while not connected.

import { h } from "./elements.js";

const MARKS = { held: "‖", moving: "▶", stopped: "⬣", ended: "■" };

/** Title, favicon and, in a real emergency, the page that lies over everything; only the desk may go on. */
export function paintState(view, goOn) {
  const { state } = view.clock;
  document.title = state === "stopped" ? `${MARKS.stopped} REAL EMERGENCY` : `${MARKS[state]} ${view.exercise.title}`;
  icon(state);
  emergency(state === "stopped", view.kind === "desk" ? goOn : null);
}

function icon(state) {
  const file = `/live/static/${state === "moving" || state === "stopped" ? state : "held"}.svg`;
  for (const old of document.querySelectorAll("link[rel~=icon]")) if (old.getAttribute("href") !== file) old.remove();
  if (!document.querySelector("link[rel~=icon]")) document.head.append(h("link", { rel: "icon", type: "image/svg+xml", href: file }));
}

const OVER = {
  position: "fixed", inset: "0", zIndex: "2147483647", background: "#F0E442", color: "#000", display: "flex",
  flexDirection: "column", justifyContent: "space-between", font: '600 20px/1.35 "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif',
};
const STRIPES = { height: "9vh", flex: "none", background: "repeating-linear-gradient(135deg, #000 0 28px, #F0E442 28px 56px)" };

/** The whole screen yellow: it is real. No clock, no exercise strip, nothing to close. */
export function emergency(on, goOn = null) {
  const there = document.getElementById("hw-emergency");
  if (!on) {
    there?.remove();
    inert(false);
    return;
  }
  if (there) return;
  const middle = h("div", { style: { padding: "0 6vw", display: "flex", flexDirection: "column", gap: "3vh" } },
    h("div", { style: { display: "flex", alignItems: "center", gap: "4vw", fontSize: "min(9.6vw, 17vh)", lineHeight: "1", fontWeight: "800" } },
      h("svg", { viewBox: "0 0 24 24", width: "1em", height: "1em", "aria-hidden": "true", style: { flex: "none" } },
        h("path", { d: "M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z" })),
      h("span", {}, "REAL", h("br"), "EMERGENCY")),
    h("strong", { style: { fontSize: "min(6vw, 8vh)", lineHeight: "1.1" } }, "EXERCISE STOPPED"),
    h("span", { style: { fontSize: "min(4.5vw, 5vh)", fontWeight: "500" } }, "Follow the real plan. Call 911 if nobody has."),
    goOn && goingOn(goOn));
  document.body.append(h("div", { id: "hw-emergency", role: "alertdialog", "aria-modal": "true", tabindex: "-1",
    "aria-label": "Real emergency. The exercise is stopped. Follow the real plan.", style: OVER },
    h("div", { style: STRIPES }), middle, h("div", { style: STRIPES })));
  inert(true);
  document.getElementById("hw-emergency").focus();
}

function inert(on) {
  for (const one of document.body.children) if (one.id !== "hw-emergency") one.toggleAttribute("inert", on);
}

const BUTTON = { minHeight: "48px", padding: "0 20px", border: "2px solid #000", borderRadius: "4px", background: "#F0E442", color: "#000", font: "inherit", cursor: "pointer" };

/** Going on is asked twice, and only at the desk. */
function goingOn(goOn) {
  const box = h("div", { style: { display: "flex", gap: "16px", flexWrap: "wrap", alignItems: "center" } });
  const first = () => box.replaceChildren(h("button", { style: BUTTON, onclick: second }, "It is over: go on with the exercise…"));
  const second = () => {
    const sure = h("button", { style: { ...BUTTON, background: "#000", color: "#F0E442" },
      onclick: goOn }, "Everybody is safe. Go on with the exercise");
    box.replaceChildren(sure, h("button", { style: BUTTON, onclick: first }, "Stay stopped"));
    sure.focus();
  };
  first();
  return box;
}

/** One quiet line at the foot of the page, or none. */
export function notice(text) {
  const there = document.getElementById("hw-notice");
  if (!text) return void there?.remove();
  if (there) return void (there.textContent = text);
  document.body.append(h("div", { id: "hw-notice", role: "status", style: {
    position: "fixed", left: "0", right: "0", bottom: "0", zIndex: "2147483646", padding: "8px 16px", background: "#15212B",
    color: "#F3F0E8", font: '500 15px/1.4 "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif', textAlign: "center" } }, text));
}
