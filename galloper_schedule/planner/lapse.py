"""When a plan runs out by itself, though nobody changed a fact."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from .contact import Contact
from .local_time import day_start, local_day, shifted
from .tier_order import TierOrder

_SECOND = timedelta(seconds=1)


def runs_out_at(
    contacts: Iterable[Contact], tier_order: TierOrder, now: datetime, tz: tzinfo
) -> datetime | None:
    """The next naive UTC moment at which the order may change by time alone.

    That is the end of a promise (a second later it is missed), the time for the next
    attempt, the end of a pause, a lead that has settled in its stage or is no longer a
    fresh inquiry, at the latest the next local midnight. None at the end of the
    calendar.

    >>> from datetime import date
    >>> from zoneinfo import ZoneInfo
    >>> now, day = datetime(2026, 3, 4, 8, 20), date(2026, 3, 4)
    >>> promise = Contact(1, day, promised_at=datetime(2026, 3, 4, 8, 30))
    >>> moscow = ZoneInfo("Europe/Moscow")
    >>> runs_out_at([promise], TierOrder.default(), now, moscow)
    datetime.datetime(2026, 3, 4, 8, 30, 1)
    >>> runs_out_at([], TierOrder.default(), now, moscow)
    datetime.datetime(2026, 3, 4, 21, 0)
    """
    moments = [day_start(shifted(local_day(now, tz), days=1), tz)]
    for contact in contacts:
        moments.append(contact.retry_at)
        moments += [no.until for no in contact.nos]
        if contact.promised_at:
            end = contact.promise_end
            if now <= end < moments[0]:
                moments.append(end + _SECOND)
        if contact.lead:
            moments.append(tier_order.settles_at(contact.lead, now))
            moments.append(tier_order.fresh_until(contact.lead, now))
    return min((one for one in moments if one and one > now), default=None)
