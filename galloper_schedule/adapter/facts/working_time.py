"""When a salesperson is free: Odoo's working hours and leaves, without meetings.

The working hours are those of all the resources, or employees, that the salesperson is
in companies they may work in: where somebody works mornings here and afternoons there,
they work both. A leave of theirs counts for all of these, a public holiday for the
hours in its company. Who has no resource, or no calendar, works as the company's says.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools.intervals import Intervals

from ...planner import shifts
from ...planner.call_hours import Window
from ...planner.flexible_hours import without
from ..tools import tolerance, zones
from ..tools.work_calendars import Hours, as_windows, aware
from .day import Day
from .meetings import own_time

# Odoo cannot work out hours at the ends of the calendar, and nobody works there.
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)
_FAILED = "The working hours of user %s could not be worked out"


class WorkingTime(NamedTuple):
    """Naive UTC windows, sorted and apart: ``working`` hours, ``busy`` meetings, of
    which those that are a leave are ``time_off``, too.

    While a shift goes on that began yesterday the working hours are its own; ``later``
    are those that begin today.
    """

    working: list[Window]
    busy: list[Window]
    time_off: list[Window] = []
    later: Collection[Window] = ()

    @property
    def free(self) -> list[Window]:
        """The working hours without the meetings."""
        return without(self.working, self.busy)

    @property
    def free_later(self) -> list[Window]:
        """The later ones without the meetings."""
        return without(self.later, self.busy)

    def ends(self, day: Day) -> datetime:
        """When the planning day ends: at midnight, or with the shift that goes on."""
        return max([day.tomorrow, *(end for _begin, end in self.working)])

    def shift_ends(self, day: Day) -> datetime | None:
        """When the shift ends that began yesterday, if one goes on."""
        is_of_yesterday = self.working and self.working[0][0] < day.begins
        return self.working[-1][1] if is_of_yesterday else None


def of_days(
    env: Environment,
    days: Collection[Day],
    meetings: list[tuple],
    now: datetime | None = None,
) -> dict[int, WorkingTime]:
    """{user id: WorkingTime} of these days, with these rows of ``select_meetings``.

    :param now: naive UTC, to know of a shift that goes on; None: of none
    """
    working = working_windows(env, days, spans_of(days))
    return with_meetings(days, working, meetings, now)


def spans_of(days: Collection[Day]) -> dict[int, Window]:
    """{user id: (from, until)}: a night shift of yesterday, or of today, is whole."""
    return {day.user_id: (day.yesterday, day.night_ends) for day in days}


def with_meetings(
    days: Collection[Day],
    working: dict[int, list[Window]],
    meetings: list[tuple],
    now: datetime | None = None,
) -> dict[int, WorkingTime]:
    """{user id: WorkingTime} of each day's ``working`` windows and all meetings."""
    busy = busy_windows(meetings, days)
    time_off = busy_windows((row for row in meetings if row[-1]), days)
    hours = {}
    for day in days:
        user_id = day.user_id
        mine, later = shifts.of_planning_day(working[user_id], day.today, now, day.tz)
        hours[user_id] = WorkingTime(mine, busy[user_id], time_off[user_id], later)
    return hours


# -- Working hours


def working_windows(
    env: Environment,
    days: Collection[Day],
    spans: dict[int, Window],
    resources: dict[int, BaseModel] | None = None,
    usual: bool = False,
) -> dict[int, list[Window]]:
    """{user id: the working hours without leaves} as naive UTC windows.

    Whose hours Odoo cannot work out has none.

    :param spans: {user id: (from, until)}, naive UTC
    :param resources: what ``resources_of`` says, if it is known already
    :param usual: with leaves, and None for whose hours Odoo cannot work out
    """
    if resources is None:
        resources = resources_of(env, days)
    windows, nothing = {}, None if usual else []
    people, others = defaultdict(list), defaultdict(list)
    for day in days:
        company, span = env["res.company"].browse(day.company_id), spans[day.user_id]
        if span[0] < _EARLIEST or span[1] > _LATEST:
            windows[day.user_id] = []
        elif day.user_id in resources:
            people[company, span].append(day)
        else:
            others[company, day.tz, span].append(day)
    for (company, span), group in people.items():
        windows |= _of_each(company, span, group, resources, nothing, usual)
    for (company, tz, span), group in others.items():
        work_out = partial(_of_company, company, tz, span, group[0], usual)
        common = tolerance.reading(work_out, nothing, _FAILED, group[0].user_id)
        windows.update((day.user_id, common) for day in group)
    return windows


def resources_of(env: Environment, days: Collection[Day]) -> dict[int, BaseModel]:
    """{user id: their resources}, which Odoo's HR add-ons make, of those who have any.

    What somebody is in a company that they may not enter counts if there is no other.
    """
    found = env["resource.resource"].search_fetch(
        [("user_id", "in", [day.user_id for day in days]), ("active", "=", True)],
        ["calendar_id", "company_id", "tz", "user_id"],
        order="id",
    )
    own = {day.user_id: (day.company_id, False) for day in days}
    elsewhere = found.filtered(lambda one: one.company_id.id not in own[one.user_id.id])
    strange = elsewhere.filtered(
        lambda one: one.company_id not in one.user_id.company_ids
    )
    return {
        user.id: (group - strange) or group
        for user, group in found.grouped("user_id").items()
    }


def _of_each(company, span, days, resources, nothing, usual):
    by_user = {day.user_id: day for day in days}
    return tolerance.for_each(
        None,
        by_user,
        lambda ids: _of_people(
            company, span, {by_user[number]: resources[number] for number in ids}, usual
        ),
        nothing,
        _FAILED,
    )


def _of_people(company, span, people, usual):
    """{user id: windows} of {day: the resources that the salesperson is}."""
    start, stop = map(aware, span)
    every = company.env["resource.resource"].union(*people.values())
    zones.settle_unknown(every)
    hours = Hours(company.env, span, every, usual)
    # Who has neither a calendar nor a company goes by that of the user.
    every = every.with_company(company)
    contracts = every._get_calendars_validity_within_period(start, stop)
    found = {}
    for day, resources in people.items():
        windows = _intervals([])
        for one in resources:
            theirs = one.company_id or company
            for calendar, period in contracts[one.id].items():
                calendar = calendar or theirs.resource_calendar_id
                place = calendar, zones.zone_of(one.tz), theirs
                mine = _intervals(hours.of(*place, resources, day.waking))
                windows |= mine & _intervals(as_windows(period))
        found[day.user_id] = [window[:2] for window in windows]
    return found


def _of_company(company, tz, span, day, usual=False):
    nobody = company.env["resource.resource"]
    hours = Hours(company.env, span, nobody, usual)
    return hours.of(company.resource_calendar_id, tz, company, nobody, day.waking)


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
