"""What changed in the window and still has to reach the indexes."""

from django.db import models
from django.utils import timezone


class SearchOutbox(models.Model):
    """A piece changed in a market. Owner: the system. Written by ``note_changes`` in the transaction of the
    change.

    Plain numbers and no keys: a row outlives its product. Each machine follows the table into its own index
    and keeps in that index how far it came.
    """

    seq = models.BigAutoField(primary_key=True)
    market_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.seq}: product {self.product_id} in market {self.market_id}"
