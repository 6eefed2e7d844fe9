"""Words that wait for her green hand, as the pages show them. In the scope of one organisation."""

from tadamun.goods.catalogue.models import Product, Wording
from tadamun.goods.catalogue.reasons import ICONS, REASONS
from tadamun.people.recordings.models import Recording


def wording_of(product: Product) -> Wording | None:
    if product.review == Product.Review.APPROVED:
        return None
    return Wording.objects.filter(product=product).first()


def recording(code: str) -> Recording | None:
    """Of this market, by its code."""
    return Recording.objects.filter(code=code).first() if code else None


def reasons(product: Product) -> list[tuple[str, str, str]]:
    """Why it went back: words, icon and the key that speaks them."""
    return [
        (str(REASONS[code]), ICONS[code], f"fix.{code}") for code in product.review_codes if code in REASONS
    ]
