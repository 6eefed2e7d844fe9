"""The verbs of contracts. What is secret goes in and never comes out again."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.kernel.sealed import CannotOpen, seal
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import Field, Judges

# It is named in a policy that browsers read word by word: nothing but a host and its port, no user before it.
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class BadContract(ValueError):
    """A field the protocol needs is missing, or a value is none of its choices. ``names`` are those fields."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def write_contract(
    market: Market,
    contract: Contract | None = None,
    *,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    **fields: Any,
) -> Contract:
    """Make one, or change it. A secret left empty keeps what is sealed. Raises ``BadContract``; then nothing was written."""
    with transaction.atomic(), scope(market_id=market.pk):
        row = contract or Contract(market=market, currency=market.currency)
        for name, value in fields.items():
            setattr(row, name, value)
        sealed = {**_kept(row), **{k: v for k, v in secrets.items() if v}}
        row.settings = {k: v.strip() for k, v in settings.items() if v.strip()}
        _judge(row, sealed)
        row.sealed = seal(json.dumps(sealed)) if sealed else ""
        row.save()
        tags.bump(f"market:{market.pk}")
        audit.record(
            "write_contract", row.reference, market_id=market.pk, provider=row.provider, active=row.active
        )
    return row


def _kept(row: Contract) -> Mapping[str, str]:
    """What was sealed with a key that is lost is asked for anew."""
    try:
        return row.secrets()
    except CannotOpen:
        return {}


def _judge(row: Contract, secrets: Mapping[str, str]) -> None:
    gateway = GATEWAYS.get(row.provider)
    if gateway is None:
        raise BadContract(["provider"])
    wrong = []
    for field in gateway.fields:
        value = secrets.get(field.name) if field.secret else row.settings.get(field.name)
        if (field.needed(real=not row.test) and not value) or (
            value and not _fits(field, str(value), real=not row.test)
        ):
            wrong.append(field.name)
    if isinstance(gateway, Judges):
        wrong += [name for name in gateway.wrong(row.settings) if name not in wrong]
    if row.currency not in gateway.currencies:
        wrong.append("currency")
    if wrong:
        raise BadContract(wrong)


def _fits(field: Field, value: str, *, real: bool) -> bool:
    """One of its choices; where the example is an address, an address of a plain host, to which real money goes encrypted."""
    if not field.is_address:
        return not field.choices or value in field.choices
    try:
        url = urlsplit(value)
        plain = _HOST.fullmatch(url.netloc) is not None and url.port != 0
        return url.scheme in ({"https"} if real else {"https", "http"}) and plain
    except ValueError:
        return False
