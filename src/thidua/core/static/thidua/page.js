// Small help for pages that work without it: copy, print, dialogs, focus on what went wrong.
// Behaviour hangs on data attributes, so that parts swapped in by htmx need no set-up.

document.documentElement.classList.add("has-script");

async function copyText(button) {
  const source = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  } catch {
    // Without a secure address browsers have no clipboard for pages: select the text, the reader copies it.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    return say(button, "Đã chọn sẵn, xin bấm giữ hoặc Ctrl+C để chép");
  }
  say(button, "Đã chép");
}

function say(button, words) {
  const status = document.getElementById(button.dataset.status);
  if (status) status.textContent = words;
}

function openDialog(button) {
  const dialog = document.getElementById(button.dataset.opens);
  if (!dialog?.showModal) return false;
  dialog.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies], [data-prints], [data-opens], [data-closes]");
  if (!button) return;
  if ("copies" in button.dataset) copyText(button);
  else if ("prints" in button.dataset) print();
  else if ("opens" in button.dataset) {
    if (openDialog(button)) event.preventDefault();
  } else button.closest("dialog")?.close();
});

function focusOnErrors() {
  const box = document.querySelector("[data-focus]");
  box?.focus();
  box?.removeAttribute("data-focus");
}

document.addEventListener("DOMContentLoaded", focusOnErrors);
document.addEventListener("htmx:after:swap", focusOnErrors);

// A form that saves as typed is sent only after what was just typed is saved: else it would run into itself.
const isSaving = (form) => form.matches(".htmx-request") || form.querySelector(".htmx-request");
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!isSaving(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const send = () => (isSaving(form) ? setTimeout(send, 50) : form.requestSubmit(submitter));
  send();
}, true);

// A save that waited for the one before it goes out as the page stands now: htmx made it ready before that answer came.
// Where somebody else's number was shown meanwhile it keeps what it had seen, and is refused as well.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target?.isConnected !== false) return;
  ctx.target = document.getElementById(ctx.target.id);
  for (const name of [...ctx.request.body.keys()].filter((one) => one.endsWith("version"))) {
    const [now] = document.getElementsByName(name);
    if (now && !("overtaken" in now.dataset)) ctx.request.body.set(name, now.value);
  }
});

// A form that was filled in and not saved asks before it is left; forms that save as typed carry no mark.
let unsaved = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guards]")) unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
