// Editing a draft on its grid: the keys and the mouse, and who does what with them.
import * as dragging from "./grid_dragging.js";
import * as moving from "./grid_moving.js";
import * as panel from "./grid_panel.js";
import * as picking from "./grid_picking.js";
import { describe, isOpen, isPinned, letterOf, lettersAt, placeOf, say, table } from "./grid_places.js";
import * as presence from "./grid_presence.js";
import * as price from "./grid_price.js";
import { post, shown, siteOf } from "./grid_server.js";
import { drain, drawKept, hasKept, newKey, send, showMoment, whenAnswered } from "./grid_saving.js";
import { show } from "./grid_showing.js";
import * as stale from "./grid_stale.js";

const FIELDS = "input, select, textarea, [contenteditable], dialog";
const COMMANDS = {
  p: pin,
  w: (cell) => panel.open(cell, "fits/"),
  y: (cell) => panel.open(cell),
};

function pin(cell) {
  if (!letterOf(cell) && !isOpen(cell)) return say("There is nothing to pin here.");
  return send([["kind", isPinned(cell) ? "unpin" : "pin"], ["place", placeOf(cell)], ["key", newKey()]]);
}

function entered(cell) {
  if (price.isOpen() && !picking.isPicked()) return price.apply();
  if (picking.isPicked()) return picking.place(cell);
  if (letterOf(cell)) return picking.pick(cell);
  if (isOpen(cell)) return price.ask({ kind: "add", place: placeOf(cell) });
  return say(`${describe(cell)} Press y to see why not here.`);
}

function escaped() {
  if (picking.isPicked()) picking.putBack();
  else if (price.isOpen()) price.close();
  else if (panel.isOpen()) panel.close();
}

function takenOut(cell) {
  if (!letterOf(cell)) return say("There is no clinic to take out.");
  picking.putBack({ quiet: true });
  return price.ask({ kind: "drop", place: placeOf(cell) });
}

// A site's letter typed on a free half-day adds a clinic there; capitals where the letter is a command too.
function typed(cell, key) {
  const letter = lettersAt(cell).find((one) => one.toLowerCase() === key.toLowerCase());
  const isCommand = key in COMMANDS || key === "g";
  if (!letter || isCommand || !isOpen(cell)) return false;
  price.ask({ kind: "add", place: placeOf(cell), site: siteOf(letter) }, { isQuick: true });
  return true;
}

function pressed(event) {
  const cell = event.target.closest("td.cell");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === " ") entered(cell);
  else if (event.key === "Delete" || event.key === "Backspace") takenOut(cell);
  else if (typed(cell, event.key)) say("Adding a clinic.");
  else if (event.key in COMMANDS) COMMANDS[event.key](cell);
  else return;
  event.preventDefault();
}

// One after the other, each on top of what the one before did.
let steps = Promise.resolve();
// What is turned is the step that the page offers when its turn comes, so that asking twice turns it once.
const back = (path) => {
  steps = steps.then(() => goBack(path));
};

const offered = (path) => document.querySelector(path === "undo/" ? "[data-undo]" : "[data-redo]")?.dataset.step ?? 0;

async function goBack(path) {
  price.close();
  await drain();
  if (hasKept()) return say("Edits are waiting to be sent. Undo when they are.");
  try {
    const answer = await post(path, [...shown(), ["step", offered(path)]]);
    show(answer);
    showMoment("");
    say(answer.said ?? "");
    panel.refresh();
    moving.refresh();
  } catch (trouble) {
    if (trouble.kind === "refused" || trouble.kind === "stale") price.refuse(trouble.answer);
    else showMoment(trouble.kind ?? "trouble");
  }
  return undefined;
}

function everywhere(event) {
  if (event.target.closest(FIELDS)) return;
  const key = event.key.toLowerCase();
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && (key === "y" || (key === "z" && event.shiftKey))) back("redo/");
  else if (isControl && key === "z") back("undo/");
  else if (event.key === "Escape") return escaped();
  else if (event.key === "?" && !isControl) document.getElementById("grid-keys").showModal();
  else return;
  event.preventDefault();
}

function clicked(event) {
  const cell = event.target.closest("td.cell");
  if (!cell) return;
  if (picking.isPicked()) picking.place(cell, { asks: true });
  else if (letterOf(cell)) picking.pick(cell);
}

function start() {
  table.addEventListener("keydown", pressed);
  table.addEventListener("click", clicked);
  document.addEventListener("keydown", everywhere);
  document.querySelector("[data-undo]")?.addEventListener("click", () => back("undo/"));
  document.querySelector("[data-redo]")?.addEventListener("click", () => back("redo/"));
  whenAnswered({
    saved: (answer) => {
      say(answer.said ?? "");
      panel.refresh();
      moving.refresh();
    },
    refused: price.refuse,
    stale: stale.ask,
  });
  panel.whenPinned(pin);
  for (const part of [price, picking, dragging, panel, stale, moving, presence]) part.start();
  drawKept();
  drain();
}

if (table && document.querySelector("[data-workbench]")) start();
