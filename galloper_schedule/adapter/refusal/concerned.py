"""What else there is about people who asked not to be called, whoever has it."""

from collections.abc import Collection
from typing import NamedTuple

from odoo.api import Environment
from odoo.fields import Domain
from odoo.models import BaseModel

from ..facts import activity_facts
from ..numbers.number_records import Person, number_of, person_of


class Concerned(NamedTuple):
    """Open leads and activities, with all rights."""

    leads: BaseModel
    activities: BaseModel


def find(env: Environment, people: Collection[Person]) -> Concerned:
    """What is open with their numbers, about these very people, or their leads."""
    numbers = {one.number for one in people if one.number}
    persons = {one.partner.id for one in people if one.partner}
    known = {one.lead.id for one in people if one.lead}
    every = env(su=True)
    every = every(context={**every.context, "active_test": False})
    partners = every["res.partner"].search(
        Domain("phone_sanitized", "in", numbers) | Domain("id", "in", persons)
    )
    leads = every["crm.lead"].search(
        Domain("phone_sanitized", "in", numbers)
        | Domain("partner_id", "in", partners.ids)
        | Domain("id", "in", known)
    )
    # Who has a number of their own on a lead is called on that one.
    leads = leads.filtered(
        lambda lead: (
            lead.id in known
            or lead.partner_id.id in persons
            or number_of(lead) in numbers
        )
    )
    activities = env["mail.activity"].sudo().search(_about(leads) | _about(partners))
    still = leads.filtered(lambda lead: lead.active and lead.won_status == "pending")
    return Concerned(still, activities)


def _about(documents):
    return Domain("res_model", "=", documents._name) & Domain(
        "res_id", "in", documents.ids
    )


def calls(activities: BaseModel) -> BaseModel:
    """Those of the activities that are calls."""
    return activities.filtered(lambda one: one.activity_type_id.category == "phonecall")


def people_of(activities: BaseModel) -> dict[BaseModel, Person]:
    """{activity: who is called} of those that are about a customer or a lead."""
    documents = activity_facts.documents(activities.sudo())
    return {
        activity: person_of(document, activity.user_id.company_id)
        for activity, document in documents.items()
        if document
    }
