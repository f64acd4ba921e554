// Steps on their way to the server: sent in their order, kept on this device until it took them, each with a key so that none is done twice.
import { cellAt, letterOfSession } from "./grid_places.js";
import { address, clock, post, shown } from "./grid_server.js";
import { show } from "./grid_showing.js";

const STORE = `grid-steps${address}`;
const saved = document.querySelector("[data-saved]");
const listeners = { refused: () => {}, stale: () => {}, saved: () => {} };
let sending = null;

const kept = () => JSON.parse(localStorage.getItem(STORE) ?? "[]");
function keep(steps) {
  if (steps.length) localStorage.setItem(STORE, JSON.stringify(steps));
  else localStorage.removeItem(STORE);
}

export const newKey = () => (crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "-"));
export function whenAnswered(handlers) {
  Object.assign(listeners, handlers);
}

export function showMoment(kind) {
  const count = kept().length;
  const words = count === 1 ? "1 edit is kept here and will be sent." : `${count} edits are kept here and will be sent.`;
  document.body.classList.toggle("has-moment", Boolean(kind));
  for (const line of document.querySelectorAll("[data-moment]:not([data-moment='solver'])")) {
    line.hidden = line.dataset.moment !== kind;
    const place = line.querySelector("[data-kept]");
    if (place) place.textContent = count ? words : "";
  }
  showSaved(kind, count);
}

function showSaved(kind, count) {
  const words = saved.querySelector("span");
  if (count) words.textContent = kind ? `${count} not sent yet` : "Saving…";
  else if (!kind) words.textContent = `Saved ${clock()}`;
}

// Until the server answers, the cells show what is kept here, marked as not sent.
export function drawKept() {
  for (const step of kept()) for (const [name, value] of step.pairs) if (name === "change") draw(value);
}

function draw(change) {
  const [place, states] = [change.slice(0, change.indexOf(":")), change.slice(change.indexOf(":") + 1)];
  const cell = cellAt(place);
  if (!cell) return;
  const after = states.split(">")[1];
  const session = after.replace(/p$/, "");
  cell.querySelector(".chip")?.remove();
  if (session) {
    const chip = document.createElement("span");
    chip.className = "chip is-unpublished";
    chip.textContent = letterOfSession(cell, session);
    cell.append(chip);
  }
  cell.classList.toggle("is-open", !session);
  cell.setAttribute("aria-label", session ? `${letterOfSession(cell, session)}, not sent yet` : "free for clinic, not sent yet");
}

export function send(pairs, { said = "" } = {}) {
  keep([...kept(), { pairs, said }]);
  return drain();
}

// Sends what is kept, until nothing is or something stands in the way; whoever asks meanwhile waits for the same.
export function drain() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  if (!hasKept()) return;
  try {
    while (hasKept()) await sendFirst();
    showMoment("");
  } catch (trouble) {
    if (!trouble.kind) throw trouble;
    drawKept();
    showMoment(trouble.kind);
  }
}

async function sendFirst() {
  const [step] = kept();
  try {
    const answer = await post("edits/", [...step.pairs, ...shown()]);
    keep(kept().slice(1));
    show(answer);
    listeners.saved(answer);
  } catch (trouble) {
    if (trouble.kind !== "refused" && trouble.kind !== "stale") throw trouble;
    keep(kept().slice(1));
    show(trouble.answer);
    listeners[trouble.kind](trouble.answer, step);
  }
}

export const hasKept = () => kept().length > 0;
