"""Sixty days that have been, for the demo data: stored once, relative to now."""

import random

from odoo import fields

from ..planner.local_time import local_day
from . import books, deals, diary, names, records

_SEED = 20
#: How each demo salesperson works: country, customer care?, share of promises kept and
#: of activities in the planned order, activities a day. Viktor is the less careful one.
_HABITS = {
    "user_demo_moscow": ("ru", False, 0.88, 0.86, (15, 24)),
    "user_demo_vladivostok": ("ru", False, 0.7, 0.58, (12, 19)),
    "user_demo_new_york": ("us", False, 0.83, 0.77, (13, 22)),
    "user_demo_yekaterinburg": ("ru", True, 0.86, 0.8, (14, 23)),
    "user_demo_london": ("uk", True, 0.8, 0.71, (13, 21)),
}


def make(env):
    """Write the history of the demo salespeople, if there is none yet."""
    env = env["galloper.day"].sudo().with_context(**_SILENTLY).env
    if env.ref(records.FIRST_LEAD, raise_if_not_found=False):
        return
    now, rng = fields.Datetime.now(), random.Random(_SEED)
    russian, english = map(names.companies, (names.RUSSIAN, names.ENGLISH))
    users, told = {}, []
    for key, habits in _HABITS.items():
        user = users[key] = env.ref(f"galloper_schedule.{key}")
        person = diary.Person(key, user._get_planning_tz(), *habits)
        today = local_day(now, person.tz)
        companies = russian if person.country == "ru" else english
        told.append(deals.tell(person, today, companies, rng))
    partners = records.make_partners(env, users, told)
    leads = records.make_leads(env, users, told, partners, rng)
    records.plan_care(env, users, told, partners, now)
    books.write(env, users, told, partners, leads, rng)


_SILENTLY = {
    "mail_activity_quick_update": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
    "tracking_disable": True,
}
