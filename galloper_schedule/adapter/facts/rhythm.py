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


def due_days(env: Environment, customer_ids: Collection[int]) -> dict[int, date]:
    """{customer id: the day of the next usual order}, of those who have bought.

    :param env: a superuser environment; orders of its companies, and of none, count
    :param customer_ids: commercial partners
    """
    if not customer_ids:
        return {}
    env["crm.lead"].flush_model(["date_closed", "partner_id", "won_status"])
    rows = env.execute_query(
        SQL(
            """SELECT family.commercial_partner_id,
                      LEAST(max(%(day)s) + CEIL(COALESCE(%(between)s, %(quiet)s))::int,
                            DATE '9999-12-31')
                 FROM res_partner family
                 JOIN crm_lead l ON l.partner_id = family.id AND l.won_status = 'won'
                WHERE family.commercial_partner_id = ANY(%(ids)s)
                  AND (l.company_id IS NULL OR l.company_id = ANY(%(companies)s))
                GROUP BY family.commercial_partner_id""",
            ids=list(customer_ids),
            companies=env.companies.ids,
            day=WON_ON,
            quiet=quiet_days(),
            between=OWN_MEAN,
        )
    )
    return dict(rows)
