// Pick and place: a clinic is picked up where it stands, carried over the grid with its price, and put down or put back.
import { cellAt, cellsOf, describe, hold, isOpen as isFree, isPinned, letterOf, placeOf, residentOf, say, table } from "./grid_places.js";
import * as price from "./grid_price.js";
import { get, shown } from "./grid_server.js";

let picked = null;
let target = null;
let targets = null;
let isSettled = false;

export const isPicked = () => picked !== null;

export function pick(cell) {
  if (!letterOf(cell)) return false;
  if (isPinned(cell)) {
    say("Pinned, so it stays. Press p to unpin it first.");
    return false;
  }
  putBack({ quiet: true });
  picked = placeOf(cell);
  table.classList.add("is-carrying");
  mark(targets);
  markTargets(picked);
  say(`Picked up. ${describe(cell)} Go to another half-day, then Enter; Escape puts it back.`);
  return true;
}

async function markTargets(place) {
  try {
    const found = await get("targets/", [["place", place], ...shown()]);
    if (picked !== place) return;
    targets = found;
    mark(found);
    if (Object.keys(found).length === 0) say("No half-day on show can take it. Escape puts it back.");
  } catch {
    targets = null; // the points of the free cells stay
  }
}

// The origin as a ghost, a point where its clinic may go, a ring where it would be together.
function mark(found) {
  const origin = cellAt(picked);
  origin.classList.add("is-origin");
  for (const cell of cellsOf(origin.parentElement)) cell.classList.toggle("is-free", !found && isFree(cell));
  for (const [halfDay, kind] of Object.entries(found ?? {})) {
    cellAt(`${picked.split("/")[0]}/${halfDay}`)?.classList.add(kind === "together" ? "is-would" : "is-free");
  }
}

// Rows were replaced by what the server sent: what is picked stays picked, unless it is gone.
function redraw() {
  if (!picked) return;
  const origin = cellAt(picked);
  if (!origin || !letterOf(origin) || isPinned(origin)) putBack();
  else mark(targets);
}

function question(cell) {
  const to = placeOf(cell);
  const isOwn = residentOf(cell) === picked.split("/")[0];
  return { kind: isOwn ? "move" : "swap", place: picked, to };
}

const canCarryTo = (cell) => placeOf(cell) !== picked && (residentOf(cell) === picked.split("/")[0] ? !letterOf(cell) : Boolean(letterOf(cell)));

// Carries it over a cell: the lifted chip shows there, and the price is asked after a moment.
export function carryTo(cell, { now = false } = {}) {
  if (!picked || (target === cell && !now)) return;
  lower();
  if (!cell || !canCarryTo(cell)) {
    price.hide();
    return;
  }
  target = cell;
  cell.classList.add("is-target");
  const origin = cellAt(picked);
  if (origin && !letterOf(cell)) {
    const chip = document.createElement("span");
    chip.className = "chip chip-lifted";
    chip.textContent = letterOf(origin);
    cell.append(chip);
  }
  if (now) settle(cell);
  else price.askSoon(question(cell));
}

async function settle(cell) {
  isSettled = true;
  if (await price.ask(question(cell))) price.focusOnIt();
}

function lower() {
  target?.classList.remove("is-target");
  target?.querySelector(".chip-lifted")?.remove();
  target = null;
  isSettled = false;
}

// Enter or a click on a cell while something is picked. A click only ever asks; the popover's button makes it.
export function place(cell, { asks = false } = {}) {
  if (placeOf(cell) === picked) return putBack();
  if (!canCarryTo(cell)) {
    say(residentOf(cell) === picked.split("/")[0] ? "There is a clinic already." : "A clinic moves within its row; on a colleague's clinic the two swap.");
    return undefined;
  }
  if (price.isOpen() && target === cell && !asks) return price.apply();
  return carryTo(cell, { now: true });
}

export function putBack({ quiet = false } = {}) {
  if (!picked) return;
  const origin = cellAt(picked);
  lower();
  for (const name of ["is-origin", "is-free", "is-would"]) for (const cell of table.querySelectorAll(`.${name}`)) cell.classList.remove(name);
  table.classList.remove("is-carrying");
  [picked, targets] = [null, null];
  if (quiet) return;
  price.hide();
  if (origin) hold(origin);
  say("Put back.");
}

export function start() {
  table.addEventListener("grid:shown", redraw);
  price.whenClosed(() => putBack({ quiet: true }));
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td.cell");
    if (picked && cell && !isSettled) carryTo(cell);
  });
  table.addEventListener("pointermove", (event) => {
    const cell = event.target.closest?.("td.cell");
    if (picked && cell && !isSettled && event.pointerType === "mouse" && canCarryTo(cell)) carryTo(cell);
  });
}
