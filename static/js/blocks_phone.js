// The blocks of one resident as a list with choices, for a phone. It writes into the same cells as the table.
const table = document.querySelector("table[data-blocks]");
const section = document.querySelector("[data-blocks-phone]");

const textOf = (cell) => cell.dataset.text ?? cell.textContent.trim();

function start() {
  const list = section.querySelector("[data-phone-list]");
  const row = table.querySelector(`tr[data-resident="${section.dataset.blocksPhone}"]`);
  const codes = [...document.querySelectorAll("#rotation-codes option")];

  function fill(select, cell) {
    const text = textOf(cell);
    select.replaceChildren(new Option("blank", ""), ...codes.map((code) => new Option(code.value, code.value)));
    if (text && ![...select.options].some((option) => option.value === text)) select.append(new Option(cell.getAttribute("aria-label") ?? text, text));
    select.value = text;
  }

  const selects = [...row.cells].slice(1).map((cell) => {
    const head = table.tHead.rows[0].cells[cell.cellIndex];
    const item = document.createElement("li");
    const label = document.createElement("label");
    const name = document.createElement("b");
    const dates = document.createElement("span");
    const select = document.createElement("select");
    const split = document.createElement("button");
    name.textContent = head.dataset.column;
    dates.className = "second";
    dates.textContent = head.querySelector("small").textContent;
    select.id = `phone-${head.dataset.block}`;
    label.htmlFor = select.id;
    label.append(name, " ", dates);
    split.type = "button";
    split.className = "button button-small";
    split.textContent = "Split…";
    split.setAttribute("aria-label", `Split ${head.dataset.column}`);
    if (head.hasAttribute("aria-current")) item.setAttribute("aria-current", "date");
    item.append(label, select, split);
    list.append(item);
    fill(select, cell);
    select.addEventListener("change", () => table.dispatchEvent(new CustomEvent("blocks:edit", { detail: { verb: "type", cells: [[cell, select.value]] } })));
    split.addEventListener("click", () => document.dispatchEvent(new CustomEvent("blocks:split", { detail: { cell } })));
    return [select, cell];
  });
  table.addEventListener("blocks:changed", () => selects.forEach(([select, cell]) => fill(select, cell)));
  section.querySelector("[data-phone-resident]").addEventListener("change", (event) => event.target.form.requestSubmit());
}

if (table && section) start();
