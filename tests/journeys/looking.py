"""What a careful reader notices on a page: language, headings, contrast, width, words left in English, small targets."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import polib
from playwright.sync_api import Page

import tadamun
from tests.journeys.people import findings

CATALOGUES = Path(tadamun.__path__[0]) / "locale"
NARROW = {"width": 320, "height": 640}
# One after the other, so that every language meets each of them on a quarter of the pages, each on other ones.
SAMPLES = ((360, "light"), (1280, "dark"), (360, "dark"), (1280, "light"))
# Names that are written in Latin letters in every language.
ALLOWED = ("CTM Messagerie", "Powered by", "Shopify", "WooCommerce")
FILE = re.compile(r"\S+\.csv\b")  # somebody named it
RUN = re.compile(r"[A-Za-zÀ-ÿ]{2,}(?:[\s,.:;'’-]+[A-Za-zÀ-ÿ]{2,}){2,}")

NAMES = {"El Hajeb", "English"}  # of a town, as a buyer wrote it; of a language, by itself

TEXTS = """language => {
  const found = [], own = e => { const l = e.closest('[lang]'); return l === document.documentElement || l?.lang === language; };
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (e.closest('script,style,noscript,datalist,[translate=no]') || !own(e) || !walk.currentNode.data.trim()) continue;
    found.push([walk.currentNode.data.trim(), !!e.closest('bdi,[dir=ltr],[dir=auto],textarea,td code')]);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-busy', 'data-text'])
    for (const e of document.querySelectorAll(`[${name}]`)) if (own(e)) found.push([e.getAttribute(name).trim(), name === 'alt']);
  return found;
}"""

TARGETS = """least => {
  const small = [];
  for (const e of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')) {
    if (!e.checkVisibility({checkVisibilityCSS: true, checkOpacity: true}) || e.disabled) continue;
    let box = e.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || e.closest('.visually-hidden')) continue;
    // A link inside a sentence is as tall as the sentence (WCAG 2.5.8, inline).
    const style = getComputedStyle(e);
    if (style.display === 'inline' && e.parentElement.textContent.trim().length > e.textContent.trim().length) continue;
    let [width, height] = [box.width, box.height];
    const label = e.labels?.[0];
    if (label) {
      const around = label.getBoundingClientRect();
      [width, height] = [Math.max(width, around.width), Math.max(height, around.height)];
    }
    // A link whose ::after covers its card is as large as the card.
    if (getComputedStyle(e, '::after').position === 'absolute') {
      let card = e;
      while (card.parentElement && getComputedStyle(card).position === 'static') card = card.parentElement;
      const around = card.getBoundingClientRect();
      [width, height] = [around.width, around.height];
    }
    if (Math.min(width, height) < least - 0.5)
      small.push(`${Math.round(width)}×${Math.round(height)} ${e.outerHTML.slice(0, 140)}`);
  }
  return small;
}"""

WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? '' :
  [...document.body.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && box.width && !e.closest('.visually-hidden,table,.strip');
  }).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ') || 'unknown'"""


@cache
def english(language: str) -> frozenset[str]:
    """Sentences of the code that this language says otherwise, and says nothing else with."""
    catalogue = polib.pofile(str(CATALOGUES / language / "LC_MESSAGES" / "django.po"))
    own = {said for entry in catalogue for said in (entry.msgstr, *entry.msgstr_plural.values())}
    return frozenset(
        entry.msgid.strip()
        for entry in catalogue
        if re.search(r"[A-Za-z]{3}", entry.msgid) and entry.msgstr and entry.msgid not in own
    )


def words_left(page: Page, language: str) -> list[str]:
    """English on a page of another language: our own sentences, and on Arabic pages any run of Latin words."""
    if language == "en":
        return []
    left = []
    for written, isolated in page.evaluate(TEXTS, language):
        said = text = " ".join(written.split())
        for name in ALLOWED:
            said = said.replace(name, "")
        said = FILE.sub("", said)
        if said and text in english(language) - NAMES:
            left.append(f"English: {text!r}")
        elif language == "ar" and not isolated and RUN.search(said):
            left.append(f"Latin words: {text[:90]!r}")
    return left


def dress(page: Page, width: int, scheme: str) -> None:
    """Show it that wide, by day or by night."""
    page.set_viewport_size({"width": width, "height": 740 if width < 600 else 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")


def problems(page: Page, language: str, number: int) -> list[str]:
    """Everything that is wrong with the page as it stands; ``number`` chooses width and colours."""
    dress(page, *SAMPLES[number % len(SAMPLES)])
    found = findings(page, without=["target-size"])  # a fifth of its time: TARGETS asks more, below
    found += _shape(page, language)
    found += words_left(page, language)
    least = 44 if "/workshop/" in page.url else 24
    found += [f"target: {each}" for each in page.evaluate(TARGETS, least)]
    page.set_viewport_size(NARROW)
    if wide := page.evaluate(WIDER):
        found.append(f"wider than 320 px: {wide}")
    return found


def clear(page: Page) -> None:
    """Nothing that axe finds, no control below 44 px and nothing wider than a phone, on the page as it stands."""
    found = [*findings(page), *(f"target: {each}" for each in page.evaluate(TARGETS, 44))]
    if wide := page.evaluate(WIDER):
        found.append(f"wider than the phone: {wide}")
    assert found == [], (page.url, found)


def _shape(page: Page, language: str) -> list[str]:
    told: dict[str, Any] = page.evaluate(
        "() => ({lang: document.documentElement.lang, dir: document.documentElement.dir,"
        " h1: [...document.querySelectorAll('h1')].filter(e => !e.closest('[hidden]')).length, title: document.title})"
    )
    found = []
    if told["lang"] != language or told["dir"] != ("rtl" if language == "ar" else "ltr"):
        found.append(f"lang={told['lang']} dir={told['dir']}")
    if told["h1"] != 1:
        found.append(f"{told['h1']} h1")
    if not told["title"].strip(" ·"):
        found.append("no title")
    return found
