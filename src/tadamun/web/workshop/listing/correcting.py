"""What a piece says and shows now, and what she made of it on the page of its correction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tadamun.goods.catalogue.contents import STORY, TITLE
from tadamun.goods.catalogue.models import Picture, Product, ProductEdit, ProductPicture
from tadamun.goods.stock.sending import names_of
from tadamun.kernel.text import every, how
from tadamun.showcase.window.pictures import shown_picture
from tadamun.ui.cards import Picture as ShownPicture
from tadamun.web.workshop.listing.families import materials_of

_WIDTHS = (240,)


@dataclass(frozen=True, slots=True)
class Content:
    """As it stands, or as an edit that waits or was sent back would have it. ``pictures``: by sha256, in their order."""

    titles: dict[str, Any]
    stories: dict[str, Any]
    pictures: list[str]
    craft: str
    materials: list[str] = field(default_factory=list)

    def title(self, language: str) -> str:
        return every(self.titles).get(language, "")

    def story(self, language: str) -> str:
        return every(self.stories).get(language, "")


def content_of(product: Product, edit: ProductEdit | None) -> Content:
    """In at most one query."""
    changes = edit.changes if edit else {}
    shown = changes.get("pictures")
    if shown is None:
        rows = ProductPicture.objects.filter(product=product)
        shown = list(rows.values_list("picture__digest", flat=True))
    names = ("titles", "stories", "craft", "materials")
    said = {name: changes.get(name, getattr(product, name)) for name in names}
    return Content(pictures=shown, **said)


def photos_of(content: Content) -> list[tuple[str, ShownPicture]]:
    """Digest and picture, in their order; one query."""
    rows = {row.digest: row for row in Picture.objects.filter(digest__in=content.pictures)}
    return [(each, shown_picture(rows[each], "", _WIDTHS)) for each in content.pictures if each in rows]


def words_changed(content: Content, language: str, said: Mapping[str, str]) -> dict[str, Any]:
    """Name and story as she typed them, beside what they are in other languages. A name is never taken away."""
    title = " ".join(said.get("title", "").replace("\0", "").split())[:TITLE] or content.title(language)
    story = said.get("story", "").replace("\0", "").replace("\r\n", "\n").strip()[:STORY]
    changes: dict[str, Any] = {}
    if title and title != content.title(language):
        changes["titles"] = _with(content.titles, language, title)
    if story != content.story(language).replace("\r\n", "\n").strip():
        changes["stories"] = _with(content.stories, language, story)
    return changes


def _with(texts: Mapping[str, Any], language: str, text: str) -> dict[str, Any]:
    said = {code: words for code, words in every(texts).items() if code != language} | (
        {language: text} if text else {}
    )
    return {**said, "_how": {code: "human" if code == language else how(texts, code) for code in said}}


def craft_changed(content: Content, craft: str, language: str) -> dict[str, Any]:
    """Another craft: of its materials those that stay possible, and its name where nobody had given the piece one."""
    possible = {each.slug for each in materials_of(craft, language)}
    kept = [each for each in content.materials if each in possible]
    changes: dict[str, Any] = {"craft": craft, "materials": kept}
    if all(how(content.titles, code) == "machine" for code in every(content.titles)):
        changes["titles"] = names_of(craft, kept[0] if kept else "")
    return changes
