"""A salesperson's day, as far as it does not depend on any contact."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..planner.local_time import day_start, local_day


class Day(NamedTuple):
    """The local day at a moment.

    ``tomorrow`` is the naive UTC moment at which it ends, ``minutes`` how long a
    contact takes that names no minutes of its own.
    """

    user_id: int
    tz: ZoneInfo
    today: date
    tomorrow: datetime
    minutes: int

    @classmethod
    def of(cls, user, now):
        """The day of a user at ``now`` (naive UTC)."""
        tz = user._get_planning_tz()
        today = local_day(now, tz)
        tomorrow = day_start(today + timedelta(days=1), tz)
        return cls(user.id, tz, today, tomorrow, user.company_id.contact_minutes)
