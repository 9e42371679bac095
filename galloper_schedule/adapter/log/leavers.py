"""The promises of a salesperson who leaves go to their team leader.

Odoo deletes the activities of a user who is archived, and PostgreSQL those of one who
is deleted. A customer who was promised a call still waits for it.
"""

from collections import defaultdict

from odoo.models import BaseModel

from ..tools import locks

#: Odoo's models of people who buy something.
_CUSTOMERS = {"crm.lead", "res.partner"}


def may_change_hands(activity: BaseModel) -> bool:
    """Whether a colleague can do it: it is about a customer, or promised about whatever
    document. What people have written down for themselves is theirs.
    """
    if activity.res_model in _CUSTOMERS:
        return bool(activity.res_id)
    return bool(activity.promised_at and activity.res_model and activity.res_id)


def hand_over(users: BaseModel) -> None:
    """Give the open promises of these users to their team leaders.

    To the leader of the salesperson's team, else to that of the document's team, else
    to whoever archives them, else to a sales manager.
    """
    env = users.env(su=True)
    activities = env["mail.activity"].search(
        [("user_id", "in", users.ids), ("promised_at", "!=", False)]
    )
    locks.hold_several(activities)
    by_heir = defaultdict(list)
    teams = _teams_of_leads(activities)
    managers = env.ref("sales_team.group_sale_manager").all_user_ids
    for activity in activities:
        leaders = activity.user_id.sale_team_id.user_id + teams[activity].user_id
        company = activity.user_id.company_id
        others = managers.filtered(
            lambda one, company=company: company in one.company_ids
        )
        heirs = (leaders + env.user + others).filtered("active") - users
        by_heir[heirs[:1]].append(activity.id)
    for heir, ids in by_heir.items():
        if heir:
            env["mail.activity"].browse(ids).write({"user_id": heir.id})


def _teams_of_leads(activities):
    """{activity: the team of its lead}."""
    env = activities.env
    on_leads = activities.filtered(lambda one: one.res_model == "crm.lead")
    leads = env["crm.lead"].browse(on_leads.mapped("res_id")).exists()
    teams = {lead.id: lead.team_id for lead in leads}
    none = env["crm.team"]
    return {
        one: teams.get(one.res_id, none) if one in on_leads else none
        for one in activities
    }
