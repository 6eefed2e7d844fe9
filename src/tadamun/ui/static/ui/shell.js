/* Small comforts. Every page works without them. */

const all = (selector, root = document) => root.querySelectorAll(selector);

// Cached pages are the same for everybody: what is personal comes from a cookie.
function showHint() {
  const found = document.cookie.match(/(?:^|; )tadamun_hint=([^;]*)/);
  if (!found) return;
  try {
    const { b: count, n: name } = JSON.parse(decodeURIComponent(found[1]));
    for (const place of all("[data-basket-count]")) {
      place.textContent = count || "";
      place.hidden = !count;
    }
    if (name) for (const place of all("[data-name]")) place.textContent = name;
  } catch {
    // A cookie somebody else wrote says nothing.
  }
}

function armQuantity(box) {
  const input = box.querySelector("input");
  for (const button of all("button", box)) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.dataset.step > 0 ? input.stepUp() : input.stepDown();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// A second press must not send the order twice.
function sendOnce(event) {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("[type=submit]");
  // The attribute: a form with a field of that name answers with the field.
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.ariaBusy === "true") return event.preventDefault();
  form.ariaBusy = "true";
  const word = button?.dataset.busy ?? form.dataset.busy;
  // After the form's data were collected: a disabled button's own value would be left out.
  setTimeout(() => {
    if (!button) return;
    button.disabled = true;
    if (word) (button.querySelector("span") ?? button).textContent = word;
  });
}

function armAuto(form) {
  form.addEventListener("change", () => {
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = status.dataset.text ?? "";
    form.requestSubmit();
  });
}

function armSuggestions(input) {
  const list = document.createElement("ul");
  let wait, chosen, asked;
  list.className = "suggestions";
  list.id = "suggestions";
  list.role = "listbox";
  list.hidden = true;
  list.ariaLabel = input.ariaLabel;
  input.after(list);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);
  const show = (open) => {
    list.hidden = !open;
    input.ariaExpanded = String(open);
  };
  const choose = (step) => {
    const options = [...all("[role=option]", list)];
    chosen = (options.indexOf(chosen) + step + options.length + 1) % (options.length + 1);
    chosen = options[chosen];
    options.forEach((option, place) => {
      option.id = `suggestion-${place}`;
      option.ariaSelected = String(option === chosen);
    });
    chosen ? input.setAttribute("aria-activedescendant", chosen.id) : input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const words = input.value.trim();
      asked?.abort();
      if (words.length < 2) return show(false);
      asked = new AbortController();
      try {
        const url = new URL(input.dataset.suggestUrl, location);
        url.searchParams.set(input.name, words);
        const answer = await fetch(url, { signal: asked.signal });
        list.innerHTML = answer.ok ? await answer.text() : "";
        chosen = undefined;
        input.removeAttribute("aria-activedescendant");
        show(!!list.querySelector("[role=option]"));
      } catch {
        // Slow or no network: the search itself still works.
      }
    }, 180);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen) chosen.querySelector("a").click();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(show, 200, false));
}

showHint();
// Our own button says what was chosen.
addEventListener("change", ({ target: { files, previousElementSibling } }) => {
  if (files) previousElementSibling.dataset.name = [...files].map((file) => file.name);
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  showHint();
  for (const form of all("form[aria-busy]")) {
    form.ariaBusy = null;
    for (const button of all(":disabled", form)) button.disabled = false;
  }
});
all("[data-quantity]").forEach(armQuantity);
all("form[data-auto]").forEach(armAuto);
all("[data-suggest-url]").forEach(armSuggestions);
addEventListener("submit", sendOnce);
