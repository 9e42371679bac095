"""Activities done and attempts without an answer: when, and whose turn it was."""

from collections import Counter
from datetime import datetime

from odoo.api import Environment
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from ...planner.local_time import local_time
from . import document_sql

_SELLERS = "sales_team.group_sale_salesman"


def enter(
    env: Environment, done: list[int], tried: list[int], now: datetime
) -> list[str]:
    """Note activities that were done, and attempts in vain, of salespeople.

    :return: the numbers that were called
    :param done: ids of activities, as ``tried``
    :param now: naive UTC
    """
    activities = env["mail.activity"].sudo().browse([*done, *tried])
    sellers = activities.user_id.filtered(lambda user: user.has_group(_SELLERS))
    here = {user: local_time(now, user._get_planning_tz()) for user in sellers}
    acts, made = Counter(one.user_id for one in activities), set(done)
    rows = [
        _row(one, one.id in made, now, here[one.user_id], acts[one.user_id])
        for one in activities
        if one.user_id in here
    ]
    if not rows:
        return []
    document_sql.flush(env)
    entered = env.cr.execute_values(_ENTER, rows, page_size=1000, fetch=True)
    return [number for number, is_call in entered if number and is_call]


def _row(activity, is_done, now, local, acts):
    user, kind = activity.user_id, activity.activity_type_id
    clock = local.date(), local.hour, str(local.weekday())
    company = user.company_id
    return (
        activity.id,
        is_done,
        now,
        *clock,
        user.id,
        user.name,
        user.sale_team_id.id or None,
        company.id,
        activity.contact_minutes or company.galloper_contact_minutes,
        kind.category == "phonecall",
        acts,
    )


def note_numbers(cr: BaseCursor) -> None:
    """Note what was dialled at the attempts of the last year, from before that was
    noted: what is entered of these leads and customers by now.
    """
    cr.execute(SQL(_NOTE_NUMBERS))


_NOTE_NUMBERS = f"""
UPDATE galloper_attempt tried SET number = {document_sql.NUMBER}
    FROM galloper_attempt entry
    LEFT JOIN crm_lead l ON l.id = entry.lead_id
    LEFT JOIN res_partner c ON c.id = entry.partner_id
   WHERE tried.id = entry.id AND entry.is_call AND entry.number IS NULL
     AND entry.tried_at > now() AT TIME ZONE 'UTC' - INTERVAL '366 days'
     AND {document_sql.NUMBER} IS NOT NULL
"""

#: In order is what is done while nothing that could be done stands before it: of
#: several done at once, the first so many of the day. What waited, or stands in no
#: plan, is in order if nothing else could be done at all. The plan may be older than
#: the last act.
_ENTER = f"""
WITH act (activity_id, answered, tried_at, day, hour, weekday, user_id, user_name,
          team_id, company_id, minutes, is_call, acts) AS (
     VALUES %s
)
INSERT INTO galloper_attempt (
       activity_id, activity_type_id, user_id, user_name, team_id, company_id, lead_id,
       partner_id, customer_name, stage_id, tier_id, tried_at, day, hour, weekday,
       answered, is_call, number, promised, suggested, in_order, minutes)
SELECT a.id, a.activity_type_id, asked.user_id, asked.user_name,
       COALESCE(l.team_id, asked.team_id::int),
       COALESCE(l.company_id, asked.company_id), l.id, c.id,
       {document_sql.CUSTOMER_NAME},
       l.stage_id, COALESCE(line.tier_id, l.tier_id), asked.tried_at::timestamp,
       asked.day::date, asked.hour, asked.weekday, asked.answered, asked.is_call,
       {document_sql.NUMBER},
       COALESCE(line.schedule_pass = 'promise', a.promised_at IS NOT NULL),
       COALESCE(a.galloper_from_suggestion, FALSE),
       (SELECT count(*) FROM (
               SELECT FROM galloper_schedule_line other
                WHERE other.user_id = asked.user_id
                  AND other.id IS DISTINCT FROM line.id
                  AND (line.starts IS NULL
                       OR (COALESCE(other.planned_start, 'infinity'), other.rank,
                           other.id) < (line.starts, line.rank, line.id))
                  AND CASE WHEN other.activity_id IN (SELECT activity_id FROM act)
                           THEN other.state <> 'waiting'
                           ELSE EXISTS (
                                SELECT FROM mail_activity one
                                 WHERE one.id = other.activity_id AND one.active
                                   AND COALESCE(
                                       one.retry_at <= asked.tried_at::timestamp, TRUE))
                           END
                LIMIT asked.acts) before) < CASE WHEN line.starts IS NULL THEN 1
                                                 ELSE asked.acts END,
       LEAST(COALESCE(EXTRACT(epoch FROM line.planned_stop - line.planned_start)::int8
                      / 60, asked.minutes), 1440)
  FROM act AS asked
{document_sql.DOCUMENT}
  LEFT JOIN LATERAL (
       SELECT id, rank, tier_id, schedule_pass, planned_start, planned_stop,
              CASE WHEN state <> 'waiting'
                   THEN COALESCE(planned_start, 'infinity') END AS starts
         FROM galloper_schedule_line WHERE activity_id = a.id
       OFFSET 0) line ON TRUE
 ORDER BY a.id
RETURNING number, is_call
"""
