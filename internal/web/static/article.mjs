// Links the words of an article with the cards beside them, both ways: by hover, focus, click, keys and address.
import { typing } from "./app.mjs";

const page = document.querySelector(".evidence-page");
const marks = [...page.querySelectorAll("mark[data-ids]")];
const cards = [...page.querySelectorAll("[data-lights]")];
const byId = new Map(cards.map((c) => [c.id, c]));
const ids = (mark) => mark.dataset.ids.split(" ");

function light(set, own) {
  for (const m of marks) {
    m.classList.toggle("lit", ids(m).some((id) => set.has(id)));
    m.classList.toggle("own", ids(m).some((id) => own.has(id)));
  }
  for (const c of cards) c.classList.toggle("lit", own.has(c.id));
}
function lightCard(card) {
  light(new Set(card.dataset.lights.split(" ")), new Set([card.id]));
}
function show(element) {
  if (!element) return;
  const r = element.getBoundingClientRect();
  if (r.top < 0 || r.bottom > innerHeight) element.scrollIntoView({ block: "center" });
}
function open(card, focus) {
  lightCard(card);
  show(marks.find((m) => ids(m).includes(card.id)));
  show(card);
  if (focus) card.focus({ preventScroll: true });
}

for (const m of marks) {
  m.addEventListener("pointerenter", () => light(new Set(ids(m).slice(-1)), new Set(ids(m))));
  m.addEventListener("click", () => {
    const inner = [...ids(m)].reverse().map((id) => byId.get(id)).find(Boolean);
    if (inner) open(inner, false);
  });
}
for (const c of cards) {
  c.addEventListener("pointerenter", () => lightCard(c));
  c.addEventListener("focusin", () => lightCard(c));
}

const walk = { j: [".card.event", 1], k: [".card.event", -1], n: [".card.claim", 1], p: [".card.claim", -1] };
const at = {};
document.addEventListener("keydown", (event) => {
  const w = walk[event.key];
  if (!w || typing(event)) return;
  const list = [...page.querySelectorAll(w[0])];
  if (!list.length) return;
  event.preventDefault();
  const i = at[w[0]] ?? (w[1] > 0 ? -1 : list.length);
  at[w[0]] = Math.min(list.length - 1, Math.max(0, i + w[1]));
  const card = list[at[w[0]]];
  history.replaceState(null, "", "#" + card.id);
  open(card, true);
});

// An address that ends in #e… or #c… opens that card and the words it came from.
function follow() {
  const card = byId.get(decodeURIComponent(location.hash.slice(1)).replace(/^at-/, ""));
  if (card) open(card, false);
}
addEventListener("hashchange", follow);
follow();
