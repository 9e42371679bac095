"""Rules of time zones: when clocks change, whose rules are old, and what becomes of a
moment that was agreed by the clock on the wall.
"""

from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from .local_time import local_time, shifted, utc_time

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)

#: Whose rules are compared: Odoo's own, the database server's, a browser's.
ODOO, DATABASE, BROWSER = "odoo", "database", "browser"


class Step(NamedTuple):
    """Between two moments (naive UTC) a clock is so many minutes ahead of UTC."""

    begins: datetime
    ends: datetime
    minutes: int


def steps(tz: tzinfo, begins: datetime, ends: datetime) -> list[Step]:
    """When the clocks of a zone change between two moments (naive UTC).

    >>> from zoneinfo import ZoneInfo
    >>> year = datetime(2026, 1, 1), datetime(2027, 1, 1)
    >>> for step in steps(ZoneInfo("Europe/Berlin"), *year):
    ...     print(f"{step.begins:%d %b %H:%M} {step.minutes}")
    01 Jan 00:00 60
    29 Mar 01:00 120
    25 Oct 01:00 60
    """
    found = []
    while begins < ends:
        change = _next_change(tz, begins, ends)
        found.append(Step(begins, change, offset(tz, begins)))
        begins = change
    return found


def offset(tz: tzinfo, moment: datetime) -> int:
    """How many minutes a clock is ahead of UTC at a moment (naive UTC)."""
    ahead = moment.replace(tzinfo=timezone.utc).astimezone(tz).utcoffset()
    return round(ahead.total_seconds() / 60)


def _next_change(tz, moment, ends):
    """The first moment after this one at which clocks change; at the latest the end."""
    now = offset(tz, moment)
    before, after = moment, min(moment + _DAY, ends)
    while after < ends and offset(tz, after) == now:
        before, after = after, min(after + _DAY, ends)
    if offset(tz, after - _SECOND) == now:
        return after
    while (seconds := (after - before) // _SECOND) > 1:
        middle = before + _SECOND * (seconds // 2)
        if offset(tz, middle) == now:
            before = middle
        else:
            after = middle
    return after


def keep_local(moment: datetime, local: datetime, tz: tzinfo) -> datetime:
    """The moment (naive UTC) at which the clock shows what was agreed.

    It is the same one as long as the zone's rules are; also of the two that show the
    same where clocks go back.

    >>> from zoneinfo import ZoneInfo
    >>> eleven, berlin = datetime(2026, 12, 1, 11), ZoneInfo("Europe/Berlin")
    >>> keep_local(datetime(2026, 12, 1, 10), eleven, berlin)
    datetime.datetime(2026, 12, 1, 10, 0)

    Given while people thought that summer time would stay:

    >>> keep_local(datetime(2026, 12, 1, 9), eleven, berlin)
    datetime.datetime(2026, 12, 1, 10, 0)
    """
    return moment if local_time(moment, tz) == local else utc_time(local, tz)


def keep_window(
    window: tuple[datetime, datetime | None],
    local: tuple[datetime, datetime | None],
    tz: tzinfo,
) -> tuple[datetime, datetime | None]:
    """The same of a moment or window; a window never ends before it begins.

    :param window: its beginning and its end, or None, naive UTC
    :param local: what the clock was to show then
    """
    (start, end), (local_start, local_end) = window, local
    kept = keep_local(start, local_start, tz)
    if not end:
        return kept, None
    kept_end = local_end and keep_local(end, local_end, tz)
    if not kept_end or kept_end < kept:
        kept_end = shifted(kept, end - start)
    return kept, kept_end


class Difference(NamedTuple):
    """From ``moment`` on (naive UTC) rules differ from Odoo's: a clock is ``minutes``
    ahead of UTC, with Odoo's rules ``odoo``. None: the zone is not known at all.
    """

    zone: str
    moment: datetime
    minutes: int | None
    odoo: int

    @property
    def by(self) -> int | None:
        """By how many minutes."""
        return None if self.minutes is None else self.minutes - self.odoo


class Finding(NamedTuple):
    """Whose rules are behind in which zones. ``users``: whose browsers."""

    program: str
    differences: tuple[Difference, ...]
    users: tuple[str, ...] = ()


def judge(
    database: list[Difference],
    browsers: dict[str, list[tuple[Difference, int | None]]],
) -> list[Finding]:
    """Which program is behind, where rules differ: of three the one that is alone.

    No program says of what year its rules are. Where the database server and a browser
    agree, Odoo's own rules are old; else whichever is not of Odoo's opinion.

    :param browsers: {user: [(difference, what the database server says at its moment)]}

    >>> def vancouver(minutes):
    ...     return Difference("America/Vancouver", datetime(2026, 11, 1), minutes, -420)
    >>> [one.program for one in judge([vancouver(-480)], {})]
    ['database']
    >>> [one.program for one in judge([], {"Anna": [(vancouver(-480), -420)]})]
    ['browser']
    >>> [one.program for one in judge([vancouver(-480)],
    ...                               {"Anna": [(vancouver(-480), -480)]})]
    ['odoo']
    """
    against_odoo = {
        difference.zone: difference
        for told in browsers.values()
        for difference, of_database in told
        if difference.minutes is not None and difference.minutes == of_database
    }
    left = tuple(one for one in database if one.zone not in against_odoo)
    found = []
    if against_odoo:
        found.append(Finding(ODOO, tuple(sorted(against_odoo.values()))))
    if left:
        found.append(Finding(DATABASE, left))
    alone = {
        user: tuple(sorted(one for one, _ in told if one.zone not in against_odoo))
        for user, told in browsers.items()
    }
    return found + _by_rules(alone)


def _by_rules(browsers):
    """One finding for all whose browsers go by the same rules."""
    alike = {}
    for user, differences in browsers.items():
        rules = tuple((one.zone, one.minutes) for one in differences)
        alike.setdefault(rules, []).append(user)
    return [
        Finding(BROWSER, browsers[users[0]], tuple(users))
        for rules, users in alike.items()
        if rules
    ]
