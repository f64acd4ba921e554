// What was entered before a module was there to hear it, on a slow telephone or kept by the browser over a reload.
function isTouched(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return isChosen(field);
  return field.defaultValue !== undefined && field.value !== field.defaultValue;
}

// A list in which the page chose nothing shows its first entry.
function isChosen(select) {
  const options = [...select.options];
  const chosen = options.some((option) => option.defaultSelected);
  const isDefault = (option, at) => (chosen || select.multiple ? option.defaultSelected : at === 0);
  return options.some((option, at) => option.selected !== isDefault(option, at));
}

export const anyTouched = (fields) => [...fields].some(isTouched);
