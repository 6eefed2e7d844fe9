/* A course kept on the phone: each page, picture and voice of it is fetched once and laid where the worker looks without a network. */
const form = document.querySelector("[data-keep] form");
const PAGES = "workshop-pages";
const place = (address) =>
  address.startsWith("/lessons/") ? "workshop-lessons" : /^.(static|voices)/.test(address) ? "workshop-voices" : PAGES;

async function lay(address, owner) {
  const name = place(address);
  const answer = await fetch(address, { credentials: "same-origin", headers: { "X-Tadamun-Keep": "1" } });
  const mine = name !== PAGES || answer.headers.get("X-Offline") === owner;
  if (!answer.ok || !mine) throw new Error(address);
  await (await caches.open(name)).put(new URL(address, location.origin).href, answer);
}

async function keep() {
  const { urls } = await (await fetch(form.parentElement.dataset.keep, { credentials: "same-origin" })).json();
  const owner = document.querySelector("meta[name=owner]")?.content;
  for (const address of urls) await lay(address, owner);
}

form?.addEventListener("submit", async (event) => {
  if (new FormData(form).get("kept") === "0" || !self.caches) return;
  event.preventDefault();
  try {
    await keep();
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    // Not all of it came: nothing is marked, and the next press goes on.
    form.querySelector("[type=submit]").disabled = false;
    form.parentElement.querySelector("[data-not-kept]").hidden = false;
  }
});
