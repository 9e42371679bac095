"""Makes the planner's ``Contact`` objects from rows of the database."""

from collections.abc import Collection
from datetime import datetime

from odoo.models import BaseModel

from ...planner.attempt_caps import Cap
from ...planner.contact import Contact, Lead
from ...planner.no_calls import NoCall
from ..calling import customers
from ..calling.customers import Customer
from ..numbers import number_facts
from ..whereabouts import located
from . import meetings
from .day import Day
from .fact_columns import FactRow


class ContactMaker:
    """Makes the ``Contact`` objects of one salesperson's day from rows.

    ``buyers`` has bought before: (commercial partner, company of ours).
    """

    def __init__(self, day, buyers):
        self.day = day
        self.buyers = buyers

    def make(self, row: FactRow) -> Contact:
        """A row of the facts as a ``Contact``."""
        return Contact(
            id=row.id,
            deadline=row.date_deadline,
            promised_at=row.promised_at,
            promised_until=row.promised_until,
            minutes=row.contact_minutes or row.service_minutes or self.day.minutes,
            retry_at=row.retry_at,
            lead=_lead(row) if row.lead_id else None,
            is_customer=buyer_of(row) in self.buyers,
            on_partner=row.res_model == "res.partner",
            hours=self._call_hours(row),
            pinned_at=self._pinned_today(row.galloper_pinned_at),
            # What the user has declined takes no time, and has none.
            meeting=self._meeting(row) if row.declined is False else None,
            unwanted=row.is_call and row.phone_allowed is False,
            goes_first=row.goes_first or False,
            prepare=row.prepare_minutes or 0,
            is_call=row.is_call,
            nos=number_facts.nos_of(row, self._caps(row)),
            agreed=bool(row.promised_at)
            and row.galloper_agreed_call == row.promised_at,
        )

    def _call_hours(self, row):
        """When the customer may be called; None: it is about nobody, or none minds."""
        if not self.day.calling or not (row.lead_id or row.partner_id):
            return None
        place = located.of_row(row.place_zones, row.place_source, row.place_certain)
        return self.day.calling.hours(customers.of_row(row), place)

    def _caps(self, row):
        """How often the number may be tried, if it was tried at all."""
        return caps_of(self.day, customers.of_row(row)) if row.tried else ()

    def _pinned_today(self, moment):
        if not self.day.may_drag:
            return None
        # After midnight only within a shift: who makes the plan knows.
        if moment and self.day.begins <= moment < self.day.night_ends:
            return moment
        return None

    def _meeting(self, row):
        """The meeting's own time if it is one of today."""
        start, stop = meetings.own_time(
            row.event_start,
            row.event_stop,
            row.event_allday,
            row.event_first,
            row.event_last,
            self.day.tz,
        )
        if start < stop and start < self.day.tomorrow and stop > self.day.begins:
            return start, stop
        return None


def caps_of(day: Day, customer: Customer) -> tuple[Cap, ...]:
    """How often the number of a customer may be tried, as the day's salesperson."""
    rule = day.calling and day.calling.rule(customer)
    return tuple(Cap(*one) for one in rule.attempts) if rule else ()


def nos_of(
    documents: Collection[BaseModel], day: Day
) -> dict[BaseModel, tuple[NoCall, ...]]:
    """{lead or customer: what stands against calling them}, whatever is planned.

    :param documents: with all rights
    """
    known = number_facts.read(
        documents, day.calling.most_attempts if day.calling else 0
    )
    return {
        one: number_facts.nos_of(facts, caps_of(day, customers.of_document(one)))
        for one, facts in known.items()
    }


def no_calls(
    about: dict[BaseModel, BaseModel], day: Day, now: datetime
) -> dict[BaseModel, NoCall | None]:
    """{activity: why its customer may not be called at ``now`` (naive UTC), or None}.

    :param about: {activity: the lead or customer it is about}, with all rights
    """
    nos = nos_of({one for one in about.values() if one}, day)
    return {
        activity: Contact(
            activity.id,
            activity.date_deadline,
            activity.promised_at or None,
            activity.promised_until or None,
            nos=nos.get(document, ()),
            agreed=activity.galloper_agreed_call == activity.promised_at,
        ).no_call(now)
        for activity, document in about.items()
    }


def buyer_of(row: FactRow) -> tuple[int | None, int]:
    """(the customer's whole company, which of our companies' sales count)."""
    return row.commercial_partner_id, row.selling_company_id


def _lead(row: FactRow) -> Lead:
    return Lead(
        stage_sequence=row.stage_sequence or 0,
        stars=int(row.priority or 0),
        expected_revenue=(row.expected_revenue or 0.0) * row.exchange_rate,
        probability=row.probability or 0.0,
        stage_tier=row.tier_id,
        stage_since=row.date_last_stage_update,
        settle_days=row.tier_after_days or 0,
        created=row.create_date,
        inbound=row.inbound,
    )
