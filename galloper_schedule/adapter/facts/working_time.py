"""When a salesperson is free: Odoo's working hours and leaves, without meetings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools.intervals import Intervals

from ...planner.call_hours import Window
from ...planner.local_time import shifted
from ..tools import tolerance, zones
from .day import Day
from .meetings import own_time

_SECOND = timedelta(seconds=1)
# Odoo cannot work out hours at the ends of the calendar, and nobody works there.
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)


class WorkingTime(NamedTuple):
    """Naive UTC windows, sorted and apart: ``working`` hours, ``busy`` meetings, of
    which those that are a leave are ``time_off``, too.
    """

    working: list[Window]
    busy: list[Window]
    time_off: list[Window] = []

    @property
    def free(self) -> list[Window]:
        """The working hours without the meetings."""
        free = _intervals(self.working) - _intervals(self.busy)
        return [window[:2] for window in free]


def of_days(
    env: Environment, days: Collection[Day], meetings: list[tuple]
) -> dict[int, WorkingTime]:
    """{user id: WorkingTime} of these days, with these rows of ``select_meetings``."""
    working = working_windows(env, days, spans_of(days))
    return with_meetings(days, working, meetings)


def spans_of(days: Collection[Day]) -> dict[int, Window]:
    """{user id: (from, until)}: what of a night shift is after midnight counts, too."""
    return {day.user_id: (day.begins, day.night_ends) for day in days}


def with_meetings(
    days: Collection[Day],
    working: dict[int, list[Window]],
    meetings: list[tuple],
) -> dict[int, WorkingTime]:
    """{user id: WorkingTime} of each day's ``working`` windows and all meetings."""
    busy = busy_windows(meetings, days)
    time_off = busy_windows((row for row in meetings if row[-1]), days)
    return {
        day.user_id: WorkingTime(
            list(of_today(working[day.user_id], day)),
            busy[day.user_id],
            time_off[day.user_id],
        )
        for day in days
    }


def of_today(windows: Iterable[Window], day: Day) -> Iterator[Window]:
    for begin, end in windows:
        if begin <= day.begins and end > day.tomorrow:
            end = day.tomorrow  # round the clock
        if begin < day.tomorrow:
            yield begin, end


# -- Working hours


def working_windows(
    env: Environment, days: Collection[Day], spans: dict[int, Window]
) -> dict[int, list[Window]]:
    """{user id: the working hours without leaves} as naive UTC windows.

    Whose hours Odoo cannot work out has none.

    :param spans: {user id: (from, until)}, naive UTC
    """
    windows = {}
    with_resource = defaultdict(lambda: env["resource.resource"])
    without_resource = defaultdict(list)
    resources = resources_of(env, days)
    for day in days:
        resource, span = resources.get(day.user_id), spans[day.user_id]
        if span[0] < _EARLIEST or span[1] > _LATEST:
            windows[day.user_id] = []
        elif not resource:
            company = env["res.company"].browse(day.company_id)
            without_resource[company, day.tz, span].append(day)
        elif resource._is_flexible():
            work_out = partial(_flexible, resource, day, span)
            windows[day.user_id] = _windows_or_none(work_out, day)
        else:
            with_resource[span] |= resource
    for span, group in with_resource.items():
        windows.update(_of_each_resource(group, span))
    for (company, tz, span), group in without_resource.items():
        work_out = partial(_of_company, company, tz, span, group[0])
        common = _windows_or_none(work_out, group[0])
        windows.update((day.user_id, common) for day in group)
    return windows


_FAILED = "The working hours of user %s could not be worked out"


def _windows_or_none(work_out, day):
    return tolerance.reading(work_out, [], _FAILED, day.user_id)


def _of_each_resource(resources, span):
    by_user = {one.user_id.id: one for one in resources}
    none = resources.browse()
    return tolerance.for_each(
        None,
        by_user,
        lambda ids: _of_resources(none.union(*map(by_user.get, ids)), span),
        [],
        _FAILED,
    )


def resources_of(env: Environment, days: Collection[Day]) -> dict[int, BaseModel]:
    """{user id: the resource in the user's company}, which Odoo's HR add-ons make."""
    found = env["resource.resource"].search_fetch(
        [("user_id", "in", [day.user_id for day in days])],
        ["calendar_id", "company_id", "tz", "user_id"],
        order="id desc",
    )
    companies = {day.user_id: day.company_id for day in days}
    return {
        resource.user_id.id: resource
        for resource in found
        if resource.company_id.id in (companies[resource.user_id.id], False)
    }


def _of_resources(resources, span):
    start, stop = map(aware, span)
    zones.settle_unknown(resources)
    zones.settle_unknown(resources.calendar_id)
    intervals, _calendars = resources._get_valid_work_intervals(start, stop)
    return {one.user_id.id: _windows(intervals[one.id]) for one in resources}


def _of_company(company, tz, span, day):
    calendar = company.resource_calendar_id
    if not calendar or calendar.flexible_hours:
        return _flexible(calendar, day, span)
    start, stop = map(aware, span)
    intervals = calendar._work_intervals_batch(
        start, stop, domain=_own_leaves(company), tz=zones.for_odoo(tz)
    )
    return _windows(intervals[False])


def _own_leaves(company):
    """Without a resource Odoo would take other companies' holidays as well."""
    return [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]


def _flexible(owner, day, span):
    """Flexible hours: when customers may be called, without leaves.

    :param owner: a resource, or a calendar if there is none
    """
    start, stop = map(aware, span)
    company = owner.env["res.company"].browse(day.company_id)
    if owner._name == "resource.resource":
        calendar, resource = owner.calendar_id, owner
    else:
        calendar, resource = owner, owner.env["resource.resource"]
    leaves = calendar._leave_intervals_batch(
        start,
        stop,
        resources=resource or None,
        domain=_own_leaves(company),
        tz=zones.for_odoo(day.tz),
    )[resource.id]
    waking = _intervals(day.waking.windows(*span))
    return [window[:2] for window in waking - _intervals(_windows(leaves))]


def aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc)


def _windows(intervals):
    """Naive UTC windows of Odoo's intervals, touching ones together.

    Odoo lets a working day that goes on to midnight end a microsecond before it.
    """
    windows = []
    for begin, end, *_record in intervals:
        begin, end = _naive(begin), _naive(end)
        if end.microsecond:
            end = shifted(end.replace(microsecond=0), _SECOND)
        if windows and begin <= windows[-1][1]:
            begin, last = windows.pop()
            end = max(last, end)
        if begin < end:
            windows.append((begin, end))
    return windows


def _naive(moment):
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _intervals(windows):
    return Intervals((begin, end, frozenset()) for begin, end in windows)


# -- Meetings


def busy_windows(
    meetings: Iterable[tuple], days: Collection[Day]
) -> dict[int, list[Window]]:
    """{user id: naive UTC windows}; an all-day meeting takes the salesperson's day."""
    zones = {day.user_id: day.tz for day in days}
    windows = {day.user_id: [] for day in days}
    for user_id, _event_id, *times, _is_leave in meetings:
        start, stop = own_time(*times, zones[user_id])
        if start < stop:
            windows[user_id].append((start, stop))
    return {
        user_id: [window[:2] for window in _intervals(mine)]
        for user_id, mine in windows.items()
    }
