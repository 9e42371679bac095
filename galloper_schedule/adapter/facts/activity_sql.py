"""The statements that read the facts: one for the activities of many users."""

from collections.abc import Collection
from datetime import datetime

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.tier_order import TierOrder
from ..numbers import number_sql
from ..tools import odoo_internals
from ..whereabouts import evidence
from . import due_customers, fact_columns, rhythm
from .day import Day, as_rows

_OF_USER = (
    "user_id",
    "partner_id",
    "team_id",
    "company_id",
    "today",
    "begins",
    "tomorrow",
    "night_ends",
    "suggests",
    "suggests_customers",
)

_PLACE = ", ".join(evidence.OF_PARTNER)

#: The service model of a customer, of their company, or of the team.
SERVICE = """LEFT JOIN galloper_service_model service
         ON service.id = COALESCE(partner.galloper_service_model_id,
                                  family.galloper_service_model_id,
                                  team.galloper_service_model_id)"""

#: The customer an activity ``a`` is about, with its lead ``l``.
PARTNER = """
       CASE WHEN a.res_model = 'res.partner' THEN a.res_id ELSE l.partner_id END"""

#: Nobody calls about a lead that is lost, or archived.
IS_LIVE = """(a.res_model IS DISTINCT FROM 'crm.lead'
        OR l.active AND l.won_status IS DISTINCT FROM 'lost')"""

#: The offsets fence off one look-up an activity: left to itself PostgreSQL reads whole
#: tables of leads, partners and meetings, or all users, for one day. It is told of no
#: more columns than are needed: it thinks about those of a wide table, too.
_SELECT_FACTS = f"""
SELECT {fact_columns.facts()}
  FROM (%(inner)s OFFSET 0) c
  LEFT JOIN LATERAL (
       SELECT id, active, company_id, commercial_partner_id, {_PLACE},
              galloper_contact_from, galloper_contact_to, galloper_calling_calendar_id,
              is_company, galloper_service_model_id, phone_sanitized
         FROM res_partner WHERE id = c.partner_id
       OFFSET 0) partner ON TRUE
  LEFT JOIN LATERAL (
       SELECT {_PLACE}, galloper_contact_from, galloper_contact_to,
              galloper_calling_calendar_id, is_company, galloper_service_model_id
         FROM res_partner WHERE id = NULLIF(partner.commercial_partner_id, partner.id)
       OFFSET 0) family ON TRUE
  LEFT JOIN crm_stage stage ON stage.id = c.stage_id
  LEFT JOIN crm_team team ON c.res_model IS NOT NULL
                         AND team.id = COALESCE(c.team_id, c.user_team_id)
  {SERVICE}
{number_sql.REFUSAL}
"""

#: The open activities that may be for today, and what is promised for the night after
#: it; lost and archived leads are out. The first condition, by UTC days, is what there
#: is an index for: it lets a day too many pass.
_CONTACTS = f"""
SELECT {fact_columns.columns("u a l e", partner_id=PARTNER)}
  FROM %s
  JOIN LATERAL (
       SELECT {", ".join(fact_columns.READ_OF_ACTIVITY)}
         FROM %s one
        WHERE one.user_id = u.id AND one.active IS TRUE
          AND COALESCE(one.promised_at::date, one.date_deadline)
              <= GREATEST(u.today, u.night_ends::date)
       OFFSET 0) a ON TRUE
  LEFT JOIN LATERAL (
       SELECT {", ".join(fact_columns.READ_OF_LEAD)}
         FROM crm_lead
        WHERE a.res_model = 'crm.lead' AND id = a.res_id
       OFFSET 0) l ON TRUE
  LEFT JOIN LATERAL (
       SELECT {", ".join(fact_columns.READ_OF_EVENT)}
         FROM calendar_event
        WHERE id = a.calendar_event_id AND active
       OFFSET 0) e ON TRUE
 WHERE CASE WHEN a.promised_at IS NULL THEN a.date_deadline <= u.today
            ELSE a.promised_at < u.night_ends END
   AND a.galloper_unresponsive IS NOT TRUE
   AND {IS_LIVE}
"""

_OF_IDLE_LEAD = {
    "res_model": "'crm.lead'",
    "res_id": "l.id",
    "id": "l.id",
    "date_deadline": "u.today",
}

#: Leads without any next step, a meeting included, and with nothing done about them
#: today. Odoo also writes what was done long ago, as when somebody moves to another
#: zone. They look like activities due today.
_IDLE_LEADS = f"""
SELECT {fact_columns.columns("u l", **_OF_IDLE_LEAD)}
  FROM %s
  JOIN LATERAL (
       SELECT {", ".join(fact_columns.READ_OF_LEAD)}
         FROM crm_lead lead
        WHERE lead.user_id = u.id AND lead.active AND lead.won_status = 'pending'
          AND NOT EXISTS (SELECT FROM mail_activity
                           WHERE res_model = 'crm.lead' AND res_id = lead.id
                             AND (active OR write_date >= u.begins
                                  AND date_done >= u.begins::date))
           AND NOT EXISTS (SELECT FROM calendar_event
                            WHERE opportunity_id = lead.id AND active
                              AND CASE WHEN allday THEN stop_date >= u.today
                                       ELSE stop > u.begins END)
       ) l ON u.suggests
"""

#: More than a day holds.
MOST_IDLE_LEADS = 500
#: Of a user who has more of them the best, as ``two_pass.sorting_key`` orders them. Who
#: has fewer has them all: nothing is looked up for their order. Where a lead stands in
#: the tier order, the planner has said of each kind of lead.
_BEST = """
SELECT %(columns)s
  FROM (SELECT fact.*, row_number() OVER (
               PARTITION BY fact.user_id, fact.res_model
               ORDER BY fact.is_call
                        AND (fact.phone_allowed IS FALSE OR COALESCE(
                             fact.listed OR fact.asked
                             OR fact.paused_until > %(now)s, FALSE)),
                        standing.place, fact.goes_first IS NOT TRUE,
                        COALESCE(fact.stage_sequence, 0) DESC,
                        COALESCE(fact.priority, '0') DESC,
                        COALESCE(fact.expected_revenue * fact.exchange_rate
                                 * fact.probability, 0) DESC,
                        fact.id) AS nth
          FROM (SELECT fact.*, count(*) OVER (
                       PARTITION BY fact.user_id, fact.res_model) > %(most)s AS many
                  FROM (%(facts)s) fact) fact
          LEFT JOIN unnest(%(tiers)s::int[], %(settling)s::bool[], %(buying)s::bool[],
                           %(fresh)s::bool[], %(places)s::int[])
                 AS standing (tier_id, settles, is_customer, is_fresh, place)
                 ON fact.many
                AND standing.tier_id = COALESCE(fact.tier_id, 0)
                AND standing.settles = COALESCE(
                    fact.date_last_stage_update
                    + fact.tier_after_days * INTERVAL '1 day' > %(now)s, FALSE)
                AND standing.is_fresh = COALESCE(
                    fact.inbound AND fact.create_date > %(fresh_since)s, FALSE)
                AND standing.is_customer = (fact.many AND %(has_bought)s)
       ) fact
 WHERE nth <= %(most)s
"""
_FACT_NAMES = [
    name for name in fact_columns.FactRow._fields if name not in fact_columns.LATER
]


#: The activities as they would be with other salespeople.
_MOVED = f"""
(SELECT user_id, active, {", ".join(fact_columns.READ_OF_ACTIVITY)}
   FROM mail_activity WHERE user_id = ANY(%(user_ids)s) AND id <> ALL(%(ids)s)
  UNION ALL
 SELECT moved.user_id, active, {", ".join(fact_columns.READ_OF_ACTIVITY)}
   FROM mail_activity JOIN (VALUES %(moved)s) AS moved (id, user_id) USING (id))
"""


def select_contacts(
    env: Environment, days: Collection[Day], moved: dict[int, int] | None = None
) -> SQL:
    """All that the rule asks about each activity, and a hash of it.

    :param moved: {activity id: user id}, as if these activities were theirs
    """
    activities = SQL("mail_activity")
    if moved:
        activities = SQL(
            _MOVED,
            user_ids=[day.user_id for day in days],
            ids=list(moved),
            moved=SQL(", ").join(SQL("(%s, %s)", *pair) for pair in moved.items()),
        )
    return _with_hash(env, select_facts(env, days, _CONTACTS, activities))


def select_idle_leads(
    env: Environment, days: Collection[Day], tier_order: TierOrder, now: datetime
) -> SQL:
    """The same about leads without any next step, and customers who are due.

    :param now: naive UTC
    """
    customers = due_customers.select(_users(days))
    every = select_facts(env, days, f"{_IDLE_LEADS} UNION ALL %s", customers)
    return _with_hash(env, _best(every, tier_order, now))


def _best(facts: SQL, tier_order: TierOrder, now: datetime) -> SQL:
    tiers, *flags, places = zip(*tier_order.standings(), strict=True)
    names = ("settling", "buying", "fresh")
    return SQL(
        _BEST,
        columns=SQL(", ").join(SQL.identifier("fact", name) for name in _FACT_NAMES),
        facts=facts,
        most=MOST_IDLE_LEADS,
        now=now,
        fresh_since=tier_order.fresh_since(now),
        has_bought=rhythm.has_bought(
            SQL("fact.commercial_partner_id"), SQL("fact.selling_company_id")
        ),
        tiers=[tier or 0 for tier in tiers],
        places=list(places),
        **dict(zip(names, map(list, flags), strict=True)),
    )


def _with_hash(env: Environment, select: SQL) -> SQL:
    return SQL("SELECT fact.*, %s AS hash FROM (%s) fact", hash_of(env, "fact"), select)


def hash_of(env: Environment, alias: str) -> SQL:
    """A hash of 64 bits of a whole row; PostgreSQL 13 has none but that of its text."""
    row = SQL.identifier(alias)
    if odoo_internals.server_version(env.cr) >= 140000:
        # A row's hash is a weighted sum of its columns' hashes: added up as it is, two
        # rows that exchange a value would not show.
        return SQL("hashint8extended(hash_record_extended(%s, 0), 0)", row)
    return SQL("hashtextextended(%s::text, 0)", row)


def select_facts(
    env: Environment, days: Collection[Day], inner: str, *parts: object
) -> SQL:
    """The columns of a ``FactRow``, without the hash, of what an inner select names."""
    # Nearly every table there is: asking one after the other takes longer.
    env.flush_all()
    return SQL(
        _SELECT_FACTS,
        inner=SQL(inner, _users(days), *parts),
        exchange_rate=_exchange_rate(days),
        tried=number_sql.tried(most_attempts(days)),
        places=evidence.version(),
    )


def most_attempts(days: Collection[Day]) -> int:
    """How many attempts at a number are asked about, on any of these days."""
    return max((day.calling.most_attempts for day in days if day.calling), default=0)


def _exchange_rate(days: Collection[Day]) -> SQL:
    """Leads of no company are counted in the currency of the salesperson's."""
    rates = [(day.user_id, *rate) for day in days for rate in day.rates]
    if not rates:
        return SQL("1::float8")
    return SQL(
        """COALESCE(
           (SELECT rate.factor
              FROM res_company owner
              JOIN (VALUES %s) AS rate (user_id, currency_id, factor)
                ON rate.user_id = c.user_id AND rate.currency_id = owner.currency_id
             WHERE owner.id = c.company_id), 1)""",
        SQL(", ").join(SQL("(%s, %s, %s::float8)", *rate) for rate in rates),
    )


def _users(days: Collection[Day]) -> SQL:
    """What the inner selects know of each user, as ``u``."""
    columns = SQL(", ").join(map(SQL.identifier, ["id", *_OF_USER[1:]]))
    return SQL("(VALUES %s) AS u (%s)", as_rows(days, *_OF_USER), columns)
