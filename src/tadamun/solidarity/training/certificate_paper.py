"""A certificate on paper, in Arabic, French or English, framed by the market's tile."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from tadamun.kernel.documents import isolated, ltr, render
from tadamun.kernel.formats import format_date
from tadamun.kernel.text import words
from tadamun.solidarity.training.models import Certificate

_TEMPLATE = Path(__file__).parent / "data" / "certificate.typ"


def certificate_pdf(
    certificate: Certificate, language: str, *, address: str, code_svg: str, motif_svg: str, accent: str
) -> bytes:
    """Given to its holder, with her name. ``address``: where everybody may check it, also in the code to scan."""
    market, person = certificate.market, certificate.learner.person
    locale = market.locale(language)
    revoked = getattr(certificate, "revocation", None)
    with override(locale.lower()):
        data = {
            "market": isolated(market.name(language)), "heading": _("Certificate"), "lead": _("This market attests that"),
            "name": isolated(person.display_name), "shown": _("has shown what this course teaches:"),
            "course": words(certificate.titles, language),
            "skills": [words(skill, language) for skill in certificate.skills],
            "number-word": _("Number:"), "number": ltr(certificate.number), "date-word": _("Given on:"),
            "date": isolated(
                format_date(certificate.issued_at, locale.replace("-", "_"), "d MMMM y", market.digits or None)
            ),
            "check": _("Whoever doubts it scans the code or opens this address."), "address": address,
            "code": code_svg, "motif": motif_svg, "accent": accent,
            "revoked": _("This certificate was revoked.") if revoked else "",
        }  # fmt: skip
    source = _TEMPLATE.read_text(encoding="utf-8")
    return render(source, data, language, written_at=certificate.issued_at)
