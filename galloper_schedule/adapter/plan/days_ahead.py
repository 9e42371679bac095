"""What is free on the days after a planned one, as far as its promises last.

Only a window that was promised until a following day asks for it. So most plans are
made without; of those that ask, the days of all are read together.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.call_hours import Window
from ...planner.local_time import day_start, local_day, shifted
from ...planner.wished_time import Ahead
from ..facts import hours_cache, meetings, working_time
from ..facts.activity_facts import Facts
from ..facts.activity_sql import IS_LIVE
from ..facts.day import Day, as_rows
from ..facts.working_time import WorkingTime

#: Nobody's day is worked out further ahead: longer windows have room then.
_MOST_DAYS = 31

#: Moments promised on the days ahead: nothing else has room then. By UTC days there is
#: an index.
_PROMISED = f"""
SELECT u.id, a.promised_at, COALESCE(NULLIF(a.contact_minutes, 0), u.minutes)
  FROM (VALUES %s) AS u (id, begins, ends, minutes)
  JOIN mail_activity a ON a.user_id = u.id AND a.active IS TRUE
   AND COALESCE(a.promised_at::date, a.date_deadline)
       BETWEEN u.begins::date AND u.ends::date
   AND a.promised_at >= u.begins AND a.promised_at < u.ends
   AND a.promised_until IS NULL
  LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
 WHERE {IS_LIVE}
"""
#: Until when the open windows of each day last that do not end with it.
_LAST_ENDS = f"""
SELECT u.id, max(a.promised_until)
  FROM (VALUES %s) AS u (id, begins, ends)
  JOIN mail_activity a ON a.user_id = u.id AND a.active IS TRUE
   AND COALESCE(a.promised_at::date, a.date_deadline) <= u.ends::date
   AND a.promised_at < u.ends AND a.promised_until >= u.ends
  LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
 WHERE {IS_LIVE}
 GROUP BY u.id
"""


def of_days(
    env: Environment, days: Collection[Day], known: dict[int, Facts]
) -> dict[int, Ahead]:
    """{user id: the days after theirs} of those who have promised anything until then.

    :param env: a superuser environment
    :param known: {user id: Facts} of the activities
    """
    return _until(env, days, {day.user_id: _last_end(day, known) for day in days})


def of_quiet(env: Environment, days: Collection[Day]) -> dict[int, Ahead]:
    """The same, if nothing else is known of the days."""
    if not days:
        return {}
    env["mail.activity"].flush_model()
    columns = "user_id", "begins", "tomorrow"
    rows = env.execute_query(SQL(_LAST_ENDS, as_rows(days, *columns)))
    return _until(env, days, dict(rows))


def _until(env, days, ends):
    asking = [_following(day, end) for day in days if (end := ends.get(day.user_id))]
    if not asking:
        return {}
    return {
        day.user_id: _endless(ahead, day.tomorrow, ends[day.user_id])
        for day, ahead in zip(asking, _read(env, asking), strict=True)
    }


def _last_end(day, known):
    """Until when the windows last that do not end with the day, or nothing."""
    return max(
        (
            contact.promised_until
            for contact, _document in known[day.user_id].contacts
            if contact.promised_until and contact.promised_until >= day.tomorrow
        ),
        default=None,
    )


def _following(day, end):
    """The days from the next one to that of ``end``, as one."""
    most = shifted(day.tomorrow, days=_MOST_DAYS)
    last = day_start(shifted(local_day(min(end, most), day.tz), days=1), day.tz)
    today = shifted(day.today, days=1)
    return day._replace(today=today, begins=day.tomorrow, tomorrow=last)


def _read(env, days):
    """What is known of each of these days."""
    spans = {day.user_id: (day.begins, day.tomorrow) for day in days}
    working = hours_cache.windows(env, days, spans)
    rows = meetings.select_meetings(env, days)
    busy = working_time.busy_windows(rows, days)
    promised = _promised(env, days)
    for day in days:
        mine = working[day.user_id]
        taken = [*busy[day.user_id], *promised[day.user_id]]
        yield Ahead(mine, WorkingTime(mine, taken).free)


def _promised(env, days) -> dict[int, list[Window]]:
    env["mail.activity"].flush_model()
    env["crm.lead"].flush_model(["active", "won_status"])
    rows = env.execute_query(
        SQL(_PROMISED, as_rows(days, "user_id", "begins", "tomorrow", "minutes"))
    )
    found = defaultdict(list)
    for user_id, start, minutes in rows:
        found[user_id].append((start, shifted(start, minutes=minutes)))
    return found


def _endless(ahead: Ahead, known_until: datetime, end: datetime) -> Ahead:
    """Beyond what is known there is room."""
    if end < known_until:
        return ahead
    beyond = (known_until, shifted(end, timedelta(days=1)))
    return ahead._replace(free=[*ahead.free, beyond], working=[*ahead.working, beyond])
