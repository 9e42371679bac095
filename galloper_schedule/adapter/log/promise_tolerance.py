"""For how many minutes after its end each promise still counts as kept.

``planner.promise.tolerance`` has the rule. Read here is what it asks: how long each
activity takes, by itself, by its customer's service model or by its salesperson's
company, and how tolerant that company is.
"""

from collections.abc import Iterable

from odoo.api import Environment
from odoo.tools import SQL

from ...planner import promise as rule
from . import document_sql

_READ = {
    "crm.team": ["galloper_service_model_id"],
    "res.company": ["galloper_contact_minutes", "galloper_promise_tolerance"],
    "res.partner": ["commercial_partner_id", "galloper_service_model_id"],
}

#: The offset fences off one look-up an activity, as in ``document_sql``.
_SELECT = """
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
         LEFT JOIN res_partner c
                ON c.id = CASE WHEN a.res_model = 'res.partner' THEN a.res_id
                               ELSE l.partner_id END
         LEFT JOIN res_partner family ON family.id = c.commercial_partner_id
         LEFT JOIN crm_team team ON a.res_model IS NOT NULL
                                AND team.id = COALESCE(l.team_id, u.sale_team_id)
         LEFT JOIN galloper_service_model service
                ON service.id = COALESCE(c.galloper_service_model_id,
                                         family.galloper_service_model_id,
                                         team.galloper_service_model_id)
        WHERE a.id = asked.id
       OFFSET 0) takes ON TRUE
"""


def of_activities(env: Environment, ids: Iterable[int]) -> dict[int, int]:
    """{activity id: the tolerance of a promise about it, in minutes}."""
    if not (ids := list(ids)):
        return {}
    document_sql.flush(env)
    for model, names in _READ.items():
        env[model].flush_model(names)
    env["crm.team"].galloper_service_model_id.flush_model(["contact_minutes"])
    rows = env.execute_query(SQL(_SELECT, ids=ids, company=env.company.id))
    return {key: rule.tolerance(minutes, least) for key, minutes, least in rows}


def kept_until(alias: str) -> SQL:
    """Until when (naive UTC) a row of the promise log, open or settled, counts as kept.

    What is settled by a rule without any tolerance, or made by hand, has none.
    """
    return SQL(
        "COALESCE(%(row)s.promised_until, %(row)s.promised_at)"
        " + COALESCE(%(row)s.tolerance, 0) * interval '1 minute'",
        row=SQL.identifier(alias),
    )
