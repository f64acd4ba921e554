// Writing into a cell of the block schedule: letters or Enter begin, Enter and Tab save and move on, Escape puts back.
const table = document.querySelector("table[data-blocks]");
const codes = [...document.querySelectorAll("#rotation-codes option")].map((option) => option.value);

const textOf = (cell) => cell.dataset.text ?? cell.textContent.trim();
const spelled = (text) => codes.find((code) => code.toLowerCase() === text.toLowerCase()) ?? text;
const chosen = (cell) => {
  const cells = [...table.querySelectorAll("[aria-selected]")];
  return cells.length > 1 ? cells : [cell];
};

function ask(verb, cells, text) {
  table.dispatchEvent(new CustomEvent("blocks:edit", { detail: { verb, cells: cells.map((cell) => [cell, text]) } }));
}

function write(cell, begun) {
  const before = textOf(cell);
  const kept = cell.innerHTML;
  const input = document.createElement("input");
  const head = table.tHead.rows[0].cells[cell.cellIndex];
  input.setAttribute("list", "rotation-codes");
  input.setAttribute("aria-label", `Rotation of ${cell.parentElement.dataset.name}, ${head.dataset.column}`);
  input.autocomplete = "off";
  input.spellcheck = false;
  input.value = begun ?? before;
  cell.append(input);
  input.focus();
  if (begun === undefined) input.select();
  let over = false;

  function end(save, everywhere = false) {
    if (over) return;
    over = true;
    const text = spelled(input.value.trim());
    const cells = everywhere ? chosen(cell) : [cell];
    cell.innerHTML = kept;
    if (save && (everywhere || text !== before)) ask(everywhere ? "fill" : "type", cells, text);
  }

  function step(down, right) {
    table.dispatchEvent(new CustomEvent("blocks:step", { detail: { cell, down, right } }));
  }

  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      end(false);
      step(0, 0);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const everywhere = event.ctrlKey || event.metaKey;
      end(true, everywhere);
      step(everywhere ? 0 : event.shiftKey ? -1 : 1, 0);
    } else if (event.key === "Tab") {
      event.preventDefault();
      end(true);
      step(0, event.shiftKey ? -1 : 1);
    }
  });
  input.addEventListener("blur", () => end(true));
}

if (table) {
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (cell.tagName !== "TD") return;
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      ask("clear", chosen(cell), "");
    } else if (event.key === "F2" || (event.key === "Enter" && bare)) {
      event.preventDefault();
      write(cell);
    } else if (bare && event.key.length === 1 && !"/? ".includes(event.key)) {
      event.preventDefault();
      write(cell, event.key);
    }
  });
  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("tr[data-resident] td");
    if (cell && event.target.tagName !== "INPUT") write(cell);
  });
}
