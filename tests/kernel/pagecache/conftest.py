"""A folder of its own for each test, and a disk that can be full."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tadamun.kernel.pagecache.wsgi import PageCache
from tests.kernel.pagecache.site import Shop, cache_for


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The installation's page folder during the test."""
    settings.PAGE_CACHE = {"ENABLED": True, "FOLDER": tmp_path / "pages"}
    return tmp_path / "pages"


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def cache(shop: Shop, folder: Path) -> PageCache:
    return cache_for(shop, folder)


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """Within the block no file can be written: the system answers as on a full disk."""

    @contextmanager
    def full() -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return full
