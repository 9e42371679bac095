"""What calling hours ask about a customer: where they are, what kind, own hours."""

from typing import NamedTuple

from odoo.models import BaseModel


class OwnHours(NamedTuple):
    """A calendar, and from when until when: hours after midnight, 0 and 0: not set."""

    calendar_id: int | None
    begin: float | None
    end: float | None


class Customer(NamedTuple):
    """Of the customer, else of their company, else of the lead.

    ``own``: the customer's own hours, then their company's.
    """

    country_id: int | None
    state_id: int | None
    is_business: bool
    own: tuple[OwnHours, ...] = ()


def of_document(document: BaseModel) -> Customer:
    """The customer of a lead, or this customer; a lead may have none.

    :param document: with all rights
    """
    is_lead = document._name == "crm.lead"
    lead = document if is_lead else document.env["crm.lead"]
    partner = document.partner_id if is_lead else document
    family = partner.commercial_partner_id - partner
    place = next((one for one in (partner, family, lead) if one.country_id), lead)
    return Customer(
        country_id=place.country_id.id or None,
        state_id=place.state_id.id or None,
        is_business=_is_business(partner, family, lead),
        own=tuple(
            OwnHours(
                one.galloper_calling_calendar_id.id or None,
                one.galloper_contact_from,
                one.galloper_contact_to,
            )
            for one in (partner, family)
        ),
    )


def _is_business(partner, family, lead):
    if partner:
        return bool((family or partner).is_company)
    return bool(lead.partner_name)


def of_row(row: NamedTuple) -> Customer:
    """The same of a ``FactRow``."""
    return Customer(
        row.country_id,
        row.state_id,
        row.is_business,
        (
            OwnHours(
                row.calendar_id, row.galloper_contact_from, row.galloper_contact_to
            ),
            OwnHours(row.family_calendar_id, row.family_from, row.family_to),
        ),
    )
