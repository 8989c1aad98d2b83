// What is typed for a report is kept on this machine until the server has it: through a cut line, a killed browser, an
// ended session. Each sending carries a key that the server remembers, so that sending again takes nothing twice.
//
// One record a person and report: `rows` (figure → fields, version seen, stamp), `wants` ("gui": hand in), and `batch`,
// what is under way: it is sent unchanged, with its key, until its fate is known; only then goes what was typed since.

const person = document.querySelector('meta[name="thidua-person"]')?.content;
const NAMES = ["numerator", "denominator", "state", "is_estimate", "source", "explanation"];
const PAGES = "thidua-giu ";
const FILES = "thidua-tep";
const RESTING = 10_000; // a row that nobody touched for so long was left behind by another page
const EVERY = 5_000;
const PATIENCE = 15_000;
const form = document.querySelector("form[data-keeps]");
const others = "BroadcastChannel" in window ? new BroadcastChannel("thidua-kept") : null;
const drafts = new Map(); // figure → timer
let isCut = false;
let isBusy = false;
let why = "";
let lately = "";
let trouble = "";
let wait = 0;
let nextAt = 0;

// ---- the store

const opening = new Promise((resolve, reject) => {
  const asked = indexedDB.open("thidua-giu", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "id" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function inStore(mode, work) {
  const base = await opening;
  return new Promise((resolve, reject) => {
    const deed = base.transaction("reports", mode, { durability: "strict" });
    let told;
    work(deed.objectStore("reports"), (value) => { told = value; });
    deed.oncomplete = () => resolve(told);
    deed.onerror = deed.onabort = () => reject(deed.error);
  });
}

const all = () => inStore("readonly", (store, tell) => {
  store.getAll().onsuccess = ({ target }) => tell(target.result);
});
const mine = async () => (await all()).filter((one) => one.person === person);
const isEmpty = (record) => !Object.keys(record.rows).length && !record.batch && !record.wants;

// Reads and writes in one transaction, so that two windows never write over each other.
const change = (id, fresh, alter) => inStore("readwrite", (store, tell) => {
  store.get(id).onsuccess = ({ target }) => {
    const record = target.result ?? fresh;
    if (!record) return;
    tell(alter(record));
    if (isEmpty(record)) store.delete(id);
    else store.put(record);
  };
});

const changeHere = (alter) => change(`${person} ${form.dataset.report}`, {
  id: `${person} ${form.dataset.report}`, person, report: form.dataset.report, label: form.dataset.label,
  entry: form.dataset.entry, receive: form.dataset.receive, rows: {}, wants: "", batch: null, clashes: [], said: "",
}, alter);

function newKey() {
  const parts = crypto.getRandomValues(new Uint8Array(16));
  return [...parts].map((one) => one.toString(16).padStart(2, "0")).join("");
}

// ---- the page

const rowOf = (element) => element?.closest?.("[data-keeps] [data-figure], [data-keeps][data-figure]");
const rowHere = (figure) => form && (form.dataset.figure === figure ? form : form.querySelector(`[data-figure="${figure}"]`));
const fieldIn = (row, name) => row.querySelector(`[name="${name}"], [name="s${row.dataset.figure}-${name}"]`);
const said = (field) => (!field ? "" : field.type === "checkbox" ? (field.checked ? "on" : "") : field.value);
const fieldsOf = (row) => Object.fromEntries(NAMES.map((name) => [name, said(fieldIn(row, name))]));
const isSame = (one, other) => NAMES.every((name) => (one[name] ?? "") === (other[name] ?? ""));
const plural = (rows) => `${rows.length} số liệu`;

function keep(row, more = {}) {
  const figure = row.dataset.figure;
  clearTimeout(drafts.get(figure));
  drafts.delete(figure);
  const fields = { ...fieldsOf(row), ...more };
  const typed = { fields, version: said(fieldIn(row, "version")), name: row.dataset.name, stamp: newKey(), at: Date.now() };
  return changeHere((record) => {
    const before = record.rows[figure];
    record.rows[figure] = before && isSame(before.fields, fields) ? { ...before, at: typed.at } : { ...typed, waits: isCut };
    record.clashes = record.clashes.filter((one) => one.figure !== figure);
  });
}

function putBack(row, typed) {
  for (const name of NAMES) {
    const field = fieldIn(row, name);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = typed.fields[name] === "on";
    else field.value = typed.fields[name] ?? "";
  }
  const version = fieldIn(row, "version");
  if (version) version.value = typed.version;
}

function setVersion(figure, version) {
  const row = rowHere(figure);
  const field = row && fieldIn(row, "version");
  if (field && Number(field.value) < Number(version)) field.value = version;
}

function showTaken(figure, told) {
  const row = rowHere(figure);
  if (!row) return;
  row.querySelector(".unsaved")?.remove();
  const state = document.getElementById(`trang-thai-${figure}`);
  if (state && told.html) state.replaceWith(document.importNode(new DOMParser().parseFromString(told.html, "text/html").body.firstElementChild, true));
  setVersion(figure, told.version);
}

// ---- sending

async function ask(address, options = {}) {
  const answer = await fetch(address, { redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(PATIENCE), ...options });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.type === "opaqueredirect" ? 0 : answer.status, told: isJson ? await answer.json() : null };
}

const isReady = (row) => !row.refused && (row.waits || Date.now() - row.at > RESTING) && !isTypedInto(row);
const isTypedInto = (row) => {
  const here = rowOf(document.activeElement);
  return Boolean(here && !isCut && !row.waits && here.dataset.name === row.name);
};

const begin = (record) => change(record.id, null, (fresh) => {
  if (!fresh.batch && !fresh.clashes.length) {
    const rows = Object.fromEntries(Object.entries(fresh.rows).filter(([, row]) => isReady(row)));
    const rest = Object.values(fresh.rows).some((row) => row.refused);
    const then = fresh.wants && !rest ? fresh.wants : "";
    if (Object.keys(rows).length || then) fresh.batch = { key: newKey(), rows, then };
  }
  return structuredClone(fresh);
});

function bodyOf({ batch }, token) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, opened_by: person, key: batch.key, then: batch.then });
  for (const [figure, row] of Object.entries(batch.rows)) {
    for (const [name, value] of Object.entries({ ...row.fields, version: row.version })) {
      if (name !== "is_estimate" || value) body.set(`s${figure}-${name}`, value);
    }
  }
  return body;
}

// What the answer means for what is kept; whatever is not plainly taken stays.
const settle = (record, { status, told }) => change(record.id, null, (fresh) => {
  const { batch } = fresh;
  if (!batch || batch.key !== record.batch.key) return;
  if (status === 200) {
    for (const [figure, { version }] of Object.entries(told.rows)) {
      const row = fresh.rows[figure];
      if (row && row.stamp === batch.rows[figure]?.stamp) delete fresh.rows[figure];
      else if (row && batch.rows[figure]) row.version = String(version);
    }
    if (batch.then) fresh.wants = "";
    Object.assign(fresh, { batch: null, said: "" });
    return;
  }
  Object.assign(fresh, { batch: null, said: told.reason ?? "" });
  if (batch.then) fresh.wants = ""; // numbers may still go alone; to hand in is asked for anew
  fresh.clashes = told.clashes ?? [];
  for (const [figure, reason] of Object.entries(told.mistakes ?? {})) {
    if (fresh.rows[figure]?.stamp === batch.rows[figure]?.stamp) fresh.rows[figure].refused = reason;
  }
  if (status === 403) for (const row of Object.values(fresh.rows)) row.refused = fresh.said;
});

async function sendOne(record) {
  const asked = await ask(record.receive);
  if (asked.status !== 200 || !asked.told) return asked.status >= 500 ? "fault" : "signed-out";
  if (asked.told.person !== person) return "other";
  for (let turn = 0; turn < 10; turn += 1) {
    const now = await begin(record);
    if (!now?.batch) return "";
    const answer = await ask(now.receive, { method: "POST", body: bodyOf(now, asked.told.token) });
    if (!answer.told || ![200, 403, 409, 422].includes(answer.status)) return answer.status >= 500 ? "fault" : "signed-out";
    await settle(now, answer);
    if (answer.status === 200) tellTaken(now, answer.told);
    else if (now.batch.then) trouble = `Báo cáo chưa gửi được. ${answer.told.reason ?? "Có số cần xem lại."}`;
  }
  return "";
}

function tellTaken(record, told) {
  const count = Object.keys(record.batch.rows).length;
  lately = record.batch.then
    ? `Báo cáo đã gửi lúc ${told.at}: ${told.state}.`
    : `Đã gửi ${count} số liệu giữ trên máy lúc ${told.at}.`;
  for (const [figure, one] of Object.entries(told.rows)) if (record.batch.rows[figure]) {
    if (form?.dataset.report === record.report) showTaken(figure, one);
    others?.postMessage({ figure, version: one.version });
  }
  if (form?.dataset.report !== record.report) return;
  for (const saved of document.querySelectorAll(".saved")) saved.textContent = `Đã lưu lúc ${told.at}`;
  if (record.batch.then) location.assign(form.dataset.done);
}

async function send() {
  const waiting = (await mine()).filter((one) => one.batch || (one.wants && !one.clashes.length) || Object.values(one.rows).some(isReady));
  if (isBusy || !waiting.length || Date.now() < nextAt) return show();
  isBusy = true;
  try {
    for (const record of waiting) why = await sendOne(record);
    isCut = false;
  } catch {
    isCut = true;
    why = "cut";
  } finally {
    isBusy = false;
    wait = why ? Math.min(60_000, Math.max(EVERY, wait * 2)) : 0;
    nextAt = Date.now() + wait - 500;
  }
  return show();
}

// One window at a time; where browsers know no locks, the key and the version keep what two windows send from counting twice.
const sendAlone = () => (navigator.locks ? navigator.locks.request("thidua-kept", { ifAvailable: true }, (lock) => lock && send()) : send());

// ---- what is said

const WHY = {
  cut: "Đang mất mạng; có mạng lại là tự gửi. Trang mở lúc này có thể chưa hiện những số đã lưu trước đó.",
  fault: "Máy chủ đang bận; sẽ tự gửi lại.",
  "signed-out": "Phiên làm việc đã hết; đăng nhập lại là tự gửi.",
  other: "Người khác đang đăng nhập trên máy này nên chưa gửi.",
};

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function button(words, deed, kind = "btn-outline-primary") {
  const made = element("button", { type: "button", className: `btn ${kind}`, textContent: words });
  made.addEventListener("click", async () => { nextAt = 0; await deed(); await sendAlone(); await show(); });
  return made;
}

function place() {
  const here = document.querySelector("[data-kept-says]");
  if (here) return here;
  const box = element("div", { className: "kept" });
  box.dataset.keptSays = "";
  box.setAttribute("role", "status");
  document.getElementById("noi-dung")?.prepend(box);
  return box;
}

let shown = "";
async function show() {
  const records = await mine();
  const now = JSON.stringify([records.map((one) => [Object.keys(one.rows), Object.values(one.rows).map((row) => [row.waits, row.refused]), one.wants, one.clashes, one.said, Boolean(one.batch)]), why, lately, trouble, isCut]);
  if (now === shown) return;
  shown = now;
  const told = records.flatMap(aboutRecord);
  if (trouble) told.push(element("div", { className: "notice notice-late" }, element("p", { textContent: trouble })));
  if (lately) told.push(element("p", { className: "kept-done", textContent: lately }));
  if (told.length || document.querySelector("[data-kept-says]")) place().replaceChildren(...told);
}

function aboutRecord(record) {
  const rows = Object.values(record.rows).filter((row) => row.waits || row.refused?.trim() || record.clashes.length || Date.now() - row.at > RESTING);
  if (!rows.length && !record.wants && !record.batch) return [];
  const names = rows.map((row) => row.name).join("; ");
  const box = element("div", { className: "notice notice-late" });
  const head = element("strong", { textContent: rows.length ? `Chưa gửi, đang giữ trên máy này: ${plural(rows)}.` : "Báo cáo chưa gửi." });
  box.append(element("p", {}, head, rows.length ? ` ${names}. ` : " ", WHY[why] ?? ""));
  if (form?.dataset.report !== record.report) box.append(element("p", {}, element("a", { href: record.entry, textContent: record.label })));
  if (record.wants) box.append(element("p", { textContent: "Ông/bà đã bấm gửi báo cáo: báo cáo tự gửi ngay khi có mạng." }));
  if (record.said) box.append(element("p", { className: "error", textContent: record.said }));
  for (const row of rows) if (row.refused?.trim() && row.refused !== record.said) box.append(element("p", { className: "error", textContent: `${row.name}: ${row.refused}` }));
  for (const clash of record.clashes) box.append(aboutClash(record, clash));
  const doors = element("div", { className: "actions" });
  if (!record.clashes.length) doors.append(button("Gửi ngay", () => retry(record)));
  if (record.wants) doors.append(button("Thôi, chưa gửi báo cáo", () => change(record.id, null, (one) => { one.wants = ""; if (one.batch) one.batch.then = ""; })));
  if (rows.length && (record.said || rows.some((row) => row.refused?.trim()))) doors.append(button("Bỏ số giữ trên máy", () => drop(record)));
  box.append(doors);
  return [box];
}

// Both numbers side by side; nothing is sent until one of them is chosen.
function aboutClash(record, clash) {
  const facts = element("dl", { className: "facts" },
    element("div", {}, element("dt", { textContent: "Trên máy này" }), element("dd", { textContent: clash.mine })),
    element("div", {}, element("dt", { textContent: `${clash.who} vừa lưu` }), element("dd", { textContent: clash.theirs })));
  const choose = (alter) => () => change(record.id, null, (one) => {
    one.clashes = one.clashes.filter((other) => other.figure !== clash.figure);
    alter(one);
  });
  const doors = element("div", { className: "actions" },
    button("Dùng số trên máy này", choose((one) => { Object.assign(one.rows[clash.figure], { version: String(clash.version), waits: true, refused: "" }); })),
    button("Giữ số kia", async () => {
      await choose((one) => { delete one.rows[clash.figure]; })();
      if (form?.dataset.report === record.report) location.reload();
    }));
  return element("div", {}, element("p", {}, element("strong", { textContent: clash.name })), facts, doors);
}

const retry = (record) => change(record.id, null, (one) => {
  for (const row of Object.values(one.rows)) Object.assign(row, { waits: true, refused: "" });
});

async function drop(record) {
  await change(record.id, null, (one) => { Object.assign(one, { rows: {}, batch: null, wants: "", clashes: [] }); });
  if (form?.dataset.report === record.report) location.reload();
}

// ---- typing

document.addEventListener("input", ({ target }) => {
  const row = rowOf(target);
  if (!row || target.type === "file") return;
  clearTimeout(drafts.get(row.dataset.figure));
  drafts.set(row.dataset.figure, setTimeout(() => keep(row), 300));
});
document.addEventListener("change", ({ target }) => {
  const row = rowOf(target);
  if (row && target.type !== "file") keep(row);
}, true);

const OWN_ANSWERS = [200, 204, 409, 422];
document.addEventListener("htmx:after:request", async ({ detail: { ctx } }) => {
  const row = rowOf(ctx.sourceElement);
  if (!row) return;
  const { raw, status } = ctx.response;
  const isOurs = !raw.redirected && OWN_ANSWERS.includes(status);
  isCut = false;
  if (isOurs && status < 300) await forget(row, ctx.request.body);
  else if (status === 409) await changeHere((record) => { delete record.rows[row.dataset.figure]; }); // the page shows both
  else await mark(row, isOurs || (status >= 400 && status < 500) ? { refused: isOurs ? " " : "Máy chủ chưa nhận." } : { waits: true });
  if (!isOurs) why = raw.redirected ? "signed-out" : "fault";
  show();
});
document.addEventListener("htmx:error", async ({ detail: { ctx } }) => {
  const row = rowOf(ctx?.sourceElement);
  if (!row) return;
  isCut = true;
  why = "cut";
  await keep(row);
  await mark(row, { waits: true });
  await begin({ id: `${person} ${form.dataset.report}` });
  show();
});

const mark = (row, facts) => changeHere((record) => {
  if (record.rows[row.dataset.figure]) Object.assign(record.rows[row.dataset.figure], facts);
});
const forget = (row, body) => changeHere((record) => {
  const figure = row.dataset.figure;
  const sent = Object.fromEntries(NAMES.map((name) => [name, body.get(name) ?? body.get(`s${figure}-${name}`) ?? ""]));
  if (record.rows[figure] && isSame(record.rows[figure].fields, sent)) delete record.rows[figure];
});

document.addEventListener("submit", async (event) => {
  if (event.target !== form || event.defaultPrevented) return;
  const { submitter } = event;
  const then = form.dataset.then ?? (submitter?.value === "gui" ? "gui" : "");
  sessionStorage.setItem("thidua-then", then);
  const hasFile = [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
  if (hasFile || (navigator.onLine && !isCut)) return;
  event.preventDefault();
  isCut = true;
  why = "cut";
  if (form.dataset.figure) {
    const isNone = submitter?.name === "not_arising";
    await keep(form, isNone ? { numerator: "", denominator: "", state: "not_arising" } : {});
    await mark(form, { waits: true });
  }
  if (then) await changeHere((record) => { record.wants = then; });
  await sendAlone();
  if (form.dataset.figure && isCut && (await caches.match(form.dataset.entry, { ignoreVary: true }).catch(() => null))) location.assign(form.dataset.entry);
});

// Whoever signs out leaves nothing here. What is not sent would be lost: ask first.
document.addEventListener("submit", async (event) => {
  const leaving = event.target;
  if (!leaving.action?.endsWith?.("/dang-xuat/")) return;
  event.preventDefault();
  const rows = (await all().catch(() => [])).flatMap((one) => Object.values(one.rows));
  if (rows.length && !(await confirmed(rows))) return;
  const names = await globalThis.caches?.keys() ?? [];
  await Promise.all(names.filter((one) => one.startsWith("thidua-")).map((one) => caches.delete(one)));
  await inStore("readwrite", (store) => store.clear()).catch(() => {});
  leaving.submit();
});

function confirmed(rows) {
  return new Promise((resolve) => {
    const dialog = element("dialog", { className: "session-dialog" });
    const end = (words, answer, kind) => {
      const made = element("button", { type: "button", className: `btn ${kind}`, textContent: words });
      made.addEventListener("click", () => { dialog.close(); dialog.remove(); resolve(answer); });
      return made;
    };
    dialog.setAttribute("aria-labelledby", "leaving-title");
    dialog.addEventListener("cancel", () => { dialog.remove(); resolve(false); });
    dialog.append(
      element("h2", { id: "leaving-title", textContent: "Máy này còn số chưa gửi" }),
      element("p", { textContent: `${plural(rows)} mới chỉ giữ trên máy này: ${rows.map((row) => row.name).join("; ")}. Đăng xuất thì các số ấy bị xóa khỏi máy.` }),
      element("div", { className: "actions" }, end("Ở lại để gửi", false, "btn-primary"), end("Đăng xuất và bỏ", true, "btn-outline-primary")),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

// ---- opening without a line

async function keepPages() {
  if (!("serviceWorker" in navigator) || !globalThis.caches) return;
  await navigator.serviceWorker.register(form.dataset.worker, { scope: "/bao-cao/" });
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  }
  const pages = await caches.open(PAGES + person);
  for (const path of new Set([location.pathname, form.dataset.entry])) {
    if (await pages.match(path, { ignoreVary: true })) continue;
    const answer = await fetch(path);
    if (answer.ok && !answer.redirected) await pages.put(path, answer);
  }
  const files = await caches.open(FILES);
  for (const { name } of performance.getEntriesByType("resource")) {
    const isOurs = name.startsWith(`${location.origin}/static/`);
    if (isOurs && !(await files.match(name, { ignoreVary: true }))) await files.add(name).catch(() => {});
  }
  form.dataset.opens = "offline";
}

async function start() {
  if (!person) return;
  const records = await mine();
  const record = form && records.find((one) => one.report === form.dataset.report);
  for (const [figure, typed] of Object.entries(record?.rows ?? {})) {
    const row = rowHere(figure);
    if (row && !isSame(fieldsOf(row), typed.fields)) putBack(row, typed);
    else if (row && !typed.waits && !record.batch) await changeHere((one) => { delete one.rows[figure]; });
  }
  if (form) {
    form.dataset.ready = "1";
    if (new URLSearchParams(location.search).has("mat-mang")) {
      isCut = true;
      why = "cut";
      const then = sessionStorage.getItem("thidua-then");
      if (record || then) await changeHere((one) => { one.wants = then || one.wants; });
      history.replaceState(null, "", location.pathname);
    }
    if (document.readyState === "complete") keepPages().catch(() => {});
    else addEventListener("load", () => keepPages().catch(() => {}));
  }
  others?.addEventListener("message", ({ data }) => { setVersion(data.figure, data.version); show(); });
  addEventListener("online", () => { nextAt = 0; sendAlone(); });
  addEventListener("offline", () => { isCut = true; why = "cut"; show(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAlone(); });
  setInterval(sendAlone, EVERY);
  await sendAlone();
}

start().catch(() => {}); // a browser that keeps nothing works as before
