"""What is measured: the requests of a web client that opens a list, and the planner."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple
from xml.etree import ElementTree

from odoo import fields
from odoo.tools import SQL

# A page as the installed view asks for it: the list of My Day shows 40 contacts.
PAGE = 80
MY_DAY_PAGE = 40
COUNT_LIMIT = 10_001  # the web client counts as far as 10,000 and "more"
ALWAYS = ("1", "True")
LINES = "galloper.schedule.line"


class Case(NamedTuple):
    """Something to measure: ``run`` is timed, ``prepare`` comes before it.

    Both take an environment of the salesperson's own.
    """

    name: str
    run: Callable
    prepare: Callable = lambda env: None


def make(env):
    """All cases, stock Odoo's first."""
    return (
        Case("a  My Activities (stock), first page", my_activities(env)),
        Case("b  planning alone, nothing changed", plan),
        Case("c  planning alone, a promise moved", plan, move_a_promise),
        pure_planner(),
        Case("e  My Day: plan and read, nothing changed", my_day(env)),
        Case("f  My Day: the same, a promise moved", my_day(env), move_a_promise),
        Case("g  My Day: the same, first of the day", my_day(env), forget_plan),
        Case("h  My Day's screen: as (e), with all of the day", my_screen(env)),
    )


def pure_planner():
    """The rule and the timetable without any database: facts in, lines out."""
    # Add-ons can be imported once Odoo knows where they are.
    from odoo.addons.galloper_schedule.adapter.facts import activity_facts, working_time
    from odoo.addons.galloper_schedule.adapter.facts.day import Day
    from odoo.addons.galloper_schedule.adapter.plan import day_draft

    facts_of = {}

    def fetch(env):
        env = env(su=True)
        now = fields.Datetime.now().replace(microsecond=0)
        day = Day.of(env.user, now)
        facts_of.update(
            day=day,
            known=activity_facts.fetch(env, [day])[env.uid],
            hours=working_time.of_days(
                env, [day], working_time.select_meetings(env, [day])
            )[env.uid],
            begun=[],
            tier_order=env["galloper.tier"]._get_tier_order(),
            now=now,
        )

    def place(_env):
        day_draft.Draft(**facts_of).finish()

    return Case("d  the pure planner alone, of (c)", place, fetch)


def my_activities(env):
    """What action ``mail.mail_activity_action_my`` asks for with its own filters."""
    columns = specification(
        env, "mail.activity", "mail.mail_activity_view_tree_open_target"
    )

    def read(env):
        due = ["|", ("date_deadline", "<", "today"), ("date_deadline", "=", "today")]
        model = env["mail.activity"].with_context(force_search_count=1)
        return model.web_search_read(
            ["&", ("user_id", "=", env.uid), *due],
            columns,
            limit=PAGE,
            order="date_deadline ASC",
            count_limit=COUNT_LIMIT,
        )

    return read


def my_day(env):
    """What action ``galloper_schedule.action_my_day`` asks for as a list."""
    return first_page(env, "list", "list", MY_DAY_PAGE)


def my_screen(env):
    """What its screen asks for: the lines, the day and the contact in focus."""
    screen = {"active_test": False, "galloper_counters": "mine", "galloper_focus": 0}
    return first_page(env, "screen", "kanban", PAGE, "planned_start, rank", **screen)


def first_page(env, name, view_type, limit, order="", **context):
    """The first page of a view of My Day; it plans by itself."""
    asked = ask(env, name, view_type, limit, order)
    return lambda env: env[LINES].with_context(**context).web_search_read(**asked)


def ask(env, name, view_type, limit, order=""):
    """What the web client asks for: the arguments of ``web_search_read``."""
    view = f"galloper_schedule.galloper_schedule_line_view_{name}"
    return {
        "domain": [("user_id", "=", env.uid)],
        "specification": specification(env, LINES, view, view_type),
        "limit": limit,
        "order": order,
        "count_limit": COUNT_LIMIT,
    }


def browser_context(user):
    """What this user's browser sends along with whatever it asks for."""
    return {
        "allowed_company_ids": user.company_id.ids,
        "bin_size": True,
        "lang": user.lang,
        "tz": user.tz,
        "uid": user.id,
    }


def specification(env, model, view, view_type="list", with_added=False):
    """The fields a web client reads for this list: every column, hidden ones too.

    :param with_added: also columns that the add-on has put into a stock list
    """
    view_id = env["ir.model.data"]._xmlid_to_res_id(view)
    arch = ElementTree.fromstring(env[model].get_view(view_id, view_type)["arch"])
    columns = {}
    nodes = arch.iter("field") if view_type == "kanban" else arch.iterfind("./field")
    for node in nodes:
        field = env[model]._fields[node.get("name")]
        is_ours = with_added or model.startswith("galloper")
        if not is_ours and "galloper_schedule" in field._modules:
            continue
        columns[field.name] = {}
        if field.type == "many2one":
            columns[field.name]["fields"] = {} if hidden(node) else {"display_name": {}}
    return columns


def hidden(node):
    return node.get("column_invisible") in ALWAYS or node.get("invisible") in ALWAYS


def plan(env):
    env.user._plan_day()


def move_a_promise(env):
    """The last promise of today is put off by a minute: it stays the last one."""
    today = [("user_id", "=", env.uid), ("bucket", "=", "today")]
    line = env["galloper.schedule.line"].search(today, order="rank desc", limit=1)
    activity = line.activity_id
    minute, end = timedelta(minutes=1), activity.promised_until
    activity.action_promise(activity.promised_at + minute, end and end + minute)


def forget_plan(env):
    """As if he had not been planned yet, nor told the planner that he is."""
    for table in ("galloper_schedule_line", "galloper_schedule_due"):
        env.cr.execute(
            SQL("DELETE FROM %s WHERE user_id = %s", SQL.identifier(table), env.uid)
        )
