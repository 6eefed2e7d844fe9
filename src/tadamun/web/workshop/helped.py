"""What was done in her name, act by act, as she reads and hears it; from the log, which nobody changes."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.models import AuditEntry
from tadamun.kernel.money import EXPONENTS, Money
from tadamun.people.accounts.models import Person
from tadamun.people.sellers.helping import Week, week_named
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.queries import acts_in_her_name

ACTS: dict[str, tuple[Promise, str]] = {
    "set_quantity": (_("The number of pieces was changed"), "plus"),
    "show_product": (_("A product was shown or hidden"), "eye"),
    "propose_price": (_("A new price was proposed to you"), "coins"),
    "change_price": (_("A price was changed"), "coins"),
    "create_products": (_("A product was added"), "tag"),
    "list_product": (_("A product was added"), "tag"),
    "edit_product": (_("A product was corrected"), "edit"),
    "order_accepted": (_("An order was accepted"), "check"),
    "order_declined": (_("An order was declined"), "close"),
    "order_packed": (_("An order was packed"), "parcel"),
    "order_handed_over": (_("A parcel was handed over"), "truck"),
    "order_delivered": (_("An order was delivered"), "check"),
    "give_mandate": (_("A mandate was written down for you"), "hand"),
    "end_mandate": (_("A mandate has ended"), "close"),
    "begin_draft": (_("A new product was begun"), "camera"),
    "drop_draft": (_("A draft was put away"), "close"),
    "take_back_draft": (_("What was sent was taken back"), "return"),
    "write_words": (_("Words were written for a product"), "edit"),
    "close_shop": (_("The shop was closed or opened"), "shop"),
}
SAME = {"send_draft": "create_products", "write_product": "edit_product"}
"""Acts that are told in the words of another."""
OTHER = (_("Something was done"), "info")


@dataclass(frozen=True, slots=True)
class Act:
    """``key``: of the prompt that says it, ``day`` of the one that says when. ``amount`` where money was named."""

    at: datetime
    who: str
    words: Promise
    icon: str
    key: str
    day: str
    code: str
    amount: Money | None

    @property
    def keys(self) -> tuple[str, ...]:
        """What follows the day."""
        return (self.key,)


def week(organisation: Organisation, name: str, zone: str, market_id: int) -> tuple[Week, list[Act]]:
    """The acts of one week in one market. Two queries."""
    asked = week_named(name, zone)
    rows = [
        row
        for row in acts_in_her_name(organisation, asked.since, asked.until)
        if row.market_id in (None, market_id)
    ]
    names = _names(rows)
    return asked, [_act(row, names, ZoneInfo(zone)) for row in rows]


def _names(rows: list[AuditEntry]) -> dict[str, str]:
    keys = {row.actor.partition(":")[2] for row in rows if row.actor.startswith("person:")}
    people = Person.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    return {str(person.reference): person.display_name for person in people}


def _act(row: AuditEntry, names: dict[str, str], zone: ZoneInfo) -> Act:
    action = SAME.get(row.action, row.action)
    words, icon = ACTS.get(action, OTHER)
    kind, _sign, code = row.subject.partition(":")
    return Act(
        row.at, names.get(row.actor, ""), words, icon, f"helped.{action}" if action in ACTS else "helped.other",
        f"forecast.day_{row.at.astimezone(zone).isoweekday()}",
        code if kind in ("order", "product") else "", _amount(row),
    )  # fmt: skip


def _amount(row: AuditEntry) -> Money | None:
    """Of a proposal: what was asked for."""
    minor, currency = row.changes.get("after_minor"), row.changes.get("currency")
    return Money(minor, currency) if isinstance(minor, int) and currency in EXPONENTS else None
