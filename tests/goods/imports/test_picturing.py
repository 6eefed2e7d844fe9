"""Pictures of an import: from a folder, a zip, the web; once, and with a reason when they cannot be had."""

import io
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from tadamun.goods.catalogue.models import Picture, ProductPicture
from tadamun.goods.imports.models import Import, ImportedPicture
from tadamun.goods.imports.operations import (
    export_products,
    run_import,
    start_import,
    store_import,
    undo_import,
)
from tadamun.goods.imports.operations.picturing import ATTEMPTS, fetch_batch, fetch_pictures
from tadamun.goods.imports.operations.storing import CannotStart, folder_of, open_stored, run_stored
from tadamun.goods.imports.pictures import FolderPictures, ZipPictures
from tadamun.goods.imports.queries import pictures_left, problems_of
from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tests.factories import make_market, make_organisation
from tests.goods.imports.test_pictures import answered, loopback, picture_bytes, serving
from tests.standing import standing

pytestmark = pytest.mark.django_db

HEADER = "handle,title_fr,craft,sku,price,quantity,images,image_alts_fr\n"


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.DATA = tmp_path / "data"  # type: ignore[attr-defined]


@standing
def market() -> Market:
    return make_market(policies={"moderation": False})


@standing
def seller(market: Market) -> Organisation:
    return make_organisation(market)


def run(seller: Organisation, market: Market, text: str, **options: object) -> Import:
    return run_import(organisation=seller, market=market, file=BytesIO(text.encode()), **options)  # type: ignore[arg-type]


def shown(seller: Organisation) -> list[tuple[str, int, dict[str, str]]]:
    with scope(organisation_id=seller.pk):
        rows = ProductPicture.objects.order_by("product__external_id", "position")
        return [(row.product.external_id, row.position, row.alt) for row in rows.select_related("product")]


def problems(seller: Organisation, row: Import) -> list[tuple[int, str, str]]:
    with scope(organisation_id=seller.pk):
        return [(p.row, p.code, p.value) for p in problems_of(row)]


@pytest.mark.broad
def test_from_a_folder(market: Market, seller: Organisation, tmp_path: Path) -> None:
    (tmp_path / "IMG_1.JPG").write_bytes(picture_bytes())
    (tmp_path / "tiny.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    text = (
        HEADER
        + "a,A,carpets,A,10,1,img_1.jpg|tiny.png|../secret.jpg|gone.jpg,De face\nb,B,carpets,B,10,1,IMG_1.JPG,\n"
    )
    row = run(seller, market, text, images=FolderPictures(tmp_path))
    assert shown(seller) == [("a", 0, {"fr": "De face"}), ("b", 0, {})]
    assert problems(seller, row) == [
        (2, "picture_not_image", "tiny.png"),
        (2, "picture_not_found", "../secret.jpg"),
        (2, "picture_not_found", "gone.jpg"),
    ]
    with scope(organisation_id=seller.pk):
        assert Picture.objects.count() == 1  # the same bytes are kept once


@pytest.mark.broad
def test_the_same_file_again_brings_no_picture_twice(
    market: Market, seller: Organisation, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(picture_bytes())
    text = HEADER + "a,A,carpets,A,10,1,a.jpg,\n"
    run(seller, market, text, images=FolderPictures(tmp_path))
    row = run(seller, market, text)
    assert problems(seller, row) == []
    assert len(shown(seller)) == 1
    with scope(organisation_id=seller.pk):
        assert ImportedPicture.objects.count() == 1


def test_names_without_a_folder_are_reported(market: Market, seller: Organisation) -> None:
    row = run(seller, market, HEADER + "a,A,carpets,A,10,1,a.jpg,\n")
    assert problems(seller, row) == [(2, "picture_not_found", "a.jpg")]
    with scope(organisation_id=seller.pk):
        row.refresh_from_db()
        assert (row.warnings, pictures_left(row)) == (1, 0)


@pytest.mark.broad
def test_from_the_web_by_a_job_with_retries(market: Market, seller: Organisation) -> None:
    with serving(good=answered(), broken=answered(500), page=answered(kind="text/html")) as (url, asked):
        row = run(seller, market, HEADER + f"a,A,carpets,A,10,1,{url}/good|{url}/broken|{url}/page,Vue||\n")
        assert DBTaskResult.objects.filter(task_path__endswith="fetch_pictures").count() == 1
        with scope(market_id=market.pk, organisation_id=seller.pk):
            assert (asked, pictures_left(row)) == ([], 3)
            assert fetch_batch(row, allow=loopback) == 1
            assert fetch_batch(row, allow=loopback) == 0  # the broken one waits for its time
            assert pictures_left(row) == 1
            for _ in range(ATTEMPTS - 1):
                with clock.shifted(timedelta(hours=2)):
                    ImportedPicture.objects.update(due_at=clock.now() - timedelta(hours=1))
                    fetch_batch(row, allow=loopback)
            assert pictures_left(row) == 0
        assert asked.count("/broken") == ATTEMPTS
    assert shown(seller) == [("a", 0, {"fr": "Vue"})]
    assert problems(seller, row) == [
        (2, "picture_not_image", f"{url}/page"),
        (2, "picture_unreachable", f"{url}/broken"),
    ]


def test_the_job_refuses_addresses_that_are_not_public(market: Market, seller: Organisation) -> None:
    row = run(
        seller, market, HEADER + "a,A,carpets,A,10,1,http://127.0.0.1/a.jpg|http://169.254.169.254/x,\n"
    )
    fetch_pictures(row.pk)
    assert [code for _, code, _ in problems(seller, row)] == ["picture_refused", "picture_refused"]


@pytest.mark.broad
def test_our_own_export_read_again_fetches_nothing(
    market: Market, seller: Organisation, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(picture_bytes())
    run(seller, market, HEADER + "a,A,carpets,A,10,1,a.jpg,De face\n", images=FolderPictures(tmp_path))
    for origin in ("", "https://souk.example"):
        out = BytesIO()
        export_products(organisation=seller, market=market, dialect="tadamun", out=out, origin=origin)
        row = run(seller, market, out.getvalue().decode())
        fetch_pictures(row.pk)
        assert problems(seller, row) == []
        assert shown(seller) == [("a", 0, {"fr": "De face"})]


@pytest.mark.broad
def test_undo_takes_the_pictures_back(market: Market, seller: Organisation, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture_bytes())
    (tmp_path / "b.jpg").write_bytes(picture_bytes("PNG"))
    run(seller, market, HEADER + "a,A,carpets,A,10,1,a.jpg,\n", images=FolderPictures(tmp_path))
    row = run(seller, market, HEADER + "a,A,carpets,A,20,1,a.jpg|b.jpg,\n", images=FolderPictures(tmp_path))
    assert len(shown(seller)) == 2
    with scope(organisation_id=seller.pk):
        row.refresh_from_db()
    undo_import(row)
    assert shown(seller) == [("a", 0, {})]


def zipped(**entries: bytes) -> BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out


@pytest.mark.broad
def test_an_upload_is_tried_dry_and_then_run_by_the_worker(market: Market, seller: Organisation) -> None:
    text = HEADER + "a,A,carpets,A,10,1,photos/a.jpg,\nb,B,carpets,B,-1,1,,\n"
    row = store_import(
        organisation=seller,
        market=market,
        file=BytesIO(text.encode()),
        file_name="mine.csv",
        images=zipped(**{"photos/A.JPG": picture_bytes()}),
    )
    with open_stored(row) as file:
        assert file.read() == text.encode()
    start_import(row, dry_run=True)
    run_stored(row.pk)
    row = refreshed(row, seller)
    assert (row.state, row.dry_run, row.created, row.errors) == ("done", True, 1, 1)
    assert shown(seller) == []
    start_import(row, dry_run=False)
    assert DBTaskResult.objects.filter(task_path__endswith="run_stored").count() == 2
    run_stored(row.pk)
    row = refreshed(row, seller)
    assert (row.state, row.dry_run, row.created, row.errors) == ("done", False, 1, 1)
    assert shown(seller) == [("a", 0, {})]
    assert not folder_of(row).exists()
    run_stored(row.pk)  # delivered a second time, it does nothing
    with pytest.raises(CannotStart):
        start_import(row, dry_run=False)


def refreshed(row: Import, seller: Organisation) -> Import:
    with scope(organisation_id=seller.pk):
        return Import.objects.select_related("organisation", "market").get(pk=row.pk)


def test_a_stored_file_that_is_no_csv_fails_with_its_reason(market: Market, seller: Organisation) -> None:
    row = store_import(organisation=seller, market=market, file=BytesIO(b"%PDF-1.7"))
    start_import(row, dry_run=True)
    run_stored(row.pk)
    assert refreshed(row, seller).state == "failed"
    assert [code for _, code, _ in problems(seller, row)] == ["file_not_text"]


def test_a_zip_that_is_none_fails_with_its_reason(market: Market, seller: Organisation) -> None:
    text = HEADER + "a,A,carpets,A,10,1,a.jpg,\n"
    row = store_import(
        organisation=seller, market=market, file=BytesIO(text.encode()), images=BytesIO(b"not a zip")
    )
    start_import(row, dry_run=False)
    run_stored(row.pk)
    assert refreshed(row, seller).state == "failed"
    assert [code for _, code, _ in problems(seller, row)] == ["archive_unreadable"]
    with pytest.raises(Exception, match="row 0"):
        ZipPictures(BytesIO(b"not a zip"))
