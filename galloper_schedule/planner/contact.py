"""What the planner knows of one activity: the facts people entered, nothing derived.

Named tuples: they cannot be changed, and a thousand of them are made in a third of the
time that frozen dataclasses take.
"""

from datetime import date, datetime
from typing import NamedTuple

from .call_hours import CallHours, Window
from .no_calls import NoCall, strongest


class Lead(NamedTuple):
    """The lead or opportunity an activity is about.

    ``stage_tier`` is the id of the tier the stage belongs to (None: the stage has
    none), ``stage_since`` the UTC moment the lead entered its stage, ``settle_days``
    how many days a stage's leads still count as the next tier down.
    """

    stage_sequence: int = 0
    stars: int = 0
    expected_revenue: float = 0.0
    probability: float = 0.0
    stage_tier: int | None = None
    stage_since: datetime | None = None
    settle_days: int = 0
    created: datetime | None = None
    inbound: bool = False

    @property
    def value(self) -> float:
        """Expected revenue × probability (in percent): only ever compared."""
        return self.expected_revenue * self.probability


class Contact(NamedTuple):
    """One open activity. Moments are naive UTC, the deadline is a plain day.

    A promise is a moment (``promised_at``) or a window (``promised_at`` …
    ``promised_until``). ``is_customer``: the commercial partner has a won opportunity;
    ``on_partner``: the activity is about a partner, not a lead. ``minutes`` is how long
    the activity takes. After an unanswered attempt the next one is not before
    ``retry_at``. ``hours``: when the customer may be called (None: at any time).
    ``pinned_at``: the salesperson has put the activity there. ``meeting``: the
    activity is a meeting, with a time of its own. ``unwanted``: a call to somebody who
    wants none. ``goes_first``: ahead of the others on its tier. ``prepare``: minutes
    of preparation, which are free before the activity begins. ``is_call``: the customer
    is to be called, not written to or met. ``nos``: what stands against dialling their
    number. ``agreed``: whoever was asked will call all the same, once, as promised.
    """

    id: int
    deadline: date
    promised_at: datetime | None = None
    promised_until: datetime | None = None
    minutes: int = 15
    retry_at: datetime | None = None
    lead: Lead | None = None
    is_customer: bool = False
    on_partner: bool = False
    hours: CallHours | None = None
    pinned_at: datetime | None = None
    meeting: Window | None = None
    unwanted: bool = False
    goes_first: bool = False
    prepare: int = 0
    is_call: bool = False
    nos: tuple[NoCall, ...] = ()
    agreed: bool = False

    def no_call(self, now: datetime) -> NoCall | None:
        """Why the number may not be dialled at ``now`` (naive UTC); None: it may."""
        no = strongest(self.nos, now) if self.nos else None
        if no is None or self.promised_at is None:
            return no
        is_wished = self.agreed if no.is_refusal else self.promise_end >= now
        return None if is_wished else no

    def stays_out(self, now: datetime) -> bool:
        """Whether nobody is to be called at ``now``, as nothing was promised."""
        if self.promised_at is not None:
            return False
        no = self.no_call(now) if self.is_call else None
        return self.unwanted or no is not None and no.is_refusal

    def not_before(self, now: datetime) -> datetime | None:
        """When the next attempt may be, as seen at ``now`` (naive UTC)."""
        no = self.no_call(now) if self.is_call else None
        if no is None or no.is_refusal:
            return self.retry_at
        return max(self.retry_at or no.until, no.until)

    def waits(self, now: datetime) -> bool:
        """Whether it is too early for the next attempt at ``now`` (naive UTC)."""
        moment = self.not_before(now)
        return moment is not None and moment > now

    @property
    def promise_end(self) -> datetime | None:
        """Until when the promise can be kept: its window's end, else its moment."""
        return self.promised_until or self.promised_at
