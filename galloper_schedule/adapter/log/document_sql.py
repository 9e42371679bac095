"""The customer and document of an activity, in statements that write many rows."""

from odoo.api import Environment

from ..facts.activity_sql import PARTNER

_READ = {
    "crm.lead": [
        "active",
        "company_id",
        "contact_name",
        "name",
        "partner_id",
        "partner_name",
        "stage_id",
        "team_id",
    ],
    "crm.stage": ["tier_id"],
    "crm.team": ["name"],
    "mail.activity.type": ["name"],
    "res.company": ["partner_id"],
    "res.partner": ["complete_name", "lang"],
    "res.users": ["company_id", "partner_id", "sale_team_id"],
}

#: Each activity ``a`` that ``asked`` names, its lead with the tier of its stage, and
#: its customer. The offsets fence off one look-up each: left to itself PostgreSQL may
#: join all activities, and thinks about it for longer than looking takes.
DOCUMENT = f"""
  JOIN LATERAL (
       SELECT id, activity_type_id, attempt_count, galloper_from_suggestion,
              galloper_promise_tz, promised_at, promised_until, res_id, res_model,
              res_name, summary, user_id
         FROM mail_activity WHERE id = asked.activity_id
       OFFSET 0) a ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, active, company_id, contact_name, partner_id, partner_name, stage_id,
              team_id,
              (SELECT tier_id FROM crm_stage WHERE id = crm_lead.stage_id) AS tier_id
         FROM crm_lead WHERE a.res_model = 'crm.lead' AND id = a.res_id
       OFFSET 0) l ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, complete_name FROM res_partner
        WHERE id = {PARTNER}
       OFFSET 0) c ON TRUE
"""

#: And the salesperson, the team and the type, and the language of the company, in which
#: names are kept. What is nobody's stays with the team of ``asked``, and what belongs
#: to no company is of the company of ``asked``.
JOINS = f"""{DOCUMENT}
  LEFT JOIN LATERAL (
       SELECT id, company_id, partner_id, sale_team_id
         FROM res_users WHERE id = a.user_id
       OFFSET 0) u ON TRUE
  LEFT JOIN LATERAL (
       SELECT name FROM res_partner WHERE id = u.partner_id
       OFFSET 0) person ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, name FROM crm_team
        WHERE id = COALESCE(l.team_id, u.sale_team_id,
                            CASE WHEN a.user_id IS NULL THEN asked.team_id END)
       OFFSET 0) t ON TRUE
  LEFT JOIN LATERAL (
       SELECT person.lang FROM res_company company
         JOIN res_partner person ON person.id = company.partner_id
        WHERE company.id = COALESCE(l.company_id, u.company_id, asked.company_id)
       OFFSET 0) house ON TRUE
  LEFT JOIN mail_activity_type kind ON kind.id = a.activity_type_id
"""

#: The names of the type and of the team, in the language of the company.
TYPE_NAME, TEAM_NAME = (
    f"COALESCE({table}.name->>house.lang, {table}.name->>'en_US')"
    for table in ("kind", "t")
)

#: A customer's name; of a lead without one what was typed in.
CUSTOMER_NAME = """COALESCE(
           c.complete_name, NULLIF(l.partner_name, ''), NULLIF(l.contact_name, ''))"""


def flush(env: Environment) -> None:
    """Bring what ``JOINS`` reads into the database."""
    # All of it: what is left would be written by one more statement later.
    env["mail.activity"].flush_model()
    for model, names in _READ.items():
        env[model].flush_model(names)
