// A session that rests too long locks. This says so in time, keeps it open while somebody types, and unlocks it on the
// page itself, so that nothing typed is lost. Without this script the server asks for the password at the next step.

const meta = document.querySelector('meta[name="thidua-rests-for"]');
const limit = Number(meta.content) * 1000;
const { url, unlock } = meta.dataset;
const warnAt = Math.min(60_000, limit / 3);
const sayEvery = Math.min(60_000, limit / 4);
const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"];
let ends = Date.now() + Number(meta.dataset.left) * 1000;
let said = Date.now();
let dialog;

const others = "BroadcastChannel" in window ? new BroadcastChannel("thidua-presence") : null;
others?.addEventListener("message", () => wake());

// The server writes down once a minute that somebody is there, so what another request did may be a minute older.
function wake(left = limit - sayEvery) {
  said = Date.now();
  ends = said + left;
  dialog?.close();
}

async function ask(method, address = url, fields = {}) {
  const body = method === "POST" ? new URLSearchParams(fields) : undefined;
  return fetch(address, { method, body, headers: { "X-CSRFToken": token(), Accept: "application/json" }, redirect: "manual" });
}

async function keepOpen() {
  said = Date.now();
  const answer = await ask("POST").catch(() => null);
  if (!answer?.ok) return;
  const { left } = await answer.json();
  if (left > 0) {
    wake(left * 1000);
    others?.postMessage("seen");
  }
}

for (const name of ["keydown", "pointerdown", "scroll", "input"]) {
  addEventListener(name, () => {
    if (!dialog?.open && Date.now() - said > sayEvery) keepOpen();
  }, { passive: true, capture: true });
}
document.addEventListener("htmx:after:request", () => { if (!dialog?.open) wake(); });

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function shown() {
  if (!dialog) {
    dialog = element("dialog", { className: "session-dialog" });
    dialog.setAttribute("aria-labelledby", "session-title");
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
  return dialog;
}

function warn() {
  const go = element("button", { type: "button", className: "btn btn-primary", textContent: "Tiếp tục làm việc" });
  go.addEventListener("click", keepOpen);
  shown().replaceChildren(
    element("h2", { id: "session-title", textContent: "Sắp khóa vì lâu không thao tác" }),
    element("p", { textContent: "Trong một phút nữa trang sẽ khóa. Những gì đang gõ vẫn còn trên trang." }),
    element("div", { className: "actions" }, go),
  );
  dialog.classList.remove("session-locked");
  dialog.dataset.state = "warned";
  go.focus();
}

function lock() {
  const field = element("input", { type: "password", className: "form-control", id: "session-password", autocomplete: "current-password", required: true });
  const wrong = element("p", { className: "error" });
  wrong.setAttribute("role", "alert");
  const form = element("form", {},
    element("div", { className: "field" }, element("label", { htmlFor: "session-password", textContent: "Mật khẩu" }), field),
    wrong,
    element("div", { className: "actions" }, element("button", { type: "submit", className: "btn btn-primary", textContent: "Mở khóa" })),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const answer = await ask("POST", unlock, { password: field.value }).catch(() => null);
    if (answer?.ok) return wake(limit);
    field.value = "";
    wrong.textContent = answer === null ? "Mất kết nối. Xin thử lại."
      : answer.status === 429 ? "Đã nhập sai nhiều lần. Xin chờ rồi thử lại."
      : answer.status === 422 ? "Mật khẩu chưa đúng." : "Phiên đã hết. Xin ghi lại những gì đang gõ, rồi đăng nhập lại.";
  });
  shown().replaceChildren(
    element("h2", { id: "session-title", textContent: "Trang đang khóa" }),
    element("p", { textContent: "Đã lâu không có thao tác. Những gì đang gõ vẫn còn trên trang; nhập mật khẩu để làm tiếp." }),
    form,
  );
  dialog.classList.add("session-locked");
  dialog.dataset.state = "locked";
  field.focus();
}

setInterval(async () => {
  const rest = ends - Date.now();
  if (rest > warnAt || dialog?.dataset.state === "locked" && dialog.open) return;
  if (rest > 0) {
    if (!dialog?.open) warn();
    return;
  }
  const answer = await ask("GET").catch(() => null); // another tab may have been used meanwhile
  const left = answer?.ok ? (await answer.json()).left : 0;
  if (left === null || left * 1000 > warnAt) wake(left === null ? limit : left * 1000);
  else if (left > 0) ends = Date.now() + left * 1000;
  else lock();
}, 1_000);
