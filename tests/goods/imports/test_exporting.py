"""A catalogue out and in again."""

from io import BytesIO

import pytest

from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import remove_product
from tadamun.goods.imports.dialects import DIALECTS
from tadamun.goods.imports.neutral import Defaults
from tadamun.goods.imports.operations import export_products, run_import
from tadamun.goods.imports.operations.exporting import neutral_products
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tests.factories import make_market, make_organisation
from tests.goods.imports.reading import FILES, outcomes
from tests.standing import standing

pytestmark = pytest.mark.django_db

EVERYTHING = (
    "handle,title_ar,title_fr,story_fr,care_fr,text_how,craft,tags,materials,attributes,origin,makers,labels,published,"
    "option1_name,option1_value,option2_name,option2_value,sku,barcode,price,currency,mode,quantity,edition_size,"
    "lead_days_min,lead_days_max,weight_g,length_mm,width_mm,height_mm\n"
    'a,زربية,"Tapis, « beau »","Deux\nlignes",À sec,title_fr=machine,carpet-azilal,fête|laine,wool,'
    '"{""knots_dm2"": 900, ""hours"": 12.5}",MA-05,Khadija,igp,yes,Taille,S,Couleur,Rouge|vif,A-1,6111234567890,1450.50,MAD,'
    "stock,3,,,,6200,1800,1200,20\n"
    "a,,,,,,,,,,,,,,,L,,=Bleu,A-2,,3900,MAD,made_to_order,,,20,30,,,,\n"
    "b,صحن,,,,,ceramic-safi,,,,,,,no,,,,,B-1,,220,MAD,edition,8,12,,,900,,,\n"
    "c,ثوب,,,,,tatreez,,,,,,,yes,,,,,C-1,,95,MAD,unique,1,,,,,,300,\n"
)


@standing
def market() -> Market:
    return make_market(policies={"moderation": False})


def filled(market: Market) -> Organisation:
    organisation = make_organisation(market)
    row = run_import(organisation=organisation, market=market, file=BytesIO(EVERYTHING.encode()))
    assert (row.created, row.errors, row.warnings) == (3, 0, 0)
    return organisation


def exported(organisation: Organisation, market: Market, dialect: str = "tadamun") -> bytes:
    out = BytesIO()
    export_products(organisation=organisation, market=market, dialect=dialect, out=out, language="fr")
    return out.getvalue()


@pytest.mark.broad
def test_our_own_file_loses_nothing_on_the_way_out_and_back(market: Market) -> None:
    first = filled(market)
    file = exported(first, market)
    assert outcomes(file, Defaults("MAD"))[1] == []
    again = run_import(organisation=first, market=market, file=BytesIO(file))
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 3, 0)
    second = make_organisation(market)
    copied = run_import(organisation=second, market=market, file=BytesIO(file))
    assert (copied.created, copied.errors, copied.warnings) == (3, 0, 0)
    assert exported(second, market) == file
    with scope(organisation_id=second.pk):
        product = Product.objects.get(external_id="a")
    assert product.attributes == {"knots_dm2": 900, "hours": 12.5}
    assert product.titles == {"ar": "زربية", "fr": "Tapis, « beau »", "_how": {"fr": "machine"}}


@pytest.mark.parametrize("dialect", [dialect.slug for dialect in DIALECTS])
def test_every_dialect_takes_the_catalogue_out(market: Market, dialect: str) -> None:
    organisation = filled(market)
    products, problems = outcomes(exported(organisation, market, dialect), Defaults("MAD", "fr"))
    assert [problem for problem in problems if not problem.is_warning] == []
    assert len(products) == 3


@pytest.mark.broad
def test_removed_products_and_those_of_others_stay_out(market: Market) -> None:
    organisation = filled(market)
    filled(market)
    with scope(organisation_id=organisation.pk):
        remove_product(Product.objects.select_related("organisation").get(external_id="b"))
        assert [product.handle for product in neutral_products(organisation)] == ["a", "c"]


@pytest.mark.broad
def test_a_catalogue_larger_than_a_chunk_comes_out_whole(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tadamun.goods.imports.operations.exporting.CHUNK", 2)
    assert exported(filled(market), market).count(b"\r\n") == 5 - 1 + 1


@pytest.mark.broad
def test_from_one_tool_to_another(market: Market) -> None:
    organisation = make_organisation(market)
    run_import(
        organisation=organisation, market=market, file=BytesIO((FILES / "woocommerce_fr.csv").read_bytes())
    )
    products, problems = outcomes(exported(organisation, market, "shopify"), Defaults("MAD", "fr"))
    assert problems == []
    caftan = next(product for product in products if product.handle == "CAFTAN")
    assert [(v.sku, v.options, v.price_minor, v.quantity) for v in caftan.variants] == [
        ("CAFTAN-S", ("S",), 245050, 1),
        ("CAFTAN-M", ("M",), 245050, 2),
    ]


def test_an_unknown_dialect_is_said(market: Market) -> None:
    with pytest.raises(KeyError):
        exported(make_organisation(market), market, "prestashop")
