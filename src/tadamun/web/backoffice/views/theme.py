"""The look of the market: six values with a preview that a small script keeps up to date."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.people.markets.operations import change_market
from tadamun.people.markets.rules import may_change_market
from tadamun.ui.motifs import BAND_TILES, motif_url
from tadamun.ui.themes import PRESETS, READABLE, Theme, contrast, malformed
from tadamun.ui.tokens import DARK, GROUNDS, LIGHT
from tadamun.ui.values import direction
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.theme import ThemeForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.redirects import see
from tadamun.web.shared.themes import theme_of

VALUES = tuple(Theme().as_dict())


def theme_asked(request: HttpRequest) -> Theme:
    """The theme of a query: values that make no sense are the market's own."""
    return _theme_in(request, request.GET)


def _theme_in(request: HttpRequest, values: QueryDict) -> Theme:
    own = theme_of(in_office(request).market).as_dict()
    said = {name: values.get(name, own[name])[:300] for name in VALUES if name != "logo"}
    sound = {
        name: value for name, value in said.items() if not malformed(Theme.from_dict({**own, name: value}))
    }
    return Theme.from_dict({**own, **sound})


def contrasts(theme: Theme) -> list[tuple[str, str, str, bool]]:
    """For each scheme: its code, its name, the least contrast of its accent, whether that may be read."""
    found = []
    for code, name, accent, tokens in (
        ("light", _("Light page"), theme.accent, LIGHT),
        ("dark", _("Dark page"), theme.accent_dark, DARK),
    ):
        least = min(
            *(contrast(accent, tokens[ground]) for ground in GROUNDS), contrast(tokens["on-accent"], accent)
        )
        found.append((code, name, f"{int(least * 10) / 10:.1f}", least >= READABLE))
    return found


def _samples(request: HttpRequest, theme: Theme) -> dict[str, Any]:
    market = in_office(request).market
    query = urlencode(theme.as_dict())
    return {
        "theme": theme, "contrasts": contrasts(theme), "preview_css": f"{reverse('backoffice:theme_css')}?{query}",
        "samples": [(code, direction(code), market.name(code)) for code in market.languages],
    }  # fmt: skip


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: HttpRequest) -> HttpResponse:
    """``?preset=`` and the six values fill the form without saving."""
    market = in_office(request).market
    if request.method == "POST":
        form = ThemeForm(request.POST, request.FILES, market=market)
        if form.is_valid():
            change_market(market, **form.changes())
            return _saved(request)
        return _page(request, form, _theme_in(request, request.POST), 422)
    asked = PRESETS.get(request.GET.get("preset", "")) or theme_asked(request)
    return _page(request, ThemeForm(market=market, initial=asked.as_dict()), asked)


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved. Visitors see it from the next page on."))
    return see(reverse("backoffice:theme"))


def _page(request: HttpRequest, form: ThemeForm, shown: Theme, status: int = 200) -> HttpResponse:
    names = {
        "default": _("Tadamun"),
        "dlala": _("Dlala"),
        "dakhla": _("Dakhla"),
        "national": _("National"),
        "el-hajeb": _("El Hajeb"),
    }
    presets = [(f"?preset={code}", names.get(code, code)) for code in PRESETS]
    return page(
        request,
        "settings/theme",
        status,
        form=form,
        presets=presets,
        title=form.title,
        hint=form.hint,
        **_samples(request, shown),
    )


@for_team(may_change_market)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The samples alone, for the script."""
    return render(request, "backoffice/settings/samples.html", _samples(request, theme_asked(request)))


@for_team(may_change_market)
@require_safe
def preview_css(request: HttpRequest) -> HttpResponse:
    """What the samples differ in from this page: a sheet of its own, because pages allow no inline styles."""
    asked = theme_asked(request)
    tile, size = motif_url(asked.motif_family, asked.motif_seed), BAND_TILES[asked.motif_family]
    css = (
        f".sample{{--radius:{asked.radius}rem;--tile:url({tile});--tile-size:{size}px;"
        "background:var(--paper);color:var(--ink);padding:1rem;border:1px solid var(--line);border-radius:var(--radius)}"
        f".sample[data-theme=light]{{--accent:{asked.accent}}}.sample[data-theme=dark]{{--accent:{asked.accent_dark}}}"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")
