// Deciding by keyboard: j and k go through the events, a accepts, c opens the fields, x rejects.
import { typing } from "./app.mjs";

const tasks = [...document.querySelectorAll(".task")];
let at = tasks.findIndex((t) => "#" + t.id === location.hash);

function go(i) {
  at = Math.min(tasks.length - 1, Math.max(0, i));
  tasks.forEach((t, n) => t.classList.toggle("current", n === at));
  tasks[at]?.focus();
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.(".correct")) {
    event.target.closest(".correct").open = false;
    go(at);
    return;
  }
  if (typing(event) || !tasks.length) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (at >= 0 && ["a", "x"].includes(event.key)) tasks[at].querySelector(`[data-key=${event.key}]`).click();
  else if (at >= 0 && event.key === "c") {
    const details = tasks[at].querySelector(".correct");
    details.open = true;
    details.querySelector("select, input:not([type=hidden])").focus();
  } else return;
  event.preventDefault();
});
if (tasks.length) go(Math.max(0, at));
