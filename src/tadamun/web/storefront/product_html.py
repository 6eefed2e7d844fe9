"""The page of a product as HTML, written as strings like the cards: the page that is asked most and cached least.

Everything that comes from outside is escaped here; what is already HTML says so by its type or its name.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.formats import format_interval, format_number
from tadamun.kernel.text import words
from tadamun.ui.cards import Picture, picture_html
from tadamun.ui.icons import icon_svg
from tadamun.ui.motifs import avatar_svg
from tadamun.web.storefront.delivery import Delivery
from tadamun.web.storefront.product_page import Chip, Words
from tadamun.web.storefront.product_words import ProductWords, product_words

Values = Mapping[str, Any]


_LINE_END = "\n"
_EMPTY_LINES = re.compile("\n{2,}")
_SIZES = "(min-width:48rem) 20rem, 88vw"
_SIZES_ALONE = "(min-width:48rem) 40rem, 92vw"


def main_html(values: Values) -> str:
    """What stands in ``<main>``; ``values`` are those of the view."""
    _, said = product_words()
    column = "".join([_head(values), _order(values, said), _facts(values, said), _more(values, said)])
    return (
        f"{_crumbs(values['crumbs'], said)}"
        f'<div class="split">{_photos(values, said)}<div class="stack">{column}</div></div>{_others(values, said)}'
    )


def _crumbs(crumbs: Sequence[tuple[str, str]], said: ProductWords) -> str:
    """(name, path) of what lies above the page."""
    steps = ' <span aria-hidden="true">›</span> '.join(_link(path, name) for name, path in crumbs)
    return f'<nav aria-label="{said.here}"><p class="muted">{steps}</p></nav>'


def _link(path: str, name: str) -> str:
    return f'<a href="{escape(path)}"><bdi>{escape(name)}</bdi></a>'


def _photos(values: Values, said: ProductWords) -> str:
    pictures: Sequence[Picture] = values["pictures"]
    if not pictures:
        return f'<div class="photo empty">{avatar_svg(values["seed"], values["family"], "l")}</div>'
    sizes = _SIZES if len(pictures) > 1 else _SIZES_ALONE
    items = "".join(
        f"<li>{picture_html(picture, sizes, eager=not place)}</li>" for place, picture in enumerate(pictures)
    )
    return f'<ul class="gallery" tabindex="0" aria-label="{said.photographs}">{items}</ul>'


def _head(values: Values) -> str:
    title: Words = values["heading"]
    makers = "".join(f"{_link(path, name)} · " for path, name in values["makers"])
    by = f"{makers}{_link(values['shop_url'], values['shop'])} · <bdi>{escape(values['place'])}</bdi>"
    return (
        f'<h1 dir="auto"{_lang(title, values)}>{escape(title.text)}</h1><p class="muted">{by}</p>'
        f'<p class="price big"><bdi>{escape(values["price"])}</bdi></p>{_converted(values)}'
        f"{_tags(values)}"
    )


def _tags(values: Values) -> str:
    tags = "".join(
        f'<li class="tag {kind}">{icon_svg(icon) if icon else ""}<bdi>{escape(text)}</bdi></li>'
        for kind, icon, text in values["tags"]
    )
    return f'<ul class="tags">{tags}</ul>' if tags else ""


def _lang(said: Words, values: Values) -> str:
    return "" if said.language == values["language"] else f' lang="{escape(said.language)}"'


def _converted(values: Values) -> str:
    if not values["converted"]:
        return ""
    note = _("at the rate of %(rate_on)s; you pay the price above") % {"rate_on": values["rate_on"]}
    return f'<p class="muted">≈ <bdi>{escape(values["converted"])}</bdi> · {escape(note)}</p>'


def _order(values: Values, said: ProductWords) -> str:
    parts = [_state(values)]
    if not values["sold_out"]:
        basket = (
            f'<button class="btn wide" type="submit">{icon_svg("basket")}<span>{said.add}</span></button>'
        )
        parts.append(
            f'<form method="post" action="/{values["language"]}/basket/lines/" class="stack" '
            f'data-busy="{said.adding}">{_options(values)}{_quantity(values["most"], said)}{basket}</form>'
        )
    if values["whatsapp"]:
        wish = (
            escape(_("Ask for one like this on WhatsApp"))
            if values["sold_out"] and not values["closed_until"]
            else said.order
        )
        parts.append(
            f'<a class="btn quiet wide" href="{escape(values["whatsapp"])}" rel="noopener">{icon_svg("message")}'
            f"<span>{wish}</span></a>"
        )
    if values["wish_url"]:
        made = escape(_("Have one made for you"))
        parts.append(
            f'<a class="btn quiet wide" href="{escape(values["wish_url"])}" rel="nofollow">{icon_svg("hand")}'
            f"<span>{made}</span></a>"
        )
    return "".join(parts)


def _state(values: Values) -> str:
    if values["closed_until"]:
        text = _("The shop is closed. You can order again on <bdi>%(day)s</bdi>.")
        return _note("info", "calendar", text % {"day": escape(values["closed_until"])})
    if values["held_until"]:
        text = _(
            "Somebody has it in the basket until <bdi>%(held_until)s</bdi>. If it is not bought, it is free again then."
        )
        return _note("info", "clock", text % {"held_until": escape(values["held_until"])})
    if values["sold_out"]:
        text = _("This piece has found its owner. You may ask for one like it, or look at those below.")
        return _note("warn", "info", escape(text))
    return ""


def _note(kind: str, icon: str, html: str) -> str:
    return f'<div class="notice {kind}" role="note">{icon_svg(icon)}<p>{html}</p></div>'


def _options(values: Values) -> str:
    chips: Sequence[Chip] = values["chips"]
    if not chips:
        return f'<input type="hidden" name="variant" value="{values["variant"]}">'
    picks = "".join(
        f'<label class="pick"><input type="radio" name="variant" value="{value}"{" checked" if chosen else ""}'
        f"{' disabled' if closed else ''}><span>{' · '.join(f'<bdi>{escape(part)}</bdi>' for part in parts)}</span></label>"
        for value, parts, chosen, closed in chips
    )
    legend = escape(values["legend"])
    return f'<fieldset class="field"><legend><bdi>{legend}</bdi></legend><div class="chips">{picks}</div></fieldset>'


def _quantity(most: int, said: ProductWords) -> str:
    """As the component ``c-quantity``; one piece needs no field."""
    if most < 2:
        return ""
    field = f'name="quantity" value="1" min="1" max="{most}" inputmode="numeric" dir="ltr"'
    return (
        '<div class="quantity" data-quantity>'
        f'<button type="button" data-step="-1" aria-label="{said.fewer}" hidden>{icon_svg("minus")}</button>'
        f'<input type="number" {field} aria-label="{said.quantity}">'
        f'<button type="button" data-step="1" aria-label="{said.more}" hidden>{icon_svg("plus")}</button></div>'
    )


def _facts(values: Values, said: ProductWords) -> str:
    facts = []
    if values["lead"]:
        low, high = (_number(days, values) for days in values["lead"])
        facts.append(
            _fact("clock", escape(_("Made for you in %(low)s to %(high)s days") % {"low": low, "high": high}))
        )
    if values["delivery"]:
        facts.append(_fact("truck", _delivery(values, values["delivery"], said)))
    if values["payment"]:
        facts.append(_fact("coins", " · ".join(f"<bdi>{escape(name)}</bdi>" for name in values["payment"])))
    days = values["return_days"]
    back = ngettext(
        "You may send it back within %(count)s day", "You may send it back within %(count)s days", days
    )
    conditions = f'<a href="/{values["language"]}/pages/delivery/"><bdi>{said.conditions}</bdi></a>'
    facts.append(_fact("return", f"{escape(back % {'count': _number(days, values)})} · {conditions}"))
    return f'<ul class="stack">{"".join(facts)}</ul>'


def _number(value: int, values: Values) -> str:
    return format_number(value, values["locale"], values["digits"])


def _fact(icon: str, html: str) -> str:
    return f'<li class="fact">{icon_svg(icon)}<span>{html}</span></li>'


def _delivery(values: Values, delivery: Delivery, said: ProductWords) -> str:
    """The fee and the days for the city, or their range and the way to tell the city."""
    fee, most, language = escape(values["fee"]), escape(values["fee_max"]), values["language"]
    if delivery.city and delivery.arrives:
        city = f"<bdi>{escape(words(delivery.city.names, language))}</bdi>"
        cost = _("Delivery to %(city)s: <strong><bdi>%(fee)s</bdi></strong>") % {"city": city, "fee": fee}
        days = format_interval(*delivery.arrives, values["locale"], values["digits"])
        when = _("Arrival: %(days)s") % {"days": f"<bdi>{escape(days)}</bdi>"}
        choose = escape(_("Change the city"))
    else:
        both = _(
            "Delivery: <strong><bdi>%(fee)s</bdi></strong> to <strong><bdi>%(fee_max)s</bdi></strong> by city"
        )
        one = _("Delivery: <strong><bdi>%(fee)s</bdi></strong>")
        cost = one % {"fee": fee} if fee == most else both % {"fee": fee, "fee_max": most}
        low, high = (_number(days, values) for days in delivery.days)
        when = escape(_("Arrives in %(low)s to %(high)s working days") % {"low": low, "high": high})
        choose = said.choose_city
    way = f"/{language}/preferences/?next={quote(values['path'])}"
    return f'{cost}<br>{when}<br><a href="{escape(way)}">{choose}</a>'


def _more(values: Values, said: ProductWords) -> str:
    makers = "".join(f"<p>{said.made_by} {_link(path, name)}</p>" for path, name in values["makers"])
    seller = (
        f'<div class="panel fact">{avatar_svg(values["seed"], values["family"])}<div>'
        f'<h2>{_link(values["shop_url"], values["shop"])}</h2><p class="muted"><bdi>{escape(values["place"])}</bdi></p>'
        f"{makers}</div></div>"
    )
    story: Words = values["story"]
    care: Words = values["care"]
    parts = [seller]
    if story.text:
        parts.append(f"<h2>{said.about}</h2>{_text(story, values)}")
    rows = "".join(_detail(*row) for row in values["details"])
    parts.append(f'<h2>{said.details}</h2><dl class="kv">{rows}</dl>{values["shares"]}')
    if care.text:
        parts.append(f'<details class="fold"><summary>{said.care}</summary>{_text(care, values)}</details>')
    return "".join(parts)


def _text(said: Words, values: Values) -> str:
    return f'<div class="stack" dir="auto"{_lang(said, values)}>{_paragraphs(said.text)}</div>'


def _paragraphs(text: str) -> str:
    """As Django's ``linebreaks`` writes them, which takes three times as long."""
    parts = _EMPTY_LINES.split(escape(text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n\n".join([f"<p>{part.replace(_LINE_END, '<br>')}</p>" for part in parts])


def _detail(label: str, value: str, direction: str = "") -> str:
    shown = f'<span dir="{direction}">{escape(value)}</span>' if direction else f"<bdi>{escape(value)}</bdi>"
    return f"<div><dt>{escape(label)}</dt><dd>{shown}</dd></div>"


def _others(values: Values, said: ProductWords) -> str:
    like = (
        _("Like this one, and free") if values["sold_out"] else _("Pieces like this one"),
        values["craft_url"],
        values["like"],
    )
    same_title = _("Also from <bdi>%(shop)s</bdi>") % {"shop": escape(values["shop"])}
    same = (same_title, values["shop_url"], values["same"])
    # Who came for something that is gone sees first what she can have instead.
    return "".join(
        _section(*each, said.see_all)
        for each in ((like, same) if values["sold_out"] else (same, like))
        if each[2]
    )


def _section(title_html: str, path: str, cards_html: str, see: str) -> str:
    return (
        f'<section><div class="head"><h2>{title_html}</h2><a href="{escape(path)}">{see}</a></div>'
        f'<ul class="grid">{cards_html}</ul></section>'
    )
