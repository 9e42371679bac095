"""The numbers of records, and who they belong to."""

from typing import NamedTuple

from odoo.models import BaseModel


class Person(NamedTuple):
    """Somebody who is called: their number as Odoo sanitizes it (False: there is none
    that it can make sense of), and as whom they are known. Records with all rights.
    """

    number: str | bool
    partner: BaseModel
    lead: BaseModel
    company: BaseModel


def person_of(document: BaseModel, company: BaseModel) -> Person:
    """Who is called about a lead, or a customer; nobody, if it is neither.

    :param document: with all rights
    :param company: of what belongs to none
    """
    env = document.env
    lead = document if document._name == "crm.lead" else env["crm.lead"]
    partner = lead.partner_id if lead else document
    company = lead.company_id or partner.company_id or company
    return Person(number_of(document), partner, lead, company)


def number_of(document: BaseModel) -> str | bool:
    """What would be dialled: the number of the lead, else that of its customer."""
    if not document or document._name not in ("crm.lead", "res.partner"):
        return False
    own = document.phone_sanitized
    if document._name == "crm.lead":
        own = own or document.partner_id.phone_sanitized
    return own or False
