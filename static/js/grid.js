// One tab stop for a whole <table data-grid>: arrows, Home and End, Page keys by week, "/" to the search field.
// The cell in hand is described in [data-grid-live]: row, column, what is there.
const EDITABLE = "input, select, textarea, [contenteditable]";

function cellsOf(table) {
  return [...table.tBodies].flatMap((body) => [...body.rows])
    .map((row) => [...row.querySelectorAll("td.cell")])
    .filter((cells) => cells.length > 0);
}

function weekStart(cells, from, step) {
  for (let at = from + step; at >= 0 && at < cells.length; at += step) if (cells[at].classList.contains("week")) return at;
  return step < 0 ? 0 : cells.length - 1;
}

function target(event, rows, row, column) {
  const last = rows[row].length - 1;
  const whole = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowLeft": return [row, column - 1];
    case "ArrowRight": return [row, column + 1];
    case "ArrowUp": return [row - 1, column];
    case "ArrowDown": return [row + 1, column];
    case "Home": return [whole ? 0 : row, 0];
    case "End": return [whole ? rows.length - 1 : row, last];
    case "PageUp": return [row, weekStart(rows[row], column, -1)];
    case "PageDown": return [row, weekStart(rows[row], column, 1)];
    default: return null;
  }
}

function describe(cell, columnNames) {
  const row = cell.parentElement;
  const position = [...row.querySelectorAll("td.cell")].indexOf(cell);
  const said = cell.getAttribute("aria-label") ?? cell.textContent.trim();
  const rotation = cell.dataset.rotation ? ` ${cell.dataset.rotation}.` : "";
  return `${row.dataset.name}, ${columnNames[position]}. ${said || "Nothing"}.${rotation}`;
}

function start(table) {
  const rows = cellsOf(table);
  if (rows.length === 0) return;
  const live = document.querySelector("[data-grid-live]");
  const columnNames = [...table.querySelectorAll("thead [data-column]")].map((head) => head.dataset.column);
  let current = rows[0][0];
  current.tabIndex = 0;

  const hold = (cell) => {
    if (cell !== current) current.removeAttribute("tabindex");
    current = cell;
    cell.tabIndex = 0;
    cell.focus();
    if (live) live.textContent = describe(cell, columnNames);
  };

  table.addEventListener("keydown", (event) => {
    const row = rows.findIndex((cells) => cells.includes(event.target));
    if (row < 0) return;
    const next = target(event, rows, row, rows[row].indexOf(event.target));
    const cell = next && rows[next[0]]?.[next[1]];
    if (next) event.preventDefault();
    if (cell) hold(cell);
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td.cell");
    if (cell) hold(cell);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest(EDITABLE)) return;
  const find = document.querySelector("[data-grid-find]");
  if (!find) return;
  event.preventDefault();
  find.focus();
});

for (const table of document.querySelectorAll("table[data-grid]")) start(table);
