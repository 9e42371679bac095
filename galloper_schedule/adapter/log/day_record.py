"""The record of each salesperson's days, written when their plan is made."""

from collections.abc import Collection
from datetime import datetime

from odoo.api import Environment
from odoo.tools import SQL

from ..facts.day import Day, as_rows
from ..plan.day_draft import Plan, minutes_of


def write(
    env: Environment, days: Collection[Day], plans: dict[int, Plan], now: datetime
) -> None:
    """Bring the records of these days up to date, and of those that still change.

    The first plan of a day says what it was to hold; what came of it is counted anew
    from the books each time, and stored where it differs.

    :param days: the ``Day`` of each salesperson
    :param plans: {user id: Plan}
    :param now: naive UTC
    """
    if not days:
        return
    begun = _count(env, days, now)
    new = [day for day in days if day.user_id not in begun]
    if new:
        _begin(env, new, plans, now)
        _count(env, new, now)


def _begin(env, days, plans, now):
    """The first plan of these days: what they are to hold."""
    rows = [
        (
            day.user_id,
            day.today,
            day.begins,
            day.tomorrow,
            day.company_id,
            plans[day.user_id].capacity_minutes,
            len(plans[day.user_id].slots),
            minutes_of(plans[day.user_id].slots),
            now,
        )
        for day in days
    ]
    env.cr.execute(
        SQL(_BEGIN, SQL(", ").join(SQL("%s", row) for row in rows)),
        log_exceptions=False,
    )


def _count(env, days, now):
    """Count what came of these days; the ids of those users who have a record of
    today.

    Days that are yet to begin have no record, unless a clock was ahead: they go.
    """
    days = as_rows(days, "user_id", "today", "begins")
    env.cr.execute(SQL(_COUNT, days=days, now=now), log_exceptions=False)
    return {user_id for (user_id,) in env.cr.fetchall()}


_BEGIN = """
INSERT INTO galloper_day (user_id, day, company_id, team_id, user_name, begins_at,
       ends_at, capacity_minutes, planned_contacts, planned_minutes, planned_at,
       promises_due, done, attempts, kept, late, broken, in_order, suggestions_taken)
SELECT new.user_id, new.day::date, new.company_id, u.sale_team_id, person.name,
       new.begins_at::timestamp, new.ends_at::timestamp, new.capacity, new.contacts,
       new.minutes, new.planned_at::timestamp, 0, 0, 0, 0, 0, 0, 0, 0
  FROM (VALUES %s) AS new (user_id, day, begins_at, ends_at, company_id, capacity,
                           contacts, minutes, planned_at)
  JOIN res_users u ON u.id = new.user_id
  JOIN res_partner person ON person.id = u.partner_id
 WHERE NOT EXISTS (SELECT FROM galloper_day old
                    WHERE old.user_id = new.user_id AND old.day = new.day::date)
    ON CONFLICT (user_id, day) DO NOTHING
"""

#: Today's record, those of earlier days whose promises were settled since it began, and
#: the last one before today, which nobody may have looked at since. They are counted
#: before any is stored: PostgreSQL thinks longer about both at once than both take.
_COUNT = """
WITH whose (user_id, today, begins) AS (VALUES %(days)s),
gone AS (
     DELETE FROM galloper_day record USING whose
      WHERE record.user_id = whose.user_id AND record.begins_at > %(now)s
), touched AS (
     SELECT user_id, today AS day FROM whose
      UNION
     SELECT whose.user_id, (SELECT max(old.day) FROM galloper_day old
                             WHERE old.user_id = whose.user_id
                               AND old.day < whose.today)
       FROM whose
      UNION
     SELECT whose.user_id, p.day
       FROM whose,
            LATERAL (
            SELECT day FROM galloper_promise
             WHERE user_id = whose.user_id AND settled_on >= whose.begins
            OFFSET 0) p
      WHERE p.day < whose.today
), counted AS MATERIALIZED (
     SELECT record.id, promises.*, acts.*, taken.*
       FROM touched,
       LATERAL (
            SELECT id, user_id, day, begins_at, ends_at FROM galloper_day
             WHERE user_id = touched.user_id AND day = touched.day
            OFFSET 0) record,
       LATERAL (
            SELECT count(*) FILTER (WHERE outcome NOT IN ('moved', 'cancelled')) AS due,
                   count(*) FILTER (WHERE outcome = 'kept') AS kept,
                   count(*) FILTER (WHERE outcome = 'late') AS late,
                   count(*) FILTER (WHERE outcome = 'broken') AS broken
              FROM galloper_promise p
             WHERE p.user_id = record.user_id AND p.day = record.day) promises,
       LATERAL (
            SELECT count(*) FILTER (WHERE answered) AS done,
                   count(*) FILTER (WHERE NOT answered) AS attempts,
                   count(*) FILTER (WHERE in_order) AS in_order
              FROM galloper_attempt a
             WHERE a.user_id = record.user_id AND a.day = record.day) acts,
       LATERAL (
            SELECT count(*) AS suggestions FROM mail_activity a
             WHERE a.user_id = record.user_id AND a.galloper_from_suggestion
               AND a.create_date >= record.begins_at
               AND a.create_date < record.ends_at) taken
), stored AS (
     UPDATE galloper_day record
        SET promises_due = counted.due, kept = counted.kept, late = counted.late,
            broken = counted.broken, done = counted.done, attempts = counted.attempts,
            in_order = counted.in_order, suggestions_taken = counted.suggestions
       FROM counted
      WHERE record.id = counted.id
        AND (record.promises_due, record.kept, record.late, record.broken,
             record.done, record.attempts, record.in_order, record.suggestions_taken)
            IS DISTINCT FROM
            (counted.due, counted.kept, counted.late, counted.broken,
             counted.done, counted.attempts, counted.in_order, counted.suggestions)
)
SELECT whose.user_id
  FROM whose
  JOIN galloper_day record ON record.user_id = whose.user_id
                          AND record.day = whose.today
                          AND record.begins_at <= %(now)s
"""
