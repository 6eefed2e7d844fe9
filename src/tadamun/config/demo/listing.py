"""What a seller left half done on her phone: a draft, a piece whose words are wanted, one whose words she has not heard."""

from uuid import NAMESPACE_URL, UUID, uuid5

from tadamun.goods.catalogue.models import Draft, Picture, Wording
from tadamun.goods.catalogue.operations import attach_voice, keep_draft, send_back_product, write_words
from tadamun.goods.stock.sending import send_draft
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.recordings.operations import store_recording
from tadamun.people.sellers.models import Organisation
from tadamun.ui.spoken.speech import FILES

VOICE = "listing.for_you"  # a synthetic voice: nobody's own is in the demonstration
TITLES = {"ar": "سلة منسوجة باليد", "fr": "Panier tressé à la main"}
STORIES = {
    "ar": "نسجتها أمي في ثلاثة أيام من سعف الدوم.",
    "fr": "Ma mère l’a tressé en trois jours, en palmier doum.",
}


def leave_listings(market: Market, organisation: Organisation) -> None:
    """By the operations that her phone calls; four rows."""
    with acting(market_id=market.pk), scope(market_id=market.pk, organisation_id=organisation.pk):
        pictures = list(Picture.objects.order_by("pk").values_list("digest", flat=True)[:4])
        if not pictures:
            return
        keep_draft(organisation, _key(market, 0), _said(pictures[0], price=0, mode=""), step=3)
        _sent(market, organisation, 1, pictures[1 % len(pictures)])
        heard = _sent(market, organisation, 2, pictures[2 % len(pictures)])
        row = Wording.objects.select_related("product").get(product=heard.sent_as)
        hows = {"ar": "voice", "fr": "human"}
        write_words(row, TITLES, STORIES, hows=hows, sources={"ar": row.voice, "fr": "ar"}, reading=row.voice)
        back = _sent(market, organisation, 3, pictures[3 % len(pictures)])
        assert back.sent_as
        send_back_product(back.sent_as, codes=["photo"], voice=back.voice)


def _key(market: Market, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"tadamun:demonstration:{market.slug}:{number}")


def _said(picture: str, **more: object) -> dict[str, object]:
    return {
        "pictures": [picture], "craft": "basketry", "material": "doum-palm", "price": 18_000 + 1_000 * len(more),
        "mode": "unique", **more,
    }  # fmt: skip


def _sent(market: Market, organisation: Organisation, number: int, picture: str) -> Draft:
    draft = keep_draft(organisation, _key(market, number), _said(picture), step=5)
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
