"""Makes the planner's ``Contact`` objects from rows of the database."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from odoo.models import BaseModel

from ...planner.call_hours import CallHours
from ...planner.contact import Contact, Lead
from ...planner.several_zones import Hours, in_all
from ...planner.whereabouts import Whereabouts, minded
from ..tools import zones
from ..whereabouts import located
from . import meetings
from .day import Day, to_minutes
from .fact_columns import FactRow


class ContactMaker:
    """Makes the ``Contact`` objects of one salesperson's day from rows.

    ``buyers`` has bought before: (commercial partner, company of ours).
    """

    def __init__(self, day, buyers):
        self.day = day
        self.buyers = buyers
        self._hours = {}

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
        )

    def _call_hours(self, row):
        """The customer's own hours, else their company's, else our company's."""
        if not self.day.hours or not (row.lead_id or row.partner_id):
            return None
        place = located.of_row(row.place_zones, row.place_source, row.place_certain)
        spans = (
            row.galloper_contact_from,
            row.galloper_contact_to,
            row.family_from,
            row.family_to,
        )
        key = place, spans
        if key not in self._hours:
            self._hours[key] = in_zones(
                place, self.day, lambda default: call_hours(default, *spans)
            )
        return self._hours[key]

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


def buyer_of(row: FactRow) -> tuple[int | None, int]:
    """(the customer's whole company, which of our companies' sales count)."""
    return row.commercial_partner_id, row.selling_company_id


def in_zones(
    place: Whereabouts | None, day: Day, make: Callable[[CallHours], Hours]
) -> Hours:
    """The hours of a customer, wherever of several zones they may be.

    :param make: makes them out of the default in one of the zones
    """
    names = zones_to_mind(place, day)
    parts = (make(replace(day.hours, tz=zones.zone_of(name))) for name in names)
    return in_all(parts, day.begins)[0]


def zones_to_mind(place: Whereabouts | None, day: Day) -> tuple[str, ...]:
    """By which clocks a customer is called today, the most used first."""
    clock = partial(zones.clock_on, day=day.today)
    return minded(place or Whereabouts(), day.tz.key, clock, zones.are_of_one_country)


def is_sure(place: Whereabouts, day: Day) -> bool:
    """Whether there is no doubt by which clock: nothing speaks against it, and all
    zones that are left show the same these days.
    """
    clocks = {zones.clock_on(name, day.today) for name in place.zones}
    return place.certain and len(clocks) == 1


def hours_of(documents: Iterable[BaseModel], day: Day) -> dict[BaseModel, Hours | None]:
    """{lead, customer or nobody: when they may be called}, in one query."""
    documents = set(documents)
    if not day.hours:
        return dict.fromkeys(documents)  # nobody minds them
    places = located.of_documents(documents)
    return {one: hours_at(places[one], one, day) for one in documents}


def hours_at(place: Whereabouts, document: BaseModel, day: Day) -> Hours | None:
    """When a lead, a customer or nobody may be called who is there."""
    if not day.hours:
        return None
    is_lead = document._name == "crm.lead"
    partner = document.partner_id if is_lead else document
    return in_zones(place, day, partner._get_call_hours)


def call_hours(default: CallHours, *spans: float | None) -> CallHours:
    """The first span that is set, in the zone of ``default``, else as that has it.

    :param spans: from, to, from, to …: hours after midnight, 0 and 0: not set, as are
        hours that no day has
    """
    for begin, end in zip(spans[::2], spans[1::2], strict=True):
        begin, end = begin or 0, end or 0
        if (begin or end) and 0 <= begin < 24 and 0 <= end <= 24:
            return CallHours(to_minutes(begin), to_minutes(end), default.tz)
    return default


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
