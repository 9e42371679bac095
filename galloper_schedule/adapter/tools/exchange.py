"""What one company gets for another's money on a day, as Odoo works it out."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from odoo.api import Environment
from odoo.tools import SQL

#: As ``res.currency._get_rates``, which knows one company and one day at a time: the
#: last rate of the whole company's own, else of the common ones; of a currency whose
#: rates all begin later, the first.
_RATE = """
COALESCE((SELECT rate FROM res_currency_rate
           WHERE currency_id = {currency} AND name <= asked.today
             AND (company_id IS NULL OR company_id = asked.root_id)
           ORDER BY company_id, name DESC LIMIT 1),
         (SELECT rate FROM res_currency_rate
           WHERE currency_id = {currency}
             AND (company_id IS NULL OR company_id = asked.root_id)
           ORDER BY company_id, name LIMIT 1), 1)::float8
"""
_RATES = f"""
SELECT asked.company_id, asked.today, other.currency_id,
       {_RATE.format(currency="asked.currency_id")}
       / {_RATE.format(currency="other.currency_id")}
  FROM (SELECT company.id AS company_id, company.currency_id, day.today,
               split_part(company.parent_path, '/', 1)::int AS root_id
          FROM unnest(%s::int[], %s::date[]) AS day (company_id, today)
          JOIN res_company company ON company.id = day.company_id) asked
  JOIN (SELECT DISTINCT currency_id FROM res_company) other
    ON other.currency_id <> asked.currency_id
 ORDER BY other.currency_id
"""


def rates(
    env: Environment, asked: Collection[tuple[int, date]]
) -> dict[tuple[int, date], tuple[tuple[int, float], ...]]:
    """{(company id, day): ((currency id, factor), ...)}: what the company gets that day
    for one of each other currency that companies have; one query, none for nothing.

    :param env: a superuser environment
    """
    if not asked:
        return {}
    env["res.company"].flush_model(["currency_id", "parent_path"])
    env["res.currency.rate"].flush_model(["company_id", "currency_id", "name", "rate"])
    found = defaultdict(list)
    columns = map(list, zip(*asked, strict=True))
    for company_id, today, *rate in env.execute_query(SQL(_RATES, *columns)):
        found[company_id, today].append(tuple(rate))
    return {key: tuple(factors) for key, factors in found.items()}
