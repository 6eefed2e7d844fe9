"""What a page read is known, and what changed is said when it is true."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tadamun.kernel.pagecache import counters, tags, versions


class Rollback(Exception):
    pass


def sequence() -> int:
    look = versions.shared().look()
    assert look is not None
    return look.sequence


def test_nothing_is_collected_where_nothing_is_made(folder: Path) -> None:
    tags.collect("product:42")
    tags.fresh_until(datetime.now(UTC))
    with tags.recording() as record:
        pass
    assert record.tags == set()
    assert record.fresh_until is None


def test_a_recording_within_another_passes_on_what_it_collected(folder: Path) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=1)
    with tags.recording() as page:
        tags.collect("market:1")
        with tags.recording() as card:
            tags.collect("product:42", "org:7")
            tags.fresh_until(soon)
        tags.collect("rates")
    assert card.tags == {"product:42", "org:7"}
    assert page.tags == {"market:1", "product:42", "org:7", "rates"}
    assert page.fresh_until == soon.timestamp()


def test_the_earliest_instant_is_kept(folder: Path) -> None:
    now = datetime.now(UTC)
    with tags.recording() as record:
        for minutes in (5, 2, 9):
            tags.fresh_until(now + timedelta(minutes=minutes))
    assert record.fresh_until == (now + timedelta(minutes=2)).timestamp()


def test_an_instant_without_a_zone_is_refused(folder: Path) -> None:
    with tags.recording(), pytest.raises(ValueError, match="aware"):
        tags.fresh_until(datetime(2030, 6, 8, 20))  # noqa: DTZ001


def test_a_bump_during_the_recording_counts_although_the_tag_is_collected_later(folder: Path) -> None:
    with tags.recording() as record:
        versions.shared().bump(["product:42"])
        tags.collect("product:42", "market:1")
    assert record.pairs(versions.shared()) is None


def test_a_bump_of_something_else_during_the_recording_does_not_count(folder: Path) -> None:
    with tags.recording() as record:
        versions.shared().bump(["product:43"])
        tags.collect("product:42")
    assert record.pairs(versions.shared()) is not None


def test_a_bump_before_the_recording_does_not_count(folder: Path) -> None:
    versions.shared().bump(["product:42"])
    with tags.recording() as record:
        tags.collect("product:42")
    assert record.pairs(versions.shared()) is not None


def test_a_file_made_again_during_the_recording_counts(folder: Path) -> None:
    with tags.recording() as record:
        tags.collect("product:42")
        versions.shared().forget()
    assert record.pairs(versions.shared()) is None


@pytest.mark.django_db(transaction=True)
class TestBump:
    @pytest.mark.broad
    def test_outside_a_transaction_at_once(self, folder: Path) -> None:
        before = sequence()
        tags.bump("product:42", "market:1")
        assert sequence() == before + 1

    @pytest.mark.broad
    def test_within_a_transaction_when_it_commits(self, folder: Path) -> None:
        before = sequence()
        with transaction.atomic():
            tags.bump("product:42")
            assert sequence() == before
        assert sequence() == before + 1

    @pytest.mark.broad
    def test_never_after_a_rollback(self, folder: Path) -> None:
        before = sequence()
        with pytest.raises(Rollback), transaction.atomic():
            tags.bump("product:42")
            raise Rollback
        assert sequence() == before

    @pytest.mark.broad
    def test_duplicates_collapse(self, folder: Path) -> None:
        before = sequence()
        with transaction.atomic():
            tags.bump("product:42", "market:1")
            with transaction.atomic():
                tags.bump("product:42")
            tags.bump("market:1")
        assert sequence() == before + 1

    @pytest.mark.broad
    def test_a_rolled_back_savepoint_takes_no_later_bump_with_it(self, folder: Path) -> None:
        before = sequence()
        with transaction.atomic():
            with pytest.raises(Rollback), transaction.atomic():
                tags.bump("product:42")
                raise Rollback
            tags.bump("product:42")
        assert sequence() == before + 1

    @pytest.mark.broad
    def test_a_bump_of_a_savepoint_is_not_taken_for_one_of_the_transaction(self, folder: Path) -> None:
        before = sequence()
        with transaction.atomic():
            with pytest.raises(Rollback), transaction.atomic():
                tags.bump("product:42")
                with transaction.atomic():
                    tags.bump("market:1")
                raise Rollback
            tags.bump("market:1")
        assert sequence() == before + 1

    @pytest.mark.broad
    def test_what_is_bumped_on_commit_is_bumped(self, folder: Path) -> None:
        before = sequence()
        with transaction.atomic():
            transaction.on_commit(lambda: tags.bump("rates"))
        assert sequence() == before + 1

    @pytest.mark.broad
    def test_nothing_is_owed_after_commit_or_rollback(self, folder: Path) -> None:
        with transaction.atomic():
            with pytest.raises(Rollback), transaction.atomic():
                tags.bump("product:42")
                raise Rollback
            tags.bump("product:7")
            assert counters.at(folder).total("owed") == 1
        with pytest.raises(Rollback), transaction.atomic():
            tags.bump("product:42")
            raise Rollback
        assert counters.at(folder).total("owed") == 0
