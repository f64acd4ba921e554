// The theme chosen in the menu, kept in a cookie so that the server draws the next page in it at once.
const YEAR = 60 * 60 * 24 * 365;
const root = document.documentElement;
const buttons = document.querySelectorAll("[data-theme-set]");

function show() {
  const chosen = root.dataset.theme ?? "system";
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeSet === chosen));
}

function choose(theme) {
  const isSystem = theme === "system";
  if (isSystem) delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `theme=${isSystem ? "" : theme}; path=/; max-age=${isSystem ? 0 : YEAR}; samesite=lax`;
  show();
}

for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.themeSet));
for (const group of document.querySelectorAll("[data-theme-choice]")) group.hidden = false;
show();
