// The pairing board under keys and mouse. One tab stop: whatever carries data-stop, column by column (data-col).
// On a crossing Enter or a click picks the resident, and once more places them; Esc puts back. Dragging is an extra.
// Buttons send their own value; without this module they place at once.
const live = document.querySelector("[data-pairing-live]");
let picked = null;
let wanted = null;

const grid = () => document.querySelector(".pairing");
const stops = () => [...(grid()?.querySelectorAll("[data-stop]") ?? [])];
const inColumn = (column) => stops().filter((stop) => stop.dataset.col === String(column));
const byKey = (key) => key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
const rowOf = (element) => element.closest("tr[data-resident]");

function say(words) {
  if (live) live.textContent = words;
}

function hold(stop) {
  for (const other of stops()) other.tabIndex = other === stop ? 0 : -1;
}

function go(stop) {
  if (!stop) return;
  hold(stop);
  stop.focus();
}

function pick(row) {
  picked = row?.dataset.resident ?? null;
  for (const other of grid()?.querySelectorAll("tr[data-resident]") ?? []) {
    const isPicked = other.dataset.resident === picked;
    other.classList.toggle("is-picked", isPicked);
    other.querySelector("[data-picked-tag]").hidden = !isPicked;
  }
  const note = document.querySelector("[data-picked-note]");
  if (!note) return;
  note.hidden = picked === null;
  note.textContent = row ? `${row.dataset.name} is picked. Arrow keys choose a coach, Enter places, Esc puts back.` : "";
  if (row) say(note.textContent);
}

function neighbour(stop, step) {
  const columns = [...new Set(stops().map((other) => Number(other.dataset.col)))];
  const column = inColumn(Number(stop.dataset.col) + step);
  if (column.length === 0) return columns.length ? null : stop;
  const row = rowOf(stop);
  if (row) return column.find((other) => rowOf(other) === row);
  const own = inColumn(stop.dataset.col).filter((other) => !rowOf(other));
  const there = column.filter((other) => !rowOf(other));
  return there[Math.min(own.indexOf(stop), there.length - 1)] ?? column.at(-1);
}

function target(event, stop) {
  const column = inColumn(stop.dataset.col);
  const at = column.indexOf(stop);
  const inRow = [...(stop.closest("tr")?.querySelectorAll("[data-stop]") ?? [])];
  switch (event.key) {
    case "ArrowLeft": return neighbour(stop, -1);
    case "ArrowRight": return neighbour(stop, 1);
    case "ArrowUp": return picked === null ? column[at - 1] : stop;
    case "ArrowDown": return picked === null ? column[at + 1] : stop;
    case "Home": return inRow[0];
    case "End": return inRow.at(-1);
    default: return undefined;
  }
}

function putBack(stop) {
  const row = rowOf(stop);
  if (picked !== null) {
    pick(null);
    say("Put back, nothing was changed.");
    return;
  }
  const back = row?.querySelector("[data-back]");
  if (back) back.click();
}

function send(change) {
  const input = document.querySelector("[data-plan-change]");
  input.disabled = false;
  input.value = change;
  input.form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  const stop = event.target.closest?.("[data-stop]");
  if (!stop) return;
  if (event.key === "Escape") {
    event.preventDefault();
    putBack(stop);
    return;
  }
  const next = target(event, stop);
  if (next === undefined && !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  go(next);
});

document.addEventListener("click", (event) => {
  const stop = event.target.closest("[data-stop]");
  const row = stop && rowOf(stop);
  if (stop) hold(stop);
  if (!row) {
    if (stop?.getAttribute("aria-disabled")) say(stop.getAttribute("aria-label"));
    return;
  }
  if (picked !== row.dataset.resident) {
    event.preventDefault();
    pick(row);
    return;
  }
  if (stop.getAttribute("aria-disabled")) {
    event.preventDefault();
    say(`Cannot be placed here. ${stop.getAttribute("aria-label")}`);
  }
}, true);

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-stop]") && rowOf(event.target);
  if (picked !== null && row && row.dataset.resident !== picked) pick(null);
});

// --- dragging a resident, or a card of a panel, onto a coach's column

let dragged = null;
const columnUnder = (event) => event.target.closest?.("td[data-faculty]");

document.addEventListener("dragstart", (event) => {
  const source = event.target.closest?.("[data-drag]");
  if (!source) return;
  dragged = source.dataset.drag;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged);
  pick(rowOf(source));
});
document.addEventListener("dragover", (event) => {
  if (dragged === null || !columnUnder(event)) return;
  event.preventDefault();
  for (const over of document.querySelectorAll(".is-over")) over.classList.remove("is-over");
  columnUnder(event).classList.add("is-over");
});
document.addEventListener("dragend", () => {
  dragged = null;
  for (const over of document.querySelectorAll(".is-over")) over.classList.remove("is-over");
  pick(null);
});
document.addEventListener("drop", (event) => {
  const column = columnUnder(event);
  if (dragged === null || !column) return;
  event.preventDefault();
  const back = document.querySelector(`tr[data-resident="${dragged}"] [data-back]`);
  const seen = back ? back.value.split("|")[2] : "";
  wanted = `pair-${dragged}-${column.dataset.faculty}`;
  send(`${dragged}|${column.dataset.faculty}|${seen}`);
});

// --- after a step the board is another: the same place is in hand again, and what was done is said

document.addEventListener("htmx:beforeRequest", () => {
  const held = document.activeElement;
  wanted = wanted ?? held?.dataset?.key ?? null;
  if (held?.dataset?.then) wanted = `${wanted} ${held.dataset.then}`;
});
document.addEventListener("htmx:afterSwap", () => {
  picked = null;
  start();
  const found = (wanted ?? "").split(" ").map(byKey).find(Boolean);
  wanted = null;
  if (found?.matches("[data-stop]")) go(found);
  else (found ?? stops()[0])?.focus();
  const board = document.querySelector("[data-pairing]");
  say(board?.querySelector("[role=alert]")?.textContent ?? board?.dataset.said ?? "");
});

function start() {
  const first = stops()[0];
  if (first) first.tabIndex = 0;
}

start();
