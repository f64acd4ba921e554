// The block schedule as one tab stop: arrows, Home and End, Page keys; Shift or dragging chooses a range.
// What is in hand stands in the table itself: the cell with tabindex 0, and the cells with aria-selected.
const table = document.querySelector("table[data-blocks]");
const PAGE = 10;

function shownRows() {
  return [...table.querySelectorAll("tr[data-resident]:not([hidden])")].map((row) => [...row.cells].slice(1));
}

function placeOf(rows, cell) {
  const row = rows.findIndex((cells) => cells.includes(cell));
  return row < 0 ? null : [row, rows[row].indexOf(cell)];
}

function moved(event, rows, [row, column]) {
  const whole = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowLeft": return [row, whole ? 0 : column - 1];
    case "ArrowRight": return [row, whole ? rows[row].length - 1 : column + 1];
    case "ArrowUp": return [whole ? 0 : row - 1, column];
    case "ArrowDown": return [whole ? rows.length - 1 : row + 1, column];
    case "Home": return [whole ? 0 : row, 0];
    case "End": return [whole ? rows.length - 1 : row, rows[row].length - 1];
    case "PageUp": return [Math.max(0, row - PAGE), column];
    case "PageDown": return [Math.min(rows.length - 1, row + PAGE), column];
    default: return null;
  }
}

function start() {
  const live = document.querySelector("[data-blocks-live]");
  const heads = [...table.tHead.rows[0].cells].slice(1);
  let current = shownRows()[0]?.[0];
  let anchor = current;

  function say() {
    const row = current.parentElement;
    const chosen = table.querySelectorAll("[aria-selected]").length;
    const what = current.getAttribute("aria-label") ?? (current.textContent.trim() || "blank");
    const range = chosen > 1 ? ` ${chosen} cells chosen.` : "";
    live.textContent = `${row.dataset.name}, ${heads[current.cellIndex - 1].dataset.column}: ${what}.${range}`;
  }

  function mark() {
    for (const cell of table.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
    const rows = shownRows();
    const from = placeOf(rows, anchor);
    const to = placeOf(rows, current);
    if (!from || !to || anchor === current) return;
    const [top, bottom] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const [left, right] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
    for (const cells of rows.slice(top, bottom + 1)) for (const cell of cells.slice(left, right + 1)) cell.setAttribute("aria-selected", "true");
  }

  function hold(cell, extend = false) {
    if (current) current.tabIndex = -1;
    current = cell;
    if (!extend) anchor = cell;
    cell.tabIndex = 0;
    mark();
    cell.focus();
    say();
  }

  if (current) current.tabIndex = 0;

  table.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "TD" || event.altKey) return;
    const rows = shownRows();
    const place = placeOf(rows, event.target);
    const next = place && moved(event, rows, place);
    if (next) {
      event.preventDefault();
      const cell = rows[next[0]]?.[next[1]];
      if (cell) hold(cell, event.shiftKey);
    } else if (event.key === "Escape") hold(event.target);
  });
  table.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("tr[data-resident] td");
    if (!cell || event.button !== 0 || event.target.tagName === "INPUT") return;
    event.preventDefault();
    hold(cell, event.shiftKey);
  });
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("tr[data-resident] td");
    if (cell && event.buttons === 1 && event.pointerType === "mouse" && cell !== current) hold(cell, true);
  });
  // Other scripts move on: after a cell was written, or to a cell that a list names.
  table.addEventListener("blocks:go", (event) => hold(event.detail.cell));
  table.addEventListener("blocks:step", (event) => {
    const rows = shownRows();
    const [row, column] = placeOf(rows, event.detail.cell) ?? [0, 0];
    hold(rows[row + event.detail.down]?.[column + event.detail.right] ?? event.detail.cell);
  });
  // Rows that are hidden take the tab stop with them.
  table.addEventListener("blocks:shown", () => {
    if (current?.parentElement.hidden ?? true) {
      const first = shownRows()[0]?.[0];
      if (current) current.tabIndex = -1;
      current = anchor = first;
      if (first) first.tabIndex = 0;
      mark();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link) return;
    const [resident, block] = link.dataset.go.split(":");
    const row = table.querySelector(`tr[data-resident="${resident}"]`);
    const head = table.querySelector(`th[data-block="${block}"]`);
    if (row?.hidden) table.dispatchEvent(new CustomEvent("blocks:show-all"));
    if (row && head) hold(row.cells[head.cellIndex]);
  });
}

if (table) start();
