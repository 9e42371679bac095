"""Writes the rows of the promise log: set-based, and never one that is settled."""

from datetime import datetime

from odoo import fields
from odoo.api import Environment
from odoo.tools import SQL

from ...planner import promise as rule
from ...planner.local_time import local_day
from ..facts.activity_sql import PARTNER, SERVICE
from . import document_sql


def give(env: Environment, activity_ids: list[int], now: datetime) -> None:
    """Open a row for each of these promised activities, with all names as they are now.

    Nothing is promised about a lead that is lost, or archived.

    :param now: naive UTC
    """
    document_sql.flush(env)
    activities = env["mail.activity"].sudo().browse(activity_ids)
    day_of = _Calendar(env)
    tolerated = _tolerances(env, activity_ids)
    is_nobodys = not all(one.user_id for one in activities)
    env.cr.execute(
        SQL(
            _GIVE,
            ids=list(activity_ids),
            days=[day_of(one) for one in activities],
            tolerances=[tolerated[one.id] for one in activities],
            now=now,
            company=env.company.id,
            team=env.user.sudo().sale_team_id.id or None if is_nobodys else None,
        )
    )


class _Calendar:
    """The promised day of activities, by the calendar of who has promised."""

    def __init__(self, env):
        self.user, self.zones = env.user.sudo(), {}

    def __call__(self, activity):
        user = activity.user_id or self.user
        if user.id not in self.zones:
            self.zones[user.id] = user._get_planning_tz()
        return local_day(activity.promised_at, self.zones[user.id])


def close(
    env: Environment,
    ended: dict[int, str],
    went_on: list[int],
    now: datetime,
    passed_on: dict[int, int | bool],
) -> None:
    """Settle the open rows of ``ended``, and bring those of ``went_on`` up to date.

    :param ended: {activity id: how}
    :param now: naive UTC
    :param passed_on: {activity id: the id of who had it before; False: nobody had}
    """
    document_sql.flush(env)
    settled, changed, day_of = [], [], _Calendar(env)
    rows = _open_rows(env, [*ended, *went_on])
    tolerated = _tolerances(env, {row[1] for row in rows})
    for row_id, key, at, until, tried_at, attempts, seen, count in rows:
        promised = rule.Promise(at, until, tolerated[key])
        new_attempts = max(count - seen, 0)
        if new_attempts and promised.is_over(now):
            tried_at = tried_at or now
        attempts += new_attempts
        if key in ended:
            verdict = rule.settle(promised, ended[key], now, tried_at)
            settled.append((row_id, *verdict, tolerated[key], now, tried_at, attempts))
        else:
            still_theirs = not promised.is_over(now)
            day = day_of(env["mail.activity"].sudo().browse(key))
            passed = (now, passed_on[key] or None) if key in passed_on else (None, None)
            seen = tolerated[key], tried_at, attempts, count
            changed.append((row_id, key, *seen, still_theirs, day, *passed))
    _settle(env, settled)
    if changed:
        env.cr.execute_values(_BRING_UP_TO_DATE, changed, page_size=1000)


def _open_rows(env, keys):
    """The open rows of these activities, each with its activity's attempts by now.

    They are held by id: their order in the books is nobody else's.
    """
    env.cr.execute(
        SQL(
            """SELECT p.id, p.activity_id, p.promised_at, p.promised_until, p.tried_at,
                      p.attempts, p.attempts_seen, COALESCE(a.attempt_count, 0)
                 FROM galloper_promise p JOIN mail_activity a ON a.id = p.activity_id
                WHERE p.outcome = 'open' AND p.activity_id = ANY(%s)
                ORDER BY p.id FOR NO KEY UPDATE OF p""",
            keys,
        ),
        log_exceptions=False,
    )
    return env.cr.fetchall()


def _settle(env, settled):
    if settled:
        env.cr.execute_values(_SETTLE, settled, page_size=1000)


def _tolerances(env, ids):
    """{activity id: the tolerance of a promise about it, in minutes}.

    See ``planner.promise.tolerance``: it asks how long each takes, and whose it is.
    """
    if not (ids := list(ids)):
        return {}
    document_sql.flush(env)
    for model, names in _READ_FOR_TOLERANCE.items():
        env[model].flush_model(names)
    env["crm.team"].galloper_service_model_id.flush_model(["contact_minutes"])
    rows = env.execute_query(SQL(_TOLERANCE, ids=ids, company=env.company.id))
    return {key: rule.tolerance(minutes, least) for key, minutes, least in rows}


def tolerate_open(env: Environment) -> None:
    """Open promises that were given before there was any tolerance have theirs now."""
    env.flush_all()
    rows = env.execute_query(
        SQL("SELECT activity_id FROM galloper_promise WHERE outcome = 'open'")
    )
    tolerated = _tolerances(env, [key for (key,) in rows if key])
    if tolerated:
        env.cr.execute_values(
            """UPDATE galloper_promise p SET tolerance = row.tolerance
                 FROM (VALUES %s) AS row (activity_id, tolerance)
                WHERE p.activity_id = row.activity_id AND p.outcome = 'open'""",
            list(tolerated.items()),
            page_size=1000,
        )


def kept_until(alias: str) -> SQL:
    """Until when (naive UTC) a row of the promise log, open or settled, counts as kept.

    What is settled by a rule without any tolerance, or made by hand, has none.
    """
    return SQL(
        "COALESCE(%(row)s.promised_until, %(row)s.promised_at)"
        " + COALESCE(%(row)s.tolerance, 0) * interval '1 minute'",
        row=SQL.identifier(alias),
    )


def settle_orphans(env: Environment) -> None:
    """Settle the rows of activities that went without a word: deleted by PostgreSQL
    itself, together with what they belonged to. And those that were given while their
    lead was being lost: neither knew of the other."""
    rows = env.execute_query(
        SQL(
            """SELECT id, promised_at, promised_until, tolerance, tried_at, attempts
                 FROM galloper_promise
                WHERE outcome = 'open'
                  AND (activity_id IS NULL
                       OR lead_id IN (SELECT id FROM crm_lead WHERE NOT active))
                ORDER BY id FOR NO KEY UPDATE"""
        )
    )
    now, settled = fields.Datetime.now(), []
    for row_id, at, until, minutes, tried_at, attempts in rows:
        promised = rule.Promise(at, until, minutes or 0)
        verdict = rule.settle(promised, rule.GIVEN_UP, now, tried_at)
        settled.append((row_id, *verdict, minutes, now, tried_at, attempts))
    _settle(env, settled)


def open_missing(env: Environment) -> None:
    """Open rows for promises made before there were any books."""
    document_sql.flush(env)
    rows = env.execute_query(
        SQL(
            """SELECT a.id FROM mail_activity a
                 LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
                WHERE a.active AND a.promised_at IS NOT NULL
                  AND (a.res_model IS DISTINCT FROM 'crm.lead' OR l.active)
                  AND NOT EXISTS (SELECT FROM galloper_promise p
                                   WHERE p.activity_id = a.id AND p.outcome = 'open')"""
        )
    )
    if rows:
        give(env, [row[0] for row in rows], fields.Datetime.now())


_GIVE = f"""
INSERT INTO galloper_promise (
       activity_id, activity_type_id, contact_name, res_model, res_id, document_name,
       lead_id, stage_id, tier_id, partner_id, customer_name, user_id, user_name,
       team_id, team_name, company_id, promised_at, promised_until, tz, tolerance, day,
       given_on, outcome, minutes_late, attempts, attempts_seen)
SELECT a.id, a.activity_type_id,
       COALESCE(NULLIF(a.summary, ''), {document_sql.TYPE_NAME}), a.res_model, a.res_id,
       a.res_name, l.id, l.stage_id, l.tier_id, c.id,
       {document_sql.CUSTOMER_NAME},
       u.id, person.name, t.id, {document_sql.TEAM_NAME},
       COALESCE(l.company_id, u.company_id, %(company)s), a.promised_at,
       a.promised_until, a.galloper_promise_tz, asked.tolerance, asked.day, %(now)s,
       'open', 0, 0, COALESCE(a.attempt_count, 0)
  FROM (SELECT activity_id, day, tolerance, %(company)s AS company_id,
               %(team)s::int AS team_id
          FROM unnest(%(ids)s::int[], %(days)s::date[], %(tolerances)s::int[])
               AS one (activity_id, day, tolerance)) asked
{document_sql.JOINS}
 WHERE l.id IS NULL OR l.active
 ORDER BY a.id
    ON CONFLICT (activity_id) WHERE outcome = 'open' DO NOTHING
"""

#: The tier on which it stood in the plan is the one it counts for.
_SETTLE = """
UPDATE galloper_promise p
   SET outcome = verdict.outcome, minutes_late = verdict.minutes_late,
       tolerance = verdict.tolerance::int,
       settled_on = verdict.settled_on::timestamp,
       tried_at = verdict.tried_at::timestamp, attempts = verdict.attempts,
       tier_id = COALESCE((SELECT tier_id FROM galloper_schedule_line line
                            WHERE line.activity_id = p.activity_id), p.tier_id)
  FROM (VALUES %s) AS verdict
       (id, outcome, minutes_late, tolerance, settled_on, tried_at, attempts)
 WHERE p.id = verdict.id AND p.outcome = 'open'
"""

_BRING_UP_TO_DATE = f"""
WITH row (id, activity_id, tolerance, tried_at, attempts, attempts_seen, still_theirs,
          day, passed_on, former_id) AS (
     VALUES %s)
UPDATE galloper_promise p
   SET tolerance = now_is.tolerance,
       tried_at = now_is.tried_at, attempts = now_is.attempts,
       attempts_seen = now_is.attempts_seen, res_model = now_is.res_model,
       res_id = now_is.res_id, lead_id = now_is.lead_id, stage_id = now_is.stage_id,
       document_name = now_is.document_name, partner_id = now_is.partner_id,
       customer_name = COALESCE(now_is.customer_name, p.customer_name),
       user_id = CASE WHEN still_theirs THEN now_is.user_id ELSE p.user_id END,
       user_name = CASE WHEN still_theirs THEN now_is.user_name ELSE p.user_name END,
       team_id = CASE WHEN still_theirs THEN now_is.team_id ELSE p.team_id END,
       team_name = CASE WHEN still_theirs THEN now_is.team_name ELSE p.team_name END,
       day = CASE WHEN still_theirs THEN now_is.day ELSE p.day END,
       passed_on = COALESCE(now_is.passed_on, p.passed_on),
       former_user_id = COALESCE(now_is.former_id, p.former_user_id)
  FROM (SELECT asked.id, asked.tolerance, asked.tried_at::timestamp,
               asked.attempts,
               asked.attempts_seen, asked.still_theirs, asked.day::date, a.res_model,
               a.res_id, a.res_name AS document_name, l.id AS lead_id, l.stage_id,
               c.id AS partner_id, c.complete_name AS customer_name,
               u.id AS user_id, person.name AS user_name, t.id AS team_id,
               {document_sql.TEAM_NAME} AS team_name,
               asked.passed_on::timestamp, asked.former_id::int
          FROM (SELECT row.*, known.team_id, known.company_id
                  FROM row JOIN galloper_promise known USING (id)) asked
          {document_sql.JOINS}) now_is
 WHERE p.id = now_is.id
"""

_READ_FOR_TOLERANCE = {
    "crm.team": ["galloper_service_model_id"],
    "res.company": ["galloper_contact_minutes", "galloper_promise_tolerance"],
    "res.partner": ["commercial_partner_id", "galloper_service_model_id"],
}
#: How long activities take, by themselves, by their customers' service models or by
#: their salespeople's companies, and how tolerant those are.
_TOLERANCE = f"""
SELECT asked.id, takes.minutes, takes.least
  FROM unnest(%(ids)s::int[]) AS asked (id)
  JOIN LATERAL (
       SELECT COALESCE(NULLIF(a.contact_minutes, 0),
                       NULLIF(service.contact_minutes, 0),
                       company.galloper_contact_minutes) AS minutes,
              company.galloper_promise_tolerance AS least
         FROM mail_activity a
         LEFT JOIN res_users u ON u.id = a.user_id
         JOIN res_company company ON company.id = COALESCE(u.company_id, %(company)s)
         LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
         LEFT JOIN res_partner partner ON partner.id = {PARTNER}
         LEFT JOIN res_partner family ON family.id = partner.commercial_partner_id
         LEFT JOIN crm_team team ON a.res_model IS NOT NULL
                                AND team.id = COALESCE(l.team_id, u.sale_team_id)
         {SERVICE}
        WHERE a.id = asked.id
       OFFSET 0) takes ON TRUE
"""
