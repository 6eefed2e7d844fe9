"""Everything an installation knows of a buyer, for her to take away."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.queries import own_data
from tadamun.people.conversations.models import Conversation
from tadamun.people.conversations.models import Message as Saying
from tadamun.people.notices.models import Message
from tadamun.people.recordings.hearing import heard_at
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Maker
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.queries import purchases_of


def export_of(person: Person) -> dict[str, Any]:
    """Her account, purchases and messages in every market, as plain values for JSON."""
    with everything("a person's own data in all markets"):
        purchases = purchases_of(person).select_related("market").prefetch_related("orders__lines")
        messages = Message.objects.filter(to__in=[to for to in (person.phone, person.email) if to]).order_by(
            "pk"
        )
        said = Saying.objects.filter(conversation__in=_conversations(person))
        return {
            "made_at": clock.now().isoformat(),
            "person": own_data(person),
            "maker_of": [_maker(row) for row in Maker.objects.filter(person=person).order_by("pk")],
            "purchases": [_purchase(purchase) for purchase in purchases],
            "messages": [
                {
                    "at": row.created_at.isoformat(),
                    "channel": row.channel,
                    "title": row.title,
                    "text": row.text,
                }
                for row in messages
            ],
            "conversations": [
                _saying(row) for row in said.select_related("conversation", "recording").order_by("pk")
            ],
        }


def _conversations(person: Person) -> QuerySet[Conversation]:
    hers = Q(person=person) | (Q(phone=person.phone) if person.phone else Q())
    return Conversation.objects.filter(hers)


def _maker(row: Maker) -> dict[str, Any]:
    """What of her may be shown, since when, and where it lies: also what nobody else sees."""
    voice = Recording.objects.filter(code=row.voice).first() if row.voice else None
    return {
        "names": row.names,
        "stories": row.stories,
        "picture": f"{settings.MEDIA_URL}{row.portrait[:2]}/{row.portrait}/480.webp" if row.portrait else "",
        "voice": heard_at(voice.url) if voice else "",
        "shown_since": {
            part: given.isoformat() if given else ""
            for part, given in (
                ("name", row.name_consent_at), ("photo", row.photo_consent_at), ("voice", row.voice_consent_at),
            )
        },
    }  # fmt: skip


def _saying(row: Saying) -> dict[str, Any]:
    return {
        "about": row.conversation.subject,
        "at": row.at.isoformat(),
        "side": row.side,
        "words": row.words or row.canned,
        "voice": heard_at(row.recording.url) if row.recording else "",
        "pictures": [kept["key"] for kept in row.pictures],
    }


def _purchase(purchase: Purchase) -> dict[str, Any]:
    return {
        "market": purchase.market.slug,
        "number": purchase.code,
        "placed_at": purchase.placed_at.isoformat(),
        "method": purchase.method,
        "total": str(purchase.total),
        "delivery": str(purchase.delivery),
        "name": purchase.full_name,
        "phone": purchase.phone,
        "email": purchase.email,
        "address": purchase.address,
        "landmark": purchase.landmark,
        "postcode": purchase.postcode,
        "city": purchase.city_name,
        "country": purchase.country,
        "gift_note": purchase.gift_note,
        "company": purchase.company,
        "ice": purchase.ice,
        "orders": [
            {
                "number": order.code,
                "state": order.goods_state,
                "lines": [
                    {
                        "titles": line.titles, "quantity": line.quantity, "sku": line.sku,
                        "unit_price": str(Money(line.unit_minor, order.currency)),
                    }
                    for line in order.lines.all()
                ],
            }
            for order in purchase.orders.all()
        ],
    }  # fmt: skip
