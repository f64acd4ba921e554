// A wide table begins at the column of today, beside the names that stay in place.
for (const area of document.querySelectorAll("[data-scroll-to-now]")) {
  const now = area.querySelector(".is-now");
  const names = area.querySelector("thead th");
  if (now && names) area.scrollLeft = Math.max(0, now.offsetLeft - names.offsetWidth - now.offsetWidth);
}
