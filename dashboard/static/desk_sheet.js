// A sheet lies over the lower card of a column: what has to be filled in or confirmed, without moving anything.

import { button, h, icon, put, show } from "./desk_dom.js";

const FIRST = "input:not([type=hidden]), select, textarea, button.go";

/** Open a sheet in `place`; a second of the same name closes it. `build` fills the body and may return a patch. */
export function openSheet(desk, place, name, title, build) {
  const open = place.sheet;
  open?.close();
  if (open?.name === name) return null;
  const before = desk.focused();
  const status = h("p", { class: "answer", role: "status" });
  const body = h("div", { class: "body" });
  const close = () => {
    node.remove();
    place.sheet = null;
    (before?.isConnected ? before : null)?.focus();
  };
  const shut = h(
    "button",
    { type: "button", class: "btn quiet dense", "aria-label": `Close: ${title}`, onclick: close },
    icon("close"),
  );
  const node = h(
    "section",
    { class: "card sheet", role: "dialog", "aria-label": title },
    h("h2", {}, h("span", {}, title), h("span", { class: "r" }, shut)),
    body,
    status,
  );
  const sheet = { name, node, body, close, patch: null, answer: (words, refused) => answer(status, words, refused) };
  place.sheet = sheet;
  place.append(node);
  sheet.patch = build(sheet) ?? null;
  (node.querySelector(FIRST) ?? shut).focus();
  return sheet;
}

/** Say what came of it: a refusal is told by weight and a word, only here and never on a shared screen. */
export function answer(node, words, refused = false) {
  node.classList.toggle("refused", refused);
  put(node, refused && words ? `Not possible. ${words}` : words);
}

/** A form whose Enter does `go`; the fields keep their text when it is refused. */
export function form(sheet, children, { says, go, extra = [] }) {
  const send = h("button", { type: "submit", class: "btn go strong" }, says);
  const node = h(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        if (send.disabled) return;
        send.disabled = true;
        try {
          const result = await go();
          if (result?.ok) sheet.close();
          else if (result) sheet.answer(result.refused, true);
        } finally {
          send.disabled = false;
        }
      },
    },
    ...children,
    h(
      "div",
      { class: "acts" },
      send,
      ...extra,
      button("Cancel", () => sheet.close(), { look: "quiet" }),
    ),
  );
  sheet.body.append(node);
  return node;
}

/** Sentences as lines; empty lists show `none`. */
export function sentences(node, lines, none = "") {
  const words = lines.length ? lines : none ? [none] : [];
  node.replaceChildren(...words.map((line) => h("li", {}, line)));
  show(node, words.length > 0);
}
