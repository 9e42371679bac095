"""Salespeople and their work, made by SQL as if by years of use."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from odoo.fields import Command
from odoo.tools import SQL

FOLDER = Path(__file__).with_name("sql")
QUIET = {"no_reset_password": True, "mail_create_nolog": True, "tz": False}
EVERYWHERE = (
    *("Europe/Moscow", "Asia/Yekaterinburg", "Europe/Berlin", "Asia/Novosibirsk"),
    *("Europe/Moscow", "Europe/London"),
)
SELLERS, PROMISES_OF_A_LEAD, DAYS = 1000, 5, 365  # what the reports are about


def wednesday():
    """Ten o'clock in Moscow on this week's Wednesday (naive UTC): all are at work."""
    today = datetime.now().replace(hour=7, minute=0, second=0, microsecond=0)
    return today + timedelta(days=2 - today.weekday())


def noon(env):
    """Where it is about noon now, on a day of work from eight to eight: the options of
    ``fill`` for a bench whose clock is the real one.
    """
    now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    zone = f"Etc/GMT{now.hour - 12:+d}"  # its sign counts hours west of Greenwich
    hours = {"name": "Work", "hour_from": 8, "hour_to": 20}
    days = [Command.create({**hours, "dayofweek": str(day)}) for day in range(7)]
    calendar = {"name": "Noon", "tz": zone, "attendance_ids": days}
    calendar = env["resource.calendar"].create(calendar)
    return {
        **{"now": now, "zones": [zone], "calendar": calendar, "ahead": 8},
        "meetings": [40 * number for number in range(1, 11)],
    }


def fill(
    env, people, now, meetings=(150, 240), busy=1, ahead=2, with_module=True, **options
):
    """New salespeople with their customers, leads, activities, meetings, promises.

    :param people: [(number of open activities, how many of them are due)]
    :param now: naive UTC
    :param meetings: so many minutes from now; some people's an hour and a half earlier,
        when something is promised
    :param busy: the share of the people who have these meetings
    :param ahead: today's promises lie in so many next hours
    :param with_module: whether the add-on is there: else the same without promises
    :param options: see ``_hire``
    :return: the ids of the users; commits nothing
    """
    users = _hire(env(context={**env.context, **QUIET}), len(people), **options)
    each, due = map(list, zip(*people, strict=True))
    values = {
        **{"users": users.ids, "each": each, "due": due, "now": now, "ahead": ahead},
        **{"meetings": list(meetings), "busy": busy * len(people)},
        "customers": max(sum(each) * 2 // 5, 1),
    }
    run(env, "work", **values)
    if with_module:
        run(env, "promises", **values)
    env.registry.clear_all_caches()
    return users.ids


def fill_reports(env, size):
    """``size`` promises, as many attempts, a fifth as many leads, and the days."""
    each, now = max(size // PROMISES_OF_A_LEAD // SELLERS, 1), datetime.utcnow()
    fill(env, [(each, 0)] * SELLERS, now)
    tiers = env["galloper.tier"].search([]).ids
    deals = {"deals": each * SELLERS, "tiers": tiers}
    run(env, "reports", size=size, days=DAYS, now=now, **deals)


def run(env, name, **values):
    """The statements of a file; a percent sign is one, but for a parameter's."""
    stages = env["crm.stage"].search([])
    known = {
        "company": env.company.id,
        "call": env.ref("mail.mail_activity_data_call").id,
        "mail": env.ref("mail.mail_activity_data_email").id,
        "lead_model": env["ir.model"]._get_id("crm.lead"),
        "partner_model": env["ir.model"]._get_id("res.partner"),
        "stages": stages.filtered(lambda stage: not stage.is_won).ids,
        "won": stages.filtered("is_won")[:1].id,
    }
    env.flush_all()
    text = (FOLDER / f"{name}.sql").read_text().replace("%", "%%").replace("%%(", "%(")
    env.cr.execute(SQL(text, **known, **values))
    env.invalidate_all()


def _hire(env, number, zones=EVERYWHERE, calendar=None, team=20):
    """Users with a salesperson's plain rights, in teams of so many.

    Every other one has a resource, as Odoo's HR makes them; every 50th is on leave.
    """
    last = env["res.users"].search([], order="id desc", limit=1).id
    rights = "base.group_user", "sales_team.group_sale_salesman"
    rights = [Command.set([env.ref(name).id for name in rights])]
    users = env["res.users"].create(
        [
            {
                "name": f"Salesperson {last}-{one}",
                "login": f"bench-{last}-{one}",
                "group_ids": rights,
                "tz": zones[one % len(zones)],
            }
            for one in range(number)
        ]
    )
    teams = max(number // team, 1)
    for one in range(teams):
        members = [Command.create({"user_id": user.id}) for user in users[one::teams]]
        env["crm.team"].create({"name": f"Team {one}", "crm_team_member_ids": members})
    calendar = {"calendar_id": (calendar or env.company.resource_calendar_id).id}
    resources = env["resource.resource"].create(
        [
            {"name": one.name, "user_id": one.id, "tz": one.tz, **calendar}
            for one in users[::2]
        ]
    )
    day, middle = timedelta(days=1), wednesday()
    days = {"date_from": middle - day, "date_to": middle + 3 * day}
    leave = {"name": "Leave", **calendar, **days}
    env["resource.calendar.leaves"].create(
        [{**leave, "resource_id": one.id} for one in resources[24::25]]
    )
    return users
