"""What the self-improving teams have done, for the planner to compare.

Two statements fetch it all, however much it is; see ``planner/learning.py`` and
``planner/best_hours.py`` for what counts and why.

Each company is a world of its own: a customer of two companies is two stories. A lead
is its company's, else its salesperson's, else its team's; so is all that was done about
it. What is about no lead is the company's for which it was noted down.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.best_hours import Calls
from ...planner.learning import Work

#: So many days back what was done counts. What led to an order of these days counts
#: even if it is older, so far back once more.
DAYS = 180
#: An open lead that nobody has tried for so many days has brought nothing.
_FORGOTTEN = 45
#: The newest ones of a company tell enough.
_MOST_CUSTOMERS, _MOST_CALLS = 20_000, 50_000
_READ = {
    "crm.lead": [
        "active",
        "company_id",
        "date_closed",
        "expected_revenue",
        "partner_id",
        "stage_id",
        "team_id",
        "user_id",
        "won_status",
    ],
    "crm.stage": ["sequence", "tier_id"],
    "crm.team": ["active", "company_id", "galloper_management_style"],
    "res.partner": ["commercial_partner_id"],
    "res.users": ["company_id"],
}


def fetch_work(env: Environment, until: datetime) -> dict[int, list[Work]]:
    """{company id: [Work]}: customers' time and orders since each tier, money in the
    company's currency, in which its people enter it.

    :param until: naive UTC
    """
    _flush(env)
    since = until - timedelta(days=DAYS)
    found = defaultdict(list)
    for company_id, *row in env.execute_query(
        SQL(
            _WORK,
            since=since,
            before=since - timedelta(days=DAYS),
            forgotten=until - timedelta(days=_FORGOTTEN),
            until=until,
            most=_MOST_CUSTOMERS,
        )
    ):
        found[company_id].append(Work(*row))
    return found


def fetch_calls(env: Environment, until: datetime) -> dict[int, list[Calls]]:
    """{company id: [Calls]}, by the salespeople's own clocks."""
    _flush(env)
    since = until - timedelta(days=DAYS)
    found = defaultdict(list)
    for company_id, *row in env.execute_query(
        SQL(_CALLS, since=since, until=until, most=_MOST_CALLS)
    ):
        found[company_id].append(Calls(*row))
    return found


def _flush(env):
    for model, names in _READ.items():
        env[model].flush_model(names)


#: The customer, with all that belong to their company, or else the lead.
_WHO = "COALESCE('p' || partner.commercial_partner_id, 'l' || l.id)"

#: Whose a lead is, and an attempt at it.
_LEAD_COMPANY = "COALESCE(l.company_id, owner.company_id, lead_team.company_id)"
_COMPANY = f"""
            COALESCE({_LEAD_COMPANY}, a.company_id, seller.company_id, team.company_id)
"""

_WORK = f"""
WITH team AS (
     SELECT id, company_id FROM crm_team
      WHERE active AND galloper_management_style = 'self'
), won AS (
     SELECT {_LEAD_COMPANY} AS company_id, {_WHO} AS who,
            COALESCE(l.date_closed, l.create_date) AS won_at,
            COALESCE(l.expected_revenue, 0) AS revenue
       FROM crm_lead l
       JOIN team lead_team ON lead_team.id = l.team_id
       LEFT JOIN res_users owner ON owner.id = l.user_id
       LEFT JOIN res_partner partner ON partner.id = l.partner_id
      WHERE l.won_status = 'won'
        AND COALESCE(l.date_closed, l.create_date) <= %(until)s
), bought AS (
     SELECT company_id, who,
            MAX(won_at) FILTER (WHERE won_at < %(since)s) AS before,
            MAX(won_at) FILTER (WHERE won_at >= %(since)s) AS last
       FROM won GROUP BY company_id, who
), act AS (
     SELECT a.id, {_COMPANY} AS company_id, {_WHO} AS who, a.tried_at, a.minutes,
            COALESCE(a.tier_id, stage.tier_id) AS tier_id,
            l.id IS NULL OR l.won_status IN ('won', 'lost') OR NOT l.active
            OR MAX(a.tried_at) OVER (PARTITION BY l.id) < %(forgotten)s AS has_ended,
            COALESCE(
                LEAD(stage.sequence) OVER (PARTITION BY l.id ORDER BY a.tried_at, a.id),
                CASE WHEN l.won_status = 'won' THEN 2147483647 ELSE now.sequence END
            ) > stage.sequence AS advances
       FROM galloper_attempt a
       JOIN team ON team.id = a.team_id
       LEFT JOIN res_users seller ON seller.id = a.user_id
       LEFT JOIN crm_lead l ON l.id = a.lead_id
       LEFT JOIN res_users owner ON owner.id = l.user_id
       LEFT JOIN crm_team lead_team ON lead_team.id = l.team_id
       LEFT JOIN crm_stage now ON now.id = l.stage_id
       LEFT JOIN crm_stage stage ON stage.id = a.stage_id
       LEFT JOIN res_partner partner
              ON partner.id = COALESCE(l.partner_id, a.partner_id)
      WHERE a.tried_at >= %(before)s AND a.tried_at <= %(until)s AND a.minutes > 0
), spent AS (
     SELECT act.*, COALESCE(act.tried_at <= bought.last, FALSE) AS has_bought,
            SUM(act.minutes) OVER (
                PARTITION BY company_id, who,
                             COALESCE(act.tried_at <= bought.last, FALSE)
                ORDER BY act.tried_at DESC, act.id DESC) AS hence
       FROM act LEFT JOIN bought USING (company_id, who)
      WHERE act.who IS NOT NULL AND act.company_id IS NOT NULL AND act.has_ended
        AND (act.tried_at >= %(since)s OR act.tried_at <= bought.last)
        AND (bought.before IS NULL OR act.tried_at > bought.before)
), known AS (
     SELECT company_id, who FROM (
            SELECT company_id, who, ROW_NUMBER() OVER (
                       PARTITION BY company_id ORDER BY MAX(tried_at) DESC, who
                   ) AS place
              FROM spent GROUP BY company_id, who) newest
      WHERE place <= %(most)s
), stood AS (
     SELECT company_id, who, has_bought, tier_id, MIN(tried_at) AS first_at,
            MAX(hence)::int AS minutes, BOOL_OR(advances) AS advanced
       FROM spent JOIN known USING (company_id, who)
      WHERE tier_id IS NOT NULL
      GROUP BY company_id, who, has_bought, tier_id
)
SELECT stood.company_id, stood.who || CASE WHEN has_bought THEN '' ELSE '+' END AS unit,
       tier_id, minutes, COUNT(won.who)::int, COALESCE(SUM(won.revenue), 0)::float8,
       COALESCE(advanced, FALSE)
  FROM stood
  LEFT JOIN won ON won.company_id = stood.company_id AND won.who = stood.who
        AND stood.has_bought AND won.revenue > 0
        AND won.won_at >= stood.first_at AND won.won_at >= %(since)s
 GROUP BY stood.company_id, stood.who, has_bought, tier_id, minutes, advanced
 ORDER BY 1, 2, 3
"""

_CALLS = f"""
WITH try AS (
     SELECT a.id, a.tried_at, a.user_id, a.hour, a.promised,
            COALESCE(a.answered, FALSE)::int AS answered, {_WHO} AS who,
            COALESCE(seller.company_id, a.company_id) AS company_id
       FROM galloper_attempt a
       JOIN crm_team team
         ON team.id = a.team_id AND team.active
        AND team.galloper_management_style = 'self'
       LEFT JOIN res_users seller ON seller.id = a.user_id
       LEFT JOIN crm_lead l ON l.id = a.lead_id
       LEFT JOIN res_partner partner
              ON partner.id = COALESCE(l.partner_id, a.partner_id)
      WHERE a.is_call AND a.tried_at >= %(since)s AND a.tried_at <= %(until)s
), round AS (
     SELECT try.*, COALESCE(SUM(answered) OVER (
                PARTITION BY company_id, who ORDER BY tried_at, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS number
       FROM try WHERE who IS NOT NULL
), counted AS (
     SELECT round.*,
            LEAST(ROW_NUMBER() OVER (
                PARTITION BY company_id, who, number
                ORDER BY tried_at, id), 3)::int AS attempt,
            ROW_NUMBER() OVER (
                PARTITION BY company_id ORDER BY tried_at DESC, id) AS place
       FROM round
)
SELECT company_id, who, COALESCE(user_id, 0), attempt, hour,
       COUNT(*)::int, SUM(answered)::int
  FROM counted
 WHERE NOT COALESCE(promised, FALSE) AND place <= %(most)s AND company_id IS NOT NULL
   AND hour IS NOT NULL
 GROUP BY 1, 2, 3, 4, 5
 ORDER BY 1, 2, 3, 4, 5
"""
