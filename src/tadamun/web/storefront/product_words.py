"""The words that every product's page says, looked up once a process and language: there are many of them."""

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _


class ProductWords(NamedTuple):
    here: str
    crafts: str
    photographs: str
    one_of_a_kind: str
    numbered: str
    made_to_order: str
    sold_out: str
    add: str
    adding: str
    fewer: str
    more: str
    quantity: str
    order: str
    wish: str
    cash: str
    transfer: str
    conditions: str
    choose_city: str
    made_by: str
    about: str
    details: str
    material: str
    technique: str
    colour: str
    size: str
    weight: str
    label: str
    reference: str
    care: str
    see_all: str


@lru_cache(maxsize=16)
def _words_in(_language: str) -> tuple[ProductWords, ProductWords]:
    said = ProductWords(
        here=_("You are here"),
        crafts=_("Crafts"),
        photographs=_("Photographs"),
        one_of_a_kind=_("One of a kind"),
        numbered=_("Numbered edition"),
        made_to_order=_("Made to order"),
        sold_out=_("Sold out"),
        add=_("Add to basket"),
        adding=_("Adding…"),
        fewer=_("One fewer"),
        more=_("One more"),
        quantity=_("Quantity"),
        order=_("Order by WhatsApp"),
        wish=_("I would like to order:"),
        cash=_("Cash on delivery"),
        transfer=_("Bank transfer"),
        conditions=_("Conditions"),
        choose_city=_("Choose your city"),
        made_by=_("Made by"),
        about=_("About this piece"),
        details=_("Details"),
        material=_("Material"),
        technique=_("Technique"),
        colour=_("Colour"),
        size=_("Size"),
        weight=_("Weight"),
        label=_("Label"),
        reference=_("Reference"),
        care=_("Care"),
        see_all=_("See all"),
    )
    return said, ProductWords(*map(escape, said))


def product_words() -> tuple[ProductWords, ProductWords]:
    """In the language that is active: as they are, and escaped for HTML."""
    return _words_in(get_language() or "")
