"""What is asked about imports. Every question needs the scope of a market or an organisation."""

from collections.abc import Iterator

from django.db.models import QuerySet

from tadamun.goods.imports.models import Import, ImportedPicture, ImportProblem
from tadamun.goods.imports.problems import RowProblem
from tadamun.people.sellers.models import Organisation


def imports_of(organisation: Organisation) -> QuerySet[Import]:
    """The latest first."""
    return Import.objects.filter(organisation=organisation).order_by("-pk")


def problems_of(row: Import) -> Iterator[RowProblem]:
    """By row, for ``problems.write_report`` and pages."""
    for kept in ImportProblem.objects.filter(source=row).order_by("row", "pk").iterator(chunk_size=2_000):
        yield kept.problem


def pictures_left(row: Import) -> int:
    """How many pictures of the import are still to come."""
    return ImportedPicture.objects.filter(source=row, state=ImportedPicture.State.WAITING).count()
