"""The statements that read how past days were: each one for many users and days."""

from collections.abc import Collection, Iterable

from odoo.api import Environment
from odoo.tools import SQL

from ..facts import activity_sql, fact_columns
from ..facts.day import Day

#: Whose activity it may have been on one of these days: the present salesperson's, and
#: those of whoever has tried or promised it then.
CANDIDATES = """
SELECT whose.user_id, a.id, a.user_id AS present_user_id, a.active, a.create_date,
       a.date_deadline, a.date_done, a.galloper_unresponsive,
       (SELECT max(t.tried_at) FROM galloper_attempt t
         WHERE t.activity_id = a.id AND t.answered) AS done_at
  FROM (SELECT user_id, id FROM mail_activity
         WHERE user_id = ANY(%(user_ids)s) AND active
           AND date_deadline <= %(last)s
         UNION
        SELECT user_id, id FROM mail_activity
         WHERE user_id = ANY(%(user_ids)s) AND active IS NOT TRUE
           AND date_done >= %(first)s - 1 AND date_deadline <= %(last)s
         UNION
        SELECT user_id, activity_id FROM galloper_attempt
         WHERE user_id = ANY(%(user_ids)s) AND day BETWEEN %(first)s AND %(last)s
         UNION
        SELECT user_id, activity_id FROM galloper_promise
         WHERE user_id = ANY(%(user_ids)s) AND day <= %(last)s
           AND (settled_on IS NULL OR settled_on >= %(begins)s)) whose
  JOIN mail_activity a ON a.id = whose.id AND a.create_date < %(ends)s
"""

ATTEMPTS = """
SELECT id, activity_id, activity_type_id, user_id, lead_id, partner_id, stage_id,
       tried_at, day, promised, minutes
  FROM galloper_attempt
 WHERE day BETWEEN %(first)s AND %(last)s
   AND (user_id = ANY(%(user_ids)s) OR activity_id = ANY(%(activity_ids)s))
 ORDER BY tried_at, id
"""

#: Those that were neither moved nor cancelled while there was still time to keep them.
PROMISES = """
SELECT id, activity_id, user_id, lead_id, partner_id, stage_id, promised_at,
       promised_until, given_on, settled_on, tried_at, outcome
  FROM galloper_promise
 WHERE day <= %(last)s AND outcome NOT IN ('moved', 'cancelled')
   AND (settled_on IS NULL OR settled_on >= %(begins)s)
   AND COALESCE(given_on, promised_at) < %(ends)s
   AND (user_id = ANY(%(user_ids)s) OR activity_id = ANY(%(activity_ids)s))
 ORDER BY given_on, id
"""

#: What both halves of the statement below tell of an activity.
_ACTIVITY = (
    fact_columns.Column("user_id", "int", "whose.user_id"),
    *fact_columns.OF_CONTACT_ACTIVITY,
    fact_columns.Column("calendar_event_id", "int", "a.calendar_event_id"),
    fact_columns.Column("partner_id", "int", "gone.partner_id"),
)
#: What was promised then, the log of promises says; what was pinned, nobody knows.
_UNKNOWN_THEN = dict.fromkeys(
    ("promised_at", "promised_until", "galloper_pinned_at"), "NULL::timestamp"
)
_OF_GONE = {
    "user_id": "gone.user_id",
    "id": "gone.id",
    "res_model": """
       CASE WHEN gone.lead_id IS NOT NULL THEN 'crm.lead'
            WHEN gone.partner_id IS NOT NULL THEN 'res.partner' END""",
    "res_id": "COALESCE(gone.lead_id, gone.partner_id)",
    "date_deadline": "gone.day",
    "contact_minutes": "gone.minutes",
    "activity_type_id": "gone.type_id",
}
_PARTNER = """
       CASE WHEN a.res_model = 'res.partner' THEN a.res_id
            ELSE COALESCE(l.partner_id, a.partner_id) END"""

#: Activities, and what is left in the books of those that are gone.
_FACTS = f"""
SELECT {fact_columns.columns("u a l e", partner_id=_PARTNER)}
  FROM %s
  JOIN (SELECT {fact_columns.columns("whose a", _ACTIVITY, **_UNKNOWN_THEN)}
          FROM unnest(%s::int[], %s::int[]) AS whose (user_id, id)
          JOIN mail_activity a ON a.id = whose.id
         UNION ALL
        SELECT {fact_columns.columns("gone", _ACTIVITY, **_OF_GONE)}
          FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::date[],
                      %s::int[], %s::int[])
               AS gone (user_id, id, lead_id, partner_id, day, minutes, type_id)
       ) a ON a.user_id = u.id
  LEFT JOIN LATERAL (
       SELECT * FROM crm_lead
        WHERE a.res_model = 'crm.lead' AND id = a.res_id
       OFFSET 0) l ON TRUE
  LEFT JOIN calendar_event e ON e.id = a.calendar_event_id AND e.active
"""

#: When somebody was last in touch before a day, about a lead or with a customer.
LAST_TOUCH = """
SELECT asked.id, COALESCE(about_lead.moment, with_partner.moment) AS moment
  FROM unnest(%s::int[], %s::int[], %s::int[], %s::timestamp[])
       AS asked (id, lead_id, partner_id, begins),
       LATERAL (SELECT max(tried_at) AS moment FROM galloper_attempt
                 WHERE lead_id = asked.lead_id
                   AND tried_at < asked.begins) about_lead,
       LATERAL (SELECT max(tried_at) AS moment FROM galloper_attempt
                 WHERE partner_id = asked.partner_id AND lead_id IS NULL
                   AND asked.lead_id IS NULL
                   AND tried_at < asked.begins) with_partner
"""

LEADS = """
SELECT id, active, won_status, date_closed, create_date, date_last_stage_update,
       stage_id, expected_revenue::float8, company_id
  FROM crm_lead WHERE id = ANY(%s)
"""

TRACKED = """
SELECT m.res_id, m.date, v.field_id, v.old_value_integer, v.old_value_float
  FROM mail_message m
  JOIN mail_tracking_value v ON v.mail_message_id = m.id
 WHERE m.model = 'crm.lead' AND m.res_id = ANY(%s) AND v.field_id = ANY(%s)
 ORDER BY m.date, v.id
"""

#: How many leads were won, and were lost, in each stage before a moment.
CLOSED = """
SELECT stage_id, count(*) FILTER (WHERE won_status = 'won') AS won,
       count(*) FILTER (WHERE won_status = 'lost') AS lost
  FROM crm_lead
 WHERE won_status IN ('won', 'lost') AND date_closed < %s AND stage_id IS NOT NULL
   AND (company_id IS NULL OR company_id = ANY(%s))
 GROUP BY stage_id
"""

FIRST_WON = """
SELECT partner.commercial_partner_id, won.company_id, min(won.date_closed) AS moment
  FROM res_partner partner
  JOIN crm_lead won ON won.partner_id = partner.id AND won.won_status = 'won'
 WHERE partner.commercial_partner_id = ANY(%s) AND won.date_closed IS NOT NULL
 GROUP BY partner.commercial_partner_id, won.company_id
"""


def select_past(
    env: Environment, days: Collection[Day], pairs: Iterable, gone: Iterable
) -> SQL:
    """All about activities as they are now: the columns of a ``FactRow`` but the hash.

    :param days: one ``Day`` of each user
    :param pairs: (user id, activity id) each
    :param gone: (user id, key, lead id, partner id, day, minutes, activity type id)
    """
    values = [*columns(pairs, 2), *columns(gone, 7)]
    return activity_sql.select_facts(env, days, _FACTS, *values)


def columns(rows: Iterable[tuple], number: int) -> list[list]:
    """The rows' columns, as lists for ``unnest``."""
    return [list(column) for column in zip(*rows, strict=True)] or [[]] * number


def read(
    env: Environment, statement: str, *values: object, **names: object
) -> list[dict]:
    """The rows of one of these statements, as dicts of its columns."""
    return env.execute_query_dict(SQL(statement, *values, **names))
