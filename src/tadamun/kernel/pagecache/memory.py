"""The pages a worker has at hand."""

from collections import OrderedDict
from threading import Lock

from tadamun.kernel.pagecache.entry import Entry
from tadamun.kernel.pagecache.keys import Key


class Memory:
    """The most recently used pages, together at most ``limit`` bytes. Safe for threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Entry | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep it, and let go of the longest unused.

        A page larger than a quarter of the limit is not kept.
        """
        with self._lock:
            previous = self._entries.pop(key, None)
            if previous is not None:
                self.size -= previous.size
            if entry.size > self.limit // 4:
                return
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self.limit:
                _, oldest = self._entries.popitem(last=False)
                self.size -= oldest.size

    def __len__(self) -> int:
        return len(self._entries)
