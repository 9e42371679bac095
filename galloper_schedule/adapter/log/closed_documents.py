"""Whether a reader may open what a row is about, as conditions of SQL.

What somebody may not open tells them nothing in a log or a report either, in whatever
way it is read. So the columns that name it are masked where the ORM makes SQL of them,
before anything is read, grouped, sorted or searched by: see ``galloper.closed.names``.
"""

from odoo.api import Environment
from odoo.tools import SQL

from ..tools import odoo_internals

#: The document of a row about the past may have been deleted: then the row may be
#: read by those who may read all documents.
_ALL_DOCUMENTS = "sales_team.group_sale_salesman_all_leads"
_SALES = ("crm.lead", "res.partner")
#: Where a transaction keeps what it has asked already.
_KNOWN = "galloper_schedule.closed"


def may_open(env: Environment, model: str, number: SQL) -> SQL:
    """The condition that the reader may open the record of this id, archived or not.

    :param number: SQL of the id; false where it is NULL
    """
    if env.su:
        return SQL("TRUE")
    Model = env[model].with_context(active_test=False)
    if not Model.has_access("read"):
        return SQL("FALSE")
    query = odoo_internals.query(Model, [])
    query.add_where(SQL("%s = %s", SQL.identifier(query.table, "id"), number))
    return SQL("EXISTS (%s)", query.select(SQL("1")))


def may_know(env: Environment, model: str, number: SQL, user: SQL) -> SQL:
    """The same of a row of a log, about a document that may be gone by now.

    :param user: SQL of the id of whose row it is
    """
    gone = SQL(
        "NOT EXISTS (SELECT FROM %s WHERE id = %s)",
        SQL.identifier(env[model]._table),
        number,
    )
    opened, known = may_open(env, model, number), _may_know_what_is_gone(env, user)
    return SQL("(%s OR %s AND %s)", opened, known, gone)


def of_promise(env: Environment, alias: str) -> SQL:
    """The condition that the reader may open what a row of the promise log is about.

    A to-do about nothing is known to whose it is alone.
    """
    model, number, user = _columns(alias, "res_model", "res_id", "user_id")
    about_nothing = SQL("%s IS NULL AND %s", model, _is_mine(env, user))
    cases = [
        SQL("WHEN %s = %s THEN %s", model, name, may_know(env, name, number, user))
        for name in (*_SALES, *_other_models(env))
    ]
    return SQL(
        "(CASE WHEN %(lead)s IS NOT NULL THEN %(open)s %(cases)s ELSE %(nothing)s END)",
        lead=SQL.identifier(alias, "lead_id"),
        open=of_lead(env, alias),
        cases=SQL(" ").join(cases),
        nothing=about_nothing,
    )


def of_attempt(env: Environment, alias: str) -> SQL:
    """The same of an attempt: its lead, else its customer; of any other one nothing
    but whose it was is known.
    """
    lead, partner, user = _columns(alias, "lead_id", "partner_id", "user_id")
    return SQL(
        """(CASE WHEN %s IS NOT NULL THEN %s WHEN %s IS NOT NULL THEN %s
                 ELSE %s END)""",
        lead,
        may_open(env, "crm.lead", lead),
        partner,
        may_open(env, "res.partner", partner),
        _may_know_what_is_gone(env, user),
    )


def of_lead(env: Environment, alias: str, column: str = "lead_id") -> SQL:
    """The condition that the reader may open a row's lead."""
    return may_open(env, "crm.lead", SQL.identifier(alias, column))


def of_column(env: Environment, name: str, alias: str) -> SQL | None:
    """Under which condition a column of a row about one lead may be shown; None:
    always.
    """
    if name == "lead_id":
        return of_lead(env, alias)
    if name == "partner_id":
        return SQL("(%s AND %s)", of_lead(env, alias), of_customer(env, alias))
    return None


def of_customer(env: Environment, alias: str) -> SQL:
    """The same of a row's customer; a row without one hides none."""
    [partner] = _columns(alias, "partner_id")
    return SQL("(%s IS NULL OR %s)", partner, may_open(env, "res.partner", partner))


def is_mine(env: Environment, alias: str) -> SQL:
    """The condition that the row is the reader's own."""
    return _is_mine(env, SQL.identifier(alias, "user_id"))


def is_led(env: Environment, team: SQL) -> SQL:
    """The condition that the reader leads this team (SQL of its id)."""
    if env.su:
        return SQL("TRUE")
    led = env.user.sudo().galloper_led_team_ids.ids
    return SQL("COALESCE(%s = ANY(%s), FALSE)", team, led)


def _columns(alias, *names):
    return [SQL.identifier(alias, name) for name in names]


def _is_mine(env, user):
    return SQL("COALESCE(%s = %s, FALSE)", user, env.uid)


def _may_know_what_is_gone(env, user):
    sees_all = env.su or env.user.has_group(_ALL_DOCUMENTS)
    return SQL("TRUE") if sees_all else _is_mine(env, user)


def _other_models(env):
    """What else anything was ever promised about, as far as it is still installed."""
    known = env.cr.cache.setdefault(_KNOWN, {})
    if "models" not in known:
        rows = env.execute_query(
            SQL(
                """SELECT DISTINCT res_model FROM galloper_promise
                    WHERE res_model NOT IN ('crm.lead', 'res.partner')"""
            )
        )
        known["models"] = [name for (name,) in rows]
    return [name for name in known["models"] if name in env and env[name]._auto]
