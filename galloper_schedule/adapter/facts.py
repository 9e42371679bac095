"""Reads the facts the planner needs: one statement for the contacts of many users."""

from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from ..planner.contact import Contact, Lead


class PlannedDocument(NamedTuple):
    """What a contact is about, as the plan's lines keep it."""

    lead_id: int | None
    partner_id: int | None
    company_id: int | None


#: Fields whose pending changes must be in the database before the facts are read.
_SOURCES = {
    "mail.activity": [
        "active",
        "contact_minutes",
        "date_deadline",
        "promised_at",
        "promised_until",
        "res_id",
        "res_model",
        "retry_at",
        "user_id",
    ],
    "crm.lead": [
        "active",
        "company_id",
        "create_uid",
        "date_last_stage_update",
        "expected_revenue",
        "partner_id",
        "priority",
        "probability",
        "stage_id",
        "won_status",
    ],
    "crm.stage": ["sequence", "tier_after_days", "tier_id"],
    "res.partner": ["commercial_partner_id", "company_id"],
    "res.users": ["active", "share"],
}


#: The offsets fence off one look-up a contact: left to itself PostgreSQL reads whole
#: tables of leads and partners, or all users again and again, for one day.
_SELECT_FACTS = """
SELECT c.user_id, c.res_model, c.res_id, c.id, c.date_deadline,
       c.promised_at, c.promised_until, c.contact_minutes, c.retry_at,
       c.lead_id, stage.sequence AS stage_sequence, c.priority,
       c.expected_revenue::float8, c.probability, stage.tier_id,
       c.date_last_stage_update, stage.tier_after_days, c.create_date,
       COALESCE(author.share OR NOT author.active, TRUE) AS inbound,
       c.partner_id, c.commercial_partner_id, c.company_id
  FROM (
       SELECT u.id AS user_id, a.res_model, a.res_id, a.id, a.date_deadline,
              a.promised_at, a.promised_until, a.contact_minutes, a.retry_at,
              l.id AS lead_id, l.stage_id, l.priority, l.expected_revenue,
              l.probability, l.date_last_stage_update, l.create_date,
              l.create_uid, partner.id AS partner_id,
              partner.commercial_partner_id,
              COALESCE(l.company_id, partner.company_id) AS company_id
         FROM (VALUES %s) AS u (id, today, tomorrow)
         JOIN mail_activity a ON a.user_id = u.id AND a.active
         LEFT JOIN LATERAL (
              SELECT * FROM crm_lead
               WHERE a.res_model = 'crm.lead' AND id = a.res_id
              OFFSET 0) l ON TRUE
         LEFT JOIN LATERAL (
              SELECT id, company_id, commercial_partner_id FROM res_partner
               WHERE id = CASE WHEN a.res_model = 'res.partner' THEN a.res_id
                               ELSE l.partner_id END
              OFFSET 0) partner ON TRUE
        WHERE CASE WHEN a.promised_at IS NULL THEN a.date_deadline <= u.today
                   ELSE a.promised_at < u.tomorrow END
          AND (a.res_model IS DISTINCT FROM 'crm.lead'
               OR l.active AND l.won_status IS DISTINCT FROM 'lost')
       OFFSET 0) c
  LEFT JOIN crm_stage stage ON stage.id = c.stage_id
  LEFT JOIN res_users author ON author.id = c.create_uid
"""


def fetch(env, days):
    """The open contacts of these days' users that may be for today.

    :param env: a superuser environment
    :param days: the ``Day`` of each user
    :return: {user id: [(Contact, PlannedDocument)]}
    """
    if not days:
        return {}
    minutes = {day.user_id: day.minutes for day in days}
    rows = env.execute_query_dict(select_facts(env, days))
    live = live_documents(
        env, {(row["res_model"], row["res_id"]) for row in rows if not row["lead_id"]}
    )
    rows = [
        row
        for row in rows
        if row["lead_id"]
        or not row["res_model"]
        or (row["res_model"], row["res_id"]) in live
    ]
    buyers = customers(env, {row["commercial_partner_id"] for row in rows})
    contacts = defaultdict(list)
    for row in rows:
        contacts[row["user_id"]].append(
            (
                _contact(row, buyers, minutes[row["user_id"]]),
                PlannedDocument(row["lead_id"], row["partner_id"], row["company_id"]),
            )
        )
    return contacts


def select_facts(env, days):
    """All that the rule asks about each contact; lost and archived leads are out."""
    for model, names in _SOURCES.items():
        env[model].flush_model(names)
    users = SQL(", ").join(
        SQL("(%s, %s::date, %s::timestamp)", day.user_id, day.today, day.tomorrow)
        for day in days
    )
    return SQL(_SELECT_FACTS, users)


def live_documents(env, references):
    """Those of the (model, id) that exist and are not archived."""
    ids_by_model = defaultdict(set)
    for res_model, res_id in references:
        if res_model in env:
            ids_by_model[res_model].add(res_id)
    live = set()
    for res_model, res_ids in ids_by_model.items():
        Model = env[res_model].with_context(active_test=True)
        found = Model.search([("id", "in", list(res_ids))], order="id")
        live.update((res_model, res_id) for res_id in found._ids)
    return live


def customers(env, commercial_partner_ids):
    """Which of these companies have bought before."""
    asked = tuple(commercial_partner_ids - {None})
    if not asked:
        return set()
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT partner.commercial_partner_id
                 FROM res_partner partner
                 JOIN crm_lead won ON won.partner_id = partner.id
                WHERE partner.commercial_partner_id IN %s
                  AND won.won_status = 'won'""",
            asked,
        )
    )
    return {row[0] for row in rows}


def _contact(row, buyers, default_minutes):
    return Contact(
        id=row["id"],
        deadline=row["date_deadline"],
        promised_at=row["promised_at"],
        promised_until=row["promised_until"],
        minutes=row["contact_minutes"] or default_minutes,
        retry_at=row["retry_at"],
        lead=_lead(row) if row["lead_id"] else None,
        is_customer=row["commercial_partner_id"] in buyers,
        on_partner=row["res_model"] == "res.partner",
    )


def _lead(row):
    return Lead(
        stage_sequence=row["stage_sequence"] or 0,
        stars=int(row["priority"] or 0),
        expected_revenue=row["expected_revenue"] or 0.0,
        probability=row["probability"] or 0.0,
        stage_rung=row["tier_id"],
        stage_since=row["date_last_stage_update"],
        settle_days=row["tier_after_days"] or 0,
        created=row["create_date"],
        inbound=row["inbound"],
    )
