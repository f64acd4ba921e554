// One tab stop for a whole <table data-grid>: arrows, Home and End, Page keys by week, "/" to the search field, "g" to a date.
// The cell in hand is described in [data-grid-live]: row, column, what is there.
import { cellsOf, describe, headOf, hold, rows, say, table } from "./grid_places.js";

const EDITABLE = "input, select, textarea, [contenteditable]";
const DENSITY = "grid-density";

function weekStart(cells, from, step) {
  for (let at = from + step; at >= 0 && at < cells.length; at += step) if (cells[at].classList.contains("week")) return at;
  return step < 0 ? 0 : cells.length - 1;
}

function target(event, cells, row, column, lastRow) {
  const last = cells.length - 1;
  const whole = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowLeft": return [row, column - 1];
    case "ArrowRight": return [row, column + 1];
    case "ArrowUp": return [row - 1, column];
    case "ArrowDown": return [row + 1, column];
    case "Home": return [whole ? 0 : row, 0];
    case "End": return [whole ? lastRow : row, last];
    case "PageUp": return [row, weekStart(cells, column, -1)];
    case "PageDown": return [row, weekStart(cells, column, 1)];
    default: return null;
  }
}

function move(event) {
  const cell = event.target.closest("td.cell");
  if (!cell) return;
  const all = rows();
  const row = all.indexOf(cell.parentElement);
  const cells = cellsOf(cell.parentElement);
  const next = target(event, cells, row, cells.indexOf(cell), all.length - 1);
  if (!next) return;
  event.preventDefault();
  const found = all[next[0]] && cellsOf(all[next[0]])[next[1]];
  if (found) hold(found);
}

function held(event) {
  const cell = event.target.closest("td.cell");
  if (!cell) return;
  for (const other of table.querySelectorAll("td.cell[tabindex]")) if (other !== cell) other.removeAttribute("tabindex");
  for (const name of ["is-picked-column", "is-picked"]) table.querySelector(`.${name}`)?.classList.remove(name);
  headOf(cell)?.classList.add("is-picked-column");
  cell.parentElement.classList.add("is-picked");
  for (const row of table.querySelectorAll("tr[data-counters]")) row.cells[0].dataset.here = row.cells[cell.cellIndex]?.dataset.bySite ?? "";
  say(describe(cell));
}

// Where a column leads somewhere, as in the year, its cells do, to the resident there.
function follow(cell) {
  const to = headOf(cell)?.dataset.to;
  if (to) window.location.assign(`${to}&find=${encodeURIComponent(cell.parentElement.dataset.name.split(" ").at(-1))}`);
}

function start() {
  const first = rows().flatMap(cellsOf)[0];
  if (!first) return;
  first.tabIndex = 0;
  if (document.querySelector("[data-grid-find]")?.value) hold(first); // whoever searched goes on from what was found
  table.addEventListener("keydown", move);
  table.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("td.cell") && follow(event.target));
  table.addEventListener("focusin", held);
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td.cell");
    if (!cell) return;
    hold(cell, { scroll: false });
    follow(cell);
  });
}

function density() {
  const chosen = localStorage.getItem(DENSITY) ?? "comfortable";
  const show = (value) => table?.classList.toggle("is-compact", value === "compact");
  show(chosen);
  for (const field of document.querySelectorAll("[data-density-choice]")) field.hidden = false;
  for (const radio of document.querySelectorAll("[data-density-set]")) {
    radio.name = DENSITY;
    radio.checked = radio.value === chosen;
    radio.addEventListener("change", () => {
      localStorage.setItem(DENSITY, radio.value);
      show(radio.value);
    });
  }
}

function go(event) {
  const date = document.querySelector("[data-grid-date]");
  const find = document.querySelector("[data-grid-find]");
  if (event.key === "/" && find) find.focus();
  else if (event.key === "g" && date) {
    date.open = true;
    date.querySelector("input").focus();
  } else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(EDITABLE)) return;
  go(event);
});

if (table) start();
density();
