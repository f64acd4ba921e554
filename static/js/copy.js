// data-copy="id" copies that field's value and says so in the button.
const WORD = "[data-copy-word]";

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const word = button.querySelector(WORD);
  try {
    await navigator.clipboard.writeText(field.value);
    word.textContent = "Copied";
  } catch {
    field.select();
    word.textContent = "Press Ctrl+C";
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.querySelector(WORD).setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button));
}
