// The popover of prices and refusals: under the rows it speaks of, over them where there is no room, never upon them.
const box = document.querySelector("[data-popover]");
const GAP = 10;
const SIDE = 14;
// Long enough to notice what came before a key can take it.
const TO_READ = 300;
let reading = 0;

export const isShown = () => Boolean(box) && !box.hidden;
export const contains = (node) => Boolean(box) && box.contains(node);
export const popover = box;

function place(cells) {
  const around = cells.map((cell) => cell.parentElement.getBoundingClientRect());
  const target = cells.at(-1).getBoundingClientRect();
  const below = Math.max(...around.map((row) => row.bottom)) + GAP;
  const above = Math.min(...around.map((row) => row.top)) - GAP - box.offsetHeight;
  const fitsBelow = below + box.offsetHeight <= window.innerHeight - SIDE;
  const isBelow = fitsBelow || above < SIDE;
  const middle = target.left + target.width / 2;
  const left = Math.min(Math.max(middle - 48, SIDE), window.innerWidth - box.offsetWidth - SIDE);
  box.style.top = `${isBelow ? below : above}px`;
  box.style.left = `${left}px`;
  box.style.maxHeight = `${isBelow ? Math.max(window.innerHeight - below - SIDE, 160) : window.innerHeight}px`;
  box.style.setProperty("--point", `${middle - left}px`);
  box.classList.toggle("is-above", !isBelow);
}

// What is shown has just come, or is about to be another.
export const isUnread = () => "unread" in box.dataset;
export function markUnread() {
  clearTimeout(reading);
  box.dataset.unread = "";
}

function letRead() {
  markUnread();
  reading = setTimeout(() => delete box.dataset.unread, TO_READ);
}

export function open(content, cells) {
  box.replaceChildren(...content);
  box.hidden = false;
  letRead();
  if (cells.length > 0) place(cells);
}

export function close() {
  if (!box || box.hidden) return;
  box.hidden = true;
  box.replaceChildren();
}

export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return [...holder.content.childNodes];
}

export const mainForm = () => box.querySelector("form[data-edit-main]");
export const buttonOf = (form) => [...(form?.elements ?? [])].find((element) => element.type === "submit");
export const isBlocked = (form) => !form || buttonOf(form)?.disabled || buttonOf(form)?.hidden;
export const state = () => box.querySelector("[data-price]")?.dataset.price ?? "";
export const said = () => box.querySelector("[data-said]")?.dataset.said ?? box.textContent.replace(/\s+/g, " ").trim();
