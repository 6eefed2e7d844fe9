"""Files that wait on disk for the worker: uploaded now, read later."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from tadamun.goods.imports.models import Import
from tadamun.goods.imports.operations.running import carry_out, fail_import, new_import
from tadamun.goods.imports.pictures import ZipPictures
from tadamun.goods.imports.problems import UnreadableFile
from tadamun.kernel.context import acting
from tadamun.kernel.jobs import enqueue, job
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation


class CannotStart(ValueError):
    """The import runs, is done, or its file is gone. Nothing was written."""


def folder_of(row: Import) -> Path:
    """Where the files of a stored import lie until it is done."""
    return Path(settings.DATA) / "imports" / row.code


def store_import(
    *,
    organisation: Organisation,
    market: Market,
    file: BinaryIO,
    file_name: str = "",
    images: BinaryIO | None = None,
    actor: Reference | None = None,
    language: str = "",
    currency: str = "",
    craft: str = "",
    trusted: bool | None = None,
) -> Import:
    """Keep an uploaded catalogue (and a zip of pictures) for ``start_import``. Raises ``NotAdmitted``."""
    with (
        acting(actor=actor, market_id=market.pk),
        scope(market_id=market.pk, organisation_id=organisation.pk),
    ):
        row = new_import(
            organisation, market, file_name=file_name, language=language, currency=currency, craft=craft,
            trusted=trusted,
        )  # fmt: skip
        place = folder_of(row)
        place.mkdir(parents=True)
        _copy(file, place / "catalogue.csv")
        if images is not None:
            _copy(images, place / "pictures.zip")
    return row


def _copy(file: BinaryIO, target: Path) -> None:
    file.seek(0)
    with target.open("wb") as out:
        shutil.copyfileobj(file, out, 1 << 20)


def open_stored(row: Import) -> BinaryIO:
    """The stored catalogue, for a preview. Raises ``FileNotFoundError`` once the import is done."""
    return (folder_of(row) / "catalogue.csv").open("rb")


def start_import(row: Import, *, dry_run: bool) -> Import:
    """Let the worker run a stored import; one that was tried or abandoned may be run again. Raises ``CannotStart``."""
    may = row.state in (Import.State.WAITING, Import.State.FAILED) or (
        row.is_abandoned or (row.state == Import.State.DONE and row.dry_run)
    )
    if not may or not (folder_of(row) / "catalogue.csv").exists():
        raise CannotStart(row.code)
    with transaction.atomic(), scope(market_id=row.market_id, organisation_id=row.organisation_id):
        row.state, row.dry_run = Import.State.WAITING, dry_run
        row.save(update_fields=["state", "dry_run"])
        enqueue(run_stored, row.pk)
    return row


def _pictures(path: Path, stack: ExitStack) -> ZipPictures | None:
    """Raises ``UnreadableFile``; on a dry run too, so that a broken zip is known before."""
    if not path.exists():
        return None
    return stack.enter_context(ZipPictures(stack.enter_context(path.open("rb"))))


@job(queue="long", lease=300, retries=2)  # it renews its lease on the way
def run_stored(import_id: int) -> None:
    """Run a stored import to its end. Run again after an interruption, it continues."""
    with everything("the worker imports for whoever uploaded"):
        row = Import.objects.select_related("organisation", "market").get(pk=import_id)
    if row.state not in (Import.State.WAITING, Import.State.RUNNING):
        return
    place = folder_of(row)
    with ExitStack() as stack:
        stack.enter_context(acting(actor=Reference.parse(row.actor), market_id=row.market_id))
        stack.enter_context(scope(market_id=row.market_id, organisation_id=row.organisation_id))
        file = stack.enter_context((place / "catalogue.csv").open("rb"))
        try:
            images = _pictures(place / "pictures.zip", stack)
        except UnreadableFile as error:
            fail_import(row, error.problem)
            return
        carry_out(row, file, images=images)
    if not row.dry_run and row.state == Import.State.DONE:
        shutil.rmtree(place, ignore_errors=True)
