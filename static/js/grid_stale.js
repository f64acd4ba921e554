// Somebody else was quicker: both values, what putting one's own would do now, and the choice which of them stands.
import { inHand } from "./grid_places.js";
import { newKey, send } from "./grid_saving.js";

const dialog = document.querySelector("[data-stale]");
const mine = dialog?.querySelector("[data-stale-mine]");
const asked = [];

const changes = () => [...mine.querySelectorAll("[name='change']")].map((field) => ["change", field.value]);

function show() {
  const [{ answer }] = asked;
  const said = answer.refused.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence }));
  dialog.querySelector("[data-stale-said]").replaceChildren(...said);
  mine.innerHTML = answer.mine ?? "";
  dialog.querySelector("[data-mine]").disabled = changes().length === 0;
  dialog.showModal();
}

// One after the other: what was kept without a connection may meet several who were quicker.
export function ask(answer, step) {
  asked.push({ answer, step });
  if (!dialog.open) show();
}

function closed() {
  asked.shift();
  if (asked.length > 0) show();
  else inHand()?.focus();
}

function put() {
  const kept = asked[0].step.pairs.filter(([name]) => name !== "change" && name !== "key");
  send([...kept, ["key", newKey()], ...changes()]);
}

export function start() {
  dialog.addEventListener("close", closed);
  dialog.addEventListener("click", (event) => {
    const isMine = event.target.closest("[data-mine]");
    if (!isMine && !event.target.closest("[data-theirs]")) return;
    if (isMine) put();
    dialog.close();
  });
}
