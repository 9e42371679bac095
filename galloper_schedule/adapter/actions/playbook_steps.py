"""The steps of a launched activity plan: at which hour, and by whose rhythm."""

from collections import defaultdict

from odoo import fields
from odoo.models import BaseModel

from ...planner.call_hours import moment_of, to_minutes
from ...planner.local_time import shifted
from ..facts import activity_facts, rhythm


def time(steps: dict[BaseModel, BaseModel]) -> None:
    """Give the steps the hours and days that their templates ask for.

    :param steps: {activity: its template}
    """
    special = {
        activity: template
        for activity, template in steps.items()
        if template.galloper_not_before or template.galloper_by_rhythm
    }
    if not special:
        return
    activities = next(iter(special)).browse(one.id for one in special)
    due_on = _due_days(
        [one for one, template in special.items() if template.galloper_by_rhythm]
    )
    now = fields.Datetime.context_timestamp(activities, fields.Datetime.now())
    groups = defaultdict(activities.browse)
    for activity, template in special.items():
        day = activity.date_deadline
        if due := due_on.get(activity):
            due = shifted(due, days=template.delay_count)
            day = max(day, due, now.date())
        moment = None
        if template.galloper_not_before:
            user = activity.user_id or activity.env.user
            tz = user.sudo()._get_planning_tz()
            moment = moment_of(day, to_minutes(template.galloper_not_before), tz)
        groups[day, moment] += activity
    for (day, moment), group in groups.items():
        group.write({"date_deadline": day, "retry_at": moment})


def _due_days(activities):
    """{activity: when its customer usually buys again}, of those who have bought."""
    if not activities:
        return {}
    every = activities[0].browse(one.id for one in activities).sudo()
    customers = {
        activity: _customer(activity, document)
        for activity, document in activity_facts.documents(every).items()
    }
    due_on = rhythm.due_days(every.env, {one for one in customers.values() if one[0]})
    return {
        activity: due_on[customer]
        for activity in activities
        if (customer := customers[activity.sudo()]) in due_on
    }


def _customer(activity, document):
    """(the whole company, whose sales to it count): as the plan has it."""
    partner = activity_facts.partner_of(document)
    user = activity.user_id or activity.env.user
    ours = document.company_id or partner.company_id or user.company_id
    return partner.commercial_partner_id.id, ours.id
