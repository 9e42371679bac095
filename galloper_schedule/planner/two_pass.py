"""The two-pass rule: who to call now, who next.

Pass 1, promises, of today or earlier by the salesperson's own calendar:

1. ``today``: the promise is not over yet. By the promised moment.
2. ``missed``: it was for today and is over. By the promised moment.
3. ``overdue``: it was for an earlier day. Yesterday's before the day before
   yesterday's and so on; within a day by the promised moment.

Pass 2, the pipeline: activities without a promise that are due today or earlier.

4. ``funnel``: by tier; within a tier those first whose service model
   says so, then those on a lead, by later stage, more stars, greater expected revenue
   × probability; then the longest waiting, then the lower id. The same decides
   between two promises of one moment. Who wants no calls, or may not be called, gets
   none without a promise.

What has no next step at all, ``suggested``, comes after both where the day has room.

A promise of a later day is not for today, whatever its deadline says.

Source: the CRM strategy lesson's "two-pass logic": first what was promised, because a
call at 11:30 instead of 11:00 may pass unnoticed and one tomorrow may not; then the
pipeline from its late stages down.

Example. It is 11:20 on Wednesday, 4 March 2026, in Moscow (08:20 UTC):

>>> from datetime import timezone
>>> from zoneinfo import ZoneInfo
>>> tier_order = TierOrder.default()
>>> HOT, REGULAR, EARLY, OTHER, NEW = 1, 2, 3, 4, 5
>>> moscow, wednesday = ZoneInfo("Europe/Moscow"), date(2026, 3, 4)
>>> def promised(day, hour, minute=0):
...     local = datetime(2026, 3, day, hour, minute, tzinfo=moscow)
...     utc = local.astimezone(timezone.utc).replace(tzinfo=None)
...     return dict(deadline=local.date(), promised_at=utc)
>>> def on(stage, tier):
...     return dict(deadline=wednesday, lead=Lead(stage, stage_tier=tier))
>>> contacts = {
...     "I": Contact(1, **on(1, NEW)),                       # a new lead
...     "H": Contact(2, **on(2, EARLY)),                   # a lead at Qualified
...     "G": Contact(3, **on(1, NEW), is_customer=True),     # a regular customer
...     "F": Contact(4, **on(3, HOT)),                     # at Proposition
...     "E": Contact(5, **promised(2, 9)),                 # Monday 09:00
...     "D": Contact(6, **promised(3, 10)),                # yesterday 10:00
...     "C": Contact(7, **promised(3, 15)),                # yesterday 15:00
...     "B": Contact(8, **promised(4, 11)),                # today 11:00
...     "A": Contact(9, **promised(4, 11, 30)),            # today 11:30
... }
>>> letter = {contact.id: name for name, contact in contacts.items()}
>>> def order(hour, minute):
...     now = promised(4, hour, minute)["promised_at"]
...     plan = plan_day(contacts.values(), tier_order, now, moscow)
...     return " ".join(letter[placed.contact.id] for placed in plan)
>>> order(11, 20)
'A B D C E F G H I'

At 11:31 the promise of 11:30 is missed as well, and stands by its time:

>>> order(11, 31)
'B A D C E F G H I'
"""

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from .contact import Contact, Lead
from .local_time import EPOCH, local_day
from .no_calls import NoCall
from .rank_packing import ascending_float, greatest, pack_key
from .tier_order import TierOrder

TODAY, MISSED, OVERDUE, FUNNEL = "today", "missed", "overdue", "funnel"
SUGGESTED = "suggested"
BUCKETS = (TODAY, MISSED, OVERDUE, FUNNEL, SUGGESTED)
PROMISE = "promise"

_LAST_DAY = greatest("day")
_LAST_STAGE = greatest("stage")
_MIDDLE_STAGE = _LAST_STAGE // 2 + 1
_LAST_STARS = greatest("stars")
_LAST_VALUE = greatest("value")
_NO_LEAD = (0, 0, 0)
_EPOCH_MIDNIGHT = datetime.combine(EPOCH, time())


class Placed(NamedTuple):
    """An activity with its place in the plan: a smaller ``rank`` is called earlier."""

    contact: Contact
    bucket: str
    tier: int | None
    rank: int

    @property
    def schedule_pass(self) -> str:
        """``promise`` or ``funnel``."""
        return FUNNEL if self.bucket in (FUNNEL, SUGGESTED) else PROMISE


def plan_day(
    contacts: Iterable[Contact], tier_order: TierOrder, now: datetime, tz: tzinfo
) -> list[Placed]:
    """The activities that are for today, in the order in which to do them.

    :param now: naive UTC
    :param tz: the salesperson's time zone
    """
    today = local_day(now, tz)
    placed = []
    for contact in contacts:
        bucket = bucket_of(contact, now, tz, today)
        if bucket:
            tier = tier_order.tier_of(contact, now)
            key = sorting_key(contact, bucket, tier_order.position(tier), tz)
            placed.append(Placed(contact, bucket, tier, pack_key(key)))
    placed.sort(key=lambda one: one.rank)
    return placed


def suggest(
    leads: Iterable[Contact], tier_order: TierOrder, now: datetime, tz: tzinfo
) -> list[Placed]:
    """First contacts with leads that have no next step: in the pipeline's order.

    They stand behind everything that was agreed or scheduled.
    """
    placed = []
    for contact in leads:
        if contact.stays_out(now):
            continue
        tier = tier_order.tier_of(contact, now)
        key = sorting_key(contact, SUGGESTED, tier_order.position(tier), tz)
        placed.append(Placed(contact, SUGGESTED, tier, pack_key(key)))
    placed.sort(key=lambda one: one.rank)
    return placed


def bucket_of(
    contact: Contact, now: datetime, tz: tzinfo, today: date | None = None
) -> str | None:
    """The bucket an activity is in at ``now`` (naive UTC); None: not for today."""
    today = today or local_day(now, tz)
    if contact.promised_at is None:
        is_due = contact.deadline <= today and not contact.stays_out(now)
        return FUNNEL if is_due else None
    day = local_day(contact.promised_at, tz)
    if day > today:
        return None
    if contact.promise_end >= now:
        return TODAY
    return MISSED if day == today else OVERDUE


def not_called(
    contacts: Iterable[Contact], now: datetime, tz: tzinfo
) -> list[tuple[Contact, NoCall]]:
    """The calls that are due and may not be made at ``now`` (naive UTC), each with why.

    A number that was tried too often waits; who said no is left out of the plan. What
    was promised is the salesperson's to decide, and is planned.

    >>> from datetime import timezone
    >>> from .no_calls import LISTED
    >>> day = date(2026, 3, 4)
    >>> refused = Contact(1, day, is_call=True, nos=(NoCall(LISTED),))
    >>> letter = refused._replace(id=2, is_call=False)
    >>> now = datetime(2026, 3, 4, 9)
    >>> [one.id for one, _why in not_called([refused, letter], now, timezone.utc)]
    [1]
    >>> plan = plan_day([refused, letter], TierOrder.default(), now, timezone.utc)
    >>> [one.contact.id for one in plan]
    [2]
    """
    today = local_day(now, tz)
    return [
        (contact, no)
        for contact in contacts
        if contact.is_call and contact.promised_at is None
        if contact.deadline <= today and not contact.unwanted
        if (no := contact.no_call(now))
    ]


def sorting_key(
    contact: Contact, bucket: str, tier: int, tz: tzinfo
) -> tuple[int, ...]:
    """What decides, most important first; smaller comes earlier. See the module."""
    deadline = (contact.deadline - EPOCH).days
    return (
        BUCKETS.index(bucket),
        *_promise_key(contact, bucket, tz),
        tier,
        (0 if contact.goes_first else 2) + (contact.lead is None),
        *(_NO_LEAD if contact.lead is None else _lead_key(contact.lead)),
        deadline,
        contact.id,
    )


def _promise_key(contact, bucket, tz):
    """The promised moment; of earlier days the last day first."""
    if bucket in (FUNNEL, SUGGESTED):
        return 0, 0
    day = (local_day(contact.promised_at, tz) - EPOCH).days
    moment = int((contact.promised_at - _EPOCH_MIDNIGHT).total_seconds())
    return (_LAST_DAY - day if bucket == OVERDUE else 0), moment


def _lead_key(lead: Lead):
    """On a lead: later stage, more stars, more value first."""
    return (
        _LAST_STAGE - (lead.stage_sequence + _MIDDLE_STAGE),
        _LAST_STARS - lead.stars,
        _LAST_VALUE - ascending_float(lead.value),
    )
