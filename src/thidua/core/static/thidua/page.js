// Small help for pages that work without it: copy, print, dialogs, focus on what went wrong.
// Behaviour hangs on data attributes, so that parts swapped in by htmx need no set-up.

document.documentElement.classList.add("has-script");
let unsaved = false;

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

// Browsers complain about a field in words of their own, before anything is sent; ours come with the answer.
function letTheServerSpeak() {
  for (const form of document.forms) form.noValidate = true;
}

for (const happening of ["DOMContentLoaded", "htmx:after:swap"]) {
  document.addEventListener(happening, focusOnErrors);
  document.addEventListener(happening, letTheServerSpeak);
}

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
// Where somebody else's number is shown, typing on saves nothing by itself: to put one's own instead takes the button.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const place = document.getElementById(ctx.target?.id) ?? ctx.target;
  if (place?.querySelector("[data-overtaken]")) return event.preventDefault();
  if (ctx.target?.isConnected !== false) return;
  ctx.target = place;
  for (const name of [...ctx.request.body.keys()].filter((one) => one.endsWith("version"))) {
    const [now] = document.getElementsByName(name);
    if (now) ctx.request.body.set(name, now.value);
  }
});

// Two numbers that make one figure belong together: while one is missing nothing is sent and nothing is said to be wrong,
// until the row is left. The button sends as ever.
const isHalf = (row) => [...row.querySelectorAll("[data-pair]")].filter((one) => one.value.trim()).length === 1;

function sendOnceLeft(row) {
  // The focus is nowhere while it moves: look where it went.
  setTimeout(() => {
    if (row?.dataset.waits !== "" || row.contains(document.activeElement)) return;
    row.dataset.waits = "over";
    row.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.addEventListener("htmx:before:request", (event) => {
  const row = event.detail.ctx.sourceElement;
  if (!isHalf(row) || row.dataset.waits === "over") return delete row.dataset.waits;
  event.preventDefault();
  row.dataset.waits = "";
  sendOnceLeft(row);
});
document.addEventListener("focusout", ({ target }) => sendOnceLeft(target.closest("[data-waits]")));

// What did not arrive must not look as if it had: without a network, signed out, or answered by a page of refusal
// the part stays as it was, says so, and the page asks before it is left.
const KEPT = "Những gì vừa gõ vẫn còn trên trang";
const OFFLINE = `Chưa lưu được vì mất kết nối. ${KEPT}, xin thử lại khi có mạng.`;
const SIGNED_OUT = `Chưa lưu được vì phiên làm việc đã hết. ${KEPT}: xin ghi lại, rồi tải lại trang và đăng nhập.`;
const FAULT = `Chưa lưu được vì máy chủ đang bận hoặc có lỗi. ${KEPT}, xin thử lại sau ít phút.`;
const ANSWERS = [200, 204, 409, 422];
// Where kept.js keeps what is typed, nothing is lost by leaving the page either.
const IS_KEPT = new Map([
  [OFFLINE, "Chưa lưu được vì mất kết nối. Số vừa gõ được giữ trên máy này, có mạng là tự gửi."],
  [SIGNED_OUT, "Chưa lưu được vì phiên làm việc đã hết. Số vừa gõ được giữ trên máy này, đăng nhập lại là tự gửi."],
  [FAULT, "Chưa lưu được vì máy chủ đang bận hoặc có lỗi. Số vừa gõ được giữ trên máy này, lát nữa tự gửi lại."],
]);

function tellUnsaved({ target, sourceElement }, said) {
  const isKept = sourceElement?.closest?.("[data-keeps]")?.dataset.ready && IS_KEPT.has(said);
  const words = isKept ? IS_KEPT.get(said) : said;
  unsaved = !isKept;
  for (const saved of document.querySelectorAll(".saved")) saved.textContent = "Chưa lưu được";
  if (!target?.isConnected) return;
  target.querySelector(":scope > .unsaved")?.remove();
  const told = Object.assign(document.createElement("p"), { className: "error unsaved", textContent: words });
  told.setAttribute("role", "alert");
  target.append(told);
}

function refusalIn(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const reason = page.querySelector("main .notice p")?.textContent.trim();
  return reason ? `Chưa lưu được. ${reason}` : SIGNED_OUT;
}

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const { raw, status } = ctx.response;
  if (!raw.redirected && ANSWERS.includes(status)) return;
  event.preventDefault();
  tellUnsaved(ctx, raw.redirected ? SIGNED_OUT : status < 500 ? refusalIn(ctx.text) : FAULT);
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => { if (ctx) tellUnsaved(ctx, OFFLINE); });
document.addEventListener("htmx:after:swap", () => { if (!document.querySelector(".unsaved")) unsaved = false; });

// A form that was filled in and not saved asks before it is left; forms that save as typed carry no mark.
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guards]")) unsaved = true;
});
document.addEventListener("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

// The day of a date field in words, because browsers write 08/12 in the order of their own language.
document.addEventListener("input", (event) => {
  const field = event.target.closest("input[type=date]");
  const words = field?.parentElement.querySelector(".day-words");
  if (!words) return;
  const [year, month, day] = field.value.split("-").map(Number);
  words.textContent = day ? `${day} tháng ${month} năm ${year}` : "";
});

// What a reader unfolded or folded stays so while the browser's window lives; what an address names is never folded away.
const placeOf = (part) => `${location.pathname}#${part.id}`;

function unfoldAround(key) {
  const named = document.getElementById(key);
  const folded = [];
  for (let part = named?.closest("details"); part; part = part.parentElement?.closest("details")) {
    if (!part.open) folded.push(part);
  }
  for (const part of folded) part.open = true;
  if (folded.length) named.scrollIntoView();
}

document.addEventListener("click", ({ target }) => {
  const part = target.closest("details[data-remembers] > summary")?.parentElement;
  if (part) sessionStorage.setItem(placeOf(part), part.open ? "" : "1"); // it turns over after this
});
document.addEventListener("DOMContentLoaded", () => {
  const isAsked = new URLSearchParams(location.search).has("mo");
  for (const part of document.querySelectorAll("details[data-remembers]")) {
    const kept = sessionStorage.getItem(placeOf(part));
    if (kept !== null && !isAsked) part.open = kept === "1";
  }
  unfoldAround(decodeURIComponent(location.hash.slice(1)));
});
addEventListener("hashchange", () => unfoldAround(decodeURIComponent(location.hash.slice(1))));

// A menu that lies over the page closes by Escape, and by whatever is done elsewhere.
const openMenus = () => document.querySelectorAll("details[data-closes][open]");
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of openMenus()) {
    const isInside = menu.contains(document.activeElement);
    menu.open = false;
    if (isInside) menu.querySelector("summary").focus();
  }
});
for (const deed of ["click", "focusin"]) {
  document.addEventListener(deed, ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
  });
}
