"""A person may be forgotten: the books keep what came of it, and no longer the name.

Names, what was noted, and what leads back to the person are cleared; when it was, what
came of it, the team, the stage and the priority group stay, and so does every figure
made from them. The books refuse all changes through the ORM, so this is done here, in
SQL, and is written down each time: how many entries, never whose.

How to use
----------
Find the entries first, as deleting takes away what they are found by; clear them when
the rest has gone well::

    found = forget.of_customers(partners)
    result = super().unlink()
    found.clear(forget.DELETED)

Nothing is asked of the rights of the caller: who may delete or anonymise the person may
have them forgotten. Call this beside such an act alone.
"""

from collections import Counter
from typing import NamedTuple

from odoo import api, fields
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from . import forget_rows

CUSTOMER, LEAD, SALESPERSON = "customer", "lead", "salesperson"
#: Through what people were forgotten.
DELETED, LOOKUP, ANONYMIZED = "deleted", "lookup", "anonymized"
ACCOUNT, IDLE, MISSING = "account", "idle", "missing"
#: In the context of a tool that deletes with all rights: through what.
THROUGH = "galloper_forgotten_through"

#: The books about customers, which generic tools meet as records of a person.
BOOKS = "galloper.promise", "galloper.attempt"

#: Always in this order.
_TABLES = ("promises", "attempts", "days", "activities", "refusals")


class Found(NamedTuple):
    """Entries about people of one kind; ids."""

    env: api.Environment
    kind: str
    promises: list = ()
    attempts: list = ()
    days: list = ()
    activities: list = ()
    refusals: list = ()
    places: list = ()

    def clear(self, through: str) -> int:
        """Forget the people in these entries.

        :return: how many entries it concerned
        """
        env, cleared = self.env, Counter()
        if self.places:
            # Known from address and number, as soon as anybody asks again.
            env.cr.execute(SQL(forget_rows.CLEAR_PLACES, list(self.places)))
            env["galloper.located"].invalidate_model(flush=False)
        # Always in this order, and by id: who does so too waits, and nobody forever.
        for table in _TABLES:
            if ids := getattr(self, table):
                cleared.update(_clear(env, self.kind, table, sorted(ids)))
        if cleared:
            if env.su and env.context.get(THROUGH) == LOOKUP:
                through = LOOKUP
            _write_down(env, self.kind, through, cleared)
        return cleared.total()


def of_customers(partners: BaseModel, company: BaseModel | None = None) -> Found:
    """What is known of these customers, with their contacts and addresses.

    Also what is known of their leads since before these had a customer.

    :param company: of this company's books alone, and of no activities
    """
    env = partners.env
    if not partners:
        return Found(env, CUSTOMER)
    forget_rows.flush(env)
    family = forget_rows.family(env, partners.ids)
    return Found(
        env,
        CUSTOMER,
        promises=forget_rows.of_customers(env, "galloper_promise", family, company),
        attempts=forget_rows.of_customers(env, "galloper_attempt", family, company),
        activities=() if company else forget_rows.activities_of(env, family),
        # Who is idle for long has not taken their no back.
        refusals=() if company else forget_rows.refusals_of(env, family),
        places=() if company else family,
    )


def of_leads(leads: BaseModel, company: BaseModel | None = None) -> Found:
    """What is known of these leads, but for their customers: people of their own."""
    env = leads.env
    if not leads:
        return Found(env, LEAD)
    forget_rows.flush(env)
    return Found(
        env,
        LEAD,
        promises=forget_rows.of_leads(env, "galloper_promise", leads.ids, company),
        attempts=forget_rows.of_leads(env, "galloper_attempt", leads.ids, company),
        activities=() if company else forget_rows.activities_on(env, leads),
        refusals=() if company else forget_rows.refusals_on(env, leads.ids),
        places=() if company else [-lead_id for lead_id in leads.ids],
    )


def of_users(users: BaseModel) -> Found:
    """What these people did as salespeople; it goes on counting for their teams."""
    env = users.env
    if not users:
        return Found(env, SALESPERSON)
    return Found(
        env,
        SALESPERSON,
        promises=forget_rows.of_users(env, "galloper_promise", users.ids),
        attempts=forget_rows.of_users(env, "galloper_attempt", users.ids),
        days=forget_rows.of_users(env, "galloper_day", users.ids),
    )


def of_entries(entries: BaseModel) -> Found:
    """These entries of one of the ``BOOKS``, whoever they are about."""
    table = "promises" if entries._name == "galloper.promise" else "attempts"
    return Found(entries.env, CUSTOMER, **{table: entries.ids})


def of_missing(env: Environment) -> list[Found]:
    """Names that have outlived the person they name: PostgreSQL deletes without a word,
    and earlier versions kept them."""
    return [
        Found(env, LEAD, promises=forget_rows.without_lead(env)),
        Found(
            env,
            CUSTOMER,
            promises=forget_rows.without_customer(env, "galloper_promise"),
            attempts=forget_rows.without_customer(env, "galloper_attempt"),
        ),
        Found(
            env,
            SALESPERSON,
            promises=forget_rows.without_user(env, "galloper_promise"),
            attempts=forget_rows.without_user(env, "galloper_attempt"),
            days=forget_rows.without_user(env, "galloper_day"),
        ),
    ]


def _clear(env, kind, table, ids):
    """Clear these rows; a company id, or None, for each entry that held anything."""
    if table == "activities":
        env.cr.execute(SQL(forget_rows.CLEAR_ACTIVITIES, ids))
        env["mail.activity"].invalidate_model(["galloper_attempt_log"], flush=False)
        return []
    env.cr.execute(SQL(forget_rows.CLEAR[kind, table], ids=ids))
    companies = [row[0] for row in env.cr.fetchall()]
    env[forget_rows.MODELS[table]].invalidate_model(flush=False)
    return companies


def _write_down(env, kind, through, cleared):
    """That it happened, for each company whose books it was in; never who it was."""
    rows = [
        (fields.Datetime.now(), env.uid, kind, through, number, company)
        for company, number in cleared.items()
    ]
    env.cr.execute_values(forget_rows.WRITE_DOWN, rows)
    env["galloper.erasure"].invalidate_model(flush=False)
