"""Certificates as files: drawn with the market's tile and a code to scan, given by a door that knows whose they are."""

from django.http import HttpResponse

from tadamun.solidarity.training.certificate_paper import certificate_pdf
from tadamun.solidarity.training.models import Certificate
from tadamun.ui.motifs import SIZE, tile
from tadamun.ui.themes import Theme
from tadamun.web.shared import links
from tadamun.web.shared.qr import qr_drawing
from tadamun.web.shared.themes import theme_of

TILES = 18


def pdf_answer(certificate: Certificate, language: str) -> HttpResponse:
    """On paper, with its holder's name."""
    address = links.certificate(certificate.market, language, certificate.code)
    theme = theme_of(certificate.market)
    data = certificate_pdf(
        certificate,
        language,
        address=address,
        code_svg=qr_drawing(address),
        motif_svg=_strip(theme),
        accent=theme.accent,
    )
    return file_answer(data, f"{certificate.number}.pdf", "application/pdf")


def file_answer(data: bytes, name: str, kind: str) -> HttpResponse:
    """Saved, kept nowhere on the way."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _strip(theme: Theme) -> str:
    """A row of the market's tile, in its accent."""
    shapes = tile(theme.motif_seed, theme.motif_family)
    row = "".join(f'<g transform="translate({place * SIZE} 0)">{shapes}</g>' for place in range(TILES))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {TILES * SIZE} {SIZE}" fill="{theme.accent}">{row}</svg>'
