// Puts the server's answer into the page: rows, counters, heads of groups, what there is to undo. The cell in hand stays in hand.
import { cellAt, hold, inHand, placeOf, table } from "./grid_places.js";
import { edition, setEdition } from "./grid_server.js";

const undo = document.querySelector("[data-undo]");
const redo = document.querySelector("[data-redo]");
const steps = document.querySelector("[data-steps]");
const draft = steps?.textContent.trim() ?? "";

function elements(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return [...holder.content.children];
}

function keepingTheCell(change) {
  const before = inHand();
  const place = before && placeOf(before);
  const hadFocus = before === document.activeElement;
  change();
  const after = place && cellAt(place);
  if (!after || after === before) return;
  if (hadFocus) hold(after, { scroll: false });
  else after.tabIndex = 0;
}

function showRows(rows) {
  for (const [resident, html] of Object.entries(rows)) {
    const [row] = elements(html);
    const old = table.querySelector(`tr[data-resident="${resident}"]`);
    if (row && old) old.replaceWith(row);
  }
}

// A group's head counts its rows: of 15/21 in each, the sums.
function sumGroups() {
  for (const head of table.querySelectorAll("tr[data-group] .together")) {
    const bars = [...head.closest("tbody").querySelectorAll(".overlap-bar")];
    const pairs = bars.map((bar) => bar.parentElement.textContent.trim().split("/").map(Number));
    const [reached, attainable] = [0, 1].map((at) => pairs.reduce((sum, pair) => sum + pair[at], 0).toLocaleString("en-US"));
    head.textContent = `${reached} together of ${attainable} attainable`;
  }
}

function showCounters(html) {
  const old = [...table.querySelectorAll("tr[data-counters]")];
  old[0]?.before(...elements(html));
  for (const row of old) row.remove();
}

function offer(button, label, verb, step) {
  if (!button) return;
  button.dataset.step = step ?? 0;
  button.disabled = !label;
  button.title = label ? `${verb}: ${label}` : `Nothing of yours to ${verb.toLowerCase()}`;
}

// An answer that was overtaken by a newer one tells nothing any more. Returns whether it was shown.
const isOld = (answer) => answer.edition !== undefined && Number(answer.edition) < Number(edition());

export function show(answer) {
  if (isOld(answer)) return false;
  keepingTheCell(() => {
    showRows(answer.rows ?? {});
    sumGroups();
    if (answer.counters) showCounters(answer.counters);
  });
  table.dispatchEvent(new CustomEvent("grid:shown"));
  if (answer.edition) setEdition(answer.edition);
  if ("undo" in answer) offer(undo, answer.undo, "Undo", answer.undo_step);
  if ("redo" in answer) offer(redo, answer.redo, "Redo", answer.redo_step);
  if ("steps" in answer) steps.textContent = `${draft} · ${answer.steps} ${answer.steps === 1 ? "change" : "changes"}`;
  return true;
}
