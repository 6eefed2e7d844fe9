/* A form that is marked so lies on the phone from its first letter until the server has it, files too. docs/algorithms/offline.md */
const queue = self.workshopQueue;
const prefix = `form:${document.querySelector("meta[name=keeps]").content}:`;
const here = location.pathname + location.search;
const to = (form) => form.getAttribute("action") ?? here;
// A picture may be made small after its form went: what went is not kept again as if it had not.
const went = new WeakSet();
let soon;

async function keep(form, gone) {
  const said = [...new FormData(form)].filter(([, value]) => value.size !== 0);
  await queue.put("facts", { from: here, to: to(form), gone, said }, prefix + to(form));
}

function fill(field, value) {
  if (field.type === "radio") field.checked = field.value === value;
  // The server knows better what it shows already.
  else if (field.type !== "file") field.value = field.value === field.defaultValue ? value : field.value;
  else if (value.size && !field.files.length) {
    const files = new DataTransfer();
    files.items.add(value);
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

async function putBack(form) {
  const row = await queue.get("facts", prefix + to(form));
  if (!row) return;
  // It went, and came back with what is wrong.
  if (row.gone) await queue.put("facts", { ...row, gone: false }, prefix + to(form));
  for (const [name, value] of row.said)
    for (const field of form.querySelectorAll(`[name="${name}"]:not([type=hidden])`)) fill(field, value);
}

async function forget(which) {
  for (const name of await queue.keys("facts")) {
    const row = name.startsWith(prefix) && (await queue.get("facts", name));
    if (row && which(row)) await queue.drop("facts", name);
  }
}

async function arm() {
  // What went from the page before, and led here, is with the server.
  await forget((row) => row.gone && row.to !== here && document.referrer.endsWith(row.from));
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const changed = () => {
      clearTimeout(soon);
      soon = setTimeout(() => went.has(form) || keep(form).catch(() => {}), 300);
    };
    await putBack(form);
    for (const name of ["input", "change"]) form.addEventListener(name, changed);
  }
}

self.workshopKept = async (form, goes) => {
  clearTimeout(soon);
  if (goes) went.add(form);
  if ("keep" in form.dataset) await keep(form, goes);
  if (goes && "forget" in form.dataset) await forget(() => true);
};
arm().catch(() => {});
