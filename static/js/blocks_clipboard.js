// Copy and paste of cells as spreadsheets do it, and filling: the first row or column of the chosen cells into the rest.
const table = document.querySelector("table[data-blocks]");

const textOf = (cell) => cell.dataset.text ?? cell.textContent.trim();
const inHand = () => table.querySelector("td[tabindex='0']");
const isHere = () => document.activeElement?.tagName === "TD" && table.contains(document.activeElement);
const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// The chosen cells, row by row.
function range() {
  const cells = [...table.querySelectorAll("[aria-selected]")];
  const rows = new Map();
  for (const cell of cells.length > 1 ? cells : [inHand()]) {
    if (!rows.has(cell.parentElement)) rows.set(cell.parentElement, []);
    rows.get(cell.parentElement).push(cell);
  }
  return [...rows.values()];
}

function ask(verb, cells) {
  if (cells.length) table.dispatchEvent(new CustomEvent("blocks:edit", { detail: { verb, cells } }));
}

function fill(way) {
  const rows = range();
  const source = (row, column) => (way === "down" ? rows[0][column] : rows[row][0]);
  const cells = rows.flatMap((cells, row) => cells.map((cell, column) => [cell, textOf(source(row, column))]));
  ask("fill", cells.filter(([cell, text]) => textOf(cell) !== text));
}

function paste(text) {
  const rows = range();
  const first = rows[0][0];
  const shown = [...table.querySelectorAll("tr[data-resident]:not([hidden])")];
  const down = shown.slice(shown.indexOf(first.parentElement));
  const heads = [...table.tHead.rows[0].cells].slice(first.cellIndex);
  table.dispatchEvent(new CustomEvent("blocks:paste", {
    detail: {
      text,
      rows: down.map((row) => Number(row.dataset.resident)),
      blocks: heads.map((head) => Number(head.dataset.block)),
      height: rows.length,
      width: rows[0].length,
      seen: down.map((row) => [...row.cells].slice(first.cellIndex).map(textOf)),
    },
  }));
}

if (table) {
  document.addEventListener("copy", (event) => {
    if (!isHere()) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", range().map((cells) => cells.map((cell) => quoted(textOf(cell))).join("\t")).join("\r\n"));
  });
  document.addEventListener("cut", (event) => {
    if (!isHere()) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", range().map((cells) => cells.map((cell) => quoted(textOf(cell))).join("\t")).join("\r\n"));
    ask("clear", range().flat().map((cell) => [cell, ""]));
  });
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const writing = event.target.closest?.("table[data-blocks] input");
    if (!isHere() && !(writing && /[\t\n]/.test(text.trimEnd()))) return;
    event.preventDefault();
    if (writing) writing.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    paste(text);
  });
  table.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "TD" || !(event.ctrlKey || event.metaKey)) return;
    const way = { d: "down", r: "right" }[event.key.toLowerCase()];
    if (!way || event.shiftKey) return;
    event.preventDefault();
    fill(way);
  });
  for (const button of document.querySelectorAll("[data-fill]")) button.addEventListener("click", () => fill(button.dataset.fill));
}
