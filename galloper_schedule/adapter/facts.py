"""Reads the facts the planner needs: one statement for the contacts of many users."""

from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from ..planner.contact import Contact
from . import selects
from .contact_maker import ContactMaker


class PlannedDocument(NamedTuple):
    """What a contact is about, as the plan's lines keep it."""

    lead_id: int | None
    partner_id: int | None
    company_id: int | None


def fetch(env, days):
    """The open contacts of these days' users that may be for today.

    :param env: a superuser environment
    :param days: the ``Day`` of each user
    :return: {user id: [(Contact, PlannedDocument)]}
    """
    if not days:
        return {}
    rows = env.execute_query_dict(selects.select_contacts(env, days))
    live = live_documents(
        env, {(row["res_model"], row["res_id"]) for row in rows if not row["lead_id"]}
    )
    return _contacts(
        env,
        days,
        [
            row
            for row in rows
            if row["lead_id"]
            or not row["res_model"]
            or (row["res_model"], row["res_id"]) in live
        ],
    )


def fetch_idle_leads(env, days):
    """The leads of these days' users without any next step, as contacts.

    :return: {user id: [(Contact, PlannedDocument)]}; a contact's id is the lead's
    """
    if not days:
        return {}
    rows = env.execute_query_dict(selects.select_idle_leads(env, days))
    return _contacts(env, days, rows)


def free_contact(activity, day):
    """A contact as a program gives it: how long it takes, and the customer's hours."""
    return Contact(
        id=activity.id,
        deadline=day.today,
        minutes=activity.contact_minutes or day.minutes,
        hours=partners(activity)[activity]._get_call_hours(day.hours),
    )


def partners(activities):
    """{activity: its customer, or an empty recordset}, read in one query a model."""
    env = activities.env
    existing = {
        name: env[name]
        .with_context(active_test=False)
        .search([("id", "in", group.mapped("res_id"))])
        for name, group in activities.grouped("res_model").items()
        if name in ("crm.lead", "res.partner")
    }
    found = {}
    for activity in activities:
        documents = existing.get(activity.res_model, env["res.partner"])
        document = documents & documents.browse(activity.res_id)
        is_lead = document._name == "crm.lead"
        found[activity] = document.partner_id if is_lead else document
    return found


def _contacts(env, days, rows):
    buyers = customers(env, {row["commercial_partner_id"] for row in rows})
    maker = {day.user_id: ContactMaker(day, buyers) for day in days}
    contacts = defaultdict(list)
    for row in rows:
        contacts[row["user_id"]].append(
            (
                maker[row["user_id"]].make(row),
                PlannedDocument(row["lead_id"], row["partner_id"], row["company_id"]),
            )
        )
    return contacts


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


