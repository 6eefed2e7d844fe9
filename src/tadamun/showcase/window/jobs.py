"""What the window does by the clock: shops close and open again as days begin."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from tadamun.goods.catalogue.models import Product
from tadamun.kernel import clock
from tadamun.kernel.jobs import every
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Admission
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.operations import CHUNK, rebuild_rows


@every(seconds=300)
def follow_closings() -> int:
    """Rows of shops that closed or opened since they were made are made anew. Returns how many shops; repeating makes none."""
    since = clock.today() - timedelta(days=7)
    with everything("shops of all markets close and open by the clock"):
        rows = CatalogueRow.objects.filter(
            market=OuterRef("market"), organisation_id=OuterRef("organisation")
        )
        named = Q(closed_on__gte=since) | Q(away_to__gte=since) | Exists(rows.filter(availability="away"))
        found = Admission.objects.select_related("market").filter(named, status=Admission.Status.ADMITTED)
        away = found.annotate(
            shown_away=Exists(rows.filter(availability="away")),
            shown_open=Exists(rows.exclude(availability="away")),
        )
        stale = [
            row.organisation_id
            for row in away.order_by("pk")
            if (row.shown_away if row.back_on(clock.day_in(row.market.time_zone)) is None else row.shown_open)
        ]
    for organisation in stale:
        _rebuild(organisation)
    return len(stale)


def _rebuild(organisation: int) -> None:
    with everything("all products of one seller"):
        ids = list(
            Product.objects.filter(organisation=organisation).order_by("pk").values_list("pk", flat=True)
        )
    for start in range(0, len(ids), CHUNK):
        rebuild_rows(ids[start : start + CHUNK])
