// The line under the bar while there is no connection.
const line = document.querySelector("[data-offline]");

function show() {
  line.hidden = navigator.onLine;
  if (!navigator.onLine) line.querySelector("span").textContent = `No connection. Seen ${document.body.dataset.seen}.`;
}

// A kept copy (kept_pages.js) says its age itself.
if (line && !document.body.hasAttribute("data-kept")) {
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
