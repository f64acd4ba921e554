// On a phone: "Move…" lists the half-days of the week to which a clinic may go, those together with the coach marked; "Add…" asks for the price.
import * as popover from "./grid_popover.js";
import { mondayOf } from "./grid_places.js";
import * as price from "./grid_price.js";
import { get } from "./grid_server.js";
import { showMoment } from "./grid_saving.js";

const dialog = document.querySelector("[data-moving]");
const list = document.querySelector("[data-moving-list]");
let place = "";

async function open(button) {
  place = button.dataset.move;
  list.textContent = "Looking…";
  dialog.showModal();
  try {
    const targets = await get("targets/", [["place", place], ["from", mondayOf(place)], ["weeks", "1"]]);
    list.replaceChildren(...buttons(targets));
  } catch (trouble) {
    dialog.close();
    showMoment(trouble.kind ?? "trouble");
  }
}

function words(halfDay) {
  const [day, period] = halfDay.split("/");
  const date = new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  return `${date.replace(",", "")}, ${period}`;
}

function buttons(targets) {
  const near = Object.entries(targets).sort();
  if (near.length === 0) return ["No other half-day of this week is allowed."];
  return near.map(([halfDay, kind]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-block button-large";
    button.dataset.to = `${place.split("/")[0]}/${halfDay}`;
    button.append(words(halfDay));
    if (kind === "together") button.append(Object.assign(document.createElement("span"), { className: "together", textContent: "together" }));
    return button;
  });
}

const ask = (question) => price.ask(question).then((isShown) => isShown && popover.popover.focus());

// The list is the server's; where it is what one sees, it is fetched again.
export function refresh() {
  if (window.matchMedia("(max-width: 899px)").matches) window.location.reload();
}

export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-move]");
    if (opener) open(opener);
    const free = event.target.closest("[data-add]");
    if (free) ask({ kind: "add", place: free.dataset.add });
    const chosen = event.target.closest("[data-to]");
    if (!chosen) return;
    dialog.close();
    ask({ kind: "move", place, to: chosen.dataset.to });
  });
}
