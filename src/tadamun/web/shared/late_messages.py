"""Messages to one person, whose storages are made when somebody writes or reads one: most pages do neither."""

from typing import Any

from django.contrib.messages import WARNING
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.utils.functional import cached_property


class LateStorage(FallbackStorage):
    """Django's own (a cookie, else the session), made later."""

    _queued_messages: list[Message]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        BaseStorage.__init__(self, request, *args, **kwargs)  # its parent's makes the storages
        self._used_storages: set[BaseStorage] = set()

    @cached_property
    def storages(self) -> list[BaseStorage]:
        return [kind(self.request) for kind in self.storage_classes]

    def take_warnings(self) -> str:
        """What this request would have warned of on the page it leads to, in one text; that page then says it no more."""
        warned = [each for each in self._queued_messages if each.level >= WARNING]
        self._queued_messages = [each for each in self._queued_messages if each not in warned]
        return " ".join(str(each.message) for each in warned)
