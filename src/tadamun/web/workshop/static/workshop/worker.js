/* The server writes before this: VERSION, HOME, OFFLINE, ASSETS, the queue. */
const KEPT = `workshop-assets-${VERSION}`;
const PAGES = "workshop-pages";
const PHOTOS = "workshop-photos";
const VOICES = "workshop-voices";
// What is for everybody to hear: no voice of a person that only she may.
const SPOKEN = /\/(static\/ui\/spoken|voices\/open-)[^"\s]+/g;
const NEW = `${HOME}products/new/`;
const PATIENCE = 3000;

self.addEventListener("install", (event) =>
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([OFFLINE, ...ASSETS]))),
);
self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("workshop-assets-") && name !== KEPT) await caches.delete(name);
      await self.clients.claim();
    })(),
  ),
);
self.addEventListener("message", (event) => {
  if (event.data === "now") self.skipWaiting();
  if (event.data === "warm") event.waitUntil(Promise.all([HOME, NEW, `${NEW}words.json`].map(warm)).then(listen));
});
self.addEventListener("sync", (event) => {
  if (event.tag !== "workshop") return;
  event.waitUntil(
    here().then(async (owner) => {
      if (owner && (await self.workshopQueue.flush(owner)).some((each) => each.later)) throw new Error("later");
    }),
  );
});

const bare = (address) => {
  const url = new URL(address);
  return url.pathname === NEW ? url.origin + NEW : url.href.split("#")[0];
};

// Whose pages lie here.
const here = async () => (await (await (await caches.open(PAGES)).match("/owner"))?.text()) ?? "";

// What the server allows, of one woman at a time.
async function keep(request, answer) {
  const owner = answer.headers.get("X-Offline");
  if (answer.type === "opaqueredirect" || owner === "none") return caches.delete(PAGES);
  if (!owner || !answer.ok) return;
  const said = await here();
  if (said && said !== owner) await caches.delete(PAGES);
  const cache = await caches.open(PAGES);
  await cache.put("/owner", new Response(owner));
  await cache.put(bare(request.url), answer);
}

async function warm(address) {
  const cache = await caches.open(PAGES);
  const request = new Request(new URL(address, location.origin), { credentials: "same-origin", redirect: "manual" });
  if (await cache.match(bare(request.url))) return;
  try {
    await keep(request, await fetch(request));
  } catch {
    // Another time.
  }
}

// What these two pages say can be heard without a network.
async function listen() {
  if (navigator.connection?.saveData) return;
  for (const path of [HOME, NEW]) {
    const page = await caches.match(location.origin + path, { cacheName: PAGES });
    const html = (await page?.text()) ?? "";
    for (const [url] of html.matchAll(SPOKEN)) await voice(new Request(url)).catch(() => {});
  }
}

// A player asks for parts, which no cache keeps.
async function voice(request) {
  const { url } = request;
  const cache = await caches.open(VOICES);
  let answer = (await cache.match(url)) ?? (await cache.match(url.replace("voice.opus", "voice.m4a")));
  if (!answer) {
    answer = await fetch(url);
    if (answer.status !== 200) return answer;
    await cache.put(url, answer.clone());
    const lying = await cache.keys();
    if (lying.length > 900) await cache.delete(lying[0]);
  }
  const part = /bytes=(\d+)-(\d*)/.exec(request.headers.get("Range"));
  if (!part) return answer;
  const all = await answer.blob();
  const [from, to] = [Number(part[1]), Math.min(Number(part[2] || all.size), all.size - 1)];
  const headers = { "Content-Type": all.type, "Content-Range": `bytes ${from}-${to}/${all.size}` };
  return new Response(all.slice(from, to + 1), { status: 206, headers });
}

async function fromBefore(request) {
  const hit = await (await caches.open(PAGES)).match(bare(request.url));
  if (!hit || request.mode !== "navigate") return hit;
  const page = (await hit.text()).replace("<body ", "<body data-kept ");
  return new Response(page, { headers: hit.headers });
}

async function newest(event) {
  const { request } = event;
  const asked = fetch(request).then((answer) => {
    event.waitUntil(keep(request, answer.clone()));
    return answer;
  });
  const quick = new Promise((done) => setTimeout(done, PATIENCE));
  try {
    const answer = (await Promise.race([asked, quick])) ?? (await fromBefore(request)) ?? (await asked);
    asked.catch(() => {});
    return answer;
  } catch {
    return (await fromBefore(request)) ?? (request.mode === "navigate" ? caches.match(OFFLINE) : Response.error());
  }
}

async function first(request, name) {
  const cache = await caches.open(name);
  const hit = await cache.match(request);
  if (hit) return hit;
  const answer = await fetch(request);
  const picture = answer.headers.get("Content-Type")?.startsWith("image/");
  if (answer.status === 200 && (name === KEPT || picture)) {
    await cache.put(request, answer.clone());
    const lying = await cache.keys();
    if (name === PHOTOS && lying.length > 80) await cache.delete(lying[0]);
  }
  return answer;
}

async function shared(request) {
  const files = (await request.formData()).getAll("photos");
  await self.workshopQueue.put("facts", files, `shared:${await here()}`);
  return Response.redirect(`${NEW}#shared`, 303);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "GET" && pathname.search(SPOKEN) === 0) return event.respondWith(voice(request));
  if (request.headers.has("Range")) return;
  if (request.method === "POST" && pathname === `${NEW}shared/`) return event.respondWith(shared(request));
  if (request.method !== "GET") return;
  if (pathname.startsWith("/static/")) event.respondWith(first(request, KEPT));
  else if (pathname.startsWith("/lessons/")) event.respondWith(first(request, "workshop-lessons"));
  else if (pathname.startsWith("/media/")) event.respondWith(first(request, PHOTOS));
  else if (request.mode === "navigate" || pathname === `${NEW}words.json`) event.respondWith(newest(event));
});
