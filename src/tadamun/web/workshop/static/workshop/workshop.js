/* Every page: what waits is sent, small acts wait for the network. */
const queue = self.workshopQueue;
const said = (name) => document.querySelector(`meta[name=${name}]`)?.content ?? "";
const me = { owner: said("owner"), desk: said("desk"), base: said("workshop") };
const undone = `undone:${me.owner}:`;
const worker = navigator.serviceWorker;
const AGAIN = 10000;
let told = "", again;

async function count() {
  const number = await queue.waiting(me.owner);
  const [waits, bar] = document.querySelectorAll("[data-waiting],[data-refused]");
  waits.hidden = !number;
  waits.querySelector("b").textContent = `${number} ${told}`;
  // Refused while nobody looked: its page says why.
  const bad = (await queue.of("drafts", me.owner)).some((each) => each.problem);
  const fact = (await queue.keys("facts")).find((each) => each.startsWith(undone));
  const [to, why] = fact ? await queue.get("facts", fact) : [bad && `${me.base}products/new/`];
  if (!bar) return;
  bar.hidden = !to;
  bar.querySelector("b").textContent = why ?? "";
  Object.assign(bar.querySelector("a"), { href: to, onclick: () => fact && queue.drop("facts", fact) });
}

async function send() {
  await count();
  const found = await queue.flush(me.owner);
  told = found[found.length - 1]?.said?.problem ?? "";
  await count();
  clearTimeout(again);
  // Not every phone says that its network is back, and of one that led nowhere none does.
  if (found.some((each) => each.later && !each.status)) again = setTimeout(() => document.hidden || send(), AGAIN);
  // Elsewhere than in Chrome the next page does it.
  if (found.some((each) => each.later)) (await worker?.getRegistration())?.sync?.register("workshop").catch(() => {});
  return found;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("queue" in form.dataset)) return;
  event.preventDefault();
  if (form.classList.contains("waits")) return;
  form.classList.add("waits");
  // A field for files that is empty is no file.
  const body = [...new FormData(form)].filter(([, value]) => value.size !== 0);
  if (event.submitter?.name) body.push([event.submitter.name, event.submitter.value]);
  const url = form.getAttribute("action") ?? location.pathname + location.search;
  const act = { id: queue.uuid(), owner: me.owner, desk: me.desk, url, body };
  const n = await queue.put("acts", act);
  const mine = (await send()).find((each) => each.n === n);
  if (mine?.to) location.assign(mine.to);
  // Refused: the page says why.
  else if (mine) {
    await queue.drop("facts", undone + n);
    const { name, value } = event.submitter ?? {};
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    HTMLFormElement.prototype.submit.call(form);
  }
  // Another page was quicker.
  else if (!(await queue.get("acts", n))) location.reload();
});

self.workshop = { me, send };

async function arm() {
  const home = await worker.register(`${me.base}worker.js`, { scope: me.base });
  const offer = () => {
    const bar = document.querySelector("[data-update]");
    if (!home.waiting || !worker.controller || !bar) return;
    bar.hidden = false;
    bar.querySelector("button").onclick = () => {
      worker.addEventListener("controllerchange", () => location.reload());
      home.waiting.postMessage("now");
    };
  };
  home.addEventListener("updatefound", () => home.installing?.addEventListener("statechange", offer));
  offer();
  navigator.storage?.persist?.();
  (await worker.ready).active.postMessage("warm");
}

function installing() {
  const card = document.querySelector("[data-install]");
  const visits = Number(localStorage.visits ?? 0) + !sessionStorage.visited;
  sessionStorage.visited = 1;
  localStorage.visits = visits;
  if (!card || visits < 2 || matchMedia("(display-mode: standalone)").matches || navigator.standalone) return;
  const [press, steps] = card.querySelectorAll("[data-press],[data-steps]");
  if (navigator.standalone === false) card.hidden = steps.hidden = false;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    card.hidden = press.hidden = false;
    press.onclick = () => event.prompt();
  });
}

if (me.owner) {
  send();
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
}
if (me.base && worker) arm().catch(() => {});
try {
  installing();
} catch {
  // Nothing may be stored.
}
