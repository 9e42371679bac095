"""What people do, in My Day and in Odoo without it.

Each act prepares what it needs and returns what is to be timed. A ``place`` says which
activity of the day is pressed.
"""

from datetime import date, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

from odoo import fields
from odoo.tools import SQL

# A page as the installed view asks for it: the list of My Day shows 40 activities.
PAGE, MY_DAY_PAGE, GROUP = 80, 40, 20
COUNT_LIMIT = 10_001  # the web client counts as far as 10,000 and "more"
ALWAYS = ("1", "True")
LINES = "galloper.schedule.line"


# -- What a web client asks for


def browser_context(user):
    """What this user's browser sends along with whatever it asks for."""
    return {
        "allowed_company_ids": user.company_id.ids,
        "bin_size": True,
        "lang": user.lang,
        "tz": user.tz,
        "uid": user.id,
    }


def read_arch(model, view, view_type):
    """A view by its XML id, or its id; the model's first one of this type without."""
    if isinstance(view, str):
        view = model.env["ir.model.data"]._xmlid_to_res_id(view)
    return ElementTree.fromstring(model.get_view(view, view_type)["arch"])


def specification(model, arch, with_added=False):
    """The fields a web client reads for this view: every column, hidden ones too.

    :param with_added: also columns that the add-on has put into a stock list
    """
    columns, is_ours = {}, with_added or model._name.startswith("galloper")
    for node in arch.iterfind(".//field" if arch.tag == "kanban" else "./field"):
        field = model._fields[node.get("name")]
        if not is_ours and "galloper_schedule" in field._modules:
            continue
        columns[field.name] = {}
        if field.type == "many2one":
            hidden = {node.get("column_invisible"), node.get("invisible")} & {*ALWAYS}
            columns[field.name]["fields"] = {} if hidden else {"display_name": {}}
    return columns


def ask_lines(env, view="list", view_type="list", limit=MY_DAY_PAGE, order=""):
    """The arguments of web_search_read for a page of My Day."""
    view = f"galloper_schedule.galloper_schedule_line_view_{view}"
    arch = read_arch(env[LINES], view, view_type)
    return {
        "domain": [("user_id", "=", env.uid)],
        "specification": specification(env[LINES], arch),
        "limit": limit,
        "order": order,
        "count_limit": COUNT_LIMIT,
    }


def ask_activities(env, with_added=True):
    """The same for the first page of stock My Activities."""
    model, view = env["mail.activity"], "mail.mail_activity_view_tree_open_target"
    arch = read_arch(model, view, "list")
    # Stock asks for "today", which may not be today here.
    today = str(fields.Date.context_today(env.user, fields.Datetime.now()))
    due = ["|", ("date_deadline", "<", today), ("date_deadline", "=", today)]
    return {
        "domain": ["&", ("user_id", "=", env.uid), *due],
        "specification": specification(model, arch, with_added),
        "limit": PAGE,
        "order": "date_deadline ASC",
        "count_limit": COUNT_LIMIT,
    }


# -- My Day is planned and opened


def move_a_promise(env):
    """The last promise of today is put off by a minute: it stays the last one."""
    today = [("user_id", "=", env.uid), ("bucket", "=", "today")]
    activity = env[LINES].search(today, order="rank desc", limit=1).activity_id
    minute, end = timedelta(minutes=1), activity.promised_until
    activity.action_promise(activity.promised_at + minute, end and end + minute)


def forget_plan(env):
    """As if they had not been planned yet, nor told the planner that they are."""
    for table in ("galloper_schedule_line", "galloper_schedule_due"):
        table = SQL.identifier(table)
        env.cr.execute(SQL("DELETE FROM %s WHERE user_id = %s", table, env.uid))


def forget_looks(_env):
    """As if nobody had looked within the last ten minutes."""
    from odoo.addons.galloper_schedule.adapter.plan import fingerprint

    fingerprint.LOOKED.clear()


BEFORE = {"moved": move_a_promise, "forgotten": forget_plan, "unseen": forget_looks}


def plan(env, before=None):
    """Planning alone, after something has happened or nothing has."""
    if before:
        BEFORE[before](env)
    return env.user._plan_day


def place(env):
    """The rule and the timetable without any database: facts in, lines out."""
    # Add-ons can be imported once Odoo knows where they are.
    from odoo.addons.galloper_schedule.adapter import facts
    from odoo.addons.galloper_schedule.adapter import plan as plans

    env = env(su=True)
    now = fields.Datetime.now().replace(microsecond=0)
    day = facts.day.Day.of(env.user, now)
    known = facts.activity_facts.fetch(env, [day])[env.uid]
    rows = facts.meetings.select_meetings(env, [day])
    hours = facts.working_time.of_days(env, [day], rows)[env.uid]
    order = env["galloper.tier"]._get_tier_order()
    given = {"day": day, "known": known, "hours": hours, "begun": [], "now": now}
    return lambda: plans.day_draft.Draft(**given, tier_order=order).finish()


def open_my_day(env, before=None, planned=True):
    """The first page of the list, which plans first.

    :param planned: False: reading alone
    """
    lines, asked = env[LINES], ask_lines(env)
    if before:
        BEFORE[before](env)
        env.cr.flush()  # what its press leaves to be written

    def read():
        return lines.web_search_read(**asked)

    def read_alone():
        with patch.object(type(lines), "_plan_before_reading", lambda self: None):
            return read()

    return read if planned else read_alone


def ask_screen(env):
    return ask_lines(env, "screen", "kanban", PAGE, "planned_start, rank")


def open_screen(env, asked=None):
    """The screen: all lines, the day itself, and the activity in focus."""
    asked = asked or ask_screen(env)
    screen = {"active_test": False, "galloper_counters": "mine", "galloper_focus": 0}
    return lambda: env[LINES].with_context(**screen).web_search_read(**asked)


# -- Its buttons, and Done of stock Odoo: each on an activity about a lead


def press_stock_done(env, place):
    today = fields.Datetime.now().date()
    due = [("date_deadline", "<=", today), ("res_model", "=", "crm.lead")]
    mine = [("user_id", "=", env.uid), *due]
    every = env["mail.activity"].search(mine, order="date_deadline, id")
    return every[place % len(every)].action_done


def press(env, place, work):
    """On the screen; a promise is for in an hour and a half."""
    line = _line(env, place)
    promised = fields.Datetime.to_string(line.promised_at)
    seen = [line.attempt_count, line.galloper_snooze_count, promised]
    moment = fields.Datetime.now() + timedelta(minutes=90 + 5 * (place % 12))
    rest = {"done": [], "promise": [seen, fields.Datetime.to_string(moment)]}
    key = line.contact_key

    def pressed():
        answer = getattr(env[LINES], f"work_{work}")(key, *rest.get(work, [seen]))
        if answer["status"] != "ok":
            raise ValueError(answer["message"])

    return pressed


def press_in_list(env, place, work):
    return getattr(_line(env, place), f"action_{work}")


def _line(env, place):
    env.user._plan_day()
    every = env[LINES].search([("user_id", "=", env.uid)])
    every = every.filtered(lambda line: line.sudo().activity_id.res_model == "crm.lead")
    return every[place % len(every)]


# -- Elsewhere in Odoo, whether or not the add-on is there


def open_activities(env, with_added=True):
    """A salesperson's stock My Activities: its first page."""
    model = env["mail.activity"].with_context(force_search_count=1)
    asked = ask_activities(env, with_added)
    return lambda: model.web_search_read(**asked)


def open_pipeline(env):
    """A salesperson's CRM / My Pipeline: the columns, their cards and their bars."""
    model = env["crm.lead"]
    arch = read_arch(model, "crm.crm_case_kanban_view_leads", "kanban")
    columns = specification(model, arch, with_added=True)
    bar = arch.find(".//progressbar").get("field")
    domain = [("type", "=", "opportunity"), ("user_id", "=", env.uid)]

    def read():
        model.web_read_group(
            domain,
            ["stage_id"],
            ["expected_revenue:sum", "__count"],
            auto_unfold=True,
            unfold_read_specification=columns,
            unfold_read_default_limit=GROUP,
        )
        colors = {"planned": "success"}
        model.read_progress_bar(domain, "stage_id", {"field": bar, "colors": colors})

    return read


def make(env, model, count, imported=False, **same):
    """Many records at once, as another program does, or as the Import button does.

    :param same: values that are the same in all
    """
    vals_list = (_lead_vals if model == "crm.lead" else _activity_vals)(env, count)
    vals_list = [{**vals, **same} for vals in vals_list]
    quiet = {"mail_activity_quick_update": True, "mail_auto_subscribe_no_notify": True}
    model = env[model].with_context(**quiet, import_file=imported)
    if not imported:
        return lambda: model.create(vals_list)
    links = {key for key in vals_list[0] if key.endswith("_id")} - {"res_id"}
    header = [f"{key}/.id" if key in links else key for key in vals_list[0]]
    rows = [[str(value) for value in vals.values()] for vals in vals_list]

    def load():
        result = model.load(header, rows)
        if not result["ids"]:
            raise ValueError(result["messages"][:3])

    return load


def move_leads(env, count):
    """Many leads to another stage at once, as in a list."""
    last = env["crm.stage"].search([("is_won", "=", False)])[-1]
    leads = _leads(env, count + 1000).filtered(lambda one: one.stage_id != last)
    return lambda: leads[:count].write({"stage_id": last.id})


def _leads(env, count):
    mine = [("won_status", "=", "pending"), ("type", "=", "opportunity")]
    return env["crm.lead"].search(mine, limit=count)


def _activity_vals(env, count):
    """Some due, most later, spread over the salespeople of the leads."""
    leads = _leads(env, min(count, 2000))
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
