// Saves the block schedule edit by edit, in order. What could not be sent is kept in this window and sent later.
const table = document.querySelector("table[data-blocks]");
const RETRY_MILLISECONDS = 5000;
const SIGNED_OUT = "You were signed out. What you wrote is kept in this window: sign in again in another tab, then send it.";

const keyOf = (cell) => `${cell.parentElement.dataset.resident}:${table.tHead.rows[0].cells[cell.cellIndex].dataset.block}`;
const textOf = (cell) => cell.dataset.text ?? cell.textContent.trim();
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

// crypto.randomUUID is only there behind HTTPS.
function newKey() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return bytes.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function cellOf(key) {
  const [resident, block] = key.split(":");
  const head = table.querySelector(`th[data-block="${block}"]`);
  return head && table.querySelector(`tr[data-resident="${resident}"]`)?.cells[head.cellIndex];
}

function become(cell, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.firstElementChild;
  cell.className = fresh.className;
  cell.innerHTML = fresh.innerHTML;
  for (const name of ["data-text", "aria-label"]) {
    if (fresh.hasAttribute(name)) cell.setAttribute(name, fresh.getAttribute(name));
    else cell.removeAttribute(name);
  }
}

function start() {
  const place = `blocks:${table.dataset.year}`;
  const notice = document.querySelector("[data-blocks-notice]");
  const said = document.querySelectorAll("[data-blocks-said]");
  const again = document.querySelectorAll("[data-send-again]");
  const before = new Map();
  let queue = JSON.parse(sessionStorage.getItem(place) ?? "[]");
  let sending = false;
  let refused = null;

  function say(text, stuck = false) {
    for (const line of said) line.textContent = text;
    for (const button of again) button.hidden = !stuck;
  }

  function keep() {
    if (queue.length) sessionStorage.setItem(place, JSON.stringify(queue));
    else sessionStorage.removeItem(place);
  }

  function show(key, text) {
    const cell = cellOf(key);
    if (!cell) return;
    if (!before.has(key)) before.set(key, cell.outerHTML);
    cell.className = "is-waiting";
    cell.removeAttribute("aria-label");
    cell.dataset.text = text;
    cell.textContent = text;
  }

  function putBack(op) {
    for (const key of op.keys ?? []) {
      const cell = cellOf(key);
      if (cell && before.has(key)) become(cell, before.get(key));
      before.delete(key);
    }
  }

  function update(answer) {
    const keys = Object.keys(answer.cells ?? {});
    for (const key of keys) {
      const cell = cellOf(key);
      before.delete(key);
      if (cell && !queue.some((op) => op.keys?.includes(key))) become(cell, answer.cells[key]);
    }
    for (const name of ["undo", "redo"]) {
      const button = document.querySelector(`[data-turn="${name}"]`);
      if (!(name in answer)) continue;
      button.disabled = !answer[name];
      button.title = answer[name]?.label ?? "";
      button.dataset.step = answer[name]?.step ?? "";
    }
    if (keys.length) table.dispatchEvent(new CustomEvent("blocks:changed", { detail: { keys } }));
  }

  function refuse(op, answer) {
    putBack(op);
    refused = answer.again?.length ? { ...op, paste: undefined, cells: answer.again, keys: answer.again.map((cell) => `${cell[0]}:${cell[1]}`), past: op.past || answer.past } : null;
    notice.innerHTML = answer.html;
    notice.hidden = false;
    update(answer);
    say("The last change was not saved.");
  }

  async function send(op) {
    const step = document.querySelector(`[data-turn="${op.turn}"]`)?.dataset.step;
    if (op.turn && !step) return { ok: true, answer: {}, said: `There is nothing to ${op.turn}.` };
    const body = op.turn ? { step: Number(step) } : { key: op.key, verb: op.verb, past: op.past, cells: op.cells, paste: op.paste };
    const answer = await fetch(op.turn ? table.dataset[`${op.turn}Url`] : table.dataset.editUrl, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify(body),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { stuck: SIGNED_OUT };
    if (answer.status === 403) return { stuck: "This was refused: sign in again in another tab, then send it again." };
    if (answer.status === 404) return { stuck: "The server does not know this page any more: your role may have ended, or the year was replaced. Reload to see." };
    if (![200, 409, 422].includes(answer.status)) return { stuck: `The server could not save this (${answer.status}). It is kept in this window.` };
    return { ok: answer.ok, answer: await answer.json() };
  }

  async function pump() {
    if (sending || !queue.length) return;
    sending = true;
    say("Saving …");
    while (queue.length) {
      const op = queue[0];
      const sent = await send(op).catch(() => ({ stuck: "No connection.", retry: true }));
      if (sent.stuck) {
        const waiting = queue.length === 1 ? "1 change waits" : `${queue.length} changes wait`;
        say(`${sent.stuck} ${waiting} in this window.`, true);
        if (sent.retry) setTimeout(pump, RETRY_MILLISECONDS);
        break;
      }
      queue.shift();
      keep();
      if (sent.ok) {
        update(sent.answer);
        say(sent.said ?? "All changes are saved.");
      } else refuse(op, sent.answer);
    }
    sending = false;
  }

  function add(op) {
    queue.push(op);
    keep();
    notice.hidden = true;
    pump();
  }

  table.addEventListener("blocks:edit", (event) => {
    const { verb, cells } = event.detail;
    const keyed = cells.map(([cell, text]) => [keyOf(cell), textOf(cell), text]).filter(([, seen, text]) => seen !== text);
    if (!keyed.length) return;
    for (const [key, , text] of keyed) show(key, text);
    const sent = keyed.map(([key, seen, text]) => [...key.split(":").map(Number), seen, text]);
    add({ key: newKey(), verb, past: false, cells: sent, keys: keyed.map(([key]) => key) });
  });
  table.addEventListener("blocks:paste", (event) => add({ key: newKey(), verb: "paste", past: false, paste: event.detail }));
  document.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (turn) add({ turn: turn.dataset.turn });
    if (event.target.closest("[data-send-again]")) pump();
    if (event.target.closest("[data-dismiss]")) notice.hidden = true;
    if (event.target.closest("[data-again]") && refused) {
      for (const [resident, block, , text] of refused.cells) show(`${resident}:${block}`, text);
      add({ ...refused, key: newKey() });
      refused = null;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, select, textarea, dialog")) return;
    const name = event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey) ? "redo" : event.key.toLowerCase() === "z" ? "undo" : "";
    if (!name) return;
    event.preventDefault();
    add({ turn: name });
  });
  window.addEventListener("online", pump);
  window.addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });
  for (const op of queue) for (const cell of op.cells ?? []) show(`${cell[0]}:${cell[1]}`, cell[3]);
  pump();
}

if (table) start();
