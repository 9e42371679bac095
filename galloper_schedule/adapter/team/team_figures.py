"""The days of many salespeople in figures, in a fixed number of queries."""

from collections.abc import Collection, Iterable
from datetime import datetime

from odoo.api import Environment
from odoo.tools import SQL

from ..facts import day_kind, hours_cache, meetings
from ..facts.activity_sql import IS_LIVE
from ..facts.day import Day, as_rows
from ..plan.day_draft import minutes_of
from ..tools import tolerance

#: The figures of a user nothing is known of.
NOTHING = {
    "capacity_minutes": 0,
    "done_minutes": 0,
    "planned_minutes": 0,
    "unplaced_minutes": 0,
    "to_do": 0,
    "done": 0,
    "unplaced": 0,
    "promises_kept": 0,
    "promises_due": 0,
    "at_risk": 0,
    "missed": 0,
    "adherence": 0,
    "acts": 0,
    "open_promises": 0,
    "current_line": None,
    "next_line": None,
    "kind": False,
}


def describe(
    env: Environment, days: Collection[Day], now: datetime
) -> dict[int, dict[str, int]]:
    """{user id: figures like ``NOTHING``} of these days, by the plans as they stand.

    If nothing can be worked out it is of the kind ``day_kind.FAILED``.

    :param env: a superuser environment
    :param now: naive UTC
    """
    by_user = {day.user_id: day for day in days}
    return tolerance.for_each(
        env,
        by_user,
        lambda ids: _describe(env, [by_user[user_id] for user_id in ids], now),
        {**NOTHING, "kind": day_kind.FAILED},
        "The day of user %s could not be worked out",
    )


def _describe(env, days, now):
    figures = {day.user_id: dict(NOTHING) for day in days}
    rows = meetings.select_meetings(env, days)
    hours = hours_cache.of_days(env, days, rows, now=now)
    kinds = day_kind.of_days(env, days, hours, now)
    for user_id, values in figures.items():
        values["capacity_minutes"] = minutes_of(hours[user_id].free)
        values["kind"] = kinds[user_id]
    for row in (*_lines(env, days, now), *_books(env, days)):
        figures[row.pop("user_id")].update(row)
    return figures


def open_promises(
    env: Environment, user_ids: Iterable[int | None]
) -> dict[int, list[int]]:
    """{user id: the ids of the promised activities}, for whichever day.

    The earliest first; those on lost and archived leads are out. Of nobody's promises
    (None among the user ids) {minus the team's id, or 0: ids}.
    """
    env["mail.activity"].flush_model(["active", "promised_at", "user_id"])
    env["crm.lead"].flush_model(["active", "team_id", "won_status"])
    of_nobody = None in user_ids
    ids = [user_id for user_id in user_ids if user_id]
    rows = env.execute_query(SQL(OPEN_PROMISES, ids, of_nobody))
    return {owner: found for owner, found, _company in rows}


def _lines(env, days, now):
    env["mail.activity"].flush_model(["contact_minutes", "promised_at"])
    env["res.company"].flush_model(["galloper_contact_minutes"])
    return env.execute_query_dict(
        SQL(_LINES, days=as_rows(days, "user_id", "company_id"), now=now)
    )


def _books(env, days):
    return env.execute_query_dict(SQL(_BOOKS, as_rows(days, "user_id", "today")))


_LINES = """
SELECT user_id,
       count(*) FILTER (WHERE ahead) AS to_do,
       COALESCE(sum(minutes) FILTER (WHERE ahead), 0)::int8 AS planned_minutes,
       count(*) FILTER (WHERE unplaced) AS unplaced,
       COALESCE(sum(usual) FILTER (WHERE unplaced), 0)::int8 AS unplaced_minutes,
       count(*) FILTER (WHERE schedule_pass = 'promise' AND is_customers)
           AS open_promises,
       count(*) FILTER (WHERE bucket IN ('missed', 'overdue')) AS missed,
       count(*) FILTER (WHERE at_risk
                           OR bucket = 'today' AND conflict IN ('meeting', 'time_off'))
           AS at_risk,
       (array_agg(id ORDER BY planned_start, rank)
        FILTER (WHERE ahead AND planned_start <= %(now)s))[1] AS current_line,
       (array_agg(id ORDER BY promised_at, rank)
        FILTER (WHERE bucket = 'today' AND promised_at > %(now)s))[1] AS next_line
  FROM (SELECT line.*, a.promised_at, a.res_id > 0 AS is_customers,
               line.planned_start IS NULL AS unplaced,
               line.planned_stop > %(now)s AS ahead,
               EXTRACT(epoch FROM planned_stop - planned_start) / 60 AS minutes,
               COALESCE(NULLIF(a.contact_minutes, 0),
                        c.galloper_contact_minutes) AS usual
          FROM (VALUES %(days)s) AS u (id, company_id)
          JOIN galloper_schedule_line line ON line.user_id = u.id AND line.active
          -- The plan may be older than what has become of its contacts.
          JOIN mail_activity a ON a.id = line.activity_id AND a.active
                              AND a.user_id = line.user_id
          JOIN res_company c ON c.id = u.company_id) line
 GROUP BY user_id
"""

_BOOKS = """
SELECT u.id AS user_id, attempts.*, promises.*
  FROM (VALUES %s) AS u (id, today),
       LATERAL (
        SELECT count(*) FILTER (WHERE answered) AS done,
               count(*) AS acts,
               COALESCE(sum(minutes), 0)::int8 AS done_minutes,
               COALESCE(100 * count(*) FILTER (WHERE in_order)
                        / NULLIF(count(*), 0), 0)::int AS adherence
          FROM galloper_attempt t WHERE t.user_id = u.id AND t.day = u.today) attempts,
       LATERAL (
        SELECT count(*) FILTER (WHERE outcome = 'kept') AS promises_kept,
               count(*) FILTER (WHERE outcome NOT IN ('moved', 'cancelled'))
               AS promises_due
          FROM galloper_promise p
         WHERE p.user_id = u.id AND p.day = u.today) promises
"""

#: By who made them, or by team where that is nobody, with their company: none where
#: they are of several, so that whoever looks after one of these sees the row. Whose
#: team it is where there is no lead, or its lead has none, the promise log knows.
OPEN_PROMISES = f"""
SELECT COALESCE(a.user_id, -COALESCE(l.team_id, p.team_id, 0)) AS owner,
       array_agg(a.id ORDER BY a.promised_at, a.id) AS ids,
       CASE WHEN min(house.id) = max(house.id)
            THEN NULLIF(min(house.id), 0) END AS company_id
  FROM mail_activity a
  LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
  LEFT JOIN LATERAL (
       SELECT team_id, company_id FROM galloper_promise
        WHERE activity_id = a.id AND outcome = 'open' AND a.user_id IS NULL
       OFFSET 0) p ON TRUE
  LEFT JOIN crm_team t ON t.id = COALESCE(l.team_id, p.team_id)
  LEFT JOIN LATERAL (
       SELECT COALESCE(l.company_id, t.company_id, p.company_id, 0) AS id) house ON TRUE
 WHERE a.active AND a.promised_at IS NOT NULL
   AND (a.user_id = ANY(%s) OR %s AND a.user_id IS NULL)
   AND {IS_LIVE}
 GROUP BY owner
"""

#: All who sell, those who left with promises, and the promises of nobody.
ROWS = f"""
SELECT u.id, u.id AS user_id, person.name, u.company_id,
       COALESCE(u.sale_team_id, former.team_id) AS team_id,
       CASE WHEN u.active THEN %(present)s ELSE %(left)s END AS place
  FROM res_users u
  JOIN res_partner person ON person.id = u.partner_id
  LEFT JOIN LATERAL (
       SELECT crm_team_id AS team_id FROM crm_team_member
        WHERE user_id = u.id AND NOT u.active
        ORDER BY active DESC, write_date DESC, id DESC LIMIT 1) former ON TRUE
 WHERE CASE WHEN u.active
       THEN NOT u.share
        AND EXISTS (SELECT FROM res_groups_users_rel
                     WHERE uid = u.id AND gid IN %(groups)s)
        AND (EXISTS (SELECT FROM crm_team_member WHERE user_id = u.id AND active)
             OR EXISTS (SELECT FROM mail_activity WHERE user_id = u.id AND active))
       ELSE EXISTS (
            SELECT FROM mail_activity a
              LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
             WHERE a.user_id = u.id AND a.active AND a.promised_at IS NOT NULL
               AND {IS_LIVE}) END
 UNION ALL
SELECT %(base)s - nobodys.owner, NULL, NULL, nobodys.company_id,
       NULLIF(-nobodys.owner, 0), %(nobody)s
  FROM (%(nobodys)s) nobodys
"""
