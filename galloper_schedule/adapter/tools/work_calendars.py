"""Odoo's working hours and leaves as naive UTC windows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel

from ...planner import flexible_hours
from ...planner.call_hours import CallHours, Window
from ...planner.flexible_hours import whole_days, without
from ...planner.local_time import shifted
from . import zones

_SECOND = timedelta(seconds=1)


class Holiday(NamedTuple):
    """A day off in a country, or in all (False), or in some of its states (ids)."""

    day: date
    country_id: int | bool
    state_ids: frozenset[int]


class Hours:
    """The working hours within a span; each calendar is asked once.

    :param span: naive UTC
    :param resources: whose leaves may be asked for
    :param usual: the hours as they would be without any leave
    """

    def __init__(
        self, env: Environment, span: Window, resources: BaseModel, usual: bool = False
    ):
        self.span = span
        self._known, self._leaves = {}, defaultdict(list)
        self._public_holidays = ()
        if not usual:
            self._public_holidays = env["resource.calendar"]._get_public_holidays()
            self._read_leaves(env, resources)

    def _read_leaves(self, env, resources):
        # A leave of a whole day is looked at as a whole.
        leaves = env["resource.calendar.leaves"].search_fetch(
            [
                ("time_type", "=", "leave"),
                ("resource_id", "in", [False, *resources.ids]),
                ("date_from", "<", shifted(self.span[1], days=1)),
                ("date_to", ">", shifted(self.span[0], days=-1)),
            ],
            ["calendar_id", "company_id", "date_from", "date_to", "resource_id"],
        )
        for leave in leaves:
            self._leaves[leave.resource_id.id].append(leave)

    def of(
        self,
        calendar: BaseModel,
        tz: tzinfo,
        company: BaseModel,
        resources: BaseModel,
        waking: CallHours,
    ) -> list[Window]:
        """The hours of a calendar without the leaves of these resources, and without
        the holidays of the company.

        :param tz: by whose clock they are
        :param company: flexible hours are on the days on which it works
        :param waking: the flexible hours of a calendar that names no number of them
        """
        if not calendar:
            return []
        away = [
            *self._own(resources),
            *self._holidays(calendar, company),
            *self._public(resources, company, tz),
        ]
        if not calendar.flexible_hours:
            return without(self._usual(calendar, tz), away)
        free = calendar._get_free_weekdays()
        week = _week(calendar, company, free)
        if any(week):
            return flexible_hours.windows(week, self.span, tz, away)
        away += whole_days(self.span, tz, lambda day: day.weekday() in free)
        return without(waking.windows(*self.span), away)

    def _usual(self, calendar, tz):
        key = calendar.id, tz
        if key not in self._known:
            start, stop = map(aware, self.span)
            found = calendar._attendance_intervals_batch(
                start, stop, tz=zones.for_odoo(tz)
            )
            self._known[key] = as_windows(found[False])
        return self._known[key]

    def _own(self, resources):
        for resource in resources:
            yield from map(_window, self._leaves.get(resource.id, ()))

    def _holidays(self, calendar, company):
        for leave in self._leaves.get(False, ()):
            is_theirs = leave.company_id in (company, company.browse())
            if is_theirs and leave.calendar_id in (calendar, calendar.browse()):
                yield _window(leave)

    def _public(self, resources, company, tz):
        """The public holidays of the place where these resources work."""
        if not self._public_holidays:
            return []
        state = _place(resources, company).state_id
        country = _place(resources, company).country_id or state.country_id
        days = {
            one.day
            for one in self._public_holidays
            if (not one.country_id or one.country_id == country.id)
            and (not one.state_ids or state.id in one.state_ids)
        }
        return whole_days(self.span, tz, days.__contains__)


def _place(resources, company):
    """Where somebody works: at the address of the employee, or of the company."""
    for resource in resources if "employee_id" in resources._fields else ():
        if address := resource.sudo().employee_id.address_id:
            return address
    return company.sudo().partner_id


def _window(leave):
    """Odoo's dialog lets a leave of a whole day end a second before midnight."""
    ends = leave.date_to
    return leave.date_from, shifted(ends, _SECOND) if ends.second == 59 else ends


def _week(calendar, company, free):
    """The hours of a flexible calendar, on the days on which the company works."""
    usual = company.resource_calendar_id
    works_on = {
        int(one.dayofweek)
        for one in usual.attendance_ids
        if not one.display_type and one.day_period != "lunch"
    }
    return flexible_hours.hours_of_week(
        calendar.hours_per_day,
        calendar.hours_per_week,
        () if usual.flexible_hours else works_on,
        free,
    )


def are_entered(calendar: BaseModel) -> bool:
    """Whether anybody has ever entered hours."""
    return bool(calendar.flexible_hours or calendar.attendance_ids)


def aware(moment: datetime) -> datetime:
    """A naive UTC moment as Odoo's working hours want it."""
    return moment.replace(tzinfo=timezone.utc)


def as_windows(intervals: Iterable[tuple]) -> list[Window]:
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
