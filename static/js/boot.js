// A request that failed says so where messages stand; nothing typed is lost.
const region = () => document.getElementById("messages");

function say(text) {
  const line = document.createElement("p");
  line.className = "message message-error";
  line.textContent = text;
  region()?.replaceChildren(line);
}

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 401) window.location.reload();
  else if (status === 403) say("This was refused: your role does not allow it, or you signed out elsewhere. Reload the page and try again.");
  else if (status === 429) say("Too many requests in a short time. Wait a minute, then try again.");
  else say(`The server could not do this (${status}). Nothing was changed. Try again; if it stays, tell your site administrator.`);
});
document.addEventListener("htmx:sendError", () => say("No connection, so nothing was sent. Try again when you are back online."));
document.addEventListener("htmx:timeout", () => say("The server took too long. Try again."));
