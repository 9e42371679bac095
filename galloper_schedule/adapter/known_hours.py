"""Working hours that were worked out a while ago, from the same calendars and leaves.

Odoo works them out in many queries, while people's hours hardly ever change. Whatever
an add-on makes them from beside the calendars is asked again after some minutes.
"""

import time
from collections import defaultdict

from odoo.tools import SQL
from odoo.tools.lru import LRU

from . import working_time
from .day import as_rows
from .selects import hash_of

#: For so many seconds.
_SECONDS = 600
_known = LRU(8192)

#: Of each user his resource, calendar, attendances and coming leaves.
_SELECT_SOURCES = """
SELECT u.id, %(resource)s, %(calendar)s,
       (SELECT sum(%(attendance)s)::text FROM resource_calendar_attendance a
         WHERE a.calendar_id = c.id),
       (SELECT sum(%(leave)s)::text FROM resource_calendar_leaves l
         WHERE l.date_from < u.ends AND l.date_to > u.begins
           AND (l.resource_id IS NULL OR l.resource_id = r.id)
           AND (l.company_id IS NULL OR l.company_id = u.company_id))
  FROM (VALUES %(days)s) AS u (id, company_id, begins, ends)
  JOIN res_company company ON company.id = u.company_id
  LEFT JOIN resource_resource r ON r.user_id = u.id AND r.active
  LEFT JOIN resource_calendar c ON c.id = CASE
       WHEN r.id IS NULL THEN company.resource_calendar_id
       ELSE r.calendar_id END
 ORDER BY u.id, r.id
"""


def sources(env, days):
    """{user id: sums of all that Odoo's working hours and leaves are made from}."""
    if not days:
        return {}
    for model in (
        "resource.calendar",
        "resource.calendar.attendance",
        "resource.calendar.leaves",
        "resource.resource",
    ):
        env[model].flush_model()
    env["res.company"].flush_model(["resource_calendar_id"])
    rows = env.execute_query(
        SQL(
            _SELECT_SOURCES,
            resource=hash_of(env, "r"),
            calendar=hash_of(env, "c"),
            attendance=hash_of(env, "a"),
            leave=hash_of(env, "l"),
            days=as_rows(days, "user_id", "company_id", "begins", "night_ends"),
        )
    )
    sums = defaultdict(list)
    for user_id, *parts in rows:
        sums[user_id].append(parts)
    return sums


def of_days(env, days, meetings, made_from=None):
    """{user id: WorkingTime} of these days, as ``working_time.of_days`` has it.

    :param made_from: what ``sources`` says, if it is known already
    """
    made_from = sources(env, days) if made_from is None else made_from
    keys = {day.user_id: _key(env, day, made_from[day.user_id]) for day in days}
    oldest = time.monotonic() - _SECONDS
    working, unknown = {}, []
    for day in days:
        moment, windows = _known.get(keys[day.user_id], (oldest, None))
        if moment > oldest:
            working[day.user_id] = windows
        else:
            unknown.append(day)
    now = time.monotonic()
    for user_id, windows in working_time.of_todays(env, unknown).items():
        working[user_id] = windows
        _known[keys[user_id]] = now, windows
    busy = working_time.busy_windows(meetings, days)
    return {
        user_id: working_time.WorkingTime(list(windows), busy[user_id])
        for user_id, windows in working.items()
    }


def _key(env, day, made_from):
    day = day.user_id, day.company_id, day.tz.key, day.begins, day.waking
    return env.cr.dbname, *day, repr(made_from)
