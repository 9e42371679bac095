"""The activity that the salesperson is at."""

from datetime import datetime
from typing import NamedTuple

from .two_pass import TODAY, Placed


class InProgress(NamedTuple):
    """The activity that the salesperson is at, and the time it was given before."""

    contact_id: int
    start: datetime
    stop: datetime

    def goes_on(self, placed: Placed, now: datetime) -> bool:
        """Whether it is this one, and still in progress: nobody gave it another time."""
        contact = placed.contact
        if contact.id != self.contact_id:
            return False
        if not self.start <= now < self.stop or contact.waits(now):
            return False
        if placed.bucket == TODAY and contact.promised_at > now:
            return False
        return contact.pinned_at in (None, self.start)
