"""The promises of a salesperson who leaves go to somebody who looks after them.

Odoo deletes the activities of a user who is archived, and PostgreSQL those of one who
is deleted. A customer who was promised a call still waits for it.
"""

from collections import defaultdict
from collections.abc import Callable

from odoo.models import BaseModel

from ..tools import locks
from . import passed_on

#: Odoo's models of people who buy something.
_CUSTOMERS = {"crm.lead", "res.partner"}
_SELLERS = "sales_team.group_sale_salesman"
_MANAGERS = "sales_team.group_sale_manager"


def may_change_hands(activity: BaseModel) -> bool:
    """Whether a colleague can do it: it is about a customer, or promised about whatever
    document. What people have written down for themselves is theirs.
    """
    if activity.res_model in _CUSTOMERS:
        return bool(activity.res_id)
    return bool(activity.promised_at and activity.res_model and activity.res_id)


def hand_over(users: BaseModel, tell: Callable) -> None:
    """Give the open promises of these users to their team leaders.

    To the leader of the salesperson's team, else to that of the document's team, else
    to a sales manager, of those who work in the company it is about; else to whoever
    archives them, if they sell there. Otherwise it is nobody's: its team, and sales
    managers, see it in Team Day.

    :param tell: is called at the end of the transaction, to tell those concerned
    """
    env = users.env(su=True)
    activities = env["mail.activity"].search(
        [("user_id", "in", users.ids), ("promised_at", "!=", False)]
    )
    if not activities:
        return
    locks.hold_several(activities)
    by_heir = defaultdict(env["mail.activity"].browse)
    leads = _leads_of(activities)
    others = _find_others(env)
    for activity in activities:
        user, lead = activity.user_id, leads[activity]
        company = lead.company_id or user.company_id
        heirs = user.sale_team_id.user_id + lead.team_id.user_id + others(company)
        heirs = heirs.filtered(
            lambda one, company=company: one.active and company in one.company_ids
        )
        by_heir[(heirs - users)[:1]] |= activity
    for heir, theirs in by_heir.items():
        passed_on.give(theirs, heir, tell)


def _find_others(env):
    """{company: who takes over what no leader does, in this order}, as a function."""
    managers = env.ref(_MANAGERS).all_user_ids
    presser = env.user if env.user.has_group(_SELLERS) else env["res.users"]

    def others(company):
        # Whoever is at home there, and whoever knows of it by now, comes first.
        known = managers.sorted(
            lambda one: (one.company_id != company, one != presser, one.id)
        )
        return known + presser

    return others


def _leads_of(activities):
    """{activity: its lead, or an empty one}."""
    env = activities.env
    on_leads = activities.filtered(lambda one: one.res_model == "crm.lead")
    leads = env["crm.lead"].browse(on_leads.mapped("res_id")).exists()
    known, none = {lead.id: lead for lead in leads}, env["crm.lead"]
    return {
        one: known.get(one.res_id, none) if one in on_leads else none
        for one in activities
    }
