"""What somebody bought without an account is hers once she proves that the phone is."""

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.trade.orders.models import Purchase


def claim_purchases(person: Person) -> int:
    """Link the purchases made with her verified phone, in every market. Returns how many; repeating links none."""
    if not person.phone or person.phone_verified_at is None:
        return 0
    with everything("a person's own purchases in all markets"):
        return Purchase.objects.filter(phone=person.phone, person=None).update(person=person)
