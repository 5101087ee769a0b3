// Deciding by keyboard: j and k go through what was read, a accepts, c opens the fields, x rejects, m opens the form for what
// was missed. The words marked in the text of an article go into that form.
import { typing } from "./app.mjs";

const tasks = [...document.querySelectorAll(".task")];
let at = tasks.findIndex((t) => "#" + t.id === location.hash);

function go(i) {
  at = Math.min(tasks.length - 1, Math.max(0, i));
  tasks.forEach((t, n) => t.classList.toggle("current", n === at));
  tasks[at]?.focus();
}
const missing = document.querySelector(".missing");
function openMissing() {
  missing.open = true;
  missing.scrollIntoView({ block: "start" });
  missing.querySelector("#missed-text").focus({ preventScroll: true });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.(".correct, .missing")) {
    event.target.closest(".correct, .missing").open = false;
    go(at);
    return;
  }
  if (typing(event)) return;
  if (event.key === "m" && missing) openMissing();
  else if (!tasks.length) return;
  else if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (at >= 0 && ["a", "x"].includes(event.key)) tasks[at].querySelector(`[data-key=${event.key}]`).click();
  else if (at >= 0 && event.key === "c") {
    const details = tasks[at].querySelector(".correct");
    details.open = true;
    details.querySelector("select, input:not([type=hidden])").focus();
  } else return;
  event.preventDefault();
});

if (missing) {
  const text = missing.querySelector("#missed-text");
  const words = missing.querySelector("[name=words]"), nth = missing.querySelector("[name=nth]"), start = missing.querySelector("[name=start]");
  // A text area that is read-only has no caret to mark words with from the keyboard: this one takes no change instead.
  text.readOnly = false;
  text.setAttribute("aria-readonly", "true");
  text.addEventListener("beforeinput", (event) => event.preventDefault());
  // The server counts code points, and a text area UTF-16 units.
  text.addEventListener("select", () => {
    let from = text.selectionStart, to = text.selectionEnd;
    while (from < to && /\s/.test(text.value[from])) from++;
    while (from < to && /\s/.test(text.value[to - 1])) to--;
    if (from === to) return;
    words.value = text.value.slice(from, to).replace(/\s+/g, " ");
    start.value = [...text.value.slice(0, from)].length;
    nth.value = "";
  });
  for (const input of [words, nth]) input.addEventListener("input", () => { start.value = ""; });
  if (location.hash === "#missed") openMissing();
}
const shown = document.querySelector(".missing[open], .correct[open]"); // what was sent and not stored
if (shown) shown.scrollIntoView({ block: "center" });
else if (tasks.length && location.hash !== "#missed") go(Math.max(0, at));
