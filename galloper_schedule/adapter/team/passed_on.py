"""Activities change hands together with their lead, promises included.

What is still open about a lead, of whoever was its salesperson, goes to the new one;
without a new one it is nobody's, until somebody gets the lead. What others have to do
about it, an assistant say, is theirs. Nothing goes to somebody who has left.

Whoever gives a lead away need not be allowed to change the former salesperson's
activities, nor to see the lead afterwards. So that is done with all rights, on these
activities alone, and only where Odoo has let them change the lead.
"""

from collections.abc import Callable
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

from ..tools import locks

#: In the context of many writes, one after the other: together, when they are done.
LATER = "galloper_passes_on_later"
# In the context of Odoo's imports.
_IMPORTS = "_import_current_module"
# In that of the data files of a module.
_INSTALLS = "install_mode"
# Where a transaction keeps the leads that have changed hands, and who is to be told.
_CHANGED, _TOLD = "galloper_schedule.changed_hands", "galloper_schedule.passed_on"
_ASKED = ["active", "res_id", "res_model", "user_id"]


class Passed(NamedTuple):
    """An activity that changed hands; ids of users, False for nobody."""

    activity_id: int
    former_id: int | bool
    heir_id: int | bool


def note(leads: BaseModel, user_id: int | bool, act: Callable) -> bool:
    """Leads are about to get this salesperson, or none: note whose they were.

    :param act: is called at the end of the transaction, unless what is noted was dealt
        with by then
    :return: whether there is anything to be passed on as soon as they have been written
    """
    env = leads.env
    former = {
        lead.id: lead.user_id.id
        for lead in leads
        if lead.user_id.id != (user_id or False)
    }
    owned = {lead_id: owner for lead_id, owner in former.items() if owner}
    at_once = bool(owned) and not {LATER, _IMPORTS} & env.context.keys()
    if at_once and not _hold(env, owned):
        former = {lead_id: False for lead_id in former.keys() - owned.keys()}
        at_once = False
    if former:
        _note(env.cr, former, act)
    return at_once


def _note(cr, former, act):
    if _CHANGED not in cr.precommit.data:
        cr.precommit.data[_CHANGED] = {}
        cr.precommit.add(act)
    for lead_id, owner in former.items():
        # Through however many hands it goes: it was theirs before.
        cr.precommit.data[_CHANGED].setdefault(lead_id, owner)


def _hold(env, owners):
    """Hold what their salespeople have to do about these leads: activities come before
    leads; the ids of what there is."""
    env["mail.activity"].flush_model(_ASKED)
    condition = SQL(
        """active AND res_model = 'crm.lead' AND (res_id, user_id) IN (
             SELECT * FROM unnest(%s::int[], %s::int[]))""",
        list(owners),
        list(owners.values()),
    )
    return locks.hold(env, "mail_activity", condition)


def follow(env: Environment, tell: Callable) -> None:
    """The activities of the leads that have changed hands follow them.

    :param tell: is called at the end of the transaction, to tell those concerned
    """
    former = env.cr.precommit.data.pop(_CHANGED, {})
    leads = env["crm.lead"].sudo().browse(former)
    # Most leads that somebody gets have nothing to pass on: one query says so.
    found = open_about(leads, set(former.values())).filtered(
        lambda one: one.user_id.id == former[one.res_id]
    )
    if not found:
        return
    # A lead may have come back to whom it was by now, or not have been written at all.
    heirs = {
        lead.id: lead.user_id
        for lead in leads.browse(set(found.mapped("res_id"))).exists()
        if lead.user_id.id != former[lead.id] and _may_follow(lead)
    }
    found = found.filtered(lambda one: one.res_id in heirs)
    for heir, theirs in found.grouped(lambda one: heirs[one.res_id]).items():
        give(theirs, heir, tell)


def _may_follow(lead):
    """Whether the company of the lead wants that, and there is somebody, or nobody."""
    company = lead.company_id or lead.user_id.company_id or lead.env.company
    return company.galloper_pass_on and (not lead.user_id or lead.user_id.active)


def open_about(leads: BaseModel, owners: set[int | bool]) -> BaseModel:
    """What these users, or nobody, still have to do about leads, with all rights."""
    if not leads:
        return leads.env["mail.activity"].sudo()
    return (
        leads.env["mail.activity"]
        .sudo()
        .search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                ("user_id", "in", list(owners)),
                # Whatever the caller wants to see: what is done stays where it is.
                ("active", "=", True),
            ]
        )
    )


def of_salespeople(leads: BaseModel) -> BaseModel:
    """What is still to be done about leads by whoever has them, with all rights."""
    owners = {lead.id: lead.user_id.id for lead in leads.sudo() if lead.user_id}
    if not owners:
        return leads.env["mail.activity"].sudo()
    found = open_about(leads.browse(owners), set(owners.values()))
    return found.filtered(lambda one: one.user_id.id == owners[one.res_id])


def merge(activities: BaseModel, lead: BaseModel, tell: Callable) -> None:
    """Of leads that have become one: its salesperson does what is to be done about it.

    :param activities: what the salespeople of these leads had to do about them
    """
    lead = lead.sudo()
    if activities and lead and _may_follow(lead):
        heir = lead.user_id
        others = activities.exists().filtered(
            lambda one: one.active and one.res_id == lead.id and one.user_id != heir
        )
        give(others, heir, tell)


def give(activities: BaseModel, heir: BaseModel, tell: Callable) -> None:
    """Give activities to somebody, or to nobody; no mail about each single one.

    :param activities: with the rights to write them
    :param tell: as ``follow`` has it
    """
    if not activities:
        return
    cr = activities.env.cr
    passed = [Passed(one.id, one.user_id.id, heir.id) for one in activities]
    quiet = activities.with_context(mail_activity_quick_update=True)
    quiet.write({"user_id": heir.id})
    if _INSTALLS in activities.env.context:
        return  # Data, of a demo say: nobody has given anything away.
    if _TOLD not in cr.precommit.data:
        cr.precommit.data[_TOLD] = []
        cr.precommit.add(tell)
    cr.precommit.data[_TOLD] += passed


def take_told(cr: BaseCursor) -> list[Passed]:
    """What nobody was told of yet: each once, from its first to its last hands."""
    passed = {}
    for one in cr.precommit.data.pop(_TOLD, ()):
        first = passed.get(one.activity_id, one)
        passed[one.activity_id] = one._replace(former_id=first.former_id)
    return [one for one in passed.values() if one.former_id != one.heir_id]
