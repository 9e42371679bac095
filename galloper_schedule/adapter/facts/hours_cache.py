"""Working hours that were worked out a while ago, from the same calendars and leaves.

Odoo works them out in many queries, while people's hours hardly ever change. Whatever
an add-on makes them from beside the calendars is asked again after some minutes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from zlib import crc32

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.call_hours import Window
from ..tools.ttl_cache import TtlCache
from . import working_time
from .activity_sql import hash_of
from .day import Day, as_rows
from .meetings import of_meetings
from .working_time import WorkingTime

KNOWN = TtlCache(seconds=600)

#: {user id: sums of all that Odoo's working hours and leaves are made from}.
Sources = dict[int, list[tuple]]

#: Of each user the resource, and whether they may work in its company; the calendar,
#: its attendances, the days on which the company works if that matters, and leaves.
_SELECT_SOURCES = """
SELECT %(resource)s,
       r.company_id = u.company_id
       OR EXISTS (SELECT FROM res_company_users_rel
                   WHERE user_id = u.id AND cid = r.company_id),
       %(calendar)s,
       (SELECT sum(%(attendance)s)::text FROM resource_calendar_attendance a
         WHERE a.calendar_id = c.id),
       CASE WHEN c.flexible_hours THEN
            (SELECT concat(usual.id, usual.flexible_hours, sum(%(works_on)s))
               FROM resource_calendar usual
               LEFT JOIN resource_calendar_attendance w ON w.calendar_id = usual.id
              WHERE usual.id = company.resource_calendar_id
              GROUP BY usual.id) END,
       (SELECT sum(%(leave)s)::text FROM resource_calendar_leaves l
         WHERE l.date_from < u.ends + interval '1 day'
           AND l.date_to > u.begins - interval '2 days'
           AND (l.resource_id = r.id
                OR l.resource_id IS NULL
                   AND (l.company_id IS NULL OR l.company_id = company.id)))
  FROM (SELECT) AS one
  LEFT JOIN resource_resource r ON r.user_id = u.id AND r.active
  JOIN res_company company ON company.id = COALESCE(r.company_id, u.company_id)
  LEFT JOIN resource_calendar c
         ON c.id = COALESCE(r.calendar_id, company.resource_calendar_id)
 ORDER BY r.id
"""
_SOURCES = 6  # columns of it


def sources(
    env: Environment, days: Collection[Day], spans: dict[int, Window]
) -> Sources:
    """What these days' working hours are made from.

    :param spans: as for ``windows``
    """
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
    env["res.users"].flush_model(["company_ids"])
    spanned = [
        day._replace(begins=spans[day.user_id][0], tomorrow=spans[day.user_id][1])
        for day in days
    ]
    rows = env.execute_query(
        SQL(
            """SELECT u.id, source.*
                 FROM (VALUES %s) AS u (id, company_id, begins, ends),
                      LATERAL (%s) source""",
            as_rows(spanned, "user_id", "company_id", "begins", "tomorrow"),
            _select_sources(env),
        )
    )
    sums = defaultdict(list)
    for user_id, *parts in rows:
        sums[user_id].append(tuple(parts))
    return _with_public_holidays(env, sums)


def sources_and_meetings(
    env: Environment, days: Collection[Day]
) -> tuple[dict[int, list], list[tuple]]:
    """What ``sources`` says of each of these days, and the rows that
    ``meetings.select_meetings`` gives, read in one query.
    """
    if not days:
        return {}, []
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """SELECT u.id, source.*, meeting.*
                 FROM (VALUES %s) AS u (id, partner_id, company_id, today, begins, ends)
                 JOIN LATERAL (%s OFFSET 0) source ON TRUE
                 LEFT JOIN LATERAL (%s OFFSET 0) meeting ON TRUE""",
            as_rows(
                days,
                *("user_id", "partner_id", "company_id"),
                *("today", "begins", "night_ends"),
            ),
            _select_sources(env),
            of_meetings(env),
        )
    )
    # Somebody with several resources has each meeting as often.
    sums, meetings = defaultdict(dict), {}
    for user_id, *row in rows:
        sums[user_id][tuple(row[:_SOURCES])] = True
        if row[_SOURCES]:
            meetings[(user_id, *row[_SOURCES:])] = True
    sums = {user_id: list(parts) for user_id, parts in sums.items()}
    return _with_public_holidays(env, sums), list(meetings)


def by_user(
    of_hours: dict[int, list], meetings: Iterable[tuple]
) -> dict[int, tuple[list, list]]:
    """{user id: (what the working hours are made from, the meetings)}."""
    theirs = defaultdict(list)
    for user_id, *meeting in meetings:
        theirs[user_id].append(meeting)
    return {user_id: (sums, theirs[user_id]) for user_id, sums in of_hours.items()}


def _with_public_holidays(env, sums):
    """What other add-ons know of days off is a source as well, where there is any."""
    if holidays := env["resource.calendar"]._get_public_holidays():
        for parts in sums.values():
            parts.append((_stamp(holidays),))
    return sums


@lru_cache(maxsize=64)
def _stamp(holidays):
    """The same in each process: plans keep it."""
    known = sorted((*one[:2], sorted(one.state_ids)) for one in holidays)
    return crc32(repr(known).encode())


def _select_sources(env):
    return SQL(
        _SELECT_SOURCES,
        resource=hash_of(env, "r"),
        calendar=hash_of(env, "c"),
        attendance=hash_of(env, "a"),
        works_on=hash_of(env, "w"),
        leave=hash_of(env, "l"),
    )


def of_days(
    env: Environment,
    days: Collection[Day],
    meetings: list[tuple],
    made_from: Sources | None = None,
    now: datetime | None = None,
) -> dict[int, WorkingTime]:
    """{user id: WorkingTime} of these days, as ``working_time.of_days`` has it.

    :param made_from: what ``sources`` says, if it is known already
    """
    working = windows(env, days, working_time.spans_of(days), made_from)
    return working_time.with_meetings(days, working, meetings, now)


def planning_days(
    env: Environment, days: Collection[Day], now: datetime
) -> dict[int, tuple[list[Window], datetime]]:
    """{user id: (the working hours of the planning day, when it ends)}.

    :param now: naive UTC
    """
    hours = of_days(env, days, [], now=now)
    return {
        day.user_id: (hours[day.user_id].working, hours[day.user_id].ends(day))
        for day in days
    }


def windows(
    env: Environment,
    days: Collection[Day],
    spans: dict[int, Window],
    made_from: Sources | None = None,
) -> dict[int, list[Window]]:
    """{user id: the working hours}, as ``working_time.working_windows`` has it.

    Spans that begin and end with a day are known again on that day.

    :param spans: {user id: (from, until)}, naive UTC
    """
    made_from = sources(env, days, spans) if made_from is None else made_from
    keys = {
        day.user_id: _key(env, day, spans[day.user_id], made_from[day.user_id])
        for day in days
    }
    known = {user_id: KNOWN.get(key) for user_id, key in keys.items()}
    unknown = [day for day in days if known[day.user_id] is None]
    if unknown:
        new = working_time.working_windows(env, unknown, spans)
        for user_id, found in new.items():
            KNOWN.put(keys[user_id], tuple(found))
        known.update(new)
    return {user_id: list(found) for user_id, found in known.items()}


def _key(env, day, span, made_from):
    day = day.user_id, day.company_id, day.tz.key, day.waking
    return env.cr.dbname, *day, *span, repr(made_from)
