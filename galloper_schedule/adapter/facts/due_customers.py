"""Regular customers who are due: nobody has been in touch for longer than usual."""

from odoo.tools import SQL

from . import fact_columns, rhythm

_OF_CUSTOMER = {
    "res_model": "'res.partner'",
    "res_id": "c.customer_id",
    "id": "c.id",
    "date_deadline": "c.due_on",
    "company_id": "c.company_id",
    "partner_id": "c.customer_id",
}

#: Of each user the customers who are theirs (else whoever won their last order answers
#: for them) and who have bought nothing, and been in touch with nobody, for longer than
#: usual, and will be at no meeting. The longest due come first, more than a day holds.
#: They look like activities about the customer, due since they are; the last order
#: names them.
_DUE_CUSTOMERS = f"""
SELECT {fact_columns.columns("u", **_OF_CUSTOMER)}
  FROM %(users)s
  JOIN LATERAL (
       SELECT won.id, customer.id AS customer_id, won.company_id, won.due_on
         FROM (SELECT partner.commercial_partner_id AS id
                 FROM crm_lead l JOIN res_partner partner ON partner.id = l.partner_id
                WHERE l.user_id = u.id AND l.won_status = 'won'
                UNION
               SELECT id FROM res_partner
                WHERE user_id = u.id AND commercial_partner_id = res_partner.id
              ) candidate
         JOIN res_partner customer ON customer.id = candidate.id AND customer.active
         LEFT JOIN res_users owner ON owner.id = customer.user_id AND owner.active
         JOIN LATERAL (
              SELECT (array_agg(l.id ORDER BY %(day)s DESC, l.id DESC))[1] AS id,
                     (array_agg(l.user_id ORDER BY %(day)s DESC, l.id DESC))[1]
                         AS user_id,
                     (array_agg(l.company_id ORDER BY %(day)s DESC, l.id DESC))[1]
                         AS company_id,
                     max(%(day)s) + CEIL(COALESCE(%(between)s, %(quiet)s))::int
                         AS due_on,
                     CEIL(COALESCE(%(between)s, %(quiet)s))::int AS gap
                FROM res_partner family
                JOIN crm_lead l ON l.partner_id = family.id
               WHERE family.commercial_partner_id = customer.id
                 AND l.won_status = 'won'
                 AND (l.company_id IS NULL OR l.company_id = u.company_id)
              ) won ON won.due_on < u.today
        WHERE COALESCE(owner.id, won.user_id) = u.id
          AND NOT EXISTS (
              SELECT FROM res_partner family
                LEFT JOIN crm_lead l ON l.partner_id = family.id
                LEFT JOIN mail_activity a
                       ON a.res_model = 'crm.lead' AND a.res_id = l.id
               WHERE family.commercial_partner_id = customer.id
                 -- Odoo leaves the activities of a lost lead open: nobody does them.
                 AND (l.won_status = 'pending' AND l.active
                      OR a.active AND l.active AND l.won_status <> 'lost'
                      OR a.date_done > u.today - won.gap))
          AND NOT EXISTS (
              SELECT FROM res_partner family
                JOIN mail_activity a
                  ON a.res_model = 'res.partner' AND a.res_id = family.id
               WHERE family.commercial_partner_id = customer.id
                 AND (a.active OR a.date_done > u.today - won.gap))
          AND NOT EXISTS (
              SELECT FROM res_partner family
                JOIN galloper_attempt tried ON tried.partner_id = family.id
               WHERE family.commercial_partner_id = customer.id
                 AND tried.tried_at > u.begins - won.gap * INTERVAL '1 day')
          AND NOT EXISTS (
              SELECT FROM res_partner family
                JOIN calendar_attendee guest ON guest.partner_id = family.id
                JOIN calendar_event e ON e.id = guest.event_id
               WHERE family.commercial_partner_id = customer.id AND e.active
                 AND guest.state IS DISTINCT FROM 'declined'
                 AND CASE WHEN e.allday THEN e.stop_date >= u.today
                          ELSE e.stop > u.begins END)
        ORDER BY won.due_on, won.id
        LIMIT 100) c ON u.suggests_customers
"""


def select(users: SQL) -> SQL:
    """The inner part of a statement that reads facts; ``users`` is what it knows of
    each user.
    """
    return SQL(
        _DUE_CUSTOMERS,
        users=users,
        day=rhythm.WON_ON,
        quiet=rhythm.quiet_days(),
        between=rhythm.OWN_MEAN,
    )
