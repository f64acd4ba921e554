// One tab stop for the grid of a week: arrows move, Enter follows the link, P, O and C open a half-day with that duty.
// And a price that follows what is typed: forms with data-priced ask for their part of the page.
import { anyTouched } from "./touched.js";

const DUTIES = { p: "precepts", o: "own_clinic", c: "offered" };
const WAIT = 300;

function step(key) {
  return { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key] ?? null;
}

function startGrid(table) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector("[data-half-day]")));
  const links = rows.flat().filter(Boolean);
  if (links.length === 0) return;
  let current = links.find((link) => link.matches(".is-open")) ?? links[0];
  for (const link of links) link.tabIndex = link === current ? 0 : -1;

  const hold = (link) => {
    current.tabIndex = -1;
    current = link;
    link.tabIndex = 0;
    link.focus();
  };
  const next = (from, [down, right]) => {
    let row = rows.findIndex((one) => one.includes(from));
    let column = rows[row].indexOf(from);
    do { row += down; column += right; } while (rows[row]?.[column] === null);
    return rows[row]?.[column];
  };

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[data-half-day]")) return;
    const move = step(event.key);
    const duty = DUTIES[event.key.toLowerCase()];
    if (!move && !duty) return;
    event.preventDefault();
    if (move) {
      const link = next(event.target, move);
      if (link) hold(link);
      return;
    }
    const address = new URL(event.target.href);
    address.searchParams.set("duty", duty);
    window.location.assign(address);
  });
}

function startPrice(form) {
  const part = form.dataset.priced;
  const filled = () => [...form.elements].every((field) => !field.required || field.value);
  let waiting = 0;
  const ask = () => {
    clearTimeout(waiting);
    if (!filled()) return;
    waiting = setTimeout(() => {
      window.htmx.ajax("POST", form.action, {
        source: form, values: { step: "look" }, target: `#${part}`, select: `#${part}`, swap: "outerHTML",
      });
    }, WAIT);
  };
  form.addEventListener("change", ask);
  if (anyTouched(form.elements)) ask();
}

for (const table of document.querySelectorAll("table[data-half-days]")) startGrid(table);
for (const form of document.querySelectorAll("form[data-priced]")) startPrice(form);
