"""Who may not be called, why, and until when: their own no, or too many attempts.

Read aloud, the rule is:

1. A number on Odoo's phone blacklist is not called, and neither is somebody who has
   asked not to be. Who has asked for a pause is not called until it is over.
2. A number that was tried as often as its country, or the company, allows in so many
   hours waits until it may be tried again: whoever tried it, on whatever lead.
3. Of several reasons the one that lasts longest is said; a no before a cap.

What was promised is the customer's own wish: a cap does not concern it. A no does: the
salesperson is asked whether to call once more, as agreed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

#: On the phone blacklist; asked not to be called; asked for a pause; tried too often.
LISTED, ASKED, PAUSED, CAPPED = "listed", "asked", "paused", "capped"
#: The weakest first.
_STRENGTH = (CAPPED, PAUSED, ASKED, LISTED)


class NoCall(NamedTuple):
    """Why somebody may not be called, ``until`` when (naive UTC; None: for good).

    Of a cap, how many attempts in how many hours it allows.
    """

    why: str
    until: datetime | None = None
    most: int = 0
    hours: int = 0

    @property
    def is_refusal(self) -> bool:
        """Whether the customer has said so, not a law."""
        return self.why != CAPPED

    def holds(self, now: datetime) -> bool:
        """Whether it is so at ``now`` (naive UTC)."""
        return self.until is None or self.until > now


def strongest(nos: Iterable[NoCall], now: datetime) -> NoCall | None:
    """The one that counts of those that hold at ``now`` (naive UTC), or None.

    >>> noon, one = datetime(2026, 3, 4, 12), datetime(2026, 3, 4, 13)
    >>> pause, cap = NoCall(PAUSED, one), NoCall(CAPPED, one, 3, 24)
    >>> strongest([cap, pause], noon).why
    'paused'
    >>> strongest([cap, pause, NoCall(LISTED)], noon).why
    'listed'
    >>> strongest([cap, pause], one) is None
    True
    """
    holding = [one for one in nos if one.holds(now)]
    return max(holding, key=_weight, default=None)


def _weight(no):
    return _STRENGTH.index(no.why), no.until or datetime.max
