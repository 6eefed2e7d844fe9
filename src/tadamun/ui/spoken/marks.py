"""The elements that speak: a speaker beside words, a sum, a person's recording. Nothing starts by itself.

A page's context may hold ``speech``; without it the page's own language is spoken.
"""

from collections.abc import Sequence
from typing import Protocol

from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tadamun.kernel.money import Money
from tadamun.ui.icons import icon_svg
from tadamun.ui.spoken.numbers import amount_keys
from tadamun.ui.spoken.sentences import sentence
from tadamun.ui.spoken.speech import Speech
from tadamun.ui.values import money_text

NOTHING = SafeString()


class Voiced(Protocol):
    """What is asked of a recording: where its file of the common format is, and how long it lasts, as "0:42"."""

    @property
    def url(self) -> str: ...
    @property
    def length(self) -> str: ...


def speech_of(context: Context) -> Speech:
    found = context.get("speech")
    return found if isinstance(found, Speech) else Speech(str(context.get("page_lang") or "ar"))


def script_once(context: Context, name: str) -> SafeString:
    """The script, the first time a page needs it."""
    request = context.get("request")
    known: set[str] = getattr(request, "scripts", set())
    if name in known:
        return SafeString()
    if request is not None:
        request.scripts = known | {name}
    return format_html('<script type="module" src="{}"></script>', static(f"ui/{name}.js"))


def speaker_html(
    context: Context,
    key: str = "",
    keys: Sequence[str] = (),
    label: str = "",
    attrs: SafeString = NOTHING,
) -> SafeString:
    """The button that speaks a sentence, or several things one after another. Where the language has no voice for all of it,
    a silent speaker that says so.
    """
    asked = [key, *keys] if key else list(keys)
    words = label or sentence(key, str(context.get("page_lang") or "ar"))
    urls = speech_of(context).urls(asked)
    if not urls:
        return format_html(
            '<span class="say mute" role="img" aria-label="{}"{}>{}</span>',
            _named(_("No voice yet"), words), attrs, SafeString(icon_svg("mute")),
        )  # fmt: skip
    shown = format_html(
        '{} aria-label="{}"{}>{}', format_html(' data-audio="{}"', " ".join(urls)), _named(_("Listen"), words), attrs,
        SafeString(icon_svg("speaker")),
    )  # fmt: skip
    script = script_once(context, "voice")
    if len(urls) == 1:
        return format_html('<a class="say" href="{}"{}</a>{}', urls[0], shown, script)
    # A list of files needs the script: the figure beside it can be read.
    return format_html('<button class="say" type="button" hidden{}</button>{}', shown, script)


def _named(what: str, words: str) -> str:
    return _("%(label)s: %(value)s") % {"label": what, "value": words} if words else what


def heard_html(context: Context, url: str, label: str = "") -> SafeString:
    """The button that plays one file whose address is known."""
    return format_html(
        '<a class="say" href="{0}" data-audio="{0}" aria-label="{1}">{2}</a>{3}',
        url, _named(_("Listen"), label), SafeString(icon_svg("speaker")), script_once(context, "voice"),
    )  # fmt: skip


def amount_html(
    context: Context, amount: Money, key: str = "", label: str = "", attrs: SafeString = NOTHING
) -> SafeString:
    """The button that speaks an amount, after a sentence if there is one: "For you: …"."""
    written = money_text(context, amount)
    said = label or sentence(key, str(context.get("page_lang") or "ar"))
    pieces = amount_keys(amount, speech_of(context).language)
    keys = [*([key] if key else []), *pieces] if pieces else []
    return speaker_html(context, "", keys, f"{said} {written}".strip(), attrs)


def voice_html(
    context: Context, recording: Voiced, label: str = "", attrs: SafeString = NOTHING
) -> SafeString:
    """A person's recording: it plays in place; without script its player stands beside. ``hear`` of the page's context makes
    of its address one that this reader may fetch.
    """
    hear = context.get("hear")
    url = hear(recording.url) if hear else recording.url
    return format_html(
        '<span class="row"><a class="btn quiet" href="{0}" data-audio="{0}" aria-label="{1} ({2})"{3}>{4}'
        '<span dir="ltr">{2}</span></a><noscript><audio controls preload="none">'
        '<source src="{5}" type="audio/ogg"><source src="{0}" type="audio/mp4"></audio></noscript></span>{6}',
        url, _named(_("Listen"), label), recording.length, attrs, SafeString(icon_svg("play")),
        url.removesuffix("m4a") + "opus", script_once(context, "voice"),
    )  # fmt: skip


def recorder_scripts(context: Context) -> SafeString:
    """What a recorder needs of its page; the headers then allow this page the microphone."""
    request = context.get("request")
    if request is not None:
        request.microphone = True
    return format_html("{}{}", script_once(context, "voice"), script_once(context, "recorder"))
