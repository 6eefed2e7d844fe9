"""From an answer of the index to the words of a listing (S2): one search, one read, one join of cards."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tadamun.goods.catalogue.crafts import crafts, labels, materials, term
from tadamun.kernel.formats import format_number
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import region_name
from tadamun.showcase.search.facets import FacetCount
from tadamun.showcase.search.questions import Answer
from tadamun.web.storefront.names import makers, shops
from tadamun.web.storefront.questions import FILTERS, ON_SALE, Asked

SHOWN = 8  # values of a filter that are offered at once; chosen ones always
_SHOPS_NAMED = 12
Query = list[tuple[str, str]]


class Choice(NamedTuple):
    value: str
    words: str
    pieces: str
    chosen: bool


class Group(NamedTuple):
    """One filter. ``open``: something in it is chosen."""

    name: str
    title: str
    choices: list[Choice]
    open: bool


class Removal(NamedTuple):
    """A filter that is set, and the address without it."""

    words: str
    url: str


class Speaker(NamedTuple):
    """How numbers and names are said on this page."""

    market: Market
    language: str

    def number(self, value: int) -> str:
        return format_number(value, self.market.locale(self.language), self.market.digits or None)


def groups(asked: Asked, answer: Answer, speaker: Speaker) -> list[Group]:
    """The filters that can still choose something, in the order people ask: what, where, from whom, of what."""
    named = {
        "craft": (_("Craft"), _crafts(asked, answer, speaker)),
        "region": (_("Region"), _regions(answer, speaker)),
        "shop": (_("Shop"), _shops(answer, speaker)),
        "material": (_("Material"), _terms(answer, speaker, "material", materials())),
        "label": (_("Label"), _terms(answer, speaker, "label", labels())),
        "maker": (_("Maker"), _makers(answer, speaker)),
    }
    found = []
    for name, (title, offered) in named.items():
        chosen = set(asked.chosen[name])
        kept = [_choice(name, each, chosen, speaker) for each in _first(offered, chosen)]
        if name != asked.fixed and (len(kept) > 1 or chosen):
            found.append(Group(name, title, kept, bool(chosen)))
    return found


def on_sale(answer: Answer, speaker: Speaker) -> str:
    """How many pieces "Available now" would leave, in the figures of the page; nothing without an index."""
    counted = _counts(answer, "availability")
    return speaker.number(sum(each.count for each in counted if each.value in ON_SALE)) if counted else ""


Offered = tuple[str, str, int]
"""Value in the address, its name, how many pieces it leaves."""


def _first(offered: Iterator[Offered], chosen: set[str]) -> list[Offered]:
    listed = list(offered)
    return listed[:SHOWN] + [each for each in listed[SHOWN:] if each[0] in chosen]


def _choice(name: str, offered: Offered, chosen: set[str], speaker: Speaker) -> Choice:
    value, said, count = offered
    return Choice(value, said, speaker.number(count), value in chosen)


def _counts(answer: Answer, facet: str) -> list[FacetCount]:
    return answer.facets.get(facet, [])


def _crafts(asked: Asked, answer: Answer, speaker: Speaker) -> Iterator[Offered]:
    """The trees; below a chosen craft, its children."""
    chosen = set(asked.chosen["craft"])
    for each in _counts(answer, "craft"):
        craft = crafts().get(str(each.value))
        if craft and (not craft.parent or craft.parent in chosen or craft.slug in chosen):
            yield craft.slug, craft.name(speaker.language), each.count


def _regions(answer: Answer, speaker: Speaker) -> Iterator[Offered]:
    for each in _counts(answer, "region"):
        code = str(each.value)
        yield code.lower(), region_name(code, speaker.language), each.count


def _shops(answer: Answer, speaker: Speaker) -> Iterator[Offered]:
    counted = _counts(answer, "organisation")[:_SHOPS_NAMED]
    known = shops(speaker.market.pk, tuple(sorted(int(each.value) for each in counted)))
    for each in counted:
        if named := known.get(int(each.value)):
            yield named.code.lower(), words(named.names, speaker.language), each.count


def _makers(answer: Answer, speaker: Speaker) -> Iterator[Offered]:
    counted = _counts(answer, "maker")[:SHOWN]
    known = makers(speaker.market.pk, tuple(sorted(int(each.value) for each in counted)))
    for each in counted:
        if named := known.get(int(each.value)):
            yield named.code.lower(), words(named.names, speaker.language), each.count


def _terms(
    answer: Answer, speaker: Speaker, facet: str, table: dict[str, dict[str, str]]
) -> Iterator[Offered]:
    for each in _counts(answer, facet):
        yield str(each.value), term(table, str(each.value), speaker.language), each.count


def query_of(asked: Asked) -> Query:
    """The address of what was asked, first page, without what the path says."""
    pairs = [("q", asked.text)] if asked.text else []
    pairs += [(name, value) for name in FILTERS if name != asked.fixed for value in asked.chosen[name]]
    if asked.question.sort != "relevance":
        pairs.append(("sort", asked.question.sort))
    return pairs


def removals(asked: Asked, speaker: Speaker) -> list[Removal]:
    """One for each filter that is set, in words."""
    pairs = query_of(asked)
    return [
        Removal(
            _said(name, value, asked, speaker),
            "?" + urlencode([pair for pair in pairs if pair != (name, value)]),
        )
        for name, value in pairs
        if name in FILTERS
    ]


def _said(name: str, value: str, asked: Asked, speaker: Speaker) -> str:
    language = speaker.language
    match name:
        case "craft":
            return crafts()[value].name(language)
        case "region":
            return region_name(value.upper(), language)
        case "shop" | "maker":
            return words(asked.names[value.lower()].names, language)
        case "material":
            return term(materials(), value, language)
        case "label":
            return term(labels(), value, language)
        case "min":
            return _("from %(price)s") % {"price": value}
        case "max":
            return _("up to %(price)s") % {"price": value}
    return _("Available now")


def sorts() -> list[tuple[str, str]]:
    return [
        ("relevance", _("Most fitting")), ("newest", _("Newest")), ("price_asc", _("Lowest price")),
        ("price_desc", _("Highest price")),
    ]  # fmt: skip


def children(asked: Asked, answer: Answer, language: str) -> list[tuple[str, str]]:
    """(path, name) of the crafts below the page's own that have pieces, the largest first."""
    if asked.fixed != "craft":
        return []
    slug = asked.chosen["craft"][0]
    below = (crafts().get(str(each.value)) for each in _counts(answer, "craft"))
    return [
        (f"/{language}/crafts/{craft.slug}/", craft.name(language))
        for craft in below
        if craft and craft.parent == slug
    ]


def groups_html(found: Sequence[Group]) -> SafeString:
    """Written as a string, like cards: a template would take as long as all the rest of the page."""
    return mark_safe("".join(map(_group, found)))


def _group(group: Group) -> str:
    choices = "".join(
        f'<li><label><input type="checkbox" name="{group.name}" value="{escape(each.value)}"'
        f"{' checked' if each.chosen else ''}><bdi>{escape(each.words)}</bdi>"
        f'<bdi class="muted">{each.pieces}</bdi></label></li>'
        for each in group.choices
    )
    return (
        f'<details class="fold"{" open" if group.open else ""}><summary>{escape(group.title)}</summary>'
        f'<div><ul class="plain">{choices}</ul></div></details>'
    )
