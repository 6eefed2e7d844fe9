"""Pictures after the products: by name from a zip or folder, by address from the web, tried several times."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from tadamun.goods.catalogue.models import Picture as StoredPicture
from tadamun.goods.catalogue.models import Product, ProductPicture
from tadamun.goods.catalogue.operations import BadPicture, attach_picture, store_picture
from tadamun.goods.imports.guessing import language_of
from tadamun.goods.imports.models import Import, ImportedPicture, ImportProblem
from tadamun.goods.imports.neutral import NeutralProduct, Words
from tadamun.goods.imports.pictures import Picture, PictureLimits, PictureRefused, fetch_picture
from tadamun.goods.imports.pictures.fetching import Allow
from tadamun.goods.imports.planning import UNDETERMINED
from tadamun.goods.imports.problems import RowProblem
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.jobs import enqueue, job, renew_lease
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope

BEAT = timedelta(seconds=15)
BATCH = 20  # a job fetches so many and makes room for others
AT_ONCE = 4
ATTEMPTS = 4
DELAYS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
# A shop that is down may be up again; a page that is no picture will not become one.
_PASSING = frozenset({"picture_unreachable", "picture_too_slow"})
_ON_WEB = Q(place__istartswith="http://") | Q(place__istartswith="https://")
_LIMITS = PictureLimits()


class PictureSource(Protocol):
    """A folder or a zip: ``open`` raises ``PictureRefused``."""

    def open(self, name: str) -> Picture: ...


def say_alive(source: Import) -> None:
    """A sign of life on the way, for the worker and for whoever looks: the import goes on. Cheap to say often."""
    now = clock.now()
    if source.seen_at is not None and now - source.seen_at < BEAT:
        return
    source.seen_at = now
    with transaction.atomic():
        source.save(update_fields=["seen_at"])
    renew_lease()


def note_pictures(source: Import, pairs: Sequence[tuple[Product, NeutralProduct]]) -> None:
    """Remember what has to be fetched. Pictures that an earlier import already brought are left alone."""
    keys = [product.pk for product, neutral in pairs if neutral.images]
    if not keys:
        return
    shown = ProductPicture.objects.filter(product__in=keys).values_list("product_id", "picture_id")
    attached = set(shown)
    brought = {
        (product, place)
        for product, place, picture in ImportedPicture.objects.filter(
            product__in=keys, state=ImportedPicture.State.DONE
        ).values_list("product_id", "place", "picture_id")
        if (product, picture) in attached
    }
    ImportedPicture.objects.bulk_create(
        (
            ImportedPicture(
                source=source, product=product, place=image.source, alt=_alt(image.alts, source), position=position,
                row=neutral.rows[0],
            )
            for product, neutral in pairs
            for position, image in enumerate(neutral.images)
            if (product.pk, image.source) not in brought
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _alt(alts: Words, source: Import) -> dict[str, str]:
    return {
        (language_of(text, "fr") if code == UNDETERMINED else code): text
        for code, text in alts.items()
        if text
    }


def settle_pictures(source: Import, images: PictureSource) -> int:
    """Store and show the pictures of an import that a zip or folder holds. Returns how many; repeating it continues."""
    count = 0
    for row in _by_name(source):
        if known := _ours(row):
            count += _attach(row, known)
            continue
        try:
            picture = images.open(row.place)
        except PictureRefused as error:
            _give_up(row, error)
            continue
        count += _show(row, picture)
    return count


def _by_name(source: Import) -> Iterator[ImportedPicture]:
    """The pictures still to come that are not on the web, some hundred in memory at a time."""
    waiting = ImportedPicture.objects.select_related("product__organisation").filter(
        source=source, state=ImportedPicture.State.WAITING
    )
    last = 0
    while rows := list(waiting.exclude(_ON_WEB).filter(pk__gt=last).order_by("pk")[:500]):
        for row in rows:
            say_alive(source)
            yield row
        last = rows[-1].pk


def start_fetching(source: Import) -> None:
    """Give up names for which no folder was given, and let the worker fetch the rest."""
    for row in _by_name(source):
        if known := _ours(row):
            _attach(row, known)
        else:
            _give_up(row, PictureRefused("picture_not_found"))
    on_web = ImportedPicture.objects.filter(_ON_WEB, source=source, state=ImportedPicture.State.WAITING)
    with transaction.atomic():
        if on_web.exists():
            enqueue(fetch_pictures, source.pk)


@job(queue="pictures", lease=1800)
def fetch_pictures(import_id: int) -> None:
    """Fetch a batch of an import's pictures from the web, and go on while there are more."""
    with everything("the worker fetches pictures for whoever imported"):
        source = Import.objects.select_related("organisation", "market").filter(pk=import_id).first()
    if source is None or source.state == Import.State.UNDONE:
        return
    actor = Reference.parse(source.actor)
    with acting(actor=actor, market_id=source.market_id), scope(
        market_id=source.market_id, organisation_id=source.organisation_id
    ):  # fmt: skip
        fetch_batch(source)
        rest = ImportedPicture.objects.filter(_ON_WEB, source=source, state=ImportedPicture.State.WAITING)
        if following := rest.order_by("due_at").first():
            with transaction.atomic():
                enqueue(fetch_pictures, source.pk, after=max(following.due_at, clock.now()))


def fetch_batch(source: Import, *, allow: Allow | None = None) -> int:
    """Fetch those that are due, at most ``BATCH``, and show them. ``allow``: see ``fetch_picture``. Returns how many came."""
    due = ImportedPicture.objects.select_related("product__organisation").filter(
        _ON_WEB, source=source, state=ImportedPicture.State.WAITING, due_at__lte=clock.now()
    )
    count = 0
    absent: list[ImportedPicture] = []
    for row in due[:BATCH]:
        if known := _ours(row):
            count += _attach(row, known)
        else:
            absent.append(row)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures") as threads:
        answers = threads.map(lambda row: _fetched(row.place, allow), absent)
        for row, answer in zip(absent, answers, strict=True):
            if isinstance(answer, Picture):
                count += _show(row, answer)
            else:
                _put_off(row, answer)
    return count


def _fetched(place: str, allow: Allow | None) -> Picture | PictureRefused:
    try:
        return fetch_picture(place, limits=_LIMITS, allow=allow)
    except PictureRefused as error:
        return error


def _ours(row: ImportedPicture) -> StoredPicture | None:
    """A picture of this seller that came from here: our own export read again needs no fetching."""
    match = re.search(rf"{re.escape(settings.MEDIA_URL)}\w\w/(\w+)/[0-9]+\.(?:jpeg|webp|avif)\Z", row.place)
    return (
        StoredPicture.objects.filter(organisation=row.product.organisation, key=match[1]).first()
        if match
        else None
    )


def _show(row: ImportedPicture, picture: Picture) -> int:
    try:
        stored = store_picture(row.product.organisation, picture.content)
    except BadPicture as error:
        code = {"too_large": "picture_too_large", "too_small": "picture_too_small"}.get(
            error.code, "picture_not_image"
        )
        _give_up(row, PictureRefused(code, limit=_LIMITS.megabytes))
        return 0
    return _attach(row, stored)


def _attach(row: ImportedPicture, stored: StoredPicture) -> int:
    with transaction.atomic():
        attach_picture(row.product, stored, alt=row.alt, position=row.position)
        row.state, row.picture = ImportedPicture.State.DONE, stored
        row.save(update_fields=["state", "picture"])
    return 1


def _put_off(row: ImportedPicture, error: PictureRefused) -> None:
    row.attempts += 1
    if error.code not in _PASSING or row.attempts >= ATTEMPTS:
        _give_up(row, error)
        return
    row.due_at = clock.now() + DELAYS[min(row.attempts, len(DELAYS)) - 1]
    with transaction.atomic():
        row.save(update_fields=["attempts", "due_at"])


def _give_up(row: ImportedPicture, error: PictureRefused) -> None:
    """The product stays without this picture; the import says why."""
    problem = RowProblem(row.row, "", error.code, row.place[:200], error.params)
    row.state = ImportedPicture.State.FAILED
    with transaction.atomic():
        row.save(update_fields=["state", "attempts"])
        ImportProblem.objects.create(
            source_id=row.source_id,
            row=problem.row,
            code=problem.code,
            value=problem.value,
            params=dict(problem.params),
        )
        Import.objects.filter(pk=row.source_id).update(warnings=F("warnings") + 1)
