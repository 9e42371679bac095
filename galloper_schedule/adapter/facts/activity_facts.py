"""Reads the facts the planner needs: one statement for the activities of many users."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.contact import Contact
from ...planner.local_time import local_day
from ...planner.tier_order import TierOrder
from ..whereabouts import located
from . import activity_sql, rhythm
from .contact_maker import ContactMaker, buyer_of
from .day import Day
from .fact_columns import FactRow


class PlannedDocument(NamedTuple):
    """What an activity is about, as the plan's lines keep it."""

    lead_id: int | None
    partner_id: int | None
    company_id: int | None


class Facts(NamedTuple):
    """What is known of the activities of one salesperson's day.

    ``digest`` is made from all of it: equal ones mean equal facts. ``tonight`` are the
    promises of the next day until noon: a shift that goes on may have to do with them.
    """

    contacts: list[tuple[Contact, PlannedDocument]]
    digest: tuple
    tonight: Collection[Contact] = ()


def fetch(
    env: Environment, days: Collection[Day], moved: dict[int, int] | None = None
) -> dict[int, Facts]:
    """{user id: Facts}: the open activities of these days' users that may be for today.

    :param env: a superuser environment
    :param days: the ``Day`` of each user
    :param moved: {activity id: user id}, as if these activities were theirs
    """
    return _fetch(env, days, partial(activity_sql.select_contacts, moved=moved), moved)


def fetch_idle_leads(
    env: Environment, days: Collection[Day], tier_order: TierOrder, now: datetime
) -> dict[int, Facts]:
    """{user id: Facts}: the leads of these days' users without any next step, and
    their regular customers who are due. Of more than a day holds the best.

    They look like activities that are due; their id is the lead's, or that of the
    customer's last order.
    """
    return _fetch(env, days, _select_idle(tier_order, now))


def digests(
    env: Environment, days: Collection[Day]
) -> dict[int, tuple[int, int, list, list]]:
    """{user id: the digest of their activities' facts}, added up by the database."""
    return _digests(env, days, activity_sql.select_contacts)


def idle_digests(
    env: Environment, days: Collection[Day], tier_order: TierOrder, now: datetime
) -> dict[int, tuple[int, int, list, list]]:
    """{user id: the digest of their leads without any next step}."""
    return _digests(env, days, _select_idle(tier_order, now))


def _select_idle(tier_order, now):
    return partial(activity_sql.select_idle_leads, tier_order=tier_order, now=now)


def _fetch(env, days, select, moved=None):
    if not days:
        return {}
    rows = read(env, days, select(env, days))
    if moved:
        rows = _due_on_promised_days(rows, days, moved)
    others = {(row.res_model, row.res_id) for row in rows if _is_other(row)}
    live = live_documents(env, others)
    buyers = customers(env, set(map(buyer_of, rows)))
    rows_by_user = {day.user_id: [] for day in days}
    for row in rows:
        rows_by_user[row.user_id].append(row)
    return {
        day.user_id: _facts(day, rows_by_user[day.user_id], live, buyers)
        for day in days
    }


def read(env: Environment, days: Collection[Day], select: SQL) -> list[FactRow]:
    """The rows of a statement that reads facts, with where their customers are, if
    anybody minds their hours.
    """
    found = env.execute_query(located.with_places(select))
    rows = [FactRow(*row) for row in found]
    return located.complete(env, rows) if any(day.calling for day in days) else rows


def _due_on_promised_days(rows, days, moved):
    """A promise that is handed over falls due by the new salesperson's calendar."""
    zones = {day.user_id: day.tz for day in days}
    return [
        row._replace(date_deadline=local_day(row.promised_at, zones[row.user_id]))
        if row.promised_at and row.id in moved
        else row
        for row in rows
    ]


def _facts(day, rows, live, buyers):
    make = ContactMaker(day, buyers).make
    others = {(row.res_model, row.res_id) for row in rows if _is_other(row)}
    partners = set(map(buyer_of, rows))
    contacts, tonight = [], []
    for row in rows:
        if not _is_live(row, live):
            continue
        if row.promised_at and row.promised_at >= day.tomorrow:
            tonight.append(make(row))
        else:
            about = PlannedDocument(row.lead_id, row.partner_id, row.company_id)
            contacts.append((make(row), about))
    total = sum(row.hash for row in rows)
    digest = _digest(len(rows), total, partners, others, live, buyers)
    return Facts(contacts, digest, tonight)


def _is_other(row: FactRow) -> bool:
    """Whether the activity is on a document that is neither a lead nor a customer."""
    known = row.lead_id or row.res_model == "res.partner"
    return bool(not known and row.res_model and row.res_id)


def _is_live(row: FactRow, live: set[tuple[str, int]]) -> bool:
    """Whether the document of the activity, if any, exists and is not archived."""
    if row.res_model == "res.partner" and row.res_id:
        return bool(row.partner_active)
    return not _is_other(row) or (row.res_model, row.res_id) in live


def _digests(env, days, select):
    if not days:
        return {}
    rows = env.execute_query_dict(
        SQL(
            """
            SELECT user_id, count(*), sum(hash)::text AS total,
                   array_agg(DISTINCT ARRAY[commercial_partner_id,
                                            selling_company_id]) AS partners,
                   array_agg(res_model) FILTER (WHERE %(other)s) AS models,
                   array_agg(res_id) FILTER (WHERE %(other)s) AS ids
              FROM (%(facts)s) fact GROUP BY user_id
            """,
            other=SQL("lead_id IS NULL AND res_model <> 'res.partner' AND res_id > 0"),
            facts=select(env, days),
        )
    )
    others = {
        row["user_id"]: set(zip(row["models"] or (), row["ids"] or (), strict=True))
        for row in rows
    }
    partners = {
        row["user_id"]: {tuple(pair) for pair in row["partners"]} for row in rows
    }
    buyers = customers(env, set().union(*partners.values()))
    live = live_documents(env, set().union(*others.values()))
    found = {
        row["user_id"]: _digest(
            row["count"],
            int(row["total"]),
            partners[row["user_id"]],
            others[row["user_id"]],
            live,
            buyers,
        )
        for row in rows
    }
    nothing = _digest(0, 0, set(), set(), set(), set())
    return {day.user_id: found.get(day.user_id, nothing) for day in days}


def _digest(count, total, partners, others, live, buyers):
    return count, total, sorted(partners & buyers), sorted(others & live)


def document_of(about: BaseModel) -> BaseModel:
    """The lead or customer that an activity is about, or this one; may be empty."""
    return documents(about)[about]


def partners(activities: BaseModel) -> dict[BaseModel, BaseModel]:
    """{activity: its customer, or an empty recordset}, read in one query a model."""
    return {
        activity: partner_of(document)
        for activity, document in documents(activities).items()
    }


def free_contacts(about: BaseModel, day: Day) -> list[Contact]:
    """Activities as a program gives them: how long they take, and the customers' hours.

    :param about: activities, or leads or customers who have none yet
    """
    of = documents(about)
    hours = day.hours_of(of.values())
    return [
        Contact(
            id=one.id,
            deadline=day.today,
            minutes=getattr(one, "contact_minutes", 0) or day.minutes,
            hours=hours[of[one]],
        )
        for one in about
    ]


def partner_of(document: BaseModel) -> BaseModel:
    """The customer of a lead, or this customer; may be empty."""
    return document.partner_id if document._name == "crm.lead" else document


def documents(activities: BaseModel) -> dict[BaseModel, BaseModel]:
    """{activity: the lead or customer it is about, else an empty recordset of
    partners}, read in one query a model; these are about themselves.
    """
    env = activities.env
    if activities._name in ("crm.lead", "res.partner"):
        return {one: one for one in activities}
    found = dict.fromkeys(activities, env["res.partner"])
    for res_model, group in activities.grouped("res_model").items():
        if res_model not in ("crm.lead", "res.partner"):
            continue
        Model = env[res_model].with_context(active_test=False)
        every = Model.search([("id", "in", group.mapped("res_id"))], order="id")
        by_id = {document.id: document for document in every}
        for activity in group:
            document = by_id.get(activity.res_id)
            if document:
                found[activity] = document
    return found


def live_documents(
    env: Environment, references: set[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Those of the (model, id) that exist and are not archived."""
    ids_by_model = defaultdict(set)
    for res_model, res_id in references:
        if res_model in env and not env[res_model]._abstract:
            ids_by_model[res_model].add(res_id)
    live = set()
    for res_model, res_ids in ids_by_model.items():
        Model = env[res_model].with_context(active_test=True)
        found = Model.search([("id", "in", list(res_ids))], order="id")
        live.update((res_model, res_id) for res_id in found.ids)
    return live


def customers(
    env: Environment, asked: set[tuple[int | None, int]]
) -> set[tuple[int, int]]:
    """Which of these have bought before: (their whole company, which of ours)."""
    pairs = [pair for pair in asked if pair[0]]
    if not pairs:
        return set()
    bought = rhythm.has_bought(SQL("asked.partner_id"), SQL("asked.company_id"))
    rows = env.execute_query(
        SQL(
            """SELECT asked.* FROM unnest(%s::int[], %s::int[])
                   AS asked (partner_id, company_id)
                WHERE %s""",
            [partner_id for partner_id, _company_id in pairs],
            [company_id for _partner_id, company_id in pairs],
            bought,
        )
    )
    return set(rows)
