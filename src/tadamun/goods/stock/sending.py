"""From a draft to a product that waits for review, with its stock: once, whatever is sent how often."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tadamun.goods.catalogue.contents import BadDraft, first_gap
from tadamun.goods.catalogue.crafts import craft_path, crafts, materials, term
from tadamun.goods.catalogue.models import Draft, Picture, Product, Variant
from tadamun.goods.catalogue.operations.drafting import mark_sent, missing, open_again
from tadamun.goods.catalogue.operations.making import ProductDraft, VariantDraft, create_product
from tadamun.goods.catalogue.operations.reviewing import submit_product
from tadamun.goods.catalogue.operations.selling import await_price, remove_product
from tadamun.goods.catalogue.operations.wording import ask_for_words, say_own_words
from tadamun.goods.stock.models import Movement
from tadamun.goods.stock.operations import receive, set_quantity
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import LANGUAGES
from tadamun.people.sellers.ceilings import PIECES, ceiling_of
from tadamun.people.sellers.models import Grant, Maker, Organisation
from tadamun.people.sellers.operations.proposals import propose_change, put_away_proposals


class FilesMissing(ValueError):
    """Pictures or a voice it names have not arrived: ``digests``. Nothing was written."""

    def __init__(self, digests: list[str]) -> None:
        super().__init__(f"{len(digests)} files missing")
        self.digests = digests


class TooManyPieces(ValueError):
    """The market asks for skills before more pieces are on sale: ``most``. Nothing was written; the draft waits."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} pieces at most")
        self.most = most


@dataclass(frozen=True, slots=True)
class Helper:
    """Who sends it for her, under which mandate."""

    grant: Grant
    name: str


def send_draft(draft: Draft, *, green_hand: bool = True, helper: Helper | None = None) -> Product:
    """Its product, which waits for review from now on; sent again, the same product.

    Without words of hers it is named by its craft, and others are asked to write: with ``green_hand`` it is not approved
    before she has heard them. To words she typed herself she has agreed; others may say them in more languages. Sent by a
    ``helper`` it is not approved before she said yes to the price. Raises ``BadDraft`` where a step is open,
    ``FilesMissing``, ``TooManyPieces``.
    """
    with transaction.atomic(), scope(organisation_id=draft.organisation_id):
        row = (
            Draft.objects.select_for_update(of=("self",))
            .select_related("organisation", "sent_as")
            .get(pk=draft.pk)
        )
        if row.sent_as:
            return row.sent_as
        if gap := first_gap(row.content):
            raise BadDraft(gap[0], "missing")
        if digests := missing(row):
            raise FilesMissing(digests)
        _below_ceiling(row.organisation)
        product = _make(row, price_to_hear=helper is not None)
        if helper is not None:
            _ask_for_price(product, helper)
        if row.content["title"]:
            language = row.content["language"] or "ar"
            say_own_words(
                product,
                language,
                voice=row.voice,
                needs_hand=green_hand and helper is None,
                mine=helper is None,
            )
        else:
            ask_for_words(product, voice=row.voice, needs_hand=green_hand)
        mark_sent(row, product)
    return product


def _ask_for_price(product: Product, helper: Helper) -> None:
    """A helper never makes a price alone, not even the first."""
    variant = Variant.objects.get(product=product)
    propose_change(
        helper.grant, kind="price", subject=product.reference, by_name=helper.name, sku=variant.sku, first=True,
        before_minor=variant.price_minor, after_minor=variant.price_minor, currency=variant.currency,
    )  # fmt: skip


def take_back_sending(product: Product) -> Draft | None:
    """The draft as it was before she sent it, open again; its product is put away with its stock and what was asked about it.

    ``None`` where somebody has looked at it, it was taken back before, or was no draft; then nothing was written.
    """
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        drafts = Draft.objects.select_for_update(of=("self",))
        draft = drafts.filter(sent_as=product).first()
        row = (
            Product.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=product.pk)
        )
        if draft is None or row.removed_at or row.review != Product.Review.WAITING:
            return None
        for variant in Variant.objects.select_related("organisation").filter(product=row):
            if variant.mode != Variant.Mode.MADE_TO_ORDER:
                set_quantity(variant, 0, reason=Movement.Reason.UNDONE)
        remove_product(row)
        put_away_proposals(row.organisation, row.reference)
        open_again(draft)
    return draft


def _below_ceiling(organisation: Organisation) -> None:
    most = ceiling_of(organisation, PIECES)
    if most is None:
        return
    # Two drafts sent at once: the second counts the first.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    offered = Product.objects.filter(organisation=organisation, removed_at=None, shown=True)
    if offered.filter(review__in=(Product.Review.WAITING, Product.Review.APPROVED)).count() >= most:
        raise TooManyPieces(most)


def _make(draft: Draft, *, price_to_hear: bool) -> Product:
    organisation, said = draft.organisation, draft.content
    variant = _variant(organisation.currency, said)
    rows = {row.digest: row for row in Picture.objects.filter(digest__in=said["pictures"])}
    titles = _titles(said)
    product = create_product(
        organisation,
        ProductDraft(
            craft=said["craft"], titles=titles, stories=_stories(said), variants=[variant],
            materials=[said["material"]] if said["material"] else [], region=organisation.region,
            makers=_maker(draft), pictures=[(rows[digest], {}) for digest in said["pictures"]],
        ),
    )  # fmt: skip
    if variant.mode != Variant.Mode.MADE_TO_ORDER:
        made = Variant.objects.get(product=product)
        receive(organisation, {made.pk: variant.quantity})
    if price_to_hear:
        await_price(product)
    return submit_product(product)


def _variant(currency: str, said: dict[str, Any]) -> VariantDraft:
    mode, days = said["mode"], said["days"]
    to_order = mode == Variant.Mode.MADE_TO_ORDER
    count = 1 if mode == Variant.Mode.UNIQUE else 0 if to_order else max(said["count"], 1)
    return VariantDraft(
        sku=new_code(8), price=Money(said["price"], currency), mode=mode, quantity=count,
        lead_days=(days, days) if to_order else (0, 0),
    )  # fmt: skip


def _titles(said: dict[str, Any]) -> dict[str, Any]:
    if said["title"]:
        return {said["language"] or "ar": said["title"]}
    return names_of(said["craft"], said["material"])


def names_of(craft: str, material: str = "") -> dict[str, Any]:
    """What a piece is called as long as nobody found words for it, in every language."""
    names = {language: _named(craft, material, language) for language in LANGUAGES}
    return {**names, "_how": dict.fromkeys(names, "machine")}


def _named(craft: str, material: str, language: str) -> str:
    name = crafts()[craft].name(language)
    return f"{name} – {term(materials(), material, language)}" if material else name


def _stories(said: dict[str, Any]) -> dict[str, Any]:
    return {said["language"] or "ar": said["story"]} if said["story"] else {}


def _maker(draft: Draft) -> list[int]:
    """Where only one works, she made it."""
    found = list(Maker.objects.filter(organisation=draft.organisation_id).values_list("pk", flat=True)[:2])
    return found if len(found) == 1 else []


def crafts_of(organisation_crafts: list[str]) -> list[str]:
    """Families that an organisation works in, by the crafts it named."""
    return list(dict.fromkeys(path[-1] for slug in organisation_crafts if (path := craft_path(slug))))
