"""What lines tell of their documents, read with the reader's own rights.

One query a model, whatever the number of lines. What the reader may not read stays
empty; the activity itself remains, named by its task.
"""

from collections import defaultdict
from typing import Any

from odoo.api import Environment
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL

from ..tools import odoo_internals, readable

# All that the lines' sentences need as well: one query for both.
_ACTIVITY_FIELDS = [
    "activity_type_id",
    "attempt_count",
    "date_deadline",
    "galloper_pinned_at",
    "promised_at",
    "promised_until",
    "res_id",
    "res_model",
    "retry_at",
    "galloper_snooze_reason_id",
    "summary",
    "user_id",
]
# Kept for the sentences, which ask for them only now and then.
_LEAD_MOMENTS = ["create_date", "date_last_stage_update"]
_LEAD_FIELDS = [
    "id",
    "company_id",
    "contact_name",
    "expected_revenue",
    "name",
    "partner_id",
    "partner_name",
    "phone",
    "stage_id",
    *_LEAD_MOMENTS,
]
# What the sentences ask of its stage.
_STAGE_FIELDS = ["is_won", "name", "tier_after_days", "tier_id"]
_CUSTOMER_FIELDS = ["id", "complete_name", "phone"]
#: What is asked of the reader's companies: the rules ask for their place in the tree.
OF_COMPANY = ["currency_id", "parent_path"]
_NOTHING = {
    "about": False,
    "currency_id": False,
    "expected_revenue": 0.0,
    "lead_id": False,
    "partner_id": False,
    "phone": False,
    "stage_id": False,
}
#: All that is told.
FIELDS = (*_NOTHING, "summary", "who")


def describe(lines: BaseModel) -> dict[int, dict[str, Any]]:
    """{line id: values of its fields about the document}; links are ids."""
    sudo = lines.sudo()
    about = {line.id: (line.activity_id, *_reference(line)) for line in sudo}
    sudo.activity_id.fetch(_ACTIVITY_FIELDS)
    return describe_rows(lines.env, about)


def describe_activities(activities: BaseModel) -> dict[int, dict[str, Any]]:
    """{activity id: what ``describe`` tells of a line}, done ones included."""
    sudo = activities.sudo()
    sudo.fetch(_ACTIVITY_FIELDS)
    about = {one.id: (one, one.res_model, one.res_id) for one in sudo}
    return describe_rows(activities.env, about)


def describe_rows(
    env: Environment,
    about: dict[int, tuple[Any, str | bool | None, int | None]],
) -> dict[int, dict[str, Any]]:
    """{key: values} of {key: (activity, model, id)}, with the rights of ``env``.

    :param about: of the activity its id, summary, type and user are asked
    """
    env.companies.sudo().fetch(OF_COMPANY)
    private = _private(env, about.values())
    ids_by_model = defaultdict(set)
    for _activity, res_model, res_id in about.values():
        # A suggested customer may have been deleted since the plan was made.
        if res_id:
            ids_by_model[res_model].add(res_id)
    sales = [list(ids_by_model.pop(name, ())) for name in ("crm.lead", "res.partner")]
    documents = _describe_sales(env, *sales)
    for res_model, ids in ids_by_model.items():
        documents[res_model] = {
            number: {"who": name, "about": False}
            for number, name in readable.names(env, res_model, ids).items()
            if name
        }
    described = {}
    for key, (activity, res_model, res_id) in about.items():
        summary = activity.summary if activity.id not in private else False
        task = summary or activity.activity_type_id.name or ""
        document = documents.get(res_model, {}).get(res_id)
        values = {**_NOTHING, "summary": summary, "who": task}
        if document:
            values.update(document, about=summary or document["about"] or task)
        described[key] = values
    return described


def _reference(line):
    """(model, id) of what the line is about."""
    if line.activity_id:
        return line.activity_id.res_model, line.activity_id.res_id
    about = suggested_document(line)
    return about._name, about.id


def suggested_document(line: BaseModel) -> BaseModel:
    """What a suggestion is about: a lead, or the customer of an order.

    :param line: with all rights
    """
    lead = line.raw_lead_id
    return line.raw_partner_id if lead.won_status == "won" else lead


def search_who(env: Environment, operator: str, value: str) -> Domain:
    """The domain of lines about somebody, among what the reader may read."""
    leads = readable.query(
        env["crm.lead"],
        Domain.OR(
            [(name, operator, value)]
            for name in ("name", "partner_id", "partner_name", "contact_name")
        ),
    )
    partners = readable.query(env["res.partner"], [("display_name", operator, value)])
    about = Domain("summary", operator, value)
    for model, found in (("crm.lead", leads), ("res.partner", partners)):
        about |= Domain("res_model", "=", model) & Domain("res_id", "in", found)
    suggested = SQL(
        "(SELECT id FROM galloper_schedule_line"
        " WHERE activity_id IS NULL AND raw_lead_id IN %s)",
        leads.subselect(),
    )
    # Of all activities those of somebody's day: Odoo asks of each whether the reader
    # may read it, and finds a million for a single letter otherwise.
    about &= Domain("id", "in", _planned(env)) & Domain(
        "res_model", "in", [False, *env.registry]
    )
    return Domain("activity_id", "any", about) | Domain("id", "in", suggested)


def _planned(env):
    """The activities that are planned for today: managers may see others' as well."""
    if env.su or env.user.has_group("sales_team.group_sale_manager"):
        return SQL("(SELECT activity_id FROM galloper_schedule_line)")
    return SQL(
        "(SELECT activity_id FROM galloper_schedule_line WHERE user_id = %s)", env.uid
    )


def _private(env, about):
    """The ids of those activities which the reader may not read themselves."""
    others = [
        (one.id, res_model)
        for one, res_model, _res_id in about
        if one.id and one.user_id.id != env.uid
    ]
    # Of what is about nothing that there is Odoo could not even say that.
    known = [one for one, model in others if not model or readable.is_kept(env, model)]
    open_ones = env["mail.activity"].browse(known)._filtered_access("read")
    return {number for number, _model in others} - set(open_ones.ids)


def _select_customer(env):
    """The customer with the id ``asked.partner_id``, archived or not, as far as they
    may be read: what the rules say is worked out once for all who are asked for.
    """
    Partner = env["res.partner"].with_context(active_test=False)
    query = readable.query(Partner, [])
    query.add_where(SQL("%s = asked.partner_id", SQL.identifier(query.table, "id")))
    return query.select(*_columns(Partner, query.table, query, _CUSTOMER_FIELDS))


def _describe_sales(env, lead_ids, partner_ids):
    """{model: {id: values}} of leads and of customers, from one query."""
    if not lead_ids and not partner_ids:
        return {}
    rows = _read_sales(env, lead_ids, partner_ids)
    companies = {row["company_id"] for row in rows}
    currencies = {
        number: (
            env["res.company"].sudo().browse(number or ()) or env.company
        ).currency_id.id
        for number in companies
    }
    leads, customers = {}, {}
    for row in rows:
        if row["id"]:
            leads[row["id"]] = _describe_lead(row, currencies[row["company_id"]])
        elif row["customer_id"]:
            customers[row["customer_id"]] = {
                "who": row["customer_complete_name"],
                "about": False,
                "partner_id": row["customer_id"],
                "phone": row["customer_phone"],
            }
    return {"crm.lead": leads, "res.partner": customers}


def _describe_lead(row, currency_id):
    unknown = ", ".join(filter(None, [row["partner_name"], row["contact_name"]]))
    return {
        "about": row["name"],
        "currency_id": currency_id,
        "expected_revenue": row["expected_revenue"],
        "lead_id": row["id"],
        "partner_id": row["customer_id"],
        "phone": row["phone"] or row["customer_phone"],
        "stage_id": row["stage_id"],
        "who": row["customer_complete_name"] or unknown or row["name"],
    }


def _read_sales(env, lead_ids, partner_ids):
    """Those of the leads which exist and the reader may read, archived or not, each
    with its customer as far as the reader may read that, and the same of customers, who
    have no ``id``: dicts, from one query.
    """
    Lead = env["crm.lead"].with_context(active_test=False)
    leads = readable.query(Lead, [("id", "in", lead_ids)])
    stage = odoo_internals.left_join(
        leads, leads.table, "stage_id", "crm_stage", "id", "stage"
    )
    of_stage = [f"stage_{name}" for name in _STAGE_FIELDS]
    names = [*_LEAD_FIELDS, *of_stage]
    asked = leads.select(
        *_columns(Lead, leads.table, leads, _LEAD_FIELDS),
        *_columns(env["crm.stage"], stage, leads, _STAGE_FIELDS, "stage_"),
    )
    if partner_ids:
        columns = dict.fromkeys(names, "NULL") | {"partner_id": "unnest(%s)"}
        alone = SQL(f"SELECT {', '.join(columns.values())}", partner_ids)
        asked = SQL("%s UNION ALL %s", asked, alone)
    rows = env.execute_query(
        SQL(
            "SELECT * FROM (%s) asked LEFT JOIN LATERAL (%s) customer ON TRUE",
            asked,
            _select_customer(env),
        )
    )
    names += [f"customer_{name}" for name in _CUSTOMER_FIELDS]
    rows = [dict(zip(names, row, strict=True)) for row in rows]
    moments = {row["id"]: [row[name] for name in _LEAD_MOMENTS] for row in rows}
    odoo_internals.remember(Lead, _LEAD_MOMENTS, moments)
    stages = {row["stage_id"]: [row[name] for name in of_stage] for row in rows}
    odoo_internals.remember(env["crm.stage"], _STAGE_FIELDS, stages)
    return rows


def _columns(Model, alias, query, names, prefix=""):
    for name in names:
        yield SQL(
            "%s AS %s",
            odoo_internals.column(Model, alias, name, query),
            SQL.identifier(prefix + name),
        )
