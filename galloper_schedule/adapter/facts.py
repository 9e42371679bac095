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


def fetch(env, days, default_minutes):
    """The open contacts of these users that may be for today.

    :param env: a superuser environment
    :param days: {user id: (today as date, first naive UTC moment of tomorrow)}
    :param default_minutes: {user id: minutes of a contact that names none}
    :return: {user id: [(Contact, retry_at, PlannedDocument)]}
    """
    for model, names in _SOURCES.items():
        env[model].flush_model(names)
    rows = env.execute_query(_select_contacts(days))
    live = _live_documents(env, rows)
    rows = [row for row in rows if not row[1] or (row[1], row[2]) in live]
    customers = _customers(env, {row[-1] for row in rows if row[-1]})
    contacts = defaultdict(list)
    for row in rows:
        user_id = row[0]
        contacts[user_id].append(_contact(row, customers, default_minutes[user_id]))
    return contacts


def _select_contacts(days):
    """All that the rule asks about each contact; lost and archived leads are out."""
    users = SQL(", ").join(
        SQL("(%s, %s::date, %s::timestamp)", user_id, today, tomorrow)
        for user_id, (today, tomorrow) in days.items()
    )
    return SQL(
        """
        SELECT u.id, a.res_model, a.res_id,
               a.id, a.date_deadline, a.promised_at, a.promised_until,
               a.contact_minutes, a.retry_at,
               l.id, stage.sequence, l.priority, l.expected_revenue, l.probability,
               stage.tier_id, l.date_last_stage_update, stage.tier_after_days,
               l.create_date, COALESCE(author.share OR NOT author.active, TRUE),
               partner.id, COALESCE(l.company_id, partner.company_id),
               partner.commercial_partner_id
          FROM (VALUES %s) AS u (id, today, tomorrow)
          JOIN mail_activity a ON a.user_id = u.id AND a.active
          LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
          LEFT JOIN crm_stage stage ON stage.id = l.stage_id
          LEFT JOIN res_users author ON author.id = l.create_uid
          LEFT JOIN res_partner partner ON partner.id =
               CASE WHEN a.res_model = 'res.partner' THEN a.res_id
                    ELSE l.partner_id END
         WHERE CASE WHEN a.promised_at IS NULL THEN a.date_deadline <= u.today
                    ELSE a.promised_at < u.tomorrow END
           AND (a.res_model IS DISTINCT FROM 'crm.lead'
                OR l.active AND l.won_status IS DISTINCT FROM 'lost')
        """,
        users,
    )


def _live_documents(env, rows):
    """The (model, id) of the documents that exist and are not archived."""
    ids_by_model = defaultdict(set)
    live = set()
    for _user_id, res_model, res_id, *_rest in rows:
        if res_model == "crm.lead":
            live.add((res_model, res_id))
        elif res_model in env:
            ids_by_model[res_model].add(res_id)
    for res_model, res_ids in ids_by_model.items():
        Model = env[res_model].with_context(active_test=True)
        live.update(
            (res_model, found)
            for found in Model.search([("id", "in", list(res_ids))])._ids
        )
    return live


def _customers(env, commercial_partner_ids):
    """Which of these companies have bought before."""
    if not commercial_partner_ids:
        return set()
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT partner.commercial_partner_id
                 FROM res_partner partner
                 JOIN crm_lead won ON won.partner_id = partner.id
                WHERE partner.commercial_partner_id IN %s
                  AND won.won_status = 'won'""",
            tuple(commercial_partner_ids),
        )
    )
    return {row[0] for row in rows}


def _contact(row, customers, default_minutes):
    (
        _user_id,
        res_model,
        _res_id,
        activity_id,
        deadline,
        promised_at,
        promised_until,
        minutes,
        retry_at,
        lead_id,
        stage_sequence,
        priority,
        expected_revenue,
        probability,
        stage_rung,
        stage_since,
        settle_days,
        created,
        inbound,
        partner_id,
        company_id,
        commercial_partner_id,
    ) = row
    lead = lead_id and Lead(
        stage_sequence=stage_sequence or 0,
        stars=int(priority or 0),
        expected_revenue=float(expected_revenue or 0),
        probability=probability or 0.0,
        stage_rung=stage_rung,
        stage_since=stage_since,
        settle_days=settle_days or 0,
        created=created,
        inbound=inbound,
    )
    contact = Contact(
        id=activity_id,
        deadline=deadline,
        promised_at=promised_at,
        promised_until=promised_until,
        minutes=minutes or default_minutes,
        lead=lead or None,
        is_customer=commercial_partner_id in customers,
        on_partner=res_model == "res.partner",
    )
    return contact, retry_at, PlannedDocument(lead_id, partner_id, company_id)
