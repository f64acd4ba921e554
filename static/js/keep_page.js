// Starts the service worker where somebody asked for copies on this device, and ends it where nobody does.
const part = document.querySelector("[data-keep-pages]");
const workers = navigator.serviceWorker;

async function start() {
  if (part.dataset.keepPages !== "yes") {
    const there = await workers.getRegistration("/");
    there?.active?.postMessage("forget");
    await there?.unregister();
    return;
  }
  await workers.register("/kept-pages.js", { scope: "/" });
  // The page on which it was asked for was fetched before the worker was there.
  (await workers.ready).active.postMessage("keep");
}

if (part && workers && !document.body.hasAttribute("data-kept")) start().catch(() => {});
