"""A small market: one piece of each kind, described in one language or several."""

from dataclasses import replace

from tadamun.showcase.search.schema import IndexDocument

MARKET = 1

CARPET = IndexDocument(  # described in Arabic alone
    market_id=MARKET, product_id=1, titles={"ar": "زربية بني مكيلد من صوف طبيعي"},
    bodies={"ar": "منسوجة يدويا في الأطلس المتوسط"}, crafts=("carpet-beni-mguild", "carpet-knotted", "carpets", "textile-wool"),
    regions=("MA-HAJ", "MA-03"), organisation=5, organisation_names={"ar": "تعاونية الأطلس", "fr": "Coopérative Atlas"},
    makers=(9,), maker_names={"ar": "فاطمة", "fr": "Fatima"}, materials=("wool",), labels=("label-assil",),
    price_minor=150_000, published_at=100, rank=100,
)  # fmt: skip
VASE = IndexDocument(
    market_id=MARKET, product_id=2, titles={"fr": "Vase en poterie de Safi", "ar": "مزهرية من فخار آسفي"},
    bodies={"fr": "Tourné puis peint à la main"}, crafts=("vase-jar", "pottery"), regions=("MA-SAF", "MA-07"),
    organisation=6, organisation_names={"fr": "Potiers de Safi"}, makers=(10, 11), materials=("clay",),
    price_minor=20_000, published_at=200, rank=200, availability="made_to_order",
)  # fmt: skip
CAFTAN = IndexDocument(
    market_id=MARKET, product_id=3, titles={"ar": "قفطان بالسفيفة"}, crafts=("caftan", "clothing"),
    regions=("MA-FES", "MA-03"), organisation=5, organisation_names={"ar": "تعاونية الأطلس"},
    materials=("silk", "cotton"), labels=("label-assil", "igp"), price_minor=300_000, published_at=300, rank=300,
    availability="sold_out",
)  # fmt: skip
ABAYA = IndexDocument(
    market_id=MARKET, product_id=4, titles={"ar": "عباية محجوبة بالزعفران"}, crafts=("clothing",), organisation=6,
    price_minor=5_000, published_at=50, rank=50,
)  # fmt: skip
CUSHION = IndexDocument(
    market_id=MARKET, product_id=5, titles={"en": "Embroidered cushion", "fr": "Coussin brodé"},
    crafts=("cushion", "textile-wool"),
    regions=("MA-FES", "MA-03"), organisation=6, materials=("wool", "cotton"), price_minor=12_000, published_at=400, rank=10,
)  # fmt: skip
PIECES = (CARPET, VASE, CAFTAN, ABAYA, CUSHION)


def many(count: int, like: IndexDocument = CARPET, first: int = 1000) -> list[IndexDocument]:
    """So many pieces, each dearer, newer and further in front than the one before."""
    return [
        replace(like, product_id=first + number, price_minor=1000 + number, rank=number, published_at=number)
        for number in range(count)
    ]
