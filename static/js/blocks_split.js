// The dialog that splits a block between two rotations, or makes it one again.
const table = document.querySelector("table[data-blocks]");
const dialog = document.getElementById("blocks-split");

const textOf = (cell) => cell.dataset.text ?? cell.textContent.trim();
const dayAfter = (day, days) => new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function start() {
  const form = dialog.querySelector("form");
  const { before, day, after } = form.elements;
  let cell = null;

  function open() {
    cell = table.querySelector("td[tabindex='0']");
    if (!cell) return;
    const head = table.tHead.rows[0].cells[cell.cellIndex];
    const [first, second] = textOf(cell).split(/\s*\/\s*(?=\d{4}-\d\d-\d\d(?:\s|$))/);
    const { first: from, last } = head.dataset;
    const middle = Math.ceil((Date.parse(last) - Date.parse(from)) / 86_400_000 / 2);
    dialog.querySelector("[data-split-where]").textContent = `${cell.parentElement.dataset.name}, ${head.dataset.column}: ${from} to ${last}`;
    before.value = first;
    day.min = dayAfter(from, 1);
    day.max = last;
    day.value = second ? second.slice(0, 10) : dayAfter(from, middle);
    after.value = second ? second.slice(11) : "";
    form.querySelector("[data-split-merge]").hidden = !second;
    dialog.showModal();
  }

  document.querySelector("[data-split-open]").addEventListener("click", open);
  document.addEventListener("blocks:split", (event) => {
    table.dispatchEvent(new CustomEvent("blocks:go", { detail: event.detail }));
    open();
  });
  dialog.addEventListener("close", () => {
    const chosen = dialog.returnValue;
    dialog.returnValue = "";
    if (!["split", "merge"].includes(chosen)) return;
    const whole = before.value.trim();
    const text = chosen === "merge" ? whole : `${whole} / ${day.value} ${after.value.trim()}`.trim();
    table.dispatchEvent(new CustomEvent("blocks:edit", { detail: { verb: chosen, cells: [[cell, text]] } }));
    cell.focus();
  });
}

if (table) start();
