"""What is read of each contact."""

from typing import NamedTuple


class FactRow(NamedTuple):
    """What is read of a contact: the columns of ``activity_sql``, and their hash."""

    user_id: object
    res_model: object
    res_id: object
    id: object
    date_deadline: object
    promised_at: object
    promised_until: object
    contact_minutes: object
    retry_at: object
    galloper_pinned_at: object
    lead_id: object
    stage_sequence: object
    priority: object
    expected_revenue: object
    probability: object
    tier_id: object
    date_last_stage_update: object
    tier_after_days: object
    create_date: object
    inbound: object
    partner_id: object
    commercial_partner_id: object
    partner_active: object
    company_id: object
    tz: object
    galloper_contact_from: object
    galloper_contact_to: object
    family_from: object
    family_to: object
    event_start: object
    event_stop: object
    event_allday: object
    event_first: object
    event_last: object
    declined: object
    is_call: object
    phone_allowed: object
    service_minutes: object
    prepare_minutes: object
    goes_first: object
    hash: int
