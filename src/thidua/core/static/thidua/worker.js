// Opens the pages on which figures are typed where there is no line: as they were last seen, for the person who saw them.
// Nothing else is kept, and whoever signs out takes it along (Clear-Site-Data). What is typed is kept by kept.js.

const PAGES = "thidua-giu ";
const FILES = "thidua-tep";
const ENTRY = /^\/bao-cao\/(\d+)\/(nhap|gui|so-lieu\/\d+)\/$/;
const WHOLE = (path) => path.replace(ENTRY, "/bao-cao/$1/nhap/");
const KEPT_DAYS = 7;
const MOST_FILES = 120;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PERSON = /<meta name="thidua-person" content="([0-9a-f]+)">/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate" && ENTRY.test(url.pathname)) {
    event.respondWith(request.method === "GET" ? opened(event, url) : sent(request, url));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(file(event));
  }
});

// A form that did not get through leads back to the page, which shows what it keeps.
async function sent(request, url) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(`${WHOLE(url.pathname)}?mat-mang=1`, 303);
  }
}

async function opened(event, url) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected && answer.type === "basic") event.waitUntil(keep(url.pathname, answer.clone()));
    return answer;
  } catch {
    return (await kept(url.pathname)) ?? instead(url);
  }
}

async function keep(path, answer) {
  const person = PERSON.exec(await answer.clone().text())?.[1];
  if (!person) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  }
  await (await caches.open(PAGES + person)).put(path, answer);
}

async function kept(path) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const cache = await caches.open(name);
    const answer = await cache.match(path, { ignoreVary: true });
    if (!answer) continue;
    const age = Date.now() - Date.parse(answer.headers.get("Date"));
    if (!(age > KEPT_DAYS * 86_400_000)) return answer;
    await cache.delete(path);
  }
  return null;
}

async function instead(url) {
  const whole = WHOLE(url.pathname);
  if (whole !== url.pathname && (await kept(whole))) return Response.redirect(whole, 302);
  const page = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`
    + `<title>Chưa có mạng · Thi Đua Số</title>${await sheets()}</head>`
    + `<body><header class="strip"><div class="strip-in"><span class="brand"><strong>Thi Đua Số</strong></span></div></header>`
    + `<main class="page"><div class="page-head"><h1>Chưa có mạng</h1><p class="lead">Trang này chưa từng mở trên máy này nên chưa có bản giữ lại.</p></div>`
    + `<p>Số liệu đã gõ ở những trang đã mở vẫn được giữ trên máy này. Có mạng lại, xin tải lại trang.</p>`
    + `<div class="actions"><a class="btn btn-primary" href="${url.pathname}">Tải lại trang</a></div></main></body></html>`;
  return new Response(page, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

// The newest of each style sheet that was kept, so that this page looks like the others.
async function sheets() {
  const newest = new Map();
  for (const { url } of await (await caches.open(FILES)).keys()) {
    const { pathname } = new URL(url);
    if (pathname.endsWith(".css")) newest.set(pathname.split("/").pop().split(".")[0], pathname);
  }
  return [...newest.values()].map((path) => `<link rel="stylesheet" href="${path}">`).join("");
}

// Names of style sheets, scripts and fonts tell their content: what is kept under a name is right for ever.
async function file(event) {
  const cache = await caches.open(FILES);
  const found = await cache.match(event.request, { ignoreVary: true });
  if (found && HASHED.test(new URL(event.request.url).pathname)) return found;
  try {
    const answer = await fetch(event.request);
    if (answer.ok && answer.status === 200) event.waitUntil(keepFile(cache, event.request, answer.clone()));
    return answer;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

async function keepFile(cache, request, answer) {
  await cache.put(request, answer);
  const names = await cache.keys();
  for (const old of names.slice(0, Math.max(0, names.length - MOST_FILES))) await cache.delete(old);
}
