// Makes the dashboard open at once, and says so where it cannot. It keeps files whose names are hashes of what is in them,
// and one page for when the server is away. What a service answers is never kept and never given again: an old price
// shown as if it were of now would be a lie.
const CACHE = "usdcop-static-1";
const OFFLINE = "/offline.html";
const MOST_FILES = 400;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([new Request(OFFLINE, { cache: "reload" }), "/icons/icon.svg"]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/_next/static/")) event.respondWith(kept(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => offline()));
});

/** A file of the build: its name changes with what is in it, so the kept one is the right one. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    await tidy(cache);
  }
  return answer;
}

/** Files of older builds go, oldest first; the offline page stays. */
async function tidy(cache) {
  const files = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/_next/static/"));
  await Promise.all(files.slice(0, Math.max(0, files.length - MOST_FILES)).map((file) => cache.delete(file)));
}

async function offline() {
  const page = await (await caches.open(CACHE)).match(OFFLINE);
  if (!page) return Response.error();
  const now = new Date();
  const time = now.toLocaleTimeString("en-GB", { timeZone: "America/Bogota", hourCycle: "h23" });
  const text = (await page.text()).replaceAll("{{time}}", time);
  const headers = new Headers(page.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  return new Response(text, { status: 503, headers });
}
