"""What a server process has found out, kept in its memory alone for some seconds."""

import time
from typing import Any

from odoo.tools.lru import LRU

_MOST = 8192


class TtlCache:
    """Values by key; the oldest go first when there are too many."""

    def __init__(self, seconds):
        self._seconds, self._known = seconds, LRU(_MOST)

    def get(self, key: tuple) -> Any:
        """The value, or None if there is none or it is too old."""
        moment, value = self._known.get(key, (0, None))
        return value if time.monotonic() - moment <= self._seconds else None

    def put(self, key: tuple, value: Any) -> None:
        """Know it from now on."""
        self._known[key] = time.monotonic(), value

    def clear(self) -> None:
        """Know nothing, as a process that has just been started."""
        self._known.clear()
