"""The statements of ``forget``: which entries are about a person, and clearing them."""

from collections.abc import Iterable

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

MODELS = {
    "promises": "galloper.promise",
    "attempts": "galloper.attempt",
    "days": "galloper.day",
    "refusals": "galloper.call.refusal",
}

_READ = {
    "crm.lead": ["partner_id"],
    "mail.activity": ["galloper_attempt_log", "res_id", "res_model"],
    "res.partner": ["is_company", "parent_id"],
}


def flush(env: Environment) -> None:
    """Bring what is asked here into the database."""
    for model, names in _READ.items():
        env[model].flush_model(names)


def _ids(env, statement, *args, **kwargs):
    return [row[0] for row in env.execute_query(SQL(statement, *args, **kwargs))]


def family(env: Environment, partner_ids: Iterable[int]) -> list[int]:
    """With contacts and addresses, archived ones too; a subsidiary is none of these."""
    return _ids(
        env,
        """WITH RECURSIVE family (id) AS (
                SELECT unnest(%s)
                 UNION
                SELECT contact.id FROM family
                  JOIN res_partner contact ON contact.parent_id = family.id
                 WHERE contact.is_company IS NOT TRUE)
           SELECT id FROM family""",
        list(partner_ids),
    )


def of_customers(
    env: Environment,
    table: str,
    partner_ids: list[int],
    company: BaseModel | None = None,
) -> list[int]:
    return _ids(
        env,
        """SELECT entry.id FROM %(table)s entry
            WHERE entry.partner_id = ANY(%(ids)s) AND %(of_company)s
            UNION
           SELECT entry.id FROM crm_lead l JOIN %(table)s entry ON entry.lead_id = l.id
            WHERE l.partner_id = ANY(%(ids)s) AND entry.partner_id IS NULL
              AND %(of_company)s""",
        table=SQL.identifier(table),
        ids=partner_ids,
        of_company=_of_company(company),
    )


def of_leads(
    env: Environment, table: str, lead_ids: list[int], company: BaseModel | None = None
) -> list[int]:
    return _ids(
        env,
        "SELECT entry.id FROM %s entry WHERE entry.lead_id = ANY(%s) AND %s",
        SQL.identifier(table),
        lead_ids,
        _of_company(company),
    )


def refusals_of(env: Environment, partner_ids: list[int]) -> list[int]:
    """What these customers, or leads of theirs, have asked for."""
    return _ids(
        env,
        """SELECT id FROM galloper_call_refusal WHERE partner_id = ANY(%(ids)s)
            UNION
           SELECT no.id
             FROM crm_lead l
             JOIN galloper_call_refusal no ON no.lead_id = l.id
            WHERE l.partner_id = ANY(%(ids)s) AND no.partner_id IS NULL""",
        ids=partner_ids,
    )


def refusals_on(env: Environment, lead_ids: list[int]) -> list[int]:
    """What people of whom nothing but these leads is known have asked for."""
    return _ids(
        env,
        """SELECT id FROM galloper_call_refusal
            WHERE lead_id = ANY(%s) AND partner_id IS NULL""",
        lead_ids,
    )


def of_users(env: Environment, table: str, user_ids: list[int]) -> list[int]:
    return _ids(
        env,
        "SELECT id FROM %s WHERE user_id = ANY(%s)",
        SQL.identifier(table),
        user_ids,
    )


def _of_company(company):
    return SQL("entry.company_id = %s", company.id) if company else SQL("TRUE")


def activities_of(env: Environment, partner_ids: list[int]) -> list[int]:
    """Activities that note when these customers, or leads of theirs, were called."""
    return _ids(
        env,
        """SELECT id FROM mail_activity
            WHERE res_model = 'res.partner' AND res_id = ANY(%(ids)s)
              AND galloper_attempt_log IS NOT NULL
            UNION ALL
           SELECT a.id FROM crm_lead l JOIN mail_activity a ON a.res_id = l.id
            WHERE l.partner_id = ANY(%(ids)s) AND a.res_model = 'crm.lead'
              AND a.galloper_attempt_log IS NOT NULL""",
        ids=partner_ids,
    )


def activities_on(env: Environment, documents: BaseModel) -> list[int]:
    return _ids(
        env,
        """SELECT id FROM mail_activity
            WHERE res_model = %s AND res_id = ANY(%s)
              AND galloper_attempt_log IS NOT NULL""",
        documents._name,
        documents.ids,
    )


def without_lead(env: Environment) -> list[int]:
    """Promises about leads that are not there any more, with something of them."""
    return _ids(
        env,
        """SELECT id FROM galloper_promise
            WHERE res_model = 'crm.lead' AND lead_id IS NULL
              AND COALESCE(document_name, contact_name) IS NOT NULL""",
    )


def without_customer(env: Environment, table: str) -> list[int]:
    """Entries with the name of a customer who is not there any more."""
    return _ids(
        env,
        """SELECT id FROM %s
            WHERE customer_name IS NOT NULL AND partner_id IS NULL
              AND lead_id IS NULL""",
        SQL.identifier(table),
    )


def without_user(env: Environment, table: str) -> list[int]:
    return _ids(
        env,
        "SELECT id FROM %s WHERE user_name IS NOT NULL AND user_id IS NULL",
        SQL.identifier(table),
    )


#: The rows of ``ids``, locked one after the other.
_LOCKED = """(SELECT id FROM {table} WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE)"""

#: What is open is about something that people still work on: until it is settled it
#: keeps its links to that.
_CLEAR_PROMISES = f"""
UPDATE galloper_promise entry
   SET contact_name = NULL, document_name = NULL, customer_name = {{name}},
       partner_id = CASE WHEN outcome = 'open' THEN partner_id ELSE {{partner}} END,
       lead_id = CASE WHEN outcome = 'open' THEN lead_id END,
       res_id = CASE WHEN outcome = 'open' THEN res_id END,
       activity_id = CASE WHEN outcome = 'open' THEN activity_id END
  FROM {_LOCKED.format(table="galloper_promise")} locked
 WHERE entry.id = locked.id
   AND (contact_name IS NOT NULL OR document_name IS NOT NULL
        OR customer_name IS DISTINCT FROM {{name}}
        OR outcome <> 'open'
           AND (partner_id IS DISTINCT FROM {{partner}} OR lead_id IS NOT NULL
                OR res_id IS NOT NULL OR activity_id IS NOT NULL))
RETURNING company_id
"""
_CLEAR_ATTEMPTS = f"""
UPDATE galloper_attempt entry
   SET customer_name = {{name}}, partner_id = {{partner}}, number = {{number}},
       lead_id = NULL, activity_id = NULL
  FROM {_LOCKED.format(table="galloper_attempt")} locked
 WHERE entry.id = locked.id
   AND (customer_name IS DISTINCT FROM {{name}}
        OR partner_id IS DISTINCT FROM {{partner}}
        OR number IS DISTINCT FROM {{number}}
        OR lead_id IS NOT NULL OR activity_id IS NOT NULL)
RETURNING company_id
"""
#: Where a lead is forgotten, its customer is somebody else, who goes by another name.
_OF_PERSON = {"name": "NULL", "number": "NULL", "partner": "NULL"}
_OF_LEAD = {
    "name": "CASE WHEN partner_id IS NOT NULL THEN customer_name END",
    "number": "CASE WHEN partner_id IS NOT NULL THEN number END",
    "partner": "partner_id",
}
#: That somebody has asked for something says who they are.
_CLEAR_REFUSALS = """
DELETE FROM galloper_call_refusal WHERE id = ANY(%(ids)s) RETURNING company_id
"""
_CLEAR_USER = f"""
UPDATE {{table}} entry SET user_name = NULL
  FROM {_LOCKED} locked
 WHERE entry.id = locked.id AND user_name IS NOT NULL
RETURNING company_id
"""

CLEAR = {
    ("customer", "promises"): _CLEAR_PROMISES.format(**_OF_PERSON),
    ("customer", "attempts"): _CLEAR_ATTEMPTS.format(**_OF_PERSON),
    ("customer", "refusals"): _CLEAR_REFUSALS,
    ("lead", "refusals"): _CLEAR_REFUSALS,
    ("lead", "promises"): _CLEAR_PROMISES.format(**_OF_LEAD),
    ("lead", "attempts"): _CLEAR_ATTEMPTS.format(**_OF_LEAD),
    ("salesperson", "promises"): _CLEAR_USER.format(table="galloper_promise"),
    ("salesperson", "attempts"): _CLEAR_USER.format(table="galloper_attempt"),
    ("salesperson", "days"): _CLEAR_USER.format(table="galloper_day"),
}

#: When they were called; how often stays.
CLEAR_ACTIVITIES = """
UPDATE mail_activity SET galloper_attempt_log = NULL WHERE id = ANY(%s)
"""

#: Where they are, by the keys of these rows.
CLEAR_PLACES = """
DELETE FROM galloper_located WHERE key = ANY(%s)
"""

#: Who did it may have deleted themselves.
WRITE_DOWN = """
INSERT INTO galloper_erasure (done_on, user_id, kind, through, entry_count, company_id)
SELECT done_on::timestamp, (SELECT id FROM res_users WHERE id = act.user_id),
       kind, through, entry_count, company_id::int
  FROM (VALUES %s) AS act (done_on, user_id, kind, through, entry_count, company_id)
"""
