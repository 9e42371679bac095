"""What may be shown of plans that could not be made anew before they are read."""

from typing import Any

from odoo.api import Environment
from odoo.fields import Domain
from odoo.tools import SQL

#: Customers who were called since, or are somebody else's by now. Of what is suggested,
#: somebody may have taken it up, or made an end of it.
_OVER = """
(SELECT line.id
   FROM galloper_schedule_line line
   LEFT JOIN mail_activity a ON a.id = line.activity_id
   LEFT JOIN crm_lead lead ON lead.id = line.raw_lead_id
  WHERE line.user_id = ANY(%s)
    AND CASE WHEN line.activity_id IS NOT NULL
             THEN a.active IS NOT TRUE OR a.user_id IS DISTINCT FROM line.user_id
             ELSE lead.active IS NOT TRUE OR lead.won_status = 'lost'
               OR lead.won_status = 'pending'
                  AND lead.user_id IS DISTINCT FROM line.user_id
               OR EXISTS (
                  SELECT FROM mail_activity step
                   WHERE step.active
                     AND (step.res_model = 'crm.lead' AND step.res_id = lead.id
                          OR step.res_model = 'res.partner'
                         AND step.res_id = line.raw_partner_id)) END)
"""


def hide_what_is_over(
    env: Environment, domain: list[Any], user_ids: list[int]
) -> Domain | list[Any]:
    """The domain of lines without those: a customer who is shown twice is called twice.

    :param user_ids: whose plans are older than what they were made from
    """
    if not user_ids:
        return domain
    env.flush_all()
    return Domain(domain) & Domain("id", "not in", SQL(_OVER, list(user_ids)))
