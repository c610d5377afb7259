// What a page of the load generator notes down: views painted, words painted, clicks; in Unix seconds.
// Painted: the frame after the change has been handed over. A task that is posted from within a frame runs after it.
const marks = { views: [], words: {}, clicks: {} };
window.hwMarks = marks;
const nowS = () => (performance.timeOrigin + performance.now()) / 1000;
const painted = (then) => requestAnimationFrame(() => {
  const line = new MessageChannel();
  line.port1.onmessage = () => then(nowS());
  line.port2.postMessage(0);
});
const Real = window.EventSource;
window.EventSource = class extends Real {
  constructor(...args) {
    super(...args);
    this.addEventListener("view", (event) => {
      const [seq, came] = [Number(event.lastEventId), nowS()];
      painted((at) => marks.views.push([seq, came, at]));
    });
  }
};
// Every part of the page that has a root of its own is watched for the marks of decisions.
const roots = new Set();
const look = () => {
  for (const root of roots)
    for (const [mark] of root.textContent.matchAll(/load-\d+/g))
      if (!(mark in marks.words)) { marks.words[mark] = 0; painted((at) => { marks.words[mark] = at; }); }
};
const watch = new MutationObserver(look);
const seen = (root) => { roots.add(root); watch.observe(root, { subtree: true, childList: true, characterData: true }); };
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) { const root = attach.call(this, how); seen(root); return root; };
document.addEventListener("click", () => { if (window.hwMark) marks.clicks[window.hwMark] = nowS(); }, true);
