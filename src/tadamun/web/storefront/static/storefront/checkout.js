/* The price of delivery as soon as a city is named. Without this file a button asks for it. */

const form = document.querySelector("#checkout");
let asked;

async function quote() {
  asked?.abort();
  asked = new AbortController();
  const data = new URLSearchParams(new FormData(form));
  data.set("act", "quote");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-quote]")) {
      const made = page.getElementById(old.id);
      const open = old.querySelector("details")?.open;
      if (!made) continue;
      old.replaceChildren(...made.childNodes);
      if (open) old.querySelector("details").open = true;
    }
  } catch {
    // Slow or no network: the form itself still says what delivery costs.
  }
}

form?.addEventListener("change", (event) => {
  if (event.target.name === "city") quote();
  // Another country asks for other fields: the whole page is made anew.
  if (event.target.name === "country") form.requestSubmit(form.querySelector("[value=quote]"));
});
