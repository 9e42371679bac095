"""Asked not to be called: what is noted, and what becomes of what was open."""

from collections.abc import Collection
from datetime import datetime

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import format_date

from ...planner.local_time import shifted
from ..calling.calling import Calling
from ..facts.day import Day
from ..log import meeting_promises
from ..numbers import number_rules
from ..numbers.number_records import Person, person_of
from ..tools import company_language
from . import concerned, refusal_notice

_MODEL = "galloper.call.refusal"


def refuse(activities: BaseModel, note: str, now: datetime) -> None:
    """The customers of these activities have asked not to be called: they are done.

    :param activities: open ones, with the caller's rights
    :param note: what else they have said
    :param now: naive UTC
    """
    env = activities.env
    people = concerned.people_of(activities)
    for company, group in _by_company(activities, people).items():
        text = company_language.env_of(env, company)._("Asked not to be called")
        done = meeting_promises.without_notes(env["mail.activity"].union(*group))
        done.action_feedback(feedback="\n".join(filter(None, [text, note])))
    if not people:
        return
    who = list(dict.fromkeys(people.values()))
    until = _remember(env, who, note, now)
    found = concerned.find(env, who)
    mine = found.activities.filtered(lambda one: one.user_id == env.user)
    _cancel(concerned.calls(mine).sudo(False))
    others = found.activities.exists() - mine
    refusal_notice.tell(env, found.leads, others, max(until, default=None))


def foretell(about: BaseModel, calling: Calling | None) -> str:
    """What happens if the customer asks not to be called.

    :param about: an activity, or a suggested lead or customer
    :param calling: what the caller's company minds
    """
    env, people = about.env, set()
    if about._name == "mail.activity":
        people = set(concerned.people_of(about).values())
    elif about:
        people = {person_of(about.sudo(), env.user.sudo().company_id)}
    days = number_rules.refusal_pause_days(people, calling)
    days = max(days.values(), default=0)
    rest = env._("Your other calls to them are canceled, colleagues are told.")
    if days:
        what = env._("They are not called for %(days)s days.", days=days)
    elif any(one.number for one in people):
        what = env._("Their number is put on the phone blacklist.")
    else:
        what = env._("They are not called any more.")
    return f"{what} {rest}"


def _calling(env, now):
    """What the caller's company minds."""
    return Day.of(env.user.sudo(), now).calling


def _by_company(activities, people):
    """{company in whose language it is noted: activities}."""
    groups = {}
    for one in activities:
        house = one.user_id.sudo().company_id
        house = people[one.sudo()].company if one.sudo() in people else house
        groups.setdefault(house, []).append(one)
    return groups


def _remember(env: Environment, people: Collection[Person], note, now):
    """Keep who has asked, and put the numbers on the phone blacklist.

    :return: until when each of them is paused; nothing, if one is for good
    """
    days = number_rules.refusal_pause_days(people, _calling(env, now))
    rows, listed = [], {}
    for one in people:
        until = shifted(now, days=days[one]) if days[one] else False
        if one.number and not until:
            listed.setdefault(one.company, []).append(one.number)
        rows.append(
            {
                "number": one.number,
                "until": until,
                "asked_on": now,
                "reason": note or False,
                "user_id": env.uid,
                "company_id": one.company.id,
                "lead_id": one.lead.id,
                "partner_id": one.partner.id,
            }
        )
    env[_MODEL].sudo().create(rows)
    for company, numbers in listed.items():
        house = company_language.env_of(env, company)
        message = house._(
            "Asked %(user)s on %(date)s not to be called.",
            user=env.user.name,
            date=format_date(house, now),
        )
        env["phone.blacklist"].sudo()._add(numbers, message=message)
    untils = [row["until"] for row in rows]
    return untils if all(untils) else []


def _cancel(activities: BaseModel) -> None:
    """Nobody makes these calls any more; the documents say why."""
    if not activities:
        return
    env = activities.env
    people = concerned.people_of(activities)
    for res_model, group in activities.grouped("res_model").items():
        documents = env[res_model].sudo().browse(group.mapped("res_id")).exists()
        bodies = {
            one.res_id: _say_canceled(env, people[one.sudo()].company, one)
            for one in group
        }
        documents._message_log_batch(
            {one.id: bodies[one.id] for one in documents},
            author_id=env.user.partner_id.id,
        )
    activities.unlink()


def _say_canceled(env, company, activity):
    house = company_language.env_of(env, company)
    kind = activity.activity_type_id.sudo().with_env(house).name
    return house._(
        "Canceled, as the customer asked not to be called: %(activity)s",
        activity=activity.summary or kind,
    )
