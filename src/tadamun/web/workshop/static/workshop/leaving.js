/* Signing out: what waits on this phone is sent before. A borrowed phone then keeps nothing of hers; on a trusted one what could
not be sent waits for her, and nobody else sees it. docs/algorithms/offline.md */
const queue = self.workshopQueue;
const PATIENCE = 15000;

const sent = (whose) => Promise.race([queue.flush(whose), new Promise((done) => setTimeout(done, PATIENCE))]);

async function left(whose) {
  const drafts = (await queue.of("drafts", whose)).filter((each) => each.sending || each.synced !== each.edit);
  // What could not be done and she has not seen yet.
  const undone = (await queue.keys("facts")).filter((key) => key.startsWith(`undone:${whose}`));
  return (await queue.of("acts", whose)).length + drafts.length + undone.length;
}

async function forget(whose) {
  for (const { n } of await queue.of("acts", whose)) await queue.drop("acts", n);
  for (const draft of await queue.of("drafts", whose)) {
    await queue.drop("drafts", draft.id);
    await queue.dropFiles(draft);
  }
  for (const key of await queue.keys("facts")) if (key.split(":")[1]?.startsWith(whose)) await queue.drop("facts", key);
}

async function mayGo(form, answer) {
  const whose = form.dataset.leave;
  if (!answer) await sent(whose);
  if (!("borrowed" in form.dataset) || answer === "stays") return true;
  if (!answer && (await left(whose))) return false;
  await forget(whose);
  return true;
}

async function leave(event) {
  const form = event.target;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const go = await mayGo(form, event.submitter?.value).catch(() => true);
  form.ariaBusy = null;
  if (!go) {
    const asks = form.querySelector("[data-unsent]");
    asks.hidden = false;
    return asks.focus();
  }
  if (self.caches) for (const name of ["workshop-pages", "workshop-photos"]) await caches.delete(name);
  HTMLFormElement.prototype.submit.call(form);
}

for (const form of document.querySelectorAll("form[data-leave]")) form.addEventListener("submit", leave);
