"""Messages to one person, whose storages are made when somebody writes or reads one: most pages do neither."""

from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.utils.functional import cached_property


class LateStorage(FallbackStorage):
    """Django's own (a cookie, else the session), made later."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        BaseStorage.__init__(self, request, *args, **kwargs)  # its parent's makes the storages
        self._used_storages: set[BaseStorage] = set()

    @cached_property
    def storages(self) -> list[BaseStorage]:
        return [kind(self.request) for kind in self.storage_classes]
