"""What lines tell of their documents, read with the reader's own rights.

One query a model, whatever the number of lines. What the reader may not read stays
empty; the contact itself remains, named by its task.
"""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import SQL

# All that the lines' sentences need as well: one query for both.
_ACTIVITY_FIELDS = [
    "activity_type_id",
    "attempt_count",
    "date_deadline",
    "pinned_at",
    "promised_at",
    "promised_until",
    "res_id",
    "res_model",
    "retry_at",
    "skip_reason_id",
    "summary",
    "user_id",
]
_LEAD_FIELDS = [
    "company_id",
    "contact_name",
    "date_last_stage_update",
    "expected_revenue",
    "name",
    "partner_id",
    "partner_name",
    "phone",
    "stage_id",
]
_NOTHING = {
    "about": False,
    "currency_id": False,
    "expected_revenue": 0.0,
    "lead_id": False,
    "partner_id": False,
    "phone": False,
    "stage_id": False,
}


def describe(lines):
    """{line id: values of its fields about the document}; links are ids."""
    sudo = lines.sudo()
    about = {line.id: (line.activity_id, *_reference(line)) for line in sudo}
    return _describe(lines.env, sudo.activity_id, about)


def describe_activities(activities):
    """{activity id: what ``describe`` tells of a line}, done ones included."""
    sudo = activities.sudo()
    about = {one.id: (one, one.res_model, one.res_id) for one in sudo}
    return _describe(activities.env, sudo, about)


def _describe(env, activities, about):
    """{key: values} of {key: (activity, model, id)}, with the rights of ``env``."""
    activities.fetch(_ACTIVITY_FIELDS)
    private = _private(activities.with_env(env).sudo(False))
    ids_by_model = defaultdict(set)
    for _activity, res_model, res_id in about.values():
        if res_model in env:
            ids_by_model[res_model].add(res_id)
    documents = {
        res_model: _describe_documents(env, res_model, list(ids))
        for res_model, ids in ids_by_model.items()
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


def suggested_document(line):
    """What a suggestion is about: a lead, or the customer of an order.

    :param line: with all rights
    """
    lead = line.raw_lead_id
    return line.raw_partner_id if lead.won_status == "won" else lead


def search_who(env, operator, value):
    """The domain of lines about somebody, among what the reader may read."""
    leads = env["crm.lead"]._search(
        Domain.OR(
            [(name, operator, value)]
            for name in ("name", "partner_id", "partner_name", "contact_name")
        )
    )
    partners = env["res.partner"]._search([("display_name", operator, value)])
    about = Domain("summary", operator, value)
    for model, found in (("crm.lead", leads), ("res.partner", partners)):
        about |= Domain("res_model", "=", model) & Domain("res_id", "in", found)
    suggested = SQL(
        "(SELECT id FROM galloper_schedule_line"
        " WHERE activity_id IS NULL AND raw_lead_id IN %s)",
        leads.subselect(),
    )
    return Domain("activity_id", "any", about) | Domain("id", "in", suggested)


def _private(activities):
    """The ids of those which the reader may not read himself."""
    others = activities.filtered(lambda one: one.user_id != activities.env.user)
    return set((others - others._filtered_access("read"))._ids)


def _describe_documents(env, res_model, ids):
    if res_model == "crm.lead":
        return _describe_leads(env, ids)
    if res_model == "res.partner":
        partners = _readable(env, res_model, ids, ["complete_name", "phone"])
        return {
            partner.id: {
                "who": partner.complete_name,
                "about": False,
                "partner_id": partner.id,
                "phone": partner.phone,
            }
            for partner in partners
        }
    return {
        document.id: {"who": document.display_name, "about": False}
        for document in _readable(env, res_model, ids, [])
    }


def _describe_leads(env, ids):
    leads = _readable(env, "crm.lead", ids, _LEAD_FIELDS)
    partner_ids = leads.partner_id.ids
    partners = _readable(env, "res.partner", partner_ids, ["complete_name", "phone"])
    customers = {partner.id: partner for partner in partners}
    currencies = {
        company: (company.sudo() or env.company).currency_id.id
        for company in leads.company_id | env["res.company"]
    }
    currencies.setdefault(env["res.company"], env.company.currency_id.id)
    described = {}
    for lead in leads:
        customer = customers.get(lead.partner_id.id)
        named = customer and customer.complete_name
        unknown = ", ".join(filter(None, [lead.partner_name, lead.contact_name]))
        described[lead.id] = {
            "about": lead.name,
            "currency_id": currencies[lead.company_id],
            "expected_revenue": lead.expected_revenue,
            "lead_id": lead.id,
            "partner_id": customer.id if customer else False,
            "phone": lead.phone or (customer and customer.phone),
            "stage_id": lead.stage_id.id,
            "who": named or unknown or lead.name,
        }
    return described


def _readable(env, res_model, ids, field_names):
    """Those of the documents which exist and the reader may read, archived or not."""
    Model = env[res_model].with_context(active_test=False)
    return Model.search_fetch([("id", "in", ids)], field_names, order="id")
