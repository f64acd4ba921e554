// Keeps what is typed about a meeting on the server, a moment after each change: forms with data-autosave.
// Nothing typed is put into this browser's storage: the machine may be everybody's.
// What was typed before this module was there counts as typed.
import { csrf, post } from "./grid_server.js";
import { anyTouched } from "./touched.js";

const WAIT = 1200;
const RETRY = 5000;
const TOKEN = "csrfmiddlewaretoken";
const TROUBLE = {
  offline: "No connection. What you typed is here and is kept as soon as it is back.",
  expired: "You were signed out. Sign in again in another tab; what you typed is here and is kept then.",
  trouble: "The server could not keep this yet. It is tried again.",
};

function start(form) {
  const said = form.querySelector("[data-autosave-said]");
  let timer = 0;
  let typed = 0;
  let kept = 0;
  let sending = false;

  async function save() {
    if (sending || kept === typed) return;
    sending = true;
    const at = typed;
    try {
      const entered = [...new FormData(form)].filter(([name]) => name !== TOKEN);
      const answer = await post(form.dataset.autosave, entered, { Accept: "application/json" });
      kept = at;
      // Whoever signed in again meanwhile has another token: the buttons of this page need it, too.
      for (const field of document.getElementsByName(TOKEN)) field.value = csrf() || field.value;
      if (kept === typed) said.textContent = answer.said;
    } catch (error) {
      said.textContent = error.kind === "refused" ? error.answer.refused.join(" ") : (TROUBLE[error.kind] ?? TROUBLE.trouble);
      if (error.kind !== "refused") soon(RETRY);
    }
    sending = false;
    if (kept !== typed && kept === at) soon(WAIT);
  }
  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function heard() {
    typed += 1;
    said.textContent = "Not kept yet …";
    soon(WAIT);
  }

  form.addEventListener("input", heard);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    kept = typed;
  });
  document.addEventListener("visibilitychange", save);
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => {
    if (kept !== typed) event.preventDefault();
  });
  if (anyTouched(form.elements)) heard();
}

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);
