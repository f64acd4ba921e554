// The panel at the right: why a cell is so, or who fits there. It follows the cell in hand while it is open, and gives its room back.
import { cellAt, hold, inHand, isOpen as isCellOpen, isPinned, letterOf, placeOf, table } from "./grid_places.js";
import { get } from "./grid_server.js";
import { showMoment } from "./grid_saving.js";

const PAUSE = 250;
const panel = document.querySelector("[data-panel]");
const bench = document.querySelector("[data-workbench]");
let path = "why/";
let shownPlace = "";
let former = null;
let timer = 0;
const listeners = { pin: () => {} };

export function whenPinned(handler) {
  listeners.pin = handler;
}

export const isOpen = () => !panel.hidden;

const closer = () => {
  const button = document.createElement("button");
  button.className = "icon-button panel-close";
  button.type = "button";
  button.setAttribute("aria-label", "Close");
  button.dataset.panelClose = "";
  button.append(document.querySelector("template[data-icon-close]").content.cloneNode(true));
  return button;
};

// What the keys do as well: to pin, and to see who fits.
function actions(cell) {
  const shown = document.querySelector("template[data-panel-actions]").content.cloneNode(true);
  const pin = shown.querySelector("[data-panel-pin]");
  pin.childNodes[1].textContent = isPinned(cell) ? " Unpin " : " Pin ";
  pin.disabled = !letterOf(cell) && !isCellOpen(cell);
  pin.addEventListener("click", () => listeners.pin(cellAt(shownPlace)));
  shown.querySelector("[data-panel-fits]").addEventListener("click", () => open(cellAt(shownPlace), "fits/"));
  return [shown];
}

export async function open(cell, wanted = "why/") {
  clearTimeout(timer); // what is asked for comes before what the cell in hand would bring
  path = wanted;
  shownPlace = placeOf(cell);
  former?.abort();
  former = new AbortController();
  panel.hidden = false;
  bench.classList.add("has-panel");
  panel.setAttribute("aria-busy", "true");
  try {
    const html = await get(path, [["place", shownPlace]], former.signal);
    const holder = document.createElement("div");
    holder.innerHTML = html;
    panel.replaceChildren(closer(), ...holder.childNodes, ...actions(cell));
    panel.removeAttribute("aria-busy");
  } catch (trouble) {
    if (trouble.name !== "AbortError") showMoment(trouble.kind ?? "trouble");
  }
}

export function refresh() {
  const cell = isOpen() && cellAt(shownPlace);
  if (cell) open(cell, path);
}

export function close() {
  const wasInside = panel.contains(document.activeElement);
  panel.hidden = true;
  panel.replaceChildren();
  bench.classList.remove("has-panel");
  if (wasInside) inHand()?.focus();
}

export function start() {
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-panel-close]")) close();
    const fit = event.target.closest("[data-fit]");
    const cell = fit && cellAt(fit.dataset.fit);
    if (cell) hold(cell);
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td.cell");
    if (!cell || !isOpen() || placeOf(cell) === shownPlace) return;
    clearTimeout(timer);
    timer = setTimeout(() => open(cell), PAUSE);
  });
}
