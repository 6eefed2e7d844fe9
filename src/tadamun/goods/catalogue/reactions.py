"""What a seller is told when her product was looked at."""

from django.utils.translation import gettext as _

from tadamun.goods.catalogue.events import ProductApproved, ProductSentBack, ProductSubmitted, WordsToHear
from tadamun.goods.catalogue.models import Product, ProductEdit
from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.people.notices.operations import occasion
from tadamun.people.notices.segments import fitted
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.notices import tell_organisation


@reaction(ProductApproved, ProductSentBack, when="later")
def tell_of_review(event: ProductSubmitted) -> None:
    with everything("one product of one seller"):
        product = Product.objects.select_related("organisation").get(code=event.code)
        market = _market_of(product, event.market_id)
        sent_back = _sent_back(product) if isinstance(event, ProductSentBack) else None
    if market is None:
        return
    tell_organisation(
        product.organisation,
        market,
        key=f"review/{occasion(event)}",
        kind="product_sent_back" if sent_back else "product_approved",
        subject_ref=str(product.reference),
        compose=lambda voice: _said(product, (sent_back.reason_told or "—") if sent_back else "", voice),
    )


def _market_of(product: Product, market_id: int) -> Market | None:
    """Where it was decided; else, when nobody's request did, the first market that admitted its seller."""
    admitted = Admission.objects.select_related("market").filter(organisation=product.organisation)
    if market_id:
        admitted = admitted.filter(market=market_id)
    found = admitted.order_by("pk").first()
    return found.market if found else None


def _sent_back(product: Product) -> Product | ProductEdit:
    """What carries the reason."""
    if product.review == Product.Review.SENT_BACK:
        return product
    edits = ProductEdit.objects.filter(product=product, state=ProductEdit.State.SENT_BACK)
    return edits.order_by("-decided_at").first() or product


def _said(product: Product, reason: str, voice: Voice) -> Said:
    title = words(product.titles, voice.language, voice.market.languages)
    address = link("workshop_product", market=voice.market, language=voice.language, code=product.code)

    def text(title: str) -> str:
        names = {"title": title, "shop": voice.shop, "reason": reason, "link": address}
        if reason:
            return _("Your product “%(title)s” needs a correction: %(reason)s %(link)s") % names
        return _("Your product “%(title)s” is now on sale on %(shop)s. %(link)s") % names

    heading = _("A product needs a correction") if reason else _("A product of yours is on sale")
    return Said(heading, fitted(text, title), address, text(title))


@reaction(WordsToHear, when="later")
def tell_of_words(event: WordsToHear) -> None:
    """Words were written for her: she hears them, and says yes or no."""
    with everything("one product of one seller"):
        product = Product.objects.select_related("organisation").get(code=event.code)
        market = _market_of(product, event.market_id)
    if market is not None:
        tell_organisation(
            product.organisation,
            market,
            key=f"words/{occasion(event)}",
            kind="words_to_hear",
            subject_ref=str(product.reference),
            compose=lambda voice: _to_hear(product, voice),
        )


def _to_hear(product: Product, voice: Voice) -> Said:
    title = words(product.titles, voice.language, voice.market.languages)
    address = link("workshop_product", market=voice.market, language=voice.language, code=product.code)

    def text(title: str) -> str:
        names = {"title": title, "link": address}
        return _("We wrote words for “%(title)s”. Please listen and press the green hand: %(link)s") % names

    return Said(_("Words for you to hear"), fitted(text, title), address, text(title))
