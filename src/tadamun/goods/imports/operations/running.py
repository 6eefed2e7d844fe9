"""One file: read once to its end, to see that it can be read, then what it says is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from tadamun.goods.imports.dialects.base import Outcome
from tadamun.goods.imports.models import Import, ImportProblem
from tadamun.goods.imports.neutral import Defaults, NeutralProduct
from tadamun.goods.imports.opening import Catalogue
from tadamun.goods.imports.operations.picturing import (
    PictureSource,
    say_alive,
    settle_pictures,
    start_fetching,
)
from tadamun.goods.imports.operations.writing import Written, write_products
from tadamun.goods.imports.planning import UNDETERMINED, Ground, ground_for
from tadamun.goods.imports.problems import RowProblem, UnreadableFile
from tadamun.goods.imports.spool import Chunks
from tadamun.kernel import audit, clock
from tadamun.kernel.context import acting, current
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.people.sellers.queries import keeps

# A chunk holds the one write lock of SQLite; at this size that is a fraction of a second.
CHUNK_PRODUCTS = 200
CHUNK_VARIANTS = 1_000
CHUNK_OUTCOMES = 1_200  # products and problems together
MOST_PROBLEMS = 10_000  # kept in full; beyond that only counted


class NotAdmitted(ValueError):
    """The organisation has no place in this market, or none from which to write her products. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: products done of those in the file."""

    done: int
    total: int
    created: int
    updated: int
    unchanged: int
    refused: int
    errors: int
    warnings: int


Watch = Callable[[Progress], None]


def run_import(
    *,
    organisation: Organisation,
    market: Market,
    file: BinaryIO,
    file_name: str = "",
    images: PictureSource | None = None,
    dry_run: bool = False,
    actor: Reference | None = None,
    progress: Watch | None = None,
    language: str = "",
    currency: str = "",
    craft: str = "",
    trusted: bool | None = None,
) -> Import:
    """Bring a catalogue file into a seller's catalogue. Returns the import with its counts and problems.

    ``file`` is seekable and binary. ``language`` of its words (empty: guessed product by product) and ``currency`` of
    prices that name none (empty: the seller's). ``trusted`` products need no review (``None``: as the market decides).
    Each product is written whole or not at all, some hundred in one transaction; a file that cannot be read to its end
    writes nothing. Running the same file again changes nothing; an interrupted run is completed by running it again.
    Pictures named in ``images`` are stored before it returns, those on the web by the worker. Raises ``NotAdmitted``.
    """
    with (
        acting(actor=actor, market_id=market.pk),
        scope(market_id=market.pk, organisation_id=organisation.pk),
    ):
        row = new_import(
            organisation, market, file_name=file_name, language=language, currency=currency, craft=craft,
            dry_run=dry_run, trusted=trusted,
        )  # fmt: skip
        return carry_out(row, file, images=images, progress=progress)


def new_import(
    organisation: Organisation,
    market: Market,
    *,
    file_name: str = "",
    language: str = "",
    currency: str = "",
    craft: str = "",
    dry_run: bool = False,
    trusted: bool | None = None,
) -> Import:
    """The row of an import that has not begun. Call it inside the scope of both. Raises ``NotAdmitted``.

    Only the market that reviews the seller's products may trust them; a file that comes by another waits for it.
    """
    admission = Admission.objects.filter(organisation=organisation, market=market).first()
    reviews = admission is not None and keeps(admission)
    if admission is None or not (reviews or admission.status == Admission.Status.ADMITTED):
        raise NotAdmitted(f"{organisation.code} in {market.slug}")
    return Import.objects.create(
        organisation=organisation,
        market=market,
        file_name=file_name[-200:],
        language=language,
        currency=currency or organisation.currency,
        craft=craft,
        dry_run=dry_run,
        trusted=reviews and (not market.policy.moderation if trusted is None else trusted),
        actor=str(current().actor),
    )


def carry_out(
    row: Import, file: BinaryIO, *, images: PictureSource | None = None, progress: Watch | None = None
) -> Import:
    """Run the import whose row is there. Call it inside the scope of its market and organisation.

    Repeating it after an interruption continues: what is already written is found again.
    """
    _begin(row)
    try:
        catalogue = Catalogue(file)
        _name_dialect(row, catalogue)
        ground = ground_for(
            row.organisation, row.market, own=row.dialect == "tadamun", language=row.language, craft=row.craft,
            trusted=row.trusted, column=catalogue.column,
        )  # fmt: skip
        with Chunks() as chunks:
            row.products, scattered = _read(row, catalogue, chunks)
            for outcomes in chunks:
                _write_chunk(row, *_parted(outcomes, scattered), ground)
                say_alive(row)
                if progress:
                    progress(_progress(row))
    except UnreadableFile as error:
        return fail_import(row, error.problem)
    if not row.dry_run:
        if images is not None:
            settle_pictures(row, images)
        start_fetching(row)
    return _finish(row)


def _defaults(row: Import) -> Defaults:
    return Defaults(row.currency, row.language or UNDETERMINED)


def _begin(row: Import) -> None:
    row.state, row.started_at = Import.State.RUNNING, clock.now()
    row.seen_at = row.started_at
    row.done = row.created = row.updated = row.unchanged = row.refused = row.errors = row.warnings = 0
    with transaction.atomic():
        ImportProblem.objects.filter(source=row).delete()
        row.save()


def _name_dialect(row: Import, catalogue: Catalogue) -> None:
    row.dialect = catalogue.dialect.slug
    row.save(update_fields=["dialect"])


def _read(row: Import, catalogue: Catalogue, chunks: Chunks) -> tuple[int, set[str]]:
    """How many products, and the handles whose rows do not stand together: those must not be written in part."""
    total, scattered = 0, set[str]()
    chunk: list[Outcome] = []
    products = variants = 0
    for outcome in catalogue.outcomes(_defaults(row)):
        chunk.append(outcome)
        if isinstance(outcome, NeutralProduct):
            products += 1
            variants += len(outcome.variants)
        elif outcome.code == "handle_scattered":
            scattered.add(outcome.value)
        if products >= CHUNK_PRODUCTS or variants >= CHUNK_VARIANTS or len(chunk) >= CHUNK_OUTCOMES:
            chunks.add(chunk)
            say_alive(row)
            total += products
            chunk, products, variants = [], 0, 0
    chunks.add(chunk)
    return total + products, scattered


def _parted(outcomes: list[Outcome], scattered: set[str]) -> tuple[list[NeutralProduct], list[RowProblem]]:
    products = [
        outcome
        for outcome in outcomes
        if isinstance(outcome, NeutralProduct) and outcome.handle not in scattered
    ]
    return products, [outcome for outcome in outcomes if isinstance(outcome, RowProblem)]


def _write_chunk(
    row: Import, products: list[NeutralProduct], problems: list[RowProblem], ground: Ground
) -> None:
    with transaction.atomic():
        outcome = write_products(row, products, ground, dry=row.dry_run) if products else Written()
        shared = {problem.row for problem in problems if problem.code == "quantity_shared"}
        more = [p for p in outcome.problems if not (p.code == "quantity_unknown" and p.row in shared)]
        _keep_problems(row, [*problems, *more])
        row.done += len(products)
        row.created += outcome.created
        row.updated += outcome.updated
        row.unchanged += outcome.unchanged
        row.refused += outcome.refused
        row.save(update_fields=[*COUNTS, "products"])


COUNTS = ("done", "created", "updated", "unchanged", "refused", "errors", "warnings")


def _keep_problems(row: Import, problems: list[RowProblem]) -> None:
    room = max(0, MOST_PROBLEMS - row.errors - row.warnings)
    warnings = sum(problem.is_warning for problem in problems)
    row.warnings += warnings
    row.errors += len(problems) - warnings
    ImportProblem.objects.bulk_create(problem_row(row, problem) for problem in problems[:room])


def problem_row(row: Import, problem: RowProblem) -> ImportProblem:
    """An unsaved row of the problem."""
    return ImportProblem(
        source=row, row=problem.row, column=problem.column[:120], code=problem.code, value=problem.value[:200],
        params=dict(problem.params),
    )  # fmt: skip


def _progress(row: Import) -> Progress:
    return Progress(
        row.done, row.products, row.created, row.updated, row.unchanged, row.refused, row.errors, row.warnings
    )


def fail_import(row: Import, problem: RowProblem) -> Import:
    """The file, or the zip beside it, cannot be read: the import ends with that one reason."""
    row.state, row.finished_at = Import.State.FAILED, clock.now()
    with transaction.atomic():
        _keep_problems(row, [problem])
        row.save()
        audit.record("fail_import", row.reference, problem=problem.code, row=problem.row)
    return row


def _finish(row: Import) -> Import:
    row.state, row.finished_at = Import.State.DONE, clock.now()
    with transaction.atomic():
        # Not the counts: pictures that could not be had have added warnings of their own meanwhile.
        row.save(update_fields=["state", "finished_at", "products"])
        row.refresh_from_db(fields=["warnings"])
        if not row.dry_run:
            counts = {name: getattr(row, name) for name in COUNTS}
            audit.record("import_catalogue", row.reference, file=row.file_name, dialect=row.dialect, **counts)
    return row
