// Dragging a clinic with the mouse, on top of pick and place.
import { hold, letterOf, table } from "./grid_places.js";
import * as picking from "./grid_picking.js";

const FAR_ENOUGH = 5;
let from = null;
let ghost = null;

function lift(event) {
  ghost = document.createElement("span");
  ghost.className = "chip chip-ghost";
  ghost.setAttribute("aria-hidden", "true");
  ghost.textContent = letterOf(from.cell);
  document.body.append(ghost);
  hold(from.cell, { scroll: false });
  picking.pick(from.cell);
  follow(event);
}

function follow(event) {
  ghost.style.left = `${event.clientX - 11}px`;
  ghost.style.top = `${event.clientY - 10}px`;
}

const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest?.("td.cell") ?? null;

function moved(event) {
  if (!from) return;
  if (!ghost && Math.hypot(event.clientX - from.x, event.clientY - from.y) < FAR_ENOUGH) return;
  if (!ghost) lift(event);
  follow(event);
  picking.carryTo(under(event));
}

function dropped(event) {
  if (!from) return;
  const wasDragged = Boolean(ghost);
  ghost?.remove();
  [from, ghost] = [null, null];
  if (!wasDragged || !picking.isPicked()) return;
  const cell = under(event);
  if (cell) picking.place(cell, { asks: true });
  else picking.putBack();
  table.addEventListener("click", swallow, { capture: true });
  setTimeout(() => table.removeEventListener("click", swallow, { capture: true }));
}

// The click that the browser makes of the drop.
const swallow = (event) => event.stopImmediatePropagation();

function stopped(event) {
  if (event.key !== "Escape" || !ghost) return;
  ghost.remove();
  [from, ghost] = [null, null];
  picking.putBack();
}

export function start() {
  table.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("td.cell");
    if (event.pointerType !== "mouse" || event.button !== 0 || !cell || !letterOf(cell) || picking.isPicked()) return;
    from = { cell, x: event.clientX, y: event.clientY };
  });
  table.addEventListener("dragstart", (event) => event.preventDefault());
  window.addEventListener("pointermove", moved);
  window.addEventListener("pointerup", dropped);
  window.addEventListener("keydown", stopped, { capture: true });
}
