// Typing a paper form in: Enter leads from box to box, past sources and explanations; after the last box to the button.

document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-slip] [data-box]");
  if (!box || event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const boxes = [...box.form.querySelectorAll("[data-box]")];
  const next = boxes[boxes.indexOf(box) + (event.shiftKey ? -1 : 1)] ?? box.form.querySelector("button[type=submit]");
  next.focus();
  next.select?.();
});

// A page without mistakes begins in the first box that is still empty.
const boxes = [...document.querySelectorAll("[data-slip] [data-box]")];
if (!document.querySelector("[data-slip] [aria-invalid], [data-slip] .error")) (boxes.find((box) => !box.value) ?? boxes[0])?.focus();
