// The debrief of a finished exercise or of a single run: five moments, lanes, lost time, replay, who knew what, why.
//
//   mount(root, {token})    token: the key under which the server keeps what is looked at

import { button, h, put, set, show } from "./desk_dom.js";
import { getBytes, getJson, failure } from "./debrief_fetch.js";
import { makeKnew } from "./debrief_knew.js";
import { makeLanes } from "./debrief_lanes.js";
import { makeLost } from "./debrief_lost.js";
import { makeMoments } from "./debrief_moments.js";
import { makeMore } from "./debrief_more.js";
import { makeWarned } from "./debrief_warned.js";
import { makeWhatIf } from "./debrief_whatif.js";
import { makeWhy } from "./debrief_why.js";
import { makeReplay } from "./replay.js";
import { dayOf, prov } from "./debrief_parts.js";

export function mount(root, { token }) {
  const page = makePage(token);
  root.replaceChildren(page.node);
  const dark = new MutationObserver(() => page.replay.recolour());
  dark.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  page.load("as_shown");
  return () => {
    dark.disconnect();
    page.end();
  };
}

function makePage(token) {
  const page = { token, data: null, course: "as_shown", t: 0, moment: null };
  const head = makeHead(page);
  const says = h("p", { class: "says", role: "status" }, "The debrief is being put together.");
  page.node = h("main", { class: "debrief" }, head.strip, head.node, says);
  const parts = {
    moments: makeMoments(page), lanes: makeLanes(page), lost: makeLost(page), knew: makeKnew(page), why: makeWhy(page),
    whatIf: makeWhatIf(page), warned: makeWarned(page), more: makeMore(page),
  };
  page.replay = makeReplay(page);
  const all = Object.values(parts);

  /** The replay stands at another instant: marks and lists follow. */
  page.time = (t_ms) => {
    page.t = t_ms;
    for (const one of all) one.at?.(t_ms);
  };
  page.seek = (t_ms) => page.replay.seek(t_ms);
  page.choose = (moment) => {
    page.moment = moment;
    for (const one of all) one.chosen?.(moment);
    page.replay.point(moment.marks);
    page.seek(moment.from_ms);
  };
  page.marks = () => [...new Set([...(page.data?.moments ?? []).map((one) => one.from_ms), ...(page.data?.lanes ?? []).flatMap((lane) => lane.items.filter((one) => one.sort === "decision").map((one) => one.t_ms))])].sort((a, b) => a - b);
  page.labelOf = (party) => page.labels?.get(party) ?? party.replace(/[/_]+/g, " ");
  page.why = (party, t_ms) => parts.why.ask(party, t_ms);
  page.whatIf = () => parts.whatIf.open();
  page.addPerson = (marks) => page.replay.person(marks);
  page.spaceName = (id) => page.plan?.levels.flatMap((one) => one.spaces).find((one) => one.id === id)?.label || id;

  page.load = async (course) => {
    page.course = course;
    head.course(course);
    page.node.setAttribute("aria-busy", "true");
    try {
      page.data = await getJson("/live/debrief.json", { key: token, course });
    } catch (error) {
      put(says, failure(error));
      return;
    } finally {
      page.node.removeAttribute("aria-busy");
    }
    show(says, false);
    page.labels = new Map([...page.data.parties, ...page.data.units].map((one) => [one.id, one.label]));
    head.patch(page.data);
    if (!page.left) lay();
    for (const one of all) one.patch?.(page.data);
    const { data } = page;
    await loadReplay(course);
    if (page.data === data) parts.lost.later(data);
  };

  function lay() {
    page.left = h("div", { class: "left" }, parts.lanes.node, parts.lost.node, parts.whatIf.node);
    page.right = h("div", { class: "right" }, page.replay.node, parts.knew.node, parts.warned.node);
    page.node.append(parts.moments.node, h("div", { class: "two" }, page.left, page.right), parts.why.node, parts.more.node);
  }

  async function loadReplay(course) {
    try {
      const [plan, bytes] = await Promise.all([page.plan ?? getJson("/live/debrief/plan.json", { key: token }), getBytes("/live/replay.bin", { key: token, course })]);
      page.plan = plan;
      const t = page.t || page.data.moments[0]?.from_ms || 0;
      page.replay.load(bytes, plan);
      page.replay.seek(t);
    } catch (error) {
      page.replay.fail(failure(error));
    }
  }
  page.end = () => {
    page.replay.end();
    for (const one of all) one.end?.();
  };
  return page;
}

const COUNTED = ["No moment stands out", "One moment worth talking about", "Two moments worth talking about", "Three moments worth talking about", "Four moments worth talking about", "Five moments worth talking about"];

function makeHead(page) {
  const what = h("span", { class: "what" });
  const label = h("span", { class: "r" });
  const strip = h("div", { class: "strip" }, h("b", {}, "THIS IS AN EXERCISE"), what, label);
  const title = h("h1", {}, "Debrief");
  const lead = h("p");
  const shown = button("As shown", () => page.course !== "as_shown" && page.load("as_shown"));
  const corrected = button("As corrected", () => page.course !== "as_corrected" && page.load("as_corrected"));
  const courses = h("span", { class: "seg", role: "group", "aria-label": "Course", hidden: true }, shown, corrected);
  const ask = button("What if…", () => page.whatIf());
  const report = h("a", { class: "btn primary", hidden: true }, "Write the report");
  const back = h("a", { class: "btn quiet", hidden: true }, "Back");
  const node = h("header", { class: "hd" }, h("div", {}, title, lead), h("div", { class: "acts" }, back, courses, ask, report));
  return {
    strip, node,
    course(course) {
      for (const [one, name] of [[shown, "as_shown"], [corrected, "as_corrected"]]) {
        one.classList.toggle("on", course === name);
        set(one, "aria-pressed", String(course === name));
      }
    },
    patch(data) {
      put(what, ["Debrief", data.title, data.school, `exercise version ${data.version}`].filter(Boolean).join("  ·  "));
      put(label, data.label ?? "");
      put(title, COUNTED[Math.min(5, data.moments.length)]);
      lead.replaceChildren(playedOn(data), " One possible course; times simulated by the model are ", h("span", { class: "nowrap" }, "marked ", prov("simulated", { bare: true }), "."), frozenWords(data));
      put(corrected.firstElementChild, `As corrected (${data.corrections})`);
      show(courses, data.kind === "exercise" && data.corrections > 0);
      show(ask, data.lanes.some((lane) => lane.items.some((one) => one.sort === "decision" && one.seq !== null)));
      link(report, data.links?.report);
      link(back, data.links?.back);
      document.title = `Debrief · ${data.title}`;
    },
  };
}

/** An exercise that ended under another version of the program says so. */
function frozenWords({ frozen }) {
  return !frozen || frozen.same || !frozen.why || frozen.engine === frozen.engine_now ? "" : ` ${frozen.why}`;
}

function link(node, href) {
  show(node, Boolean(href));
  if (href) set(node, "href", href);
}

function playedOn(data) {
  if (!data.finished) return "Play has not ended: this is as far as it went.";
  if (data.played) return `Played ${dayOf(data.played.on)}, ${data.played.minutes} ${data.played.minutes === 1 ? "minute" : "minutes"}.`;
  return data.kind === "drill" ? "A drill card, played by the plan." : "A single run, played by the model.";
}
