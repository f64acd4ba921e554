// Says every few seconds that somebody is here, and hears what the others changed, and whether the connection is back.
import { halfDayOf, inHand, mondayOf, say } from "./grid_places.js";
import { clock, edition, post, shown } from "./grid_server.js";
import { drain, hasKept, showMoment } from "./grid_saving.js";
import { show } from "./grid_showing.js";

const EVERY = 5000;
const list = document.querySelector("[data-presence]");
// Up to which edition the others' changes are on the page; one's own steps may be ahead of it.
let heard = edition();
const solver = document.querySelector("[data-moment='solver']");

const monday = () => mondayOf(inHand() ? halfDayOf(inHand()) : shown()[0][1]);

function showOthers(others) {
  list.replaceChildren(...others.map(({ name, initials, week }) => {
    const item = document.createElement("li");
    const mark = Object.assign(document.createElement("span"), { className: "initials initials-small", textContent: initials });
    mark.setAttribute("aria-hidden", "true");
    const words = Object.assign(document.createElement("span"), { className: "presence-words", textContent: `${name} edits ${week}` });
    item.title = words.textContent;
    item.append(mark, " ", words);
    return item;
  }));
}

function showSolver(answer) {
  if (!("solver_online" in answer)) return;
  if (!answer.solver_online && solver.hidden) solver.querySelector("[data-since]").textContent = clock();
  solver.hidden = answer.solver_online;
}

async function beHere() {
  if (document.hidden) return;
  try {
    const answer = await post("here/", [["week", monday()], ["since", heard], ...shown()]);
    if (show(answer)) heard = answer.edition;
    if (answer.said) say(answer.said);
    showOthers(answer.others ?? []);
    showSolver(answer);
    if (hasKept()) drain();
    else if (document.body.classList.contains("has-moment")) showMoment("");
  } catch (trouble) {
    if (trouble.kind === "offline" || trouble.kind === "expired") showMoment(trouble.kind);
  }
}

export function start() {
  beHere();
  setInterval(beHere, EVERY);
  window.addEventListener("online", beHere);
  window.addEventListener("offline", () => showMoment("offline"));
  document.addEventListener("visibilitychange", beHere);
  for (const button of document.querySelectorAll("[data-resend]")) button.addEventListener("click", drain);
}
