// The line under the bar while there is no connection.
const line = document.querySelector("[data-offline]");

function show() {
  line.hidden = navigator.onLine;
  if (!navigator.onLine) line.querySelector("span").textContent = `No connection. Seen ${document.body.dataset.seen}.`;
}

if (line) {
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
