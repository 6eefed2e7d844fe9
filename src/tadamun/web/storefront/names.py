"""Names of shops and makers by number and by code, for filters and suggestions: read once a process until they change."""

from typing import NamedTuple

from tadamun.kernel.kept import Kept
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.people.sellers.models import Admission, Maker


class Named(NamedTuple):
    pk: int
    code: str
    names: dict[str, str]


Numbers = tuple[int, ...]
Codes = tuple[str, ...]


def _shops(key: tuple[int, Numbers, Codes]) -> dict[int, Named]:
    market_id, numbers, codes = key
    with scope(market_id=market_id):
        admitted = Admission.objects.filter(status=Admission.Status.ADMITTED)
        admitted = (
            admitted.filter(organisation__in=numbers)
            if numbers
            else admitted.filter(organisation__code__in=codes)
        )
        rows = admitted.values_list("organisation_id", "organisation__code", "organisation__names")
        return {pk: Named(pk, code, names) for pk, code, names in rows}


def _makers(key: tuple[int, Numbers, Codes]) -> dict[int, Named]:
    market_id, numbers, codes = key
    with scope(market_id=market_id):
        willing = Maker.objects.filter(name_consent_at__isnull=False)
        willing = willing.filter(pk__in=numbers) if numbers else willing.filter(code__in=codes)
        rows = list(willing.values_list("pk", "code", "names", "organisation_id"))
    tags.collect(*(f"org:{organisation_id}" for *_, organisation_id in rows))
    return {pk: Named(pk, code, names) for pk, code, names, _ in rows}


_known_shops: Kept[tuple[int, Numbers, Codes], dict[int, Named]] = Kept(
    _shops, lambda key: (f"listing:{key[0]}", *(f"org:{pk}" for pk in key[1]))
)
_known_makers: Kept[tuple[int, Numbers, Codes], dict[int, Named]] = Kept(
    _makers, lambda key: (f"listing:{key[0]}",)
)


def shops(market_id: int, numbers: Numbers = (), codes: Codes = ()) -> dict[int, Named]:
    """Number → shop, of those the market has admitted."""
    return _known_shops((market_id, numbers, codes)) if numbers or codes else {}


def makers(market_id: int, numbers: Numbers = (), codes: Codes = ()) -> dict[int, Named]:
    """Number → maker, of those who let their name be shown."""
    return _known_makers((market_id, numbers, codes)) if numbers or codes else {}
