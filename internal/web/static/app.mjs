// What every page has: keys that lead to the search field and through lists.
document.documentElement.classList.add("js");

/** typing says whether a key belongs to a field rather than to the page. */
export function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
}

/** step moves the focus to the next (1) or previous (-1) of the elements that match a selector. */
export function step(selector, by) {
  const all = [...document.querySelectorAll(selector)];
  if (!all.length) return null;
  const at = all.findIndex((e) => e === document.activeElement || e.contains(document.activeElement) || e.classList.contains("current"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  all.forEach((e) => e.classList.toggle("current", e === next));
  next.focus({ preventScroll: false });
  return next;
}

document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const search = document.querySelector("input[type=search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if ((event.key === "j" || event.key === "k") && document.querySelector(".rows .row-item")) {
    event.preventDefault();
    step(".rows .row-item", event.key === "j" ? 1 : -1);
  }
});
