// The service worker: keeps the last seen copy of somebody's own home on their phone, for where there is no connection.
// Only pages that the server marks are kept, only for whoever asked for it on this device, and only for the session in
// which they were seen: every page says for whom copies may be there (Kept-For), and copies of anybody else go at once.
// docs/decisions/0008-a-copy-for-the-stairwell.md says why.
const NAME = "kept-";
const LONGEST = 72 * 3600 * 1000;
const HOUR = 3600 * 1000;
const OWN_FILES = /(?:href|src)="(\/static\/[^"]+)"/g;
const NEVER = /<section[^>]*\sdata-not-kept[^>]*>[\s\S]*?<\/section>/g;
const LINE = /<p class="offline" role="status" data-offline hidden>/;
const SIGN_OUT = "/accounts/logout/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(answer(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(page(request, event));
    else if (pathname === SIGN_OUT) event.waitUntil(forget());
  } else if (request.method === "GET" && pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});

// Of all copies but those of this person in this session; of all, where nobody is named.
async function forget(but = "") {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(NAME) && name !== NAME + but).map((name) => caches.delete(name)));
}

async function answer(event) {
  if (event.data === "forget") await forget();
  else if (event.data === "keep") await look(await fetch(event.source.url, { credentials: "same-origin" }), event.source.url);
  event.ports[0]?.postMessage("done");
}

async function page(request, event) {
  let response;
  try {
    response = await fetch(request);
  } catch {
    return kept(new URL(request.url).pathname);
  }
  event.waitUntil(look(response.clone(), request.url));
  return response;
}

// What the server sent says whose copies may be here, and whether this page may be one of them.
async function look(response, url) {
  const isPage = (response.headers.get("content-type") ?? "").startsWith("text/html");
  if (!response.ok || response.type === "opaqueredirect" || !isPage) return;
  const whose = response.headers.get("Kept-For") ?? "";
  await forget(whose);
  if (whose && response.headers.get("Keep-Page")) await keep(whose, new URL(url).pathname, response);
}

async function keep(whose, path, response) {
  const text = (await response.text()).replace(NEVER, "");
  const cache = await caches.open(NAME + whose);
  const files = [...text.matchAll(OWN_FILES)].map((found) => found[1]);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Kept-At": String(Date.now()) };
  headers["Content-Security-Policy"] = response.headers.get("Content-Security-Policy") ?? "default-src 'none'";
  await Promise.allSettled(files.map((file) => cache.add(file)));
  await cache.put(path, new Response(text, { headers }));
}

// The copy of an address, or at the front door the first there is; young enough, with its age said on it.
async function kept(path) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(NAME))) {
    const cache = await caches.open(name);
    const own = (await cache.keys()).map((one) => new URL(one.url).pathname).filter((one) => !one.startsWith("/static/"));
    const copy = own.includes(path) ? path : path === "/" ? own[0] : undefined;
    const found = copy && (await cache.match(copy));
    if (!found) continue;
    if (Date.now() - Number(found.headers.get("Kept-At")) > LONGEST) await caches.delete(name);
    else return marked(found);
  }
  return nothing();
}

async function marked(copy) {
  const text = await copy.text();
  const seen = /data-seen="([^"]*)"/.exec(text)?.[1] ?? "";
  const age = Math.floor((Date.now() - Number(copy.headers.get("Kept-At"))) / HOUR);
  const old = age ? ` This is ${age} hour${age === 1 ? "" : "s"} old; “today” and “in 3 days” count from then.` : "";
  const said = text
    .replace("<body ", "<body data-kept ")
    .replace(LINE, '<p class="offline" role="status" data-offline>')
    .replace("<span>No connection.</span>", `<span>No connection. Seen ${seen}.${old}</span>`);
  return new Response(said, { headers: copy.headers });
}

function nothing() {
  const words = "<h1>No connection</h1><p>Nothing is kept here of this page. Try again when you are back online.</p>";
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>No connection</title>${words}`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" };
  return new Response(html, { status: 503, headers });
}
