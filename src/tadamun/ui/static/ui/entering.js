/* Six digits by big keys, and keys that the phone keeps. Without this file a field and a code do the same. */

function armKeypad(pad) {
  const field = document.getElementById(pad.dataset.keypad);
  const count = () => (pad.querySelector("[type=submit]").disabled = field.value.length < 6);
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit],[data-erase]");
    if (!key) return;
    field.value = key.dataset.digit ? (field.value + key.dataset.digit).slice(0, 6) : field.value.slice(0, -1);
    count();
    // The sixth digit sends: nothing more is to be found on the page.
    if (key.dataset.digit && field.value.length === 6) field.form.requestSubmit();
  });
  pad.hidden = false;
  pad.nextElementSibling.hidden = true;
  // The phone's own keyboard would cover the keys; one that is plugged in still types.
  field.inputMode = "none";
  field.addEventListener("input", count);
  // Digits of before are not there for the next person.
  addEventListener("pageshow", (event) => {
    if (event.persisted) field.value = "";
    count();
  });
}

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read({ publicKey: said }) {
  const named = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));
  const found = { ...said, challenge: bytes(said.challenge) };
  if (said.user) found.user = { ...said.user, id: bytes(said.user.id) };
  if (said.excludeCredentials) found.excludeCredentials = named(said.excludeCredentials);
  if (said.allowCredentials) found.allowCredentials = named(said.allowCredentials);
  return { publicKey: found };
}

function written(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (key.response[name]) response[name] = text(key.response[name]);
  return JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response,
    clientExtensionResults: key.getClientExtensionResults(),
  });
}

function armPasskey(form) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      const answer = await fetch(form.dataset.passkey, { method: "POST" });
      const said = await answer.json();
      if (said.see) return location.assign(said.see);
      const make = !!said.publicKey.user;
      const key = await navigator.credentials[make ? "create" : "get"](read(said));
      form.elements.answer.value = written(key);
      form.requestSubmit();
    } catch {
      // She turned away, or the phone has no key for us: everything else on the page still works.
    }
  });
}

// At the door somebody else may sit down, whether or not the one before went out: her pages and photographs lie here no more.
if (self.caches && location.pathname.includes("/sign-in/"))
  for (const name of ["workshop-pages", "workshop-photos"]) caches.delete(name);

document.querySelectorAll("[data-keypad]").forEach(armKeypad);
if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(armPasskey);
