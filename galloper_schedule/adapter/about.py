"""Whom and what an activity is about, for statements that write many rows at once."""

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
    "res.partner": ["complete_name"],
    "res.users": ["company_id", "partner_id", "sale_team_id"],
}

#: The lead, its stage and the customer of each activity ``a`` that ``asked`` names. It
#: stands right behind ``asked``: what PostgreSQL meets only after eight tables it joins
#: with all that those have found, which are then all activities.
DOCUMENT = """
  JOIN mail_activity a ON a.id = asked.activity_id
  LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
  LEFT JOIN crm_stage s ON s.id = l.stage_id
  LEFT JOIN res_partner c
         ON c.id = CASE WHEN a.res_model = 'res.partner' THEN a.res_id
                        ELSE l.partner_id END
"""

#: And the salesperson, the team and the type.
JOINS = f"""{DOCUMENT}
  LEFT JOIN res_users u ON u.id = a.user_id
  LEFT JOIN res_partner person ON person.id = u.partner_id
  LEFT JOIN crm_team t ON t.id = COALESCE(l.team_id, u.sale_team_id)
  LEFT JOIN mail_activity_type kind ON kind.id = a.activity_type_id
"""

#: A customer's name; of a lead without one what was typed in.
CUSTOMER_NAME = """COALESCE(
           c.complete_name, NULLIF(l.partner_name, ''), NULLIF(l.contact_name, ''))"""


def flush(env):
    """Bring what ``JOINS`` reads into the database."""
    # All of it: what is left would be written by one more statement later.
    env["mail.activity"].flush_model()
    for model, names in _READ.items():
        env[model].flush_model(names)
