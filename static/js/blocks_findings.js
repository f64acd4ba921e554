// What to look at, beside the table and on each row; asked for again for the rows that changed.
const table = document.querySelector("table[data-blocks]");
const MOST_ROWS = 40;
const LATER_MILLISECONDS = 300;

function start() {
  const list = document.querySelector("[data-findings-list]");
  const state = document.querySelector("[data-findings-state]");
  const number = document.querySelector("[data-findings-count]");
  const panel = document.getElementById("blocks-panel");
  const toggle = document.querySelector("[data-panel-toggle]");
  const due = new Set();
  let timer = 0;

  function mark(row) {
    row.querySelector(".row-mark")?.remove();
    const item = list.querySelector(`[data-findings="${row.dataset.resident}"]`);
    if (!item || "mild" in item.dataset) return;
    const sign = document.createElement("span");
    sign.className = "row-mark";
    sign.title = [...item.querySelectorAll("li")].map((line) => line.textContent).join("\n");
    sign.innerHTML = `!<span class="visually-hidden"> ${Number(item.dataset.count)} to look at</span>`;
    row.cells[0].append(" ", sign);
  }

  function tell() {
    const serious = list.querySelectorAll("[data-findings]:not([data-mild])").length;
    const mild = list.querySelectorAll("[data-mild]").length;
    number.textContent = serious ? `(${serious})` : "";
    state.textContent = serious + mild === 0 ? "Nothing: every block has a rotation, and the clinics of each year can be reached." : `${serious === 1 ? "1 resident needs" : `${serious} residents need`} a look; ${mild} more lose clinic dates to holidays or leave.`;
  }

  function merge(html, residents) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const items = [...made.content.querySelectorAll("li[data-findings]")];
    if (residents) for (const resident of residents) list.querySelector(`[data-findings="${resident}"]`)?.remove();
    else list.replaceChildren();
    list.prepend(...items);
    list.append(...list.querySelectorAll("[data-mild]"));
    const rows = residents ? residents.map((resident) => table.querySelector(`tr[data-resident="${resident}"]`)) : [...table.querySelectorAll("tr[data-resident]")];
    for (const row of rows) if (row) mark(row);
    tell();
  }

  async function look(residents) {
    const named = residents && residents.length <= MOST_ROWS ? residents : null;
    const url = table.dataset.checksUrl + (named ?? []).map((resident) => `&resident=${resident}`).join("");
    const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) merge(await answer.text(), named);
    else state.textContent = "What to look at could not be asked for; this list may be out of date.";
  }

  table.addEventListener("blocks:changed", (event) => {
    for (const key of event.detail.keys) due.add(key.split(":")[0]);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const residents = [...due];
      due.clear();
      look(residents);
    }, LATER_MILLISECONDS);
  });
  toggle.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
    document.querySelector("[data-blocks-bench]").classList.toggle("has-panel", !panel.hidden);
  });
  look(null);
}

if (table) start();
