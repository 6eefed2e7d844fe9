"""A catalogue file from upload to undo, and out again."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.goods.imports.models import Import, ImportProblem
from tadamun.goods.imports.operations import store_import
from tadamun.goods.imports.operations.storing import run_stored
from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.web.backoffice import sellers
from tests.factories import make_organisation
from tests.web.backoffice.conftest import in_team, words_of

FILES = "/fr/office/imports/"
CATALOGUE = """title_fr,title_ar,price,sku,quantity
Tapis bleu,زربية زرقاء,450,T-1,3
Tapis rouge,زربية حمراء,douze,T-2,1
=cmd(),زربية,600,T-3,2
"""


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def csv_of(text: str = CATALOGUE, name: str = "catalogue.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def upload(browser: Client, organisation: Organisation, **said: Any) -> Any:
    return browser.post(FILES, {"seller": organisation.code, "file": csv_of(), **said})


def run(browser: Client, path: str, **said: str) -> Import:
    """As the worker would."""
    assert browser.post(path + "run/", said).status_code == 303
    with everything("a test's own import"):
        row = Import.objects.get()
    run_stored(row.pk)
    row.refresh_from_db()
    return row


@pytest.mark.broad
def test_upload_look_try_run_read_undo(reviewer: Client, organisation: Organisation) -> None:
    answer = upload(reviewer, organisation)
    path = answer["Location"]
    look = reviewer.get(path)
    assert "Tapis bleu" in words_of(look)
    assert "douze" in words_of(look)
    assert look.content.count(b"<tr>") > 3

    started = reviewer.get(path + "?started=1")
    assert started.headers["Refresh"] == "3"

    tried = run(reviewer, path, trial="1")
    assert (tried.state, tried.dry_run, tried.created) == ("done", True, 2)
    with everything("a test's own catalogue"):
        assert not Product.objects.exists()
    assert "Refresh" not in reviewer.get(path).headers

    done = run(reviewer, path)
    assert (done.state, done.dry_run, done.created, done.errors) == ("done", False, 2, 1)
    page = words_of(reviewer.get(path))
    assert "douze" in page

    report = list(csv.reader(io.StringIO(reviewer.get(path + "problems.csv").content.decode("utf-8-sig"))))
    assert any(row[0] == "3" and row[3] == "douze" for row in report)

    assert reviewer.post(path + "run/").status_code == 409
    assert "form" in reviewer.get(path + "undoing/").content.decode()
    assert reviewer.post(path + "undoing/").status_code == 303
    with everything("a test's own catalogue"):
        assert not Product.objects.filter(removed_at=None).exists()
    assert reviewer.post(path + "undoing/").status_code == 303


def test_a_try_cannot_be_undone(reviewer: Client, organisation: Organisation) -> None:
    path = upload(reviewer, organisation)["Location"]
    run(reviewer, path, trial="1")
    assert reviewer.post(path + "undoing/").status_code == 409


@pytest.mark.broad
def test_an_import_whose_worker_died_can_be_run_again_or_taken_back(
    reviewer: Client, organisation: Organisation
) -> None:
    path = upload(reviewer, organisation)["Location"]
    with everything("a test's own import"):
        Import.objects.update(state="running", started_at=clock.now(), seen_at=clock.now(), created=1)
    assert reviewer.get(path).headers["Refresh"] == "3"
    assert reviewer.post(path + "run/").status_code == 409
    with clock.shifted(timedelta(minutes=11)):
        page = reviewer.get(path)
        assert "Refresh" not in page.headers
        assert path + "run/" in page.content.decode()
        assert path + "undoing/" in page.content.decode()
        assert run(reviewer, path).created == 2


@pytest.mark.parametrize(
    ("door", "head", "reason"),
    [
        ("/fr/office/imports/", "Ligne", "Un prix ne peut pas être négatif."),
        ("/ar/office/imports/", "السطر", "لا يمكن أن يكون الثمن سالبًا."),
    ],
)
def test_the_problems_leave_in_the_reader_s_language(
    reviewer: Client, organisation: Organisation, door: str, head: str, reason: str
) -> None:
    path = upload(reviewer, organisation)["Location"]
    with everything("a test's own import"):
        row = Import.objects.get()
        Import.objects.update(state="done", errors=12)
        ImportProblem.objects.create(source=row, row=2, column="price", code="price_negative", value="-5")
    text = reviewer.get(f"{door}{row.code}/problems.csv").content.decode("utf-8-sig")
    first, second = csv.reader(io.StringIO(text))
    assert first[0] == head
    assert second[2] == reason
    page = words_of(reviewer.get(path.replace("/fr/", "/en/")))
    assert "11 further problems were counted but not kept" in page
    assert "in the list to download" not in page


def test_trusted_products_are_on_sale_at_once(reviewer: Client, organisation: Organisation) -> None:
    path = upload(reviewer, organisation, trusted="on")["Location"]
    run(reviewer, path)
    with everything("a test's own catalogue"):
        assert set(Product.objects.values_list("review", flat=True)) == {"approved"}


@pytest.mark.parametrize(
    "text", ["", "\x00\x01\x02", "a,b,c\n1,2,3\n", "PK\x03\x04 not a csv", '"open quote']
)
def test_files_of_nobody_are_told_apart(reviewer: Client, organisation: Organisation, text: str) -> None:
    answer = upload(reviewer, organisation, file=csv_of(text))
    if answer.status_code == 422:
        return
    page = reviewer.get(answer["Location"])
    assert page.status_code == 200
    assert b"/run/" not in page.content
    assert page.content.count(b"<tr>") == 2


def test_a_bad_upload_keeps_the_choices(reviewer: Client, organisation: Organisation) -> None:
    for said in (
        {"file": ""},
        {"seller": ""},
        {"currency": "XXX"},
        {"images": csv_of(name="p.zip")},
        {"craft": "x"},
    ):
        answer = upload(reviewer, organisation, **{"language": "fr", **said})
        assert answer.status_code == 422, said
        assert '<option value="fr" selected' in answer.content.decode()
    with everything("a test's own import"):
        assert not Import.objects.exists()


def test_a_zip_of_pictures_is_kept_beside_the_file(
    reviewer: Client, organisation: Organisation, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.jpg", b"no picture")
    images = SimpleUploadedFile("pictures.zip", packed.getvalue())
    assert upload(reviewer, organisation, images=images).status_code == 303
    assert list(tmp_path.glob("imports/*/pictures.zip"))


@pytest.mark.broad
def test_only_sellers_and_files_of_this_market(
    reviewer: Client, other_market: Any, organisation: Organisation
) -> None:
    foreign = make_organisation(other_market)
    assert upload(reviewer, foreign).status_code == 422
    path = upload(reviewer, organisation)["Location"]
    stranger = in_team(other_market, "operator")
    for address in (path, path + "problems.csv", path + "undoing/"):
        assert stranger.get(address).status_code == 404
    for address in ("run/", "undoing/"):
        assert stranger.post(path + address).status_code == 404
    assert (
        reviewer.get(
            f"{FILES}export.csv", {"seller": foreign.code, "dialect": "tadamun", "language": "fr"}
        ).status_code
        == 404
    )


@pytest.mark.parametrize("dialect", ["tadamun", "shopify", "shopify-legacy", "woocommerce", "etsy"])
def test_a_catalogue_leaves_in_every_dialect(reviewer: Client, rug: Product, dialect: str) -> None:
    answer = reviewer.get(
        f"{FILES}export.csv", {"seller": rug.organisation.code, "dialect": dialect, "language": "fr"}
    )
    assert answer.status_code == 200
    assert rug.titles["fr"] in answer.content.decode()
    assert answer.headers["Content-Disposition"].endswith(f'{dialect}.csv"')


def test_support_has_no_files(support: Client, organisation: Organisation) -> None:
    assert upload(support, organisation).status_code == 404


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_list_asks_as_much_whatever_its_length(
    reviewer: Client, market: Market, organisation: Organisation, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        store_import(organisation=organisation, market=market, file=io.BytesIO(b"x"), file_name="x.csv")
    with django_assert_num_queries(8):
        assert reviewer.get(FILES).content.count(b"<tr>") == rows + 1


@pytest.mark.broad
def test_among_very_many_sellers_one_is_searched_for(
    reviewer: Client, market: Market, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sellers, "OFFERED_AT_MOST", 2)
    others = [make_organisation(market, names={"fr": f"Atelier {number}"}) for number in range(3)]
    page = reviewer.get(FILES).content.decode()
    assert page.count(f'value="{others[2].code}"') == 2  # to bring in, and to take out
    assert organisation.code not in page
    assert "search for the one you mean" in reviewer.get("/en/office/imports/").content.decode()
    found = reviewer.get(FILES, {"q": "Atelier 0"}).content.decode()
    assert others[0].code in found
    assert others[2].code not in found
    assert upload(reviewer, organisation).status_code == 303  # not offered, and hers all the same
    refused = upload(reviewer, organisation, file="").content.decode()
    assert f'value="{organisation.code}" selected' in refused
