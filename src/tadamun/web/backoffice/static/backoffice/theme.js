// The preview follows the form while one chooses. Without it the button beside "Save" does the same.
const form = document.querySelector("#theme");
const place = document.querySelector("#preview");
const sheet = document.querySelector("#preview-css");
let wait, asked;

document.querySelector("#look").hidden = true;
form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(show, 150);
});

async function show() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.preview}?${query}`, { signal: asked.signal });
    if (!answer.ok) return;
    place.innerHTML = await answer.text();
    sheet.href = `${form.dataset.css}?${query}`;
  } catch {
    // No network: the last preview stays, saving says what is wrong.
  }
}
