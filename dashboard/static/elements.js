// Elements of a page; text that people typed stays text.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "g", "path", "rect", "circle", "line", "polygon", "polyline", "text", "use", "title",
  "defs", "pattern", "symbol", "ellipse", "tspan", "desc"]);

/** An element. Attributes: `onclick` etc. are listeners, `class`, `style` an object; null and false are left out. */
export function h(tag, attributes, ...children) {
  const made = SVG_TAGS.has(tag) && tag !== "title" ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) put(made, name, value);
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return made;
}

function put(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "style" && typeof value === "object") {
    for (const [key, one] of Object.entries(value)) {
      if (key.includes("-")) element.style.setProperty(key, one);
      else element.style[key] = one;
    }
  } else if (name === "value" && "value" in element) element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}
