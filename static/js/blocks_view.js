// What of the block schedule is shown: by name, PGY and rotation. Counts follow what is written.
import { anyTouched } from "./touched.js";

const table = document.querySelector("table[data-blocks]");
const EDITABLE = "input, select, textarea, dialog";

function codesIn(cell) {
  if (cell.classList.contains("is-split")) return [...new Set([...cell.children].map((part) => part.textContent))];
  return [cell.textContent.trim()];
}

function count(rows) {
  const found = new Map();
  for (const row of rows) {
    for (const cell of [...row.cells].slice(1)) {
      for (const code of codesIn(cell)) {
        if (!found.has(code)) found.set(code, new Map());
        found.get(code).set(cell.cellIndex, (found.get(code).get(cell.cellIndex) ?? 0) + 1);
      }
    }
  }
  for (const line of table.tFoot.rows) {
    const counts = found.get(line.dataset.countOf);
    line.hidden = !counts;
    for (const cell of [...line.cells].slice(1)) cell.textContent = counts?.get(cell.cellIndex) ?? "";
  }
}

function start() {
  const rows = [...table.querySelectorAll("tr[data-resident]")];
  const find = document.querySelector("[data-blocks-find]");
  const pgy = document.querySelector("[data-blocks-pgy]");
  const rotation = document.querySelector("[data-blocks-rotation]");
  for (const year of [...new Set(rows.map((row) => row.dataset.pgy))].sort()) pgy.append(new Option(`PGY-${year}`, year));

  function fits(row) {
    const named = row.dataset.name.toLowerCase().includes(find.value.trim().toLowerCase());
    const classed = !pgy.value || row.dataset.pgy === pgy.value;
    return named && classed && (!rotation.value || [...row.cells].slice(1).some((cell) => codesIn(cell).includes(rotation.value)));
  }

  function filter() {
    for (const row of rows) row.hidden = !fits(row);
    for (const body of table.tBodies) {
      const group = body.querySelector("[data-group]");
      if (group) group.hidden = ![...body.querySelectorAll("tr[data-resident]")].some((row) => !row.hidden);
    }
    table.dispatchEvent(new CustomEvent("blocks:shown"));
  }

  for (const field of [find, pgy, rotation]) field.addEventListener("input", filter);
  if (anyTouched([find, pgy, rotation])) filter();
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") find.value = "";
    filter();
    table.querySelector("td[tabindex='0']")?.focus();
  });
  table.addEventListener("blocks:show-all", () => {
    find.value = pgy.value = rotation.value = "";
    filter();
  });
  table.addEventListener("blocks:changed", () => count(rows));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.target.closest(EDITABLE)) return;
    if (event.key === "/") {
      event.preventDefault();
      find.focus();
    } else if (event.key === "?") document.getElementById("blocks-help").showModal();
  });
}

if (table) start();
