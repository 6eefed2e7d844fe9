"""A member's card on paper: a code for a camera, her tile or picture, and what to do, in words and pictures."""

from importlib.resources import files

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import override

from tadamun.kernel.documents import isolated, ltr, render
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Organisation
from tadamun.ui.motifs import motif_svg_document
from tadamun.web.shared.entering.faces import WIDTH
from tadamun.web.shared.qr import qr_drawing
from tadamun.web.shared.themes import theme_of


def card_pdf(market: Market, organisation: Organisation, person: Person, seed: str, address: str) -> bytes:
    """For the person's own language first, then the others of the market. Her name and portrait only as she consents."""
    maker = Maker.objects.filter(person=person, organisation=organisation).first()
    language = person.language if person.language in market.languages else market.default_language
    theme = theme_of(market)
    data = {
        "accent": theme.accent,
        "market": isolated(market.name(language)),
        "organisation": isolated(organisation.name(language)),
        "name": isolated(maker.public_name(language)) if maker else "",
        "portrait": _portrait(maker),
        "motif": motif_svg_document(seed, theme.motif_family, theme.accent),
        "qr": qr_drawing(address),
        "address": ltr(address.partition("://")[2].partition("/")[0]),
        "steps": [
            _steps(market, each)
            for each in (language, *(code for code in market.languages if code != language))
        ],
    }
    template = files(__package__).joinpath("data/card.typ").read_text(encoding="utf-8")
    return render(template, data, language)


def _portrait(maker: Maker | None) -> list[int]:
    """The bytes of her picture, which the paper's template can read; none without her consent."""
    if maker is None or not maker.portrait or not maker.photo_consent_at:
        return []
    path = f"{maker.portrait[:2]}/{maker.portrait}/{WIDTH}.webp"
    if not default_storage.exists(path):
        return []
    with default_storage.open(path) as file:
        return list(file.read())


def _steps(market: Market, language: str) -> dict[str, str]:
    with override(market.locale(language).lower()):
        return {
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "scan": _("Point the phone’s camera here"),
            "type": _("Type your six digits, which only you know"),
            "lost": _("Lost? Tell your cooperative: it closes the card"),
        }
