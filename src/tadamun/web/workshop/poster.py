"""Her shop on a sheet of paper: its name, its motif, a code that opens it."""

from importlib.resources import files

from django.utils.translation import gettext as _
from django.utils.translation import override

from tadamun.kernel.documents import isolated, ltr, render
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.ui.motifs import motif_svg_document
from tadamun.web.shared.qr import qr_drawing
from tadamun.web.shared.themes import theme_of


def poster_pdf(market: Market, organisation: Organisation, address: str, language: str) -> bytes:
    """In the market's first language, one A4 page."""
    theme = theme_of(market)
    with override(market.locale(language).lower()):
        scan = _("Point the phone’s camera here to see the shop")
    data = {
        "accent": theme.accent, "name": isolated(organisation.name(language)), "market": isolated(market.name(language)),
        "motif": motif_svg_document(organisation.code, theme.motif_family, theme.accent), "qr": qr_drawing(address),
        "address": ltr(address.partition("://")[2].rstrip("/")), "scan": scan,
    }  # fmt: skip
    template = files(__package__).joinpath("data/poster.typ").read_text(encoding="utf-8")
    return render(template, data, language)
