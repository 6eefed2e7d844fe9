"""Drafts as the pages show them. In the scope of one organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tadamun.goods.catalogue.contents import EMPTY
from tadamun.goods.catalogue.crafts import crafts, materials, term
from tadamun.goods.catalogue.models import Draft, Picture
from tadamun.kernel.money import Money
from tadamun.people.recordings.models import Recording
from tadamun.showcase.window.pictures import shown_picture
from tadamun.ui.cards import Picture as ShownPicture
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.listing.cash import in_cash
from tadamun.web.workshop.listing.families import icon_of

STEPS = ("photos", "what", "price", "pieces", "preview")
MOST_SHOWN = 12
_WIDTHS = (240,)


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """``photos``: digest and picture of those that arrived, in her order; ``copied``: another phone wrote the same one."""

    key: UUID
    revision: int
    content: dict[str, Any]
    word: str
    icon: str
    material: str
    photos: tuple[tuple[str, ShownPicture], ...]
    price: Money | None
    fee: Money | None
    copied: bool
    step: str
    voice: Recording | None = None

    @property
    def picture(self) -> ShownPicture | None:
        return self.photos[0][1] if self.photos else None

    @property
    def mine(self) -> Money | None:
        return self.price - self.fee if self.price and self.fee is not None else None

    @property
    def cash(self) -> list[tuple[int, int, bool]]:
        return in_cash(self.mine) if self.mine else []


def found(key: UUID) -> Draft | None:
    return Draft.objects.select_related("organisation", "sent_as").filter(key=key).first()


def open_drafts(desk: Desk) -> list[ShownDraft]:
    """Newest first, in two queries."""
    rows = list(Draft.objects.filter(sent_as=None, dropped_at=None)[:MOST_SHOWN])
    return _shown(desk, rows)


def shown(desk: Desk, draft: Draft) -> ShownDraft:
    return _shown(desk, [draft])[0]


def blank(desk: Desk, key: UUID) -> ShownDraft:
    """One that nobody has written on yet."""
    return _one(desk, Draft(key=key, organisation=desk.organisation, content=dict(EMPTY), revision=0), {})


def voice_of(draft: Draft) -> Recording | None:
    return Recording.objects.filter(code=draft.voice).first() if draft.voice else None


def _shown(desk: Desk, drafts: Sequence[Draft]) -> list[ShownDraft]:
    named = {digest for draft in drafts for digest in draft.content["pictures"]}
    rows = Picture.objects.filter(digest__in=named) if named else []
    pictures = {row.digest: shown_picture(row, "", _WIDTHS) for row in rows}
    return [_one(desk, draft, pictures) for draft in drafts]


def _one(desk: Desk, draft: Draft, pictures: dict[str, ShownPicture]) -> ShownDraft:
    said = draft.content
    price = Money(said["price"], desk.organisation.currency) if said["price"] else None
    there = tuple((digest, pictures[digest]) for digest in said["pictures"] if digest in pictures)
    return ShownDraft(
        draft.key, draft.revision, said,
        said["title"] or (crafts()[said["craft"]].name(desk.language) if said["craft"] else ""),
        icon_of(said["craft"]) if said["craft"] else "picture",
        term(materials(), said["material"], desk.language) if said["material"] else "",
        there, price, price.share(desk.fee_bp) if price else None, bool(draft.copy_of_id),
        STEPS[min(draft.step, len(STEPS)) - 1],
    )  # fmt: skip
