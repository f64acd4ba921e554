// Tells the server that the page was on the screen, as it was when it was made: not when it was fetched beforehand, nor
// from a copy kept for times without a connection.
import { post } from "./grid_server.js";

const part = document.querySelector("[data-looked]");
let told = false;

async function tell() {
  if (told || document.prerendering || document.visibilityState !== "visible" || document.body.hasAttribute("data-kept")) return;
  told = true;
  try {
    await post(part.dataset.looked, [["seen", part.dataset.lookedAt]]);
  } catch {
    told = false; // No connection, or signed out: the next look tells it.
  }
}

if (part) {
  document.addEventListener("visibilitychange", tell);
  document.addEventListener("prerenderingchange", tell);
  tell();
}
