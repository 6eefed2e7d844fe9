"""Tags and filters every template may use without loading them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tadamun.kernel.money import Money
from tadamun.ui import values
from tadamun.ui.cards import Picture, picture_html
from tadamun.ui.fields import FieldParts, choices_html, field_html, field_parts, form_errors
from tadamun.ui.icons import icon_svg, sprite
from tadamun.ui.lasting import extends, static
from tadamun.ui.motifs import avatar_svg, band_svg
from tadamun.ui.navigation import languages_html
from tadamun.ui.paging import changed_query, pages_around
from tadamun.ui.shares import share_bar, share_mark
from tadamun.ui.spoken import marks
from tadamun.ui.timelines import timeline_html
from tadamun.ui.words import translate

register = template.Library()
register.tag("translate", translate)
register.tag("static", static)
register.tag("extends", extends)


class SpriteNode(template.Node):
    """Renders what it encloses, then the sprite of the icons used in it, wherever they came from."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        return mark_safe(html + sprite(html))


@register.tag("sprite")
def sprite_tag(parser: Parser, token: Token) -> SpriteNode:
    """`{% sprite %}…{% endsprite %}` around the body of a page."""
    nodelist = parser.parse(("endsprite",))
    parser.delete_first_token()
    return SpriteNode(nodelist)


@register.simple_tag
def icon(name: str, label: str = "", inline: bool = False) -> SafeString:
    """A line icon; with `label` it speaks for itself, without it is silent."""
    return mark_safe(icon_svg(name, inline=inline, label=conditional_escape(label)))


@register.simple_tag
def motif_band(seed: str, family: str, height: int = 14) -> SafeString:
    """A strip of the tile made from `seed`."""
    return band_svg(seed, family, height)


@register.simple_tag
def avatar(seed: str, family: str, size: str = "") -> SafeString:
    """The round tile that stands for a person or group. `size`: `s`, `l` or empty."""
    return avatar_svg(seed, family, size)


@register.simple_tag
def picture(value: Picture, sizes: str = "100vw", eager: bool = False) -> SafeString:
    """A responsive picture."""
    return picture_html(value, sizes, eager=eager)


@register.simple_tag
def attrs(given: Mapping[str, Any]) -> SafeString:
    """What a component was given beyond what it declares, escaped; underscores are kept, dashes too."""
    declared = getattr(given, "attrs_dict", None)
    pairs: Mapping[str, Any] = declared() if declared is not None else given
    parts = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in pairs.items()
        if value is not None and value is not False
    ]
    return mark_safe("".join(parts))


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The present query string with changes: `None` removes a parameter, a list repeats it.

    Not marked safe: the template escapes the ampersands.
    """
    return changed_query(context["request"].GET, changes)


@register.simple_tag(takes_context=True)
def page_query(context: Context, param: str, number: int, step: int = 0) -> str:
    """The present query string for another page of the same list; the first page carries no number."""
    page = int(number) + step
    return changed_query(context["request"].GET, {param: page if page > 1 else None})


@register.simple_tag
def page_numbers(number: int, last: int) -> list[int]:
    """Numbers a pager shows; 0 stands for a gap."""
    return pages_around(number, last)


@register.simple_tag
def step_marks(number: int, total: int) -> list[bool]:
    """One mark per step, true up to the present one."""
    return [step <= int(number) for step in range(1, int(total) + 1)]


@register.simple_tag
def share_bar_svg(parts: Iterable[tuple[Any, Any, Any]]) -> SafeString:
    """The bar over the table of a share bar."""
    return share_bar([percent for _, _, percent in parts])


register.simple_tag(share_mark)


@register.simple_tag
def describe_field(field: BoundField, hint: str = "", ltr: bool = False) -> FieldParts:
    """For who draws a field herself: `{% describe_field field as part %}`."""
    return field_parts(field, hint, ltr=ltr)


@register.simple_tag
def field(
    bound: BoundField, hint: str = "", icon: str = "", ltr: bool = False, mark: bool = True,
    given: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """A form field with all that belongs to it; `c-field` is the same for who likes tags."""
    return field_html(bound, hint, icon, ltr=bool(ltr), mark=bool(mark), attrs=attrs(given) if given else "")


@register.simple_tag
def choices(
    bound: BoundField, legend: str = "", hint: str = "", given: Mapping[str, Any] | None = None
) -> SafeString:
    """A field of few choices; `c-radio-chips` is the same."""
    return choices_html(bound, legend, hint, attrs(given) if given else "")


@register.simple_tag
def timeline(
    steps: Iterable[Mapping[str, str]],
    label: str = "",
    slot: str = "",
    given: Mapping[str, Any] | None = None,
) -> SafeString:
    """Steps of an order; `c-timeline` is the same."""
    return timeline_html(steps, label, slot, attrs(given) if given else "")


@register.simple_tag
def languages(items: Iterable[tuple[str, str, str, bool]]) -> SafeString:
    """The page in other languages; `c-languages` is the same."""
    return languages_html(items)


@register.filter
def errors_of(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """(id, message, label) of every error of a form."""
    return form_errors(form)


@register.filter
def isolate(value: object) -> SafeString:
    """Keeps the direction of a value from disturbing the sentence around it."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def colon() -> str:
    """Between a label and its value, as the page's language sets it: French has a space before it."""
    return gettext("%(label)s: %(value)s") % {"label": "", "value": ""}


@register.filter
def ltr(value: object) -> SafeString:
    """For phones, dimensions and codes, which always run left to right."""
    return format_html('<span dir="ltr">{}</span>', value)


# Values in the locale of the page. The plain ones are for attributes and for `blocktranslate with`.
register.simple_tag(values.money_html, takes_context=True, name="money")
register.simple_tag(values.money_text, takes_context=True, name="plain_money")
register.simple_tag(values.number_html, takes_context=True, name="number")
register.simple_tag(values.number_text, takes_context=True, name="plain_number")
register.simple_tag(values.percent_html, takes_context=True, name="percent")
register.simple_tag(values.date_html, takes_context=True, name="date")
register.simple_tag(values.date_text, takes_context=True, name="plain_date")
register.simple_tag(values.instant_html, takes_context=True, name="instant")
register.simple_tag(values.interval_html, takes_context=True, name="interval")
register.simple_tag(values.words_html, takes_context=True, name="words")


@register.simple_tag(takes_context=True)
def speaker(
    context: Context, key: str = "", keys: Sequence[str] = (), label: str = "",
    given: Mapping[str, Any] | None = None,
) -> SafeString:  # fmt: skip
    """A sentence of the workshop to be heard; `c-speaker` is the same."""
    return marks.speaker_html(context, key, keys, label, attrs(given or {}))


@register.simple_tag(takes_context=True)
def spoken_amount(
    context: Context, amount: Money, key: str = "", label: str = "", given: Mapping[str, Any] | None = None
) -> SafeString:
    """An amount to be heard; `c-spoken-amount` is the same."""
    return marks.amount_html(context, amount, key, label, attrs(given or {}))


@register.simple_tag(takes_context=True)
def voice(
    context: Context, recording: marks.Voiced, label: str = "", given: Mapping[str, Any] | None = None
) -> SafeString:
    """A person's recording; `c-voice` is the same."""
    return marks.voice_html(context, recording, label, attrs(given or {}))


register.simple_tag(takes_context=True)(marks.recorder_scripts)
register.simple_tag(takes_context=True, name="heard")(marks.heard_html)
