// The cells of <table data-grid>: which place each is ("12/2026-12-02/AM"), what stands in it, and which is in hand.
export const table = document.querySelector("table[data-grid]");
const live = document.querySelector("[data-grid-live]");
const heads = table ? [...table.querySelectorAll("thead [data-column]")] : [];

export const rows = () => [...table.querySelectorAll("tr[data-resident]")];
export const cellsOf = (row) => [...row.cells].filter((cell) => cell.matches("td.cell"));
export const headOf = (cell) => heads[cell.cellIndex - 1];
export const halfDayOf = (cell) => headOf(cell).dataset.halfDay;
export const residentOf = (cell) => cell.parentElement.dataset.resident;
export const placeOf = (cell) => `${residentOf(cell)}/${halfDayOf(cell)}`;
export const inHand = () => table.querySelector("td.cell[tabindex='0']");
export const isPinned = (cell) => cell.classList.contains("is-pinned");
export const isOpen = (cell) => cell.classList.contains("is-open");
export const letterOf = (cell) => cell.querySelector(".chip:not(.chip-lifted)")?.textContent.trim() ?? "";

export function cellAt(place) {
  const [resident, ...halfDay] = place.split("/");
  const column = heads.findIndex((head) => head.dataset.halfDay === halfDay.join("/"));
  return column < 0 ? null : table.querySelector(`tr[data-resident="${resident}"]`)?.cells[column + 1] ?? null;
}

const sessionsOf = (cell) => (headOf(cell).dataset.sessions ?? "").split(" ").filter(Boolean).map((one) => one.split(":"));
export const sessionOf = (cell, letter) => sessionsOf(cell).find(([known]) => known === letter)?.[1] ?? "";
export const letterOfSession = (cell, session) => sessionsOf(cell).find(([, known]) => known === session)?.[0] ?? "?";
export const lettersAt = (cell) => sessionsOf(cell).map(([letter]) => letter);

// As the server names it: "311p", "311", "p" or nothing; null where the session is closed by now.
export function stateOf(cell) {
  const letter = letterOf(cell);
  const session = letter ? sessionOf(cell, letter) : "";
  return letter && !session ? null : `${session}${isPinned(cell) ? "p" : ""}`;
}

export function hold(cell, { scroll = true } = {}) {
  cell.tabIndex = 0;
  cell.focus({ preventScroll: !scroll });
}

// The Monday of a place, or of a half-day.
export function mondayOf(name) {
  const day = new Date(`${name.match(/\d{4}-\d{2}-\d{2}/)[0]}T12:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

export const columnName = (cell) => headOf(cell)?.dataset.column ?? "";

export function describe(cell) {
  const said = cell.getAttribute("aria-label") ?? cell.textContent.trim();
  const rotation = cell.dataset.rotation ? ` ${cell.dataset.rotation}.` : "";
  const pinned = letterOf(cell) && !isPinned(cell) && table.getAttribute("aria-readonly") === "false" ? " Not pinned." : "";
  return `${cell.parentElement.dataset.name}, ${columnName(cell)}. ${said || "Nothing"}.${rotation}${pinned}`;
}

export function say(text) {
  if (live) live.textContent = text;
}
