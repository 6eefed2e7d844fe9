"""The words of what was listed by voice: somebody writes, she hears them, she presses the green hand."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tadamun.goods.catalogue.events import WordsToHear
from tadamun.goods.catalogue.models import Product, Wording
from tadamun.goods.catalogue.operations.announcing import product_changed
from tadamun.goods.catalogue.operations.making import BadProduct
from tadamun.goods.catalogue.operations.reviewing import WrongState, locked_review
from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import every

HOWS = ("human", "voice", "machine")


def ask_for_words(product: Product, *, voice: str = "", needs_hand: bool = True) -> Wording:
    """Say that others must write its words. Repeating it changes nothing."""
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        wording, _ = Wording.objects.get_or_create(
            product=product,
            defaults={"voice": voice, "needs_hand": needs_hand, "provenance": _first(product)},
        )
    return wording


def say_own_words(
    product: Product, language: str, *, voice: str = "", needs_hand: bool = True, mine: bool = True
) -> Wording:
    """What the product says in ``language`` was typed by hand. Her own words (``mine``) are agreed to: others may add languages
    to them. What somebody typed for her waits to be heard."""
    by = str(current().actor)
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        wording, _ = Wording.objects.get_or_create(product=product)
        typed = {language: {"how": "human", "by": by, "from": ""}}
        wording.provenance = {**_first(product), **wording.provenance, **typed}
        wording.voice, wording.needs_hand, wording.written_at = (
            voice or wording.voice,
            needs_hand,
            clock.now(),
        )
        wording.state = Wording.State.AGREED if mine else Wording.State.TO_HEAR
        wording.answered_at, wording.answered_by = (wording.written_at, by) if mine else (None, "")
        wording.reading = wording.answer = ""
        wording.save()
    return wording


def tell_anew(product: Product, voice: str, *, needs_hand: bool = True) -> Wording:
    """She said it once more: from this recording, by its code, its words are wanted anew."""
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        wording = ask_for_words(product, voice=voice, needs_hand=needs_hand)
        wording.voice, wording.needs_hand, wording.state = voice, needs_hand, Wording.State.WANTED
        wording.answered_at, wording.answered_by, wording.answer = None, "", ""
        wording.save()
    return wording


def _first(product: Product) -> dict[str, Any]:
    """Where the words stand from that it has already: the names of its craft."""
    return {
        language: {"how": "machine", "by": "craft", "from": product.craft}
        for language in every(product.titles)
    }


def write_words(
    wording: Wording,
    titles: Mapping[str, str],
    stories: Mapping[str, str],
    *,
    hows: Mapping[str, str],
    sources: Mapping[str, str],
    reading: str = "",
) -> Wording:
    """Give the product its words; from then on they wait to be heard, whoever had agreed to earlier ones. Where she typed words
    herself and these stay as they are, her yes stays too: others only said the same in more languages.

    ``hows``: language → human, voice (written down from her recording) or machine; ``sources``: language → recording or
    language it was made from; ``reading``: the words read aloud, by the recording's code. Raises ``BadProduct`` without a
    title, ``WrongState`` once it was approved: then its words are edited as others are.
    """
    product = wording.product
    if not every(titles):
        raise BadProduct("title", "missing")
    if any(len(title) > 300 for title in every(titles).values()):
        raise BadProduct("title", "length")
    by = str(current().actor)
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        if locked_review(product) == Product.Review.APPROVED:
            raise WrongState("words of an approved product are edited")
        hers = _hers(wording, titles, stories)
        hows = {**hows, **dict.fromkeys(hers, "human")}
        product.titles, product.stories = _marked(titles, hows), _marked(stories, hows)
        product.save(update_fields=["titles", "stories"])
        wording.provenance = {
            language: {"how": _how(hows, language), "by": by, "from": sources.get(language, "")[:40]}
            for language in every({**stories, **titles})
        } | hers
        wording.written_at, wording.reading = clock.now(), reading
        if not hers:
            wording.state = Wording.State.TO_HEAR
            wording.answered_at, wording.answered_by, wording.answer = None, "", ""
        wording.save()
        product_changed(product)
        audit.record("write_words", product.reference, languages=sorted(wording.provenance))
        if not hers:
            announce(WordsToHear(market_id=current().market_id or 0, code=product.code))
    return wording


def _hers(wording: Wording, titles: Mapping[str, str], stories: Mapping[str, str]) -> dict[str, Any]:
    """Languages she typed herself, with where they are from; empty where one of them would say something else."""
    if wording.state != Wording.State.AGREED:
        return {}
    product, own = wording.product, {}
    for language, origin in wording.provenance.items():
        if origin["how"] != "human" or origin["from"] or origin["by"] != wording.answered_by:
            continue
        pairs = ((product.titles, titles), (product.stories, stories))
        if any(_read(before, language) != _read(after, language) for before, after in pairs):
            return {}
        own[language] = origin
    return own


def _read(texts: Mapping[str, Any], language: str) -> list[str]:
    """As it is read: a form ends its lines in another way."""
    return every(texts).get(language, "").split()


def _how(hows: Mapping[str, str], language: str) -> str:
    said = hows.get(language, "human")
    return said if said in HOWS else "human"


def _marked(texts: Mapping[str, str], hows: Mapping[str, str]) -> dict[str, Any]:
    found = {language: text.strip() for language, text in every(texts).items() if text.strip()}
    return {**found, "_how": {language: _how(hows, language) for language in found}} if found else {}


def agree_to_words(wording: Wording, *, heard: str | None = None) -> Wording:
    """The green hand. Repeating it does nothing. ``heard``: the version she heard. Raises ``WrongState`` where there is
    nothing to hear, or other words than she heard."""
    if wording.state == Wording.State.AGREED:
        return wording
    return _answer(wording, Wording.State.AGREED, "words_agreed", heard=heard)


def object_to_words(wording: Wording, *, voice: str = "") -> Wording:
    """She says no, at best in her own voice; the words are wanted anew. Raises ``WrongState``."""
    return _answer(wording, Wording.State.WANTED, "words_refused", voice)


def _answer(wording: Wording, state: str, act: str, voice: str = "", *, heard: str | None = None) -> Wording:
    with transaction.atomic(), scope(organisation_id=wording.product.organisation_id):
        row = Wording.objects.select_for_update(of=("self",)).select_related("product").get(pk=wording.pk)
        if row.state != Wording.State.TO_HEAR or heard not in (None, row.version):
            raise WrongState(f"{row.state} → {state}")
        row.state, row.answer = state, voice
        row.answered_at, row.answered_by = clock.now(), str(current().actor)
        row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        audit.record(act, row.product.reference)
    return row
