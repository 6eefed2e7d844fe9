"""Imports, what each made or changed, what was wrong, and the pictures still to come."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from tadamun.goods.catalogue.models import Picture, Product
from tadamun.goods.imports.problems import RowProblem
from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation

SILENCE = timedelta(minutes=10)  # whoever runs an import says so many times in that


class Import(models.Model):
    """One run of one catalogue file for one organisation in one market. Written by ``imports.operations``.

    ``waiting``: the file is stored, nothing was read; ``failed``: the file broke off or was nobody's, then no product
    was written; ``undone``: what it made is removed, what it changed is as before.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="imports")
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200, blank=True)
    dialect = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, blank=True, help_text="of the file's words; empty: guessed")
    currency = models.CharField(max_length=3, blank=True, help_text="of prices that name none")
    craft = models.CharField(max_length=60, blank=True, help_text="of products whose craft is not recognised")
    dry_run = models.BooleanField(default=False)
    trusted = models.BooleanField(default=False, help_text="its products need no review")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    products = models.PositiveIntegerField(default=0, help_text="in the file, refused ones not counted")
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0, help_text="products refused while writing")
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    actor = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="last sign of life of whoever runs it")
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ScopedManager["Import"](market="market", organisation="organisation")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="import_organisation")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_abandoned(self) -> bool:
        """It was being run, and whoever ran it is silent: killed, or given up."""
        return self.state == self.State.RUNNING and (self.seen_at or self.created_at) + SILENCE < clock.now()

    @property
    def reference(self) -> Reference:
        return Reference("import", self.code)


class ImportedProduct(models.Model):
    """A product that an import made (``before`` is null) or changed (``before``: what it was, for undo)."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="imported")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="imports")
    before = models.JSONField(null=True)
    row = models.PositiveIntegerField(default=0)

    objects = ScopedManager["ImportedProduct"](market="source__market", organisation="source__organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "product"], name="a_product_once_per_import")
        ]


class ImportProblem(models.Model):
    """One reason at one place of the file: the row of a ``RowProblem``."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)

    objects = ScopedManager["ImportProblem"](market="source__market", organisation="source__organisation")

    class Meta:
        ordering = ["row", "pk"]

    @property
    def problem(self) -> RowProblem:
        return RowProblem(self.row, self.column, self.code, self.value, self.params)


class ImportedPicture(models.Model):
    """A picture that a file named for a product: to be fetched, attached, or given up."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pictures")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="imported_pictures")
    place = models.CharField(max_length=2000, help_text="web address, or file name in the zip or folder")
    alt = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    row = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    picture = models.ForeignKey(Picture, on_delete=models.SET_NULL, null=True, related_name="imported_as")

    objects = ScopedManager["ImportedPicture"](market="source__market", organisation="source__organisation")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "state", "due_at"], name="imported_picture_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "product", "position"], name="a_picture_place_once_per_import"
            )
        ]
