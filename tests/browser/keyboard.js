// Which controls a page has, which of them have had the focus, and whether it was to be seen.
(() => {
const CONTROLS = "button, a[href], input, select, textarea, summary, [tabindex]";
const LOOKS = [
  "outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "borderBottomWidth", "backgroundColor",
  "textDecorationLine", "stroke", "strokeWidth", "fill",
];

const all = function* (root) {
  for (const one of root.querySelectorAll("*")) {
    yield one;
    if (one.shadowRoot) yield* all(one.shadowRoot);
  }
};
const active = () => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
};
const up = (one) => one.parentElement ?? one.getRootNode().host ?? null;
const inert = (one) => {
  for (let at = one; at; at = up(at)) if (at.inert) return true;
  return false;
};

/** Enabled, and there to be seen. */
const isControl = (one) =>
  one.matches(CONTROLS) && !one.disabled && one.tabIndex >= 0 && one.type !== "hidden" && !inert(one) &&
  one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0 &&
  !one.closest("[aria-disabled=true]");

/** The group of radio buttons that a control is of, by element or by role: Tab reaches one of them. */
const groupOf = (one) => {
  const radio = one.type === "radio" || one.getAttribute("role") === "radio";
  return radio ? (one.closest("[role=radiogroup]") ?? one.name) : one;
};

/** How an element and what lies closely around it look: a ring may stand on its label. */
const looks = (one) => {
  const parent = up(one);
  const around = [one, parent, one.closest("label"), one.nextElementSibling, parent && up(parent)].filter(Boolean);
  return around.map((each) => LOOKS.map((name) => getComputedStyle(each)[name]).join()).join("|");
};
const named = (one) => {
  const words = [one.tagName.toLowerCase(), one.type, one.getAttribute("aria-label"), one.name, one.innerText];
  return words.filter(Boolean).join(" ").replace(/\s+/g, " ").slice(0, 80);
};

window.keys = {
  begin() {
    active()?.blur?.();
    this.list = [...all(document)].filter(isControl);
    this.before = new Map(this.list.map((one) => [one, looks(one)]));
    this.seen = new Set();
    this.groups = new Set();
    this.dim = [];
    return this.list.length;
  },
  look() {
    const one = active();
    if (this.before.has(one) && !this.seen.has(one)) {
      this.seen.add(one);
      this.groups.add(groupOf(one));
      if (looks(one) === this.before.get(one)) this.dim.push(named(one));
    }
    return this.left().length;
  },
  left() {
    return this.list.filter((one) => !this.groups.has(groupOf(one)) && one.isConnected);
  },
  missed() {
    return this.left().map(named);
  },
};
})();
