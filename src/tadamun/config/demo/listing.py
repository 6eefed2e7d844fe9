"""What a seller left half done on her phone: a draft, a piece whose words are wanted, one whose words she has not heard."""

from uuid import NAMESPACE_URL, UUID, uuid5

from tadamun.goods.catalogue.crafts import materials
from tadamun.goods.catalogue.models import Draft, ProductPicture, Wording
from tadamun.goods.catalogue.operations import attach_voice, keep_draft, send_back_product, write_words
from tadamun.goods.stock.sending import send_draft
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import every
from tadamun.people.markets.models import Market
from tadamun.people.recordings.operations import store_recording
from tadamun.people.sellers.models import Organisation
from tadamun.ui.spoken.speech import FILES

VOICE = "listing.for_you"  # a synthetic voice: nobody's own is in the demonstration
STORIES = {
    "ar": "صنعتها أمي بيديها في ثلاثة أيام.",
    "fr": "Ma mère l’a fait de ses mains, en trois jours.",
}


def leave_listings(market: Market, organisation: Organisation) -> None:
    """By the operations that her phone calls; four rows."""
    with acting(market_id=market.pk), scope(market_id=market.pk, organisation_id=organisation.pk):
        shown = _photographed(organisation)
        if not shown:
            return
        keep_draft(organisation, _key(market, 0), _said(shown[0], price=0, mode=""), step=3)
        _sent(market, organisation, 1, shown[1 % len(shown)])
        heard = _sent(market, organisation, 2, shown[2 % len(shown)])
        row = Wording.objects.select_related("product").get(product=heard.sent_as)
        hows = {"ar": "voice", "fr": "human"}
        said = every(shown[2 % len(shown)].product.titles)
        titles, sources = {"ar": said["ar"], "fr": said["fr"]}, {"ar": row.voice, "fr": "ar"}
        write_words(row, titles, STORIES, hows=hows, sources=sources, reading=row.voice)
        back = _sent(market, organisation, 3, shown[3 % len(shown)])
        assert back.sent_as
        send_back_product(back.sent_as, codes=["photo"], voice=back.voice)


def _photographed(organisation: Organisation) -> list[ProductPicture]:
    """The first photographs of four of her products: what a draft says is what its photograph shows."""
    rows = ProductPicture.objects.select_related("picture", "product").filter(
        product__organisation=organisation
    )
    first: dict[int, ProductPicture] = {}
    for row in rows.order_by("product", "pk"):
        first.setdefault(row.product_id, row)
    return list(first.values())[:4]


def _key(market: Market, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"tadamun:demonstration:{market.slug}:{number}")


def _said(shown: ProductPicture, **more: object) -> dict[str, object]:
    product = shown.product
    return {
        "pictures": [shown.picture.digest], "craft": product.craft,
        "material": next((each for each in product.materials if each in materials()), ""), "price": 18_000 + 1_000 * len(more),
        "mode": "unique", **more,
    }  # fmt: skip


def _sent(market: Market, organisation: Organisation, number: int, shown: ProductPicture) -> Draft:
    draft = keep_draft(organisation, _key(market, number), _said(shown), step=5)
    file = FILES / "ar" / f"{VOICE}.mp3"
    if file.exists() and not draft.voice:
        said = store_recording(
            file.read_bytes(), owner=organisation.reference, by=str(organisation.reference), language="ar",
            market_id=market.pk,
        )  # fmt: skip
        draft.content["voice"] = said.digest
        draft = keep_draft(organisation, draft.key, draft.content, step=5, seen=draft.revision)
        attach_voice(draft, said.code, said.digest)
    send_draft(draft)
    draft.refresh_from_db()
    return draft
