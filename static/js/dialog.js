// data-dialog-open="id" opens a <dialog>, data-dialog-close closes the one it is in. Escape is the browser's own.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  event.target.closest("[data-dialog-close]")?.closest("dialog").close();
});
