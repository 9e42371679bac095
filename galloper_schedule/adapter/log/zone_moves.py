"""Open promises after the rules of a zone have changed, or whoever has given them lives
in another one.

A promise is the same one as before: nobody has moved it. Statements of our own write
it, many at once; Odoo's way would shift meetings by whole days as well.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from odoo import fields
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner import zone_rules
from ...planner.local_time import local_day, shifted
from ..tools import locks, zones
from . import promise_clock
from .meeting_times import Times, time_of

_PROMISED = "active AND promised_at IS NOT NULL AND COALESCE(user_id, 0) = ANY(%s)"
#: What governments add to a clock, or take from it.
_MOST_HOURS = 26


class Moved(NamedTuple):
    """A promise that has another moment, so that its local time is what it was."""

    activity_id: int
    user_id: int
    tz: str
    local: datetime


def hold(users: BaseModel) -> None:
    """What is promised by these users is about to fall due on other days."""
    if users:
        users.env["mail.activity"].flush_model()
        locks.hold(users.env, "mail_activity", SQL(_PROMISED, users.ids))


def promised_users(env: Environment) -> list[int]:
    """The ids of all who have promised anything that is open; 0: nobody has."""
    env["mail.activity"].flush_model(["active", "promised_at", "user_id"])
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT COALESCE(user_id, 0) FROM mail_activity
                WHERE active AND promised_at IS NOT NULL ORDER BY 1"""
        )
    )
    return [user_id for (user_id,) in rows]


# -- Local times stay


def keep_local_times(
    env: Environment, user_ids: Collection[int], now: datetime
) -> tuple[list[Moved], bool]:
    """Give promises of these users that are not over the moments at which clocks, by
    the rules of now, show what was agreed. A meeting has a time of its own.

    :param now: naive UTC
    :return: (those that have moved, whether none is left because somebody is at it)
    """
    found = [one for row in _read(env, user_ids, now) if (one := _kept(row, now))]
    free = set(locks.hold_unchanged(env, [moved.activity_id for moved, *_ in found]))
    moving = [one for one in found if one[0].activity_id in free]
    _move(env, [(moved.activity_id, *window) for moved, *window in moving], now)
    return [moved for moved, *_ in moving], len(free) == len(found)


def _read(env, user_ids, now):
    """Promises with what was agreed, those that may have been over by old rules too."""
    env["mail.activity"].flush_model()
    return env.execute_query(
        SQL(
            f"""SELECT id, user_id, promised_at, promised_until, galloper_promise_tz,
                       galloper_promise_local::timestamp,
                       galloper_promise_local_until::timestamp
                  FROM mail_activity
                 WHERE {_PROMISED} AND calendar_event_id IS NULL
                   AND galloper_promise_tz IS NOT NULL
                   AND GREATEST(promised_at, promised_until) >= %s
                 ORDER BY id""",
            list(user_ids),
            shifted(now, hours=-_MOST_HOURS),
        )
    )


def _kept(row, now):
    """(Moved, its new beginning, its new end), or None if the rules are the same."""
    activity_id, user_id, start, end, name, local, local_end = row
    window = zone_rules.keep_window(
        (start, end), (local, local_end), zones.zone_of(name)
    )
    ends = max(end or start, window[1] or window[0])
    if window == (start, end) or ends < now:
        return None
    return Moved(activity_id, user_id or 0, name, local), *window


def _move(env, rows, by_law_on=None):
    """The same promises, with other moments.

    :param rows: [(activity id, its beginning, its end)]
    """
    if rows:
        env.cr.execute_values(_MOVE, rows, page_size=1000)
        logged = [(*row, by_law_on) for row in rows]
        env.cr.execute_values(_MOVE_IN_LOG, logged, page_size=1000)
        _forget(env, [row[0] for row in rows], ["promised_at", "promised_until"])


_MOVE = """
UPDATE mail_activity a
   SET promised_at = moved.promised_at::timestamp,
       promised_until = moved.promised_until::timestamp
  FROM (VALUES %s) AS moved (id, promised_at, promised_until)
 WHERE a.id = moved.id
"""

_MOVE_IN_LOG = """
UPDATE galloper_promise p
   SET promised_at = moved.promised_at::timestamp,
       promised_until = moved.promised_until::timestamp,
       shifted_on = COALESCE(moved.by_law_on::timestamp, p.shifted_on),
       shifted_minutes = CASE WHEN moved.by_law_on IS NULL THEN p.shifted_minutes
                              ELSE COALESCE(p.shifted_minutes, 0) + round(EXTRACT(
           EPOCH FROM moved.promised_at::timestamp - p.promised_at) / 60) END
  FROM (VALUES %s) AS moved (activity_id, promised_at, promised_until, by_law_on)
 WHERE p.activity_id = moved.activity_id AND p.outcome = 'open'
"""


# -- Days follow


def follow(env: Environment, user_ids: Collection[int]) -> None:
    """Open promises fall due, and count, on the days on which they are by the clocks of
    these users' zones, as zones and rules are now.
    """
    users = env["res.users"].sudo().browse(filter(None, user_ids))
    tz_of = {user.id: user._get_planning_tz() for user in users}
    _follow_whole_days(env, tz_of)
    _follow_activities(env, tz_of)
    _follow_log(env, tz_of)


def _follow_whole_days(env, tz_of):
    """A meeting of a whole day is by everybody's own calendar."""
    now = fields.Datetime.now()
    env["calendar.event"].flush_model()
    env["mail.activity"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT a.id, a.user_id, a.promised_at, a.promised_until, e.active,
                       e.allday, e.start, e.stop, e.start_date, e.stop_date
                  FROM mail_activity a JOIN calendar_event e
                       ON e.id = a.calendar_event_id AND e.active AND e.allday
                 WHERE a.active AND a.promised_at IS NOT NULL AND a.user_id = ANY(%s)
                   AND e.stop_date >= %s
                 ORDER BY a.id FOR NO KEY UPDATE OF a""",
            list(tz_of),
            shifted(now, days=-2),
        )
    )
    moved = []
    for activity_id, user_id, start, end, *times in rows:
        when = time_of(Times(*times), tz_of[user_id])
        if when and not when.is_over(now) and when[:2] != (start, end):
            moved.append((activity_id, *when[:2]))
    _move(env, moved)


def _on_other_days(rows, tz_of):
    """[(id, user id, the day so far, the day)] of those whose day is another one."""
    days = (
        (row_id, user_id, day, local_day(moment, tz_of[user_id]))
        for row_id, user_id, moment, day in rows
    )
    return [row for row in days if row[2] != row[3]]


def _follow_activities(env, tz_of):
    env["mail.activity"].flush_model()
    rows = env.execute_query(
        SQL(
            f"""SELECT id, user_id, promised_at, date_deadline FROM mail_activity
                 WHERE {_PROMISED} ORDER BY id FOR NO KEY UPDATE""",
            list(tz_of),
        )
    )
    moved = [(row_id, day) for row_id, _u, _d, day in _on_other_days(rows, tz_of)]
    if moved:
        env.cr.execute_values(_SET_DUE_DAY, moved, page_size=1000)
        _forget(env, [row_id for row_id, _day in moved], ["date_deadline"])


def _follow_log(env, tz_of):
    """Whoever had a promise when its time was up answers for it, on their day."""
    rows = env.execute_query(
        SQL(
            """SELECT id, user_id, promised_at, day FROM galloper_promise
                WHERE outcome = 'open' AND user_id = ANY(%s)
                ORDER BY id FOR NO KEY UPDATE""",
            list(tz_of),
        )
    )
    moved = _on_other_days(rows, tz_of)
    if moved:
        days = [(row_id, day) for row_id, _user, _before, day in moved]
        env.cr.execute_values(_SET_LOG_DAY, days, page_size=1000)
        counted = {(user, day) for _id, user, *both in moved for day in both if day}
        env.cr.execute_values(_COUNT_DUE, sorted(counted), page_size=1000)


def _forget(env, ids, names):
    """Fields were written past the ORM: whoever has made anything of them is told."""
    activities = env["mail.activity"].browse(ids)
    activities.invalidate_recordset(names, flush=False)
    # What was agreed is none of it.
    with env.protecting(promise_clock.fields_of(activities), activities):
        activities.modified(names)


_SET_DUE_DAY = """
UPDATE mail_activity a SET date_deadline = moved.day::date
  FROM (VALUES %s) AS moved (id, day) WHERE a.id = moved.id
"""
_SET_LOG_DAY = """
UPDATE galloper_promise p SET day = moved.day::date
  FROM (VALUES %s) AS moved (id, day) WHERE p.id = moved.id
"""
#: What is counted of open promises in the records of days.
_COUNT_DUE = """
UPDATE galloper_day record
   SET promises_due = (SELECT count(*) FROM galloper_promise p
                        WHERE p.user_id = record.user_id AND p.day = record.day
                          AND p.outcome NOT IN ('moved', 'cancelled'))
  FROM (VALUES %s) AS touched (user_id, day)
 WHERE record.user_id = touched.user_id AND record.day = touched.day::date
"""


# -- What was promised before local times were kept


def note_missing(env: Environment, limit: int = 1000) -> int:
    """Note them of so many open promises; how many there were."""
    missing = [
        ("promised_at", "!=", False),
        ("calendar_event_id", "=", False),
        ("galloper_promise_tz", "=", False),
    ]
    activities = env["mail.activity"].sudo().search(missing, order="id", limit=limit)
    for field in promise_clock.fields_of(activities):
        env.add_to_compute(field, activities)
    activities.flush_recordset()
    return len(activities)
