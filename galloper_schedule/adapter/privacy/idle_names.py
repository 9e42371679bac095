"""Customers without any activity for long: the books of a company may forget them."""

from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo.api import Environment
from odoo.tools import SQL

from . import forget

#: So many customers and leads at a time.
_BATCH = 2_000


def forget_idle(env: Environment, now: datetime) -> tuple[int, bool]:
    """Forget, in each company's books, who has been idle for as long as it says.

    :param now: naive UTC
    :return: how many customers and leads, and whether there are more
    """
    number, more = 0, False
    companies = env["res.company"].search([("galloper_forget_months", ">", 0)])
    for company in companies:
        since = now - relativedelta(months=company.galloper_forget_months)
        partner_ids, lead_ids = _find(company, since)
        partners = env["res.partner"].browse(partner_ids)
        forget.of_customers(partners, company).clear(forget.IDLE)
        forget.of_leads(env["crm.lead"].browse(lead_ids), company).clear(forget.IDLE)
        found = len(partner_ids) + len(lead_ids)
        number, more = number + found, more or found == _BATCH
    return number, more


def _find(company, since):
    """(ids of customers, of leads without one): named in the books, and idle."""
    env = company.env
    for model in ("crm.lead", "mail.activity", "mail.message", "res.partner"):
        env[model].flush_model()
    rows = env.execute_query(SQL(_IDLE, company=company.id, since=since, limit=_BATCH))
    partners = [partner_id for partner_id, _lead_id in rows if partner_id]
    return partners, [lead_id for _partner_id, lead_id in rows if lead_id]


#: Whoever is named in the books of the company: a customer, with all their contacts and
#: leads, or a lead without a customer. They are idle if since then there is nothing in
#: these books, and of theirs nothing open or done, no message and no change of a lead.
_IDLE = """
WITH entry AS (
     SELECT partner_id, lead_id,
            GREATEST(given_on, settled_on, promised_at, promised_until) AS moment
       FROM galloper_promise WHERE company_id = %(company)s
      UNION ALL
     SELECT partner_id, lead_id, tried_at
       FROM galloper_attempt WHERE company_id = %(company)s
), known AS (
     SELECT customer.commercial_partner_id AS partner_id,
            CASE WHEN customer.id IS NULL THEN entry.lead_id END AS lead_id
       FROM entry
       LEFT JOIN crm_lead l ON l.id = entry.lead_id
       LEFT JOIN res_partner customer
              ON customer.id = COALESCE(entry.partner_id, l.partner_id)
      WHERE customer.id IS NOT NULL OR entry.lead_id IS NOT NULL
      GROUP BY 1, 2
     HAVING max(moment) < %(since)s
)
SELECT known.partner_id, known.lead_id
  FROM known
 WHERE NOT EXISTS (
       SELECT FROM (
              SELECT 'crm.lead' AS model, known.lead_id AS id
              UNION ALL
              SELECT 'crm.lead', l.id
                FROM res_partner member JOIN crm_lead l ON l.partner_id = member.id
               WHERE member.commercial_partner_id = known.partner_id
              UNION ALL
              SELECT 'res.partner', member.id FROM res_partner member
               WHERE member.commercial_partner_id = known.partner_id) document
        WHERE EXISTS (
              SELECT FROM mail_activity a
               WHERE a.res_id = document.id AND a.res_model = document.model
                 AND (a.active OR a.date_done >= %(since)s::date))
           OR EXISTS (
              SELECT FROM mail_message m
               WHERE m.res_id = document.id AND m.model = document.model
                 AND m.date >= %(since)s
                 AND m.message_type IN ('comment', 'email'))
           OR document.model = 'crm.lead' AND EXISTS (
              SELECT FROM crm_lead l
               WHERE l.id = document.id
                 AND GREATEST(l.create_date, l.date_open, l.date_conversion,
                              l.date_last_stage_update, l.date_closed) >= %(since)s)
           OR document.model = 'res.partner' AND EXISTS (
              SELECT FROM res_partner member
               WHERE member.id = document.id AND member.create_date >= %(since)s))
 LIMIT %(limit)s
"""
