// Talking to the server of the grid: addresses, the token, and what went wrong as a word.
const bench = document.querySelector("[data-workbench]");
export const address = bench?.dataset.workbench ?? "";
let token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

export const csrf = () => token;

export class Trouble extends Error {
  constructor(kind, answer = null) {
    super(kind);
    this.kind = kind;
    this.answer = answer;
  }
}

export const shown = () => [
  ["from", bench.dataset.from],
  ["weeks", bench.dataset.weeks],
  ...new URLSearchParams(bench.dataset.chosen),
];
const sites = Object.fromEntries((bench?.dataset.sites ?? "").split(" ").map((one) => one.split(":")));
export const siteOf = (letter) => sites[letter] ?? "";
// The clock on the wall of the program's clinic, wherever this device is.
export const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: bench.dataset.zone });
export const edition = () => bench?.dataset.edition; // a page on which nobody was found has no grid
export function setEdition(value) {
  bench.dataset.edition = value;
}

async function request(path, options) {
  try {
    return await fetch(address + path, { credentials: "same-origin", redirect: "manual", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("offline");
  }
}

const isSignedOut = (response) => response.type === "opaqueredirect" || response.status === 401;

// After signing in again the token is another one: the page's own address hands it out.
async function newToken() {
  const page = await fetch(window.location.href, { credentials: "same-origin", redirect: "manual" });
  if (!page.ok) throw new Trouble("expired");
  const body = new DOMParser().parseFromString(await page.text(), "text/html").body;
  token = JSON.parse(body.getAttribute("hx-headers"))["X-CSRFToken"];
}

async function posted(path, pairs, headers) {
  const options = { method: "POST", body: new URLSearchParams(pairs), headers: { ...headers, "X-CSRFToken": token } };
  let response = await request(path, options);
  if (response.status === 403) {
    await newToken();
    response = await request(path, { ...options, headers: { ...headers, "X-CSRFToken": token } });
  }
  if (isSignedOut(response) || response.status === 403) throw new Trouble("expired");
  return response;
}

export async function post(path, pairs, headers = {}) {
  const response = await posted(path, pairs, headers);
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  if (!isJson) throw new Trouble("trouble");
  const answer = await response.json();
  if (response.status === 409) throw new Trouble("stale", answer);
  if (response.status === 422) throw new Trouble("refused", answer);
  if (!response.ok) throw new Trouble("trouble");
  return answer;
}

// A fragment of a page. An answer that refuses is a fragment too, or says so in words.
export async function get(path, pairs, signal) {
  const response = await request(`${path}?${new URLSearchParams(pairs)}`, { signal });
  if (isSignedOut(response) || response.status === 403) throw new Trouble("expired");
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && type.includes("json")) return response.json();
  if (response.ok || (response.status === 422 && type.includes("html"))) return response.text();
  if (type.includes("json")) throw new Trouble("refused", await response.json());
  throw new Trouble("trouble");
}
