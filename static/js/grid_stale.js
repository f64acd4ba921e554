// Somebody else was quicker: both values, and the choice which of them stands.
import { inHand } from "./grid_places.js";
import { onTop, send } from "./grid_saving.js";

const dialog = document.querySelector("[data-stale]");
let waiting = null;

export function ask(answer, step) {
  waiting = step;
  const said = answer.refused.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence }));
  dialog.querySelector("[data-stale-said]").replaceChildren(...said);
  dialog.querySelector("[data-mine]").disabled = !onTop(step);
  dialog.showModal();
}

export function start() {
  dialog.addEventListener("click", (event) => {
    const isMine = event.target.closest("[data-mine]");
    if (!isMine && !event.target.closest("[data-theirs]")) return;
    dialog.close();
    inHand()?.focus();
    if (isMine) send(onTop(waiting));
  });
}
