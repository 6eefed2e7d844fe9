/* A form goes once the server is there; until then what she typed, said and photographed stays before her. docs/algorithms/offline.md */
const none = document.querySelector("[data-offline]");
const PATIENCE = 8000;
const mayGo = new WeakSet();

// A network's own door answers too, but not in our words.
async function reached() {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch("/livez", { cache: "no-store", redirect: "error", signal: stop.signal });
    return answer.ok && answer.headers.get("Content-Type")?.startsWith("text/plain");
  } catch {
    return false;
  } finally {
    clearTimeout(clock);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || "queue" in form.dataset || form.getAttribute("method") !== "post" || mayGo.delete(form)) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const there = navigator.onLine && (await reached());
  // Where nothing may be stored, it still goes.
  await self.workshopKept?.(form, there).catch(() => {});
  none.hidden = there;
  form.ariaBusy = null;
  if (there) {
    mayGo.add(form);
    return form.requestSubmit(button);
  }
  form.append(none);
  none.scrollIntoView({ block: "nearest" });
});
addEventListener("online", () => (none.hidden = true));
