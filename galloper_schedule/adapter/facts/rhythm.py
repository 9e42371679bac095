"""How often a customer buys, and since when the next order is due.

A regular customer's usual gap is the mean number of days between their orders
(won opportunities), of their whole company; as long as they have no rhythm of their
own, it is the days that the regular customers' tier names.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from odoo.api import Environment
from odoo.tools import SQL


class Rhythm(NamedTuple):
    """``days`` since the last order; ``gap``: usual days between two, None: unknown."""

    days: int
    gap: int | None


def days_between(first_day: SQL, last_day: SQL, orders: SQL) -> SQL:
    """The customer's own mean, NULL as long as all orders are of one day."""
    return SQL(
        """(%(last)s - %(first)s)::float
           / NULLIF((%(orders)s - 1) * SIGN(%(last)s - %(first)s), 0)""",
        first=first_day,
        last=last_day,
        orders=orders,
    )


def quiet_days() -> SQL:
    """After how many days a customer without a rhythm of their own is expected back."""
    return SQL(
        "COALESCE((SELECT quiet_days FROM galloper_tier WHERE kind = 'customer'), 180)"
    )


#: When an opportunity was won, as a UTC day.
WON_ON = SQL("COALESCE(l.date_closed, l.create_date)::date")
#: Of grouped orders.
OWN_MEAN = days_between(SQL("min(%s)", WON_ON), SQL("max(%s)", WON_ON), SQL("count(*)"))


def has_bought(customer: SQL, company: SQL) -> SQL:
    """Whether somebody, or anybody else of their whole company, has bought of one of
    our companies. What belongs to none of these, counts for each.

    :param customer: a commercial partner's id, as ``company`` that of ours
    """
    return SQL(
        """EXISTS (SELECT FROM res_partner family, LATERAL (
                      SELECT FROM crm_lead won
                       WHERE won.partner_id = family.id AND won.won_status = 'won'
                         AND (won.company_id IS NULL OR won.company_id = %s)
                       LIMIT 1) won
                    WHERE family.commercial_partner_id = %s)""",
        company,
        customer,
    )


def of_orders(
    env: Environment, company_of: dict[int, int], today: date
) -> dict[int, Rhythm]:
    """{id: Rhythm} of the customers whose last orders these won opportunities are.

    :param env: a superuser environment
    :param company_of: {lead id: company id of its salesperson}, whose orders count with
        those of no company
    :param today: the reader's day
    """
    if not company_of:
        return {}
    env["crm.lead"].flush_model(["company_id", "date_closed", "partner_id"])
    rows = env.execute_query(
        SQL(
            """SELECT last.id, %(today)s - max(%(day)s),
                      %(between)s
                 FROM (VALUES %(asked)s) AS asked (id, company_id)
                 JOIN crm_lead last ON last.id = asked.id
                 JOIN res_partner customer ON customer.id = last.partner_id
                 JOIN res_partner family
                   ON family.commercial_partner_id = customer.commercial_partner_id
                 JOIN crm_lead l ON l.partner_id = family.id AND l.won_status = 'won'
                                AND (l.company_id IS NULL
                                     OR l.company_id = asked.company_id)
                GROUP BY last.id""",
            asked=SQL(", ").join(SQL("(%s, %s)", *one) for one in company_of.items()),
            today=today,
            day=WON_ON,
            between=OWN_MEAN,
        )
    )
    return {
        lead_id: Rhythm(days, round(gap) if gap else None)
        for lead_id, days, gap in rows
    }


def due_days(
    env: Environment, asked: Collection[tuple[int, int]]
) -> dict[tuple[int, int], date]:
    """{(customer id, company id): the day of the next usual order}, of those who have
    bought of that company of ours, or of none in particular.

    :param env: a superuser environment
    :param asked: (commercial partner, company) each
    """
    if not asked:
        return {}
    env["crm.lead"].flush_model(
        ["company_id", "date_closed", "partner_id", "won_status"]
    )
    rows = env.execute_query(
        SQL(
            """SELECT asked.customer_id, asked.company_id,
                      LEAST(max(%(day)s) + CEIL(COALESCE(%(between)s, %(quiet)s))::int,
                            DATE '9999-12-31')
                 FROM unnest(%(customers)s::int[], %(companies)s::int[])
                      AS asked (customer_id, company_id)
                 JOIN res_partner family
                   ON family.commercial_partner_id = asked.customer_id
                 JOIN crm_lead l ON l.partner_id = family.id AND l.won_status = 'won'
                                AND (l.company_id IS NULL
                                     OR l.company_id = asked.company_id)
                GROUP BY asked.customer_id, asked.company_id""",
            customers=[customer_id for customer_id, _company_id in asked],
            companies=[company_id for _customer_id, company_id in asked],
            day=WON_ON,
            quiet=quiet_days(),
            between=OWN_MEAN,
        )
    )
    return {(customer, company): day for customer, company, day in rows}
