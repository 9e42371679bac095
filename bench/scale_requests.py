"""What people do in Odoo whether or not the add-on is there.

Each prepares its data and returns what is to be timed.
"""

from datetime import date, timedelta
from xml.etree import ElementTree

import cases

from odoo import fields

GROUP = 20


def _leads(env, count):
    return env["crm.lead"].search(
        [("won_status", "=", "pending"), ("type", "=", "opportunity")], limit=count
    )


def _activity_vals(env, count):
    leads = _leads(env, min(count, 2000))
    # Some due, most later, spread over the salespeople of the leads.
    return [
        {
            "activity_type_id": env.ref("mail.mail_activity_data_call").id,
            "summary": f"Imported {number}",
            "res_model_id": env["ir.model"]._get_id("crm.lead"),
            "res_id": lead.id,
            "user_id": lead.user_id.id,
            "date_deadline": date(2026, 1, 1) + timedelta(days=number % 700),
        }
        for number in range(count)
        for lead in [leads[number % len(leads)]]
    ]


def create_activities(env, count):
    vals_list = _activity_vals(env, count)
    model = env["mail.activity"].with_context(mail_activity_quick_update=True)
    return lambda: model.create(vals_list)


def import_activities(env, count):
    """As the Import button does."""
    names = {"res_model_id": ".id", "activity_type_id": ".id", "user_id": ".id"}
    vals_list = _activity_vals(env, count)
    header = [f"{key}/{names[key]}" if key in names else key for key in vals_list[0]]
    rows = [[str(value) for value in vals.values()] for vals in vals_list]
    return _loader(env["mail.activity"], header, rows, mail_activity_quick_update=True)


def _lead_vals(env, count):
    stages = env["crm.stage"].search([("is_won", "=", False)])
    sellers = env["res.users"].search([("login", "like", "bench-")], limit=50)
    return [
        {
            "name": f"Imported {number}",
            "type": "opportunity",
            "contact_name": f"Person {number}",
            "email_from": f"person{number}@example.com",
            "expected_revenue": 1000 + number,
            "stage_id": stages[number % len(stages)].id,
            "user_id": sellers[number % len(sellers)].id,
        }
        for number in range(count)
    ]


def create_leads(env, count):
    vals_list = _lead_vals(env, count)
    model = env["crm.lead"].with_context(mail_auto_subscribe_no_notify=True)
    return lambda: model.create(vals_list)


def import_leads(env, count):
    vals_list = _lead_vals(env, count)
    names = {"stage_id", "user_id"}
    header = [f"{key}/.id" if key in names else key for key in vals_list[0]]
    rows = [[str(value) for value in vals.values()] for vals in vals_list]
    return _loader(env["crm.lead"], header, rows, mail_auto_subscribe_no_notify=True)


def _loader(model, header, rows, **context):
    def load():
        result = model.with_context(import_file=True, **context).load(header, rows)
        if not result["ids"]:
            raise ValueError(result["messages"][:3])

    return load


def move_leads(env, count):
    """Many leads to another stage at once, as in a list."""
    stages = env["crm.stage"].search([("is_won", "=", False)])
    leads = _leads(env, count + 1000).filtered(lambda one: one.stage_id != stages[-1])
    leads = leads[:count]
    return lambda: leads.write({"stage_id": stages[-1].id})


def open_pipeline(env):
    """A salesperson's CRM / My Pipeline: the columns, their cards and their bars."""
    model = env["crm.lead"]
    view = "crm.crm_case_kanban_view_leads"
    columns = cases.specification(env, model._name, view, "kanban", with_added=True)
    view_id = env.ref(view).id
    arch = ElementTree.fromstring(model.get_view(view_id, "kanban")["arch"])
    domain = [("type", "=", "opportunity"), ("user_id", "=", env.uid)]
    bar = arch.find(".//progressbar")
    bar = {"field": bar.get("field"), "colors": {"planned": "success"}}

    def read():
        model.web_read_group(
            domain,
            ["stage_id"],
            ["expected_revenue:sum", "__count"],
            auto_unfold=True,
            unfold_read_specification=columns,
            unfold_read_default_limit=GROUP,
        )
        model.read_progress_bar(domain, "stage_id", bar)

    return read


def open_activities(env):
    """A salesperson's stock My Activities: its first page."""
    model = env["mail.activity"].with_context(force_search_count=1)
    asked = ask_activities(env)
    return lambda: model.web_search_read(**asked)


def ask_activities(env):
    """What his web client asks for."""
    view = "mail.mail_activity_view_tree_open_target"
    columns = cases.specification(env, "mail.activity", view, with_added=True)
    # Stock asks for "today", which is not today here.
    today = str(fields.Datetime.now().date())
    due = ["|", ("date_deadline", "<", today), ("date_deadline", "=", today)]
    return {
        "domain": ["&", ("user_id", "=", env.uid), *due],
        "specification": columns,
        "limit": cases.PAGE,
        "order": "date_deadline ASC",
        "count_limit": cases.COUNT_LIMIT,
    }
