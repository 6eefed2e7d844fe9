"""From the window through the outbox into the index, whatever happens on the way."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import VariantDraft
from tadamun.kernel import clock
from tadamun.kernel.jobs.schedule import Daily, Schedule
from tadamun.kernel.jobs.worker import discover
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache.tags import recording
from tadamun.kernel.pagecache.versions import Pairs, shared
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.showcase.search import follow, index, jobs
from tadamun.showcase.search.documents import Pair, documents_for
from tadamun.showcase.search.models import SearchOutbox
from tadamun.showcase.search.operations import note_changes, prune_outbox
from tadamun.showcase.search.questions import Question, ask
from tadamun.showcase.search.schema import IndexDocument
from tadamun.showcase.window.models import CatalogueRow
from tests.factories import make_market, make_organisation, make_product
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def market() -> Market:
    return make_market()


@standing
def carpet(market: Market) -> Product:
    organisation = make_organisation(market)
    titles = {"ar": "زربية زمور حمراء"}
    return make_product(organisation, titles=titles, materials=["wool"], stories={"ar": "منسوجة في الخميسات"})


def ids(market: Market, text: str = "") -> list[int]:
    return ask(Question(market_id=market.pk, text=text)).product_ids


@pytest.mark.broad
def test_a_new_product_is_found_in_every_language(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    for text in ("", "tapis", "rug", "zerbiya", "زربية", "laine", "tapis rouge"):
        assert ids(market, text) == [carpet.pk]
    assert ids(market, "poterie") == []
    assert jobs.verify_index() == []


@pytest.mark.broad
def test_a_piece_is_found_by_where_it_comes_from_its_tags_and_its_number(market: Market) -> None:
    place = {"ar": "أكلموس", "fr": "Aguelmous", "en": "Aguelmous"}
    there = make_organisation(market, region="MA-KHN", place=place)
    drafts = [VariantDraft(sku="KH-2207", price=Money(45000, "MAD"), quantity=1)]
    jug = make_product(there, craft="pottery", titles={"ar": "إبريق"}, variants=drafts, tags=["عرس"])
    make_product(make_organisation(market, region="MA-07"), titles={"ar": "زربية"})
    jobs.follow_outbox()
    for text in ("أكلموس", "Aguelmous", "خنيفرة", "Khénifra", "Béni Mellal-Khénifra", "عرس", "KH-2207"):
        assert ids(market, text) == [jug.pk], text


def test_documents_repeat_the_window(market: Market, carpet: Product) -> None:
    document = documents_for([(market.pk, carpet.pk)])[market.pk, carpet.pk]
    assert document is not None
    assert document.titles == {"ar": "زربية زمور حمراء"}
    assert document.bodies == {"ar": "منسوجة في الخميسات"}
    assert set(document.crafts) == {"carpets", "textile-wool"}
    assert (document.price_minor, document.availability, document.materials) == (45000, "in_stock", ("wool",))
    assert set(document.organisation_names) == {"ar", "fr", "en"}
    assert "MA-03" in document.regions
    assert documents_for([(market.pk, 10**9)]) == {(market.pk, 10**9): None}


def test_the_number_of_queries_does_not_grow(
    market: Market, carpet: Product, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    more = [make_product(carpet.organisation) for _ in range(5)]
    with django_assert_num_queries(1):
        documents_for([(market.pk, carpet.pk)])
    with django_assert_num_queries(1):
        documents_for([(market.pk, product.pk) for product in [carpet, *more]])


@pytest.mark.broad
def test_a_change_follows_and_a_missing_row_goes(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    other = make_product(carpet.organisation, titles={"fr": "Lanterne"}, craft="lantern")
    assert ids(market, "lanterne") == []
    assert jobs.follow_outbox() > 0
    assert ids(market, "فانوس") == [other.pk]
    take_from_window(other)
    jobs.follow_outbox()
    assert ids(market, "lanterne") == []
    assert jobs.verify_index() == []


def take_from_window(product: Product) -> None:
    """As when a listing ends: the rows go and the change is noted, in one transaction."""
    with transaction.atomic(), everything("a test's own product"):
        rows = CatalogueRow.objects.filter(product_id=product.pk)
        note_changes(list(rows.values_list("market_id", "product_id")))
        rows.delete()


def test_what_was_rolled_back_is_not_followed(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    before = SearchOutbox.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        note_changes([(market.pk, carpet.pk)])
        raise RuntimeError
    assert SearchOutbox.objects.count() == before
    assert jobs.follow_outbox() == 0


def test_a_change_is_noted_once_a_call() -> None:
    note_changes([(1, 2), (1, 2), (3, 2)])
    assert list(SearchOutbox.objects.values_list("market_id", "product_id")) == [(1, 2), (3, 2)]


def test_nothing_new_nothing_done(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    assert jobs.follow_outbox() == 0


def test_a_touched_piece_that_is_the_same_changes_no_page(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    with recording() as page:
        ask(Question(market_id=market.pk))
    assert page.tags == {f"search:{market.pk}"}
    kept = page.pairs(shared())
    assert kept
    note_changes([(market.pk, carpet.pk)])
    assert jobs.follow_outbox() == 1
    assert is_fresh(kept)


def is_fresh(kept: Pairs) -> bool:
    look = shared().look()
    return look is not None and look.matches(kept)


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_a_page_made_before_the_index_followed_is_made_again(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    with recording() as page:
        ask(Question(market_id=market.pk))
    kept = page.pairs(shared())
    assert kept
    make_product(carpet.organisation)
    jobs.follow_outbox()
    assert not is_fresh(kept)


def test_a_crash_before_the_place_is_written_repeats_and_changes_nothing(
    market: Market, carpet: Product
) -> None:
    jobs.follow_outbox()
    folder = index.current()
    assert folder is not None
    place = (folder / "followed.json").read_bytes()
    other = make_product(carpet.organisation)
    assert jobs.follow_outbox() > 0
    (folder / "followed.json").write_bytes(place)  # as if the process had died between the two writes
    assert jobs.follow_outbox() > 0
    assert sorted(ids(market)) == sorted([carpet.pk, other.pk])
    assert jobs.verify_index() == []
    assert jobs.follow_outbox() == 0


class Died(Exception):
    pass


def test_a_crash_before_the_index_commits_loses_nothing(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    other = make_product(carpet.organisation)

    def dying(pairs: Iterable[Pair]) -> dict[Pair, IndexDocument | None]:
        raise Died

    with pytest.raises(Died):
        follow.replay(source=dying)
    assert ids(market) == [carpet.pk]
    jobs.follow_outbox()
    assert sorted(ids(market)) == sorted([carpet.pk, other.pk])


def test_a_slower_transaction_fills_its_gap(market: Market, carpet: Product) -> None:
    """On PostgreSQL a number may be taken, a later one committed, and only then the first."""
    jobs.follow_outbox()
    last = SearchOutbox.objects.order_by("-seq")[0].seq
    first, second = make_product(carpet.organisation), make_product(carpet.organisation)
    SearchOutbox.objects.filter(seq__gt=last).delete()
    SearchOutbox.objects.create(seq=last + 2, market_id=market.pk, product_id=second.pk)
    assert jobs.follow_outbox() == 1
    assert sorted(ids(market)) == sorted([carpet.pk, second.pk])
    SearchOutbox.objects.create(seq=last + 1, market_id=market.pk, product_id=first.pk)
    assert jobs.follow_outbox() == 1
    assert sorted(ids(market)) == sorted([carpet.pk, first.pk, second.pk])
    assert jobs.follow_outbox() == 0


def test_a_gap_already_there_when_the_index_is_made_is_filled(market: Market, carpet: Product) -> None:
    last = SearchOutbox.objects.order_by("-seq")[0].seq
    SearchOutbox.objects.create(seq=last + 5, market_id=market.pk, product_id=carpet.pk)
    jobs.rebuild_index()
    late = make_market("late")
    SearchOutbox.objects.create(seq=last + 3, market_id=late.pk, product_id=carpet.pk)
    assert jobs.follow_outbox() == 1


def test_a_gap_nobody_fills_is_forgotten() -> None:
    followed = follow.Followed(through=10)
    followed.passed([12, 15], now=1000.0)
    assert followed.gaps == [(11, 11, 1000.0), (13, 14, 1000.0)]
    followed.passed([13], now=1001.0)
    assert followed.gaps == [(11, 11, 1000.0), (14, 14, 1000.0)]
    followed.passed([], now=1000.0 + 901)
    assert (followed.gaps, followed.through) == ([], 15)


def test_rows_are_taken_in_portions(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    note_changes((market.pk, 10_000 + number) for number in range(7))
    assert [follow.replay(3) for _ in range(4)] == [3, 3, 1, 0]


def test_a_deleted_folder_heals(market: Market, carpet: Product, index_folder: Path) -> None:
    jobs.follow_outbox()
    shutil.rmtree(index_folder)
    assert jobs.verify_index() == ["there is no usable search index on this machine"]
    jobs.follow_outbox()
    assert ids(market, "tapis") == [carpet.pk]
    assert jobs.verify_index() == []


@pytest.mark.parametrize("damage", [b"", b"{", b'{"through": "x"}', b"null"])
def test_a_damaged_place_makes_the_index_anew(market: Market, carpet: Product, damage: bytes) -> None:
    jobs.follow_outbox()
    folder = index.current()
    assert folder is not None
    (folder / "followed.json").write_bytes(damage)
    jobs.follow_outbox()
    assert index.current() != folder
    assert ids(market) == [carpet.pk]


def test_a_damaged_index_heals_with_the_next_change(market: Market, carpet: Product) -> None:
    jobs.follow_outbox()
    folder = index.current()
    assert folder is not None
    (index.market_folder(folder, market.pk) / "meta.json").write_bytes(b"{}")
    assert "cannot be read" in jobs.verify_index()[0]
    other = make_product(carpet.organisation)
    jobs.follow_outbox()
    assert sorted(ids(market)) == sorted([carpet.pk, other.pk])
    assert jobs.verify_index() == []


def test_a_database_restored_to_an_earlier_day_makes_the_index_anew(market: Market, carpet: Product) -> None:
    other = make_product(carpet.organisation)
    jobs.follow_outbox()
    take_from_window(other)
    SearchOutbox.objects.filter(seq=SearchOutbox.objects.order_by("-seq")[0].seq).delete()  # nobody noted it
    assert len(ids(market)) == 2
    SearchOutbox.objects.order_by("-seq")[0].delete()
    jobs.follow_outbox()
    assert ids(market) == [carpet.pk]


def test_verify_says_what_differs(market: Market, carpet: Product) -> None:
    stale, missing = make_product(carpet.organisation), make_product(carpet.organisation)
    jobs.follow_outbox()
    folder = index.current()
    assert folder is not None
    document = documents_for([(market.pk, stale.pk)])[market.pk, stale.pk]
    assert document is not None
    extra = replace(document, product_id=10**6)
    changes = {stale.pk: replace(document, price_minor=1), missing.pk: None, 10**6: extra}
    index.apply(folder, market.pk, changes)
    assert sorted(jobs.verify_index()) == sorted(
        [
            f"market {market.pk}: product {stale.pk} is indexed as it was before",
            f"market {market.pk}: product {missing.pk} is shown but not indexed",
            f"market {market.pk}: product {10**6} is indexed but not shown",
        ]
    )
    jobs.rebuild_index()
    assert jobs.verify_index() == []


def test_old_rows_are_pruned_and_a_machine_that_slept_makes_its_index_anew(
    market: Market, carpet: Product
) -> None:
    jobs.follow_outbox()
    folder = index.current()
    make_product(carpet.organisation)
    make_product(carpet.organisation)
    with clock.shifted(timedelta(days=8)):
        assert prune_outbox() > 0
        assert prune_outbox() == 0
        assert SearchOutbox.objects.count() == 1
        jobs.follow_outbox()
    assert index.current() != folder
    assert len(ids(market)) == 3
    folder = index.current()
    jobs.follow_outbox()
    assert index.current() == folder


def test_an_empty_installation_has_an_empty_index() -> None:
    assert jobs.rebuild_index() == 0
    assert jobs.follow_outbox() == 0
    answer = ask(Question(market_id=1))
    assert (answer.total, answer.ready) == (0, True)
    assert jobs.verify_index() == []
    assert prune_outbox() == 0


def test_the_outbox_is_pruned_every_day() -> None:
    discover()
    work, rhythm = Schedule.entries["tadamun.showcase.search.jobs.forget_followed"]
    assert work is jobs.forget_followed
    assert isinstance(rhythm, Daily)
