/* Adding a product without a network. */
const queue = self.workshopQueue;
const { me, send } = self.workshop;
const { drawn, jpeg } = self.workshopPictures;
const root = document.querySelector("[data-listing]");
const { fee, places, most } = root.dataset;
const $ = (selector, place = root) => place.querySelector(selector);
const all = (selector, place = root) => [...place.querySelectorAll(selector)];
const STEPS = ["photos", "what", "price", "pieces", "preview"];
const unit = 10 ** places;
let draft, words, level = "";

const hex = async (blob) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
const whole = (text) => Number(text.replace(/[٠-٩۰-۹]/g, (d) => d.charCodeAt(0) % 16).replace(/[٫,]/g, ".").replace(/[^\d.]/g, "")) || 0;

async function keep(changes = {}) {
  Object.assign(draft.content, changes);
  draft.edit += 1;
  const { content, edit, step, sending, problem } = draft;
  await queue.put("drafts", { ...draft, ...(await queue.get("drafts", draft.id)), content, edit, step, sending, problem });
}

function tell(sentence, say = "listing.refused") {
  const box = $("[data-problem]");
  box.hidden = !sentence;
  $("div", box).textContent = sentence ?? "";
  for (const each of all("[data-for]", box)) each.hidden = each.dataset.for !== say;
  if (sentence) box.focus();
}

function show(step) {
  tell();
  for (const section of all("[data-step]")) section.hidden = section.dataset.step !== step;
  $(".drop", document)?.removeAttribute("open");
  $("[data-open]").hidden = step !== "photos" || draft.content.pictures.length;
  draft.step = STEPS.indexOf(step) + 1;
  if (step === "photos") shots($("[data-shots]"), true);
  if (step === "what") tiles();
  if (step === "preview") preview();
  scrollTo(0, 0);
}
const go = (step) => {
  if (location.hash === `#${step}`) show(step);
  location.hash = step;
};

// -- photographs
async function shots(list, removable) {
  for (const old of all("[data-shot]", list)) old.remove();
  const fresh = [];
  for (const digest of draft.content.pictures) {
    const file = await queue.get("files", digest);
    const item = $("template[data-shot]").content.firstElementChild.cloneNode(true);
    if (file) $("img", item).src = URL.createObjectURL(file.blob);
    if (removable) $("button", item).onclick = async () => {
      await keep({ pictures: draft.content.pictures.filter((each) => each !== digest) });
      await queue.dropFiles({ content: { pictures: [digest] } });
      shots(list, true);
    };
    else $("button", item).remove();
    fresh.push(item);
  }
  list.prepend(...fresh);
}

// Blurred: the Laplacian hardly varies. Dark: the mean is low.
function judged(image) {
  const canvas = drawn(image, 160);
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const light = Array.from({ length: width * height }, (_, i) => 0.3 * data[4 * i] + 0.59 * data[4 * i + 1] + 0.11 * data[4 * i + 2]);
  const edges = light
    .map((each, i) => light[i - 1] + light[i + 1] + light[i - width] + light[i + width] - 4 * each)
    .filter((each, i) => !isNaN(each) && i % width % (width - 1));
  const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
  const dark = mean(light) < 55;
  return { dark, blur: !dark && mean(edges.map((each) => each * each)) - mean(edges) ** 2 < 40 };
}

function asked(image, found) {
  const panel = $("[data-judge]");
  panel.hidden = false;
  for (const kind of ["blur", "dark"]) for (const part of all(`[data-${kind}]`, panel)) part.hidden = !found[kind];
  $("img", panel).src = image.src;
  panel.scrollIntoView();
  return new Promise((done) => {
    const answer = (kept) => () => {
      panel.hidden = true;
      done(kept);
    };
    $("[data-keep]").onclick = answer(true);
    $("[data-again]").onclick = answer(false);
  });
}

async function add(files) {
  for (const file of files) {
    if (draft.content.pictures.length >= most) return tell(root.dataset.six, "listing.six_photos");
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
    } catch {
      tell(root.dataset.bad, "listing.not_a_picture");
      continue;
    }
    const found = judged(image);
    if ((found.dark || found.blur) && !(await asked(image, found))) {
      $("[name=camera]").click();
      continue;
    }
    const blob = await jpeg(image);
    const digest = await hex(blob);
    await queue.put("files", { digest, blob });
    await keep({ pictures: [...new Set([...draft.content.pictures, digest])] });
    await shots($("[data-shots]"), true);
  }
}

// -- what it is
async function tiles(slugs, name = "craft") {
  words ??= await (await fetch(root.dataset.words)).json().catch(() => undefined);
  const list = $("[data-tiles]");
  const first = (list.first ??= [...list.children]);
  if (!slugs) {
    level = "";
    return list.replaceChildren(...first);
  }
  list.replaceChildren(...slugs.map(([slug, word, icon, sound]) => {
    const item = first[0].cloneNode(true);
    const button = $("button", item);
    Object.assign(button, { name, value: slug });
    $("span", button).textContent = word;
    $("path", button).setAttribute("d", icon);
    const speaker = $(".say", item);
    if (sound && speaker?.dataset.audio) Object.assign(speaker, { href: sound, ariaLabel: word }).dataset.audio = sound;
    else speaker?.remove();
    return item;
  }));
  scrollTo(0, 0);
}

async function chosen(name, value) {
  if (name === "material") {
    await keep({ material: value });
    return go("price");
  }
  await keep({ craft: value, material: "" });
  const icon = (each) => words.crafts[each].icon ?? icon(words.crafts[each].parent);
  const row = (slug) => [slug, words.crafts[slug].word, icon(slug), words.crafts[slug].sound];
  const below = words ? Object.keys(words.crafts).filter((slug) => words.crafts[slug].parent === value) : [];
  if (below.length && level !== value) {
    level = value;
    return tiles([...below.map(row), row(value)]);
  }
  let at = value;
  while (words?.crafts[at] && !words.crafts[at].materials.length) at = words.crafts[at].parent;
  const made = words?.crafts[at]?.materials;
  if (!made?.length) return go("price");
  return tiles(made.map((slug) => [slug, ...words.materials[slug]]), "material");
}

// -- price
let asking;
function share(place, minor) {
  const area = $(place);
  // Half a centime goes to the market.
  const kept = Math.floor((minor * fee + 5000) / 10000);
  const shown = new Intl.NumberFormat(root.dataset.locale, { style: "currency", currency: root.dataset.currency, trailingZeroDisplay: "stripIfInteger" });
  for (const [name, value] of Object.entries({ price: minor, fee: kept, mine: minor - kept }))
    $(`[data-out=${name}]`, area).textContent = shown.format(value / unit);
  $(".told", area).hidden = !minor;
  let rest = Math.floor((minor - kept) / unit);
  const cash = $("[data-cash]", area);
  cash.innerHTML = "";
  for (const kind of ["note", "coin"]) for (const value of root.dataset[kind].match(/\d+/g) ?? []) {
    const number = Math.floor(rest / value);
    rest %= value;
    if (number) cash.innerHTML += `<li class="${kind}" dir="ltr">${value}${number > 1 ? ` × ${number}` : ""}</li>`;
  }
  for (const speaker of all(".say", area)) speaker.remove();
  clearTimeout(asking);
  // To be heard.
  if (minor) asking = setTimeout(async () => {
    try {
      const answer = await fetch(`${me.base}products/new/share/?price=${minor / unit}`);
      if (answer.status === 200) area.innerHTML = await answer.text();
      for (const speaker of all("[data-audio][hidden]", area)) speaker.hidden = false;
    } catch {
      // No network.
    }
  }, 500);
}

const price = $("#price");
const typed = () => Math.round(whole(price.value) * unit);
const told = () => share("[data-share]", typed());
const worked = (id) => Math.floor(whole($(`#${id}`).value));
const worth = () => Math.floor(((worked("hours") * worked("rate") + worked("material")) * (100 + worked("margin")) + 50) / 100) || "";

function arm() {
  $("[data-keypad]").hidden = false;
  price.addEventListener("input", told);
  $("[data-keypad]").addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    price.value = key.value ? (price.value + key.value).slice(0, 10) : price.value.slice(0, -1);
    told();
  });
  $("[data-fair]").addEventListener("input", () => ($("[data-worked]").textContent = worth()));
  for (const input of all("input[type=file][accept^=image]")) {
    const taken = async () => {
      const files = [...input.files];
      input.value = "";
      await add(files);
    };
    input.addEventListener("change", taken);
    // She was quicker than a slow phone.
    if (input.files.length) taken();
  }
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-form]")) return;
    event.preventDefault();
    next(event.target.closest("[data-step]").dataset.step, event.target, event.submitter);
  });
}

// -- from one step to the next
async function next(step, form, button) {
  const gaps = { photos: !draft.content.pictures.length, price: button?.name !== "fair" && !typed() };
  if (gaps[step]) return tell(root.dataset[step], `listing.need_${step.replace("s", "")}`);
  if (step === "photos") await keep();
  if (step === "what") return chosen(button?.name, button?.value);
  if (step === "price" && button?.name === "fair") {
    price.value = worth();
    return told();
  }
  if (step === "price") await keep({ price: typed() });
  if (step === "pieces") {
    const said = Object.fromEntries(new FormData(form));
    const blob = said.voice?.size && new Blob([said.voice], { type: said.voice.type });
    const voice = blob ? await hex(blob) : draft.content.voice;
    if (blob) await queue.put("files", { digest: voice, blob });
    await keep({ ...said, count: Math.max(1, Math.floor(whole(said.count))), days: Number(said.days), voice, language: root.dataset.language });
  }
  if (step !== "preview") {
    go(STEPS[STEPS.indexOf(step) + 1]);
    return send();
  }
  draft.sending = true;
  draft.problem = "";
  await keep();
  const mine = (await send()).find((each) => each.id === draft.id);
  if (mine?.to) return location.assign(mine.to);
  draft = await queue.get("drafts", draft.id);
  tell(draft.problem || draft.told || root.dataset.waits, draft.say ?? "listing.waiting");
}

function preview() {
  const { craft, material, price, title } = draft.content;
  shots($("[data-preview]"), false);
  $("[data-say=word]").textContent = title || words?.crafts[craft]?.word || "";
  $("[data-say=material]").textContent = words?.materials[material]?.[0] ?? "";
  share("[data-share-copy]", price);
}

// -- what lies here
function filled(content) {
  const form = $("[data-step=pieces] form");
  form.reset();
  for (const name of ["mode", "count", "days", "title", "story"]) if (content[name]) form.elements[name].value = content[name];
  price.value = content.price / unit || "";
  told();
}

async function begin() {
  const id = queue.uuid();
  draft = { ...me, id, key: id, edit: 0, revision: 0, step: 1, content: { pictures: [] } };
  const mine = (await queue.all("drafts")).filter((each) => each.owner === me.owner && (each.content.pictures.length || each.problem));
  for (const each of mine) {
    // The server has less of it.
    $(`[data-draft="${each.key}"]`)?.remove();
    const row = $("template[data-row]").content.firstElementChild.cloneNode(true);
    const file = await queue.get("files", each.content.pictures[0] ?? "");
    if (file) $("img", row).src = URL.createObjectURL(file.blob);
    row.classList.toggle("waits", !!each.sending);
    if ($("p", row).textContent = each.problem || each.told || "") {
      $("use", row).setAttribute("href", "#i-warn");
      const why = $(`[data-for="${each.say}"] .say`);
      if (why) $(".say", row).replaceWith(why.cloneNode(true));
    }
    $("button", row).onclick = async () => {
      draft = (await queue.get("drafts", each.id)) ?? each;
      draft.problem = "";
      filled(draft.content);
      await keep();
      go(STEPS[draft.content.pictures.length && draft.step - 1]);
    };
    $("[data-open]").append(row);
  }
  const straight = location.hash === "#shared" ? "" : me.owner; // shared before she signed in
  history.replaceState(null, "", location.pathname);
  for (const owner of [me.owner, straight]) {
    const shared = await queue.get("facts", `shared:${owner}`);
    await queue.drop("facts", `shared:${owner}`);
    if (shared) await add(shared);
  }
}

if (me.owner && crypto.subtle && self.indexedDB) {
  addEventListener("hashchange", () => show(location.hash.slice(1) || "photos"));
  begin().then(arm);
  tiles().catch(() => {});
}
