// What a change would do, asked before it is made; and making it.
import { cellAt, columnName, hold, inHand, letterOf, say, sessionOf, stateOf } from "./grid_places.js";
import * as popover from "./grid_popover.js";
import { get, shown } from "./grid_server.js";
import { newKey, send, showMoment } from "./grid_saving.js";

const PAUSE = 150;
const alarm = document.querySelector("[data-grid-alert]");
const listeners = { closed: () => {} };
let asked = null;
let former = null;
let timer = 0;

export function whenClosed(handler) {
  listeners.closed = handler;
}

const cellsOf = (question) => [question.place, question.to].filter(Boolean).map(cellAt).filter(Boolean);

function template(name) {
  return [...document.querySelector(`template[${name}]`).content.cloneNode(true).childNodes];
}

export function askSoon(question) {
  clearTimeout(timer);
  popover.markUnread();
  timer = setTimeout(() => ask(question), PAUSE);
}

// Asks, and shows the answer unless something else was asked meanwhile. Returns whether it is shown.
export async function ask(question, { isQuick = false } = {}) {
  clearTimeout(timer);
  former?.abort();
  former = new AbortController();
  const mine = former;
  asked = question;
  popover.markUnread();
  const pairs = Object.entries(question).filter(([, value]) => value);
  try {
    const html = await get("price/", pairs, mine.signal);
    if (mine !== former) return false;
    return showPrice(question, popover.parsed(html), isQuick);
  } catch (trouble) {
    if (trouble.name === "AbortError") return false;
    if (trouble.kind === "offline") return showUnknown(question);
    popover.close();
    showMoment(trouble.kind ?? "trouble");
    return false;
  }
}

function showPrice(question, content, isQuick) {
  popover.open(content, cellsOf(question));
  if (isQuick && popover.state() === "possible" && !needsReason()) {
    apply();
    return false;
  }
  announce();
  return true;
}

const needsReason = () => Boolean(popover.mainForm()?.querySelector("[name='reason'][required]"));

function announce() {
  if (popover.state() === "possible") say(popover.said());
  else alarm.textContent = popover.said();
}

// Without a connection: the change itself, as the page knows it.
function changesOf({ kind, place, to }) {
  const from = cellAt(place);
  const target = to ? cellAt(to) : from;
  if (kind === "drop") return [`${place}:${stateOf(from)}>`];
  if (kind !== "move") return null;
  const session = sessionOf(target, letterOf(from));
  return session ? [`${place}:${stateOf(from)}>`, `${to}:${stateOf(target)}>${session}`] : null;
}

function showUnknown(question) {
  const changes = changesOf(question);
  const content = template("data-price-unknown");
  const form = content[0].querySelector("form");
  const name = cellAt(question.place).parentElement.dataset.name;
  content[0].querySelector("p").textContent = name;
  content[0].querySelector("h2").textContent = [question.place, question.to].filter(Boolean).map((place) => columnName(cellAt(place))).join(" → ");
  if (!changes) {
    content[0].querySelector(".price-line").textContent = "No connection, and this cannot be kept without it. Moving and taking out can.";
    popover.buttonOf(form).hidden = true;
  } else for (const [key, value] of [["kind", question.kind], ["key", newKey()], ...changes.map((one) => ["change", one])]) {
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", key, value];
    form.append(field);
  }
  popover.open(content, cellsOf(question));
  showMoment("offline");
  announce();
  return true;
}

export function refuse(answer, step) {
  const content = template("data-refusal");
  const [box] = content;
  box.querySelector("h2").textContent = answer.needs_reason ? "Say why" : "This was not done";
  box.querySelector("ul").replaceChildren(...answer.refused.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  const form = box.querySelector("form");
  const [field, button] = [form.querySelector(".field"), popover.buttonOf(form)];
  field.hidden = button.hidden = !(answer.needs_reason && step);
  field.querySelector("input").required = !field.hidden;
  form.step = step;
  popover.open(content, [inHand()].filter(Boolean));
  if (!field.hidden) field.querySelector("input").focus();
  alarm.textContent = answer.refused.join(" ");
}

export const isOpen = () => popover.isShown();
export const isBlocked = () => popover.isBlocked(popover.mainForm());

// Makes the best of what is offered: with the repair, where there is one.
export function apply() {
  const form = popover.mainForm();
  if (popover.isBlocked(form)) alarm.textContent = popover.said();
  else form.requestSubmit(popover.buttonOf(form));
}

export function focusOnIt() {
  const form = popover.mainForm();
  (form?.querySelector("[name='reason'][required]") ?? (popover.isBlocked(form) ? popover.popover : popover.buttonOf(form))).focus();
}

function submitted(event) {
  const form = event.target.closest("form[data-edit]");
  if (!form) return;
  event.preventDefault();
  const entered = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const pairs = form.step ? [...form.step.pairs.filter(([name]) => name !== "key" && name !== "reason"), ["key", newKey()], ...entered] : entered;
  const target = asked?.to ?? asked?.place;
  close();
  if (target && cellAt(target)) hold(cellAt(target), { scroll: false });
  send(pairs);
}

// A key takes what could be read: not what came under the finger, and not the price of another cell than the one in hand.
function tooSoon(event) {
  if (!popover.isShown() || !(event.repeat || popover.isUnread())) return;
  const isTaking = event.key === "Enter" || (event.key === " " && !event.target.closest("input"));
  if (!isTaking || !event.target.closest("[data-popover], td.cell")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Out of the way, while what is asked about goes on.
export function hide() {
  clearTimeout(timer);
  former?.abort();
  popover.close();
}

export function close() {
  const wasInside = popover.contains(document.activeElement);
  hide();
  listeners.closed();
  if (wasInside) inHand()?.focus();
}

export function start() {
  document.addEventListener("keydown", tooSoon, { capture: true });
  popover.popover.addEventListener("submit", submitted);
  popover.popover.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  popover.popover.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) close();
    const site = event.target.closest("[data-site]");
    if (site && asked) ask({ ...asked, site: site.dataset.site });
  });
}
