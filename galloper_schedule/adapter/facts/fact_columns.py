"""The one list of what is read of each activity: columns, their types and defaults.

Four statements read facts: open activities, leads without any next step,
customers who are due, and past days. Each only says which tables it reads and what it
knows better (``columns``); the list makes its columns, in one order. What belongs to
the activity's customer, stage and service is looked up for all of them in one place
(``facts``). So a new fact is a line in ``_CONTACT`` or ``_LOOKED_UP``, and one in
``FactRow``.
"""

from datetime import date, datetime
from typing import NamedTuple

from ..numbers import number_sql
from ..whereabouts import evidence


class FactRow(NamedTuple):
    """An activity with all that the rule asks about it, and a hash of that."""

    user_id: int
    res_model: str | None
    res_id: int | None
    id: int
    date_deadline: date
    promised_at: datetime | None
    promised_until: datetime | None
    contact_minutes: int | None
    retry_at: datetime | None
    galloper_pinned_at: datetime | None
    lead_id: int | None
    stage_sequence: int | None
    priority: str | None
    expected_revenue: float | None
    exchange_rate: float
    probability: float | None
    tier_id: int | None
    date_last_stage_update: datetime | None
    tier_after_days: int | None
    create_date: datetime | None
    inbound: bool
    partner_id: int | None
    commercial_partner_id: int | None
    partner_active: bool | None
    company_id: int | None
    selling_company_id: int
    evidence: str | None
    galloper_contact_from: float | None
    galloper_contact_to: float | None
    calendar_id: int | None
    family_from: float | None
    family_to: float | None
    family_calendar_id: int | None
    country_id: int | None
    state_id: int | None
    is_business: bool
    event_start: datetime | None
    event_stop: datetime | None
    event_allday: bool | None
    event_first: date | None
    event_last: date | None
    declined: bool | None
    is_call: bool
    phone_allowed: bool | None
    number: str | None
    listed: bool | None
    asked: bool | None
    paused_until: datetime | None
    tried: list[datetime] | None
    galloper_agreed_call: datetime | None
    service_minutes: int | None
    prepare_minutes: int | None
    goes_first: bool | None
    hash: int
    place_zones: str | None = None
    place_source: str | None = None
    place_certain: bool | None = None


#: What is told of the rows when they have been put together.
LATER = ("hash", "place_zones", "place_source", "place_certain")


class Column(NamedTuple):
    """A column of what is told of each activity.

    ``source`` is where it comes from: a user ``u``, an activity ``a``, a lead ``l``, a
    meeting ``e``. Where that is not read, it has its ``default``.
    """

    name: str
    sql_type: str
    source: str
    default: str = "NULL"


_CONTACT = (
    Column("user_id", "int", "u.id"),
    Column("res_model", "varchar", "a.res_model"),
    Column("res_id", "int", "a.res_id"),
    Column("id", "int", "a.id"),
    Column("date_deadline", "date", "a.date_deadline"),
    Column("promised_at", "timestamp", "a.promised_at"),
    Column("promised_until", "timestamp", "a.promised_until"),
    Column("contact_minutes", "int", "a.contact_minutes", default="0"),
    Column("retry_at", "timestamp", "a.retry_at"),
    Column("galloper_pinned_at", "timestamp", "a.galloper_pinned_at"),
    Column("galloper_agreed_call", "timestamp", "a.galloper_agreed_call"),
    Column("lead_id", "int", "l.id"),
    Column("stage_id", "int", "l.stage_id"),
    Column("priority", "varchar", "l.priority"),
    Column("expected_revenue", "numeric", "l.expected_revenue"),
    Column("probability", "float8", "l.probability"),
    Column("date_last_stage_update", "timestamp", "l.date_last_stage_update"),
    Column("create_date", "timestamp", "l.create_date"),
    Column("create_uid", "int", "l.create_uid"),
    Column("company_id", "int", "l.company_id"),
    Column("lead_company_name", "varchar", "l.partner_name"),
    Column("team_id", "int", "l.team_id"),
    Column("activity_type_id", "int", "a.activity_type_id"),
    Column("user_team_id", "int", "u.team_id"),
    Column("user_company_id", "int", "u.company_id"),
    Column("partner_id", "int", "l.partner_id"),
    Column("number", "varchar", "l.phone_sanitized"),
    Column("user_partner_id", "int", "u.partner_id"),
    Column("event_id", "int", "e.id"),
    Column("event_start", "timestamp", "e.start"),
    Column("event_stop", "timestamp", "e.stop"),
    Column("event_allday", "bool", "e.allday"),
    Column("event_first", "date", "e.start_date"),
    Column("event_last", "date", "e.stop_date"),
    Column("lead_tz", "varchar", "l.galloper_tz"),
    Column("lead_country_id", "int", "l.country_id"),
    Column("lead_state_id", "int", "l.state_id"),
    Column("lead_zip", "varchar", "l.zip"),
    Column("lead_city", "varchar", "l.city"),
    Column("lead_phone", "varchar", "l.phone"),
)
#: What an activity tells, by the names it has there.
OF_CONTACT_ACTIVITY = tuple(one for one in _CONTACT if one.source.startswith("a."))

#: Facts that are looked up for an activity ``c``, or made another of: its ``partner``
#: and that one's company, the ``family``; its ``stage``; its ``service`` model.
_LOOKED_UP = {
    "stage_sequence": "stage.sequence",
    "expected_revenue": "c.expected_revenue::float8",
    # What the salesperson's company gets for one of what the lead is counted in.
    "exchange_rate": "%(exchange_rate)s",
    "tier_id": "stage.tier_id",
    "tier_after_days": "stage.tier_after_days",
    "inbound": """
       COALESCE((SELECT share OR NOT active FROM res_users WHERE id = c.create_uid),
                TRUE)""",
    "partner_id": "partner.id",
    "commercial_partner_id": "partner.commercial_partner_id",
    "partner_active": "partner.active",
    "company_id": "COALESCE(c.company_id, partner.company_id)",
    # Whose sales say whether somebody has bought before: no other company's.
    "selling_company_id": """
       COALESCE(c.company_id, partner.company_id, c.user_company_id)""",
    # What where the customer is goes by.
    "evidence": evidence.KEY,
    "galloper_contact_from": "partner.galloper_contact_from",
    "galloper_contact_to": "partner.galloper_contact_to",
    "calendar_id": "partner.galloper_calling_calendar_id",
    "family_from": "family.galloper_contact_from",
    "family_to": "family.galloper_contact_to",
    "family_calendar_id": "family.galloper_calling_calendar_id",
    "country_id": """
       COALESCE(partner.country_id, family.country_id, c.lead_country_id)""",
    # That of the country, wherever it is from.
    "state_id": """
       CASE WHEN partner.country_id IS NOT NULL THEN partner.state_id
            WHEN family.country_id IS NOT NULL THEN family.state_id
            ELSE c.lead_state_id END""",
    "is_business": """
       CASE WHEN partner.id IS NULL THEN COALESCE(c.lead_company_name, '') <> ''
            ELSE COALESCE(family.is_company, partner.is_company, FALSE) END""",
    "declined": """
       CASE WHEN c.event_start IS NOT NULL
            THEN EXISTS (SELECT FROM calendar_attendee
                          WHERE event_id = c.event_id AND state = 'declined'
                            AND partner_id = c.user_partner_id) END""",
    "is_call": """
       COALESCE(
           (SELECT category FROM mail_activity_type WHERE id = c.activity_type_id),
           (SELECT category FROM mail_activity_type
             WHERE id = service.first_activity_type_id),
           'phonecall') = 'phonecall'""",
    "phone_allowed": "service.phone_allowed",
    # What is dialled, and what is known of it: see ``number_sql``.
    "number": number_sql.NUMBER,
    "listed": number_sql.LISTED,
    "asked": "refusal.asked",
    "paused_until": "refusal.paused_until",
    "tried": "%(tried)s",
    "service_minutes": "service.contact_minutes",
    "prepare_minutes": "service.prepare_minutes",
    "goes_first": "service.goes_first",
}

#: What else is read of an activity and of a lead, to find the activities.
_ASKED_OF_ACTIVITY = ("calendar_event_id", "galloper_unresponsive")
_ASKED_OF_LEAD = ("partner_id", "active", "won_status")


def columns(sources: str, of: tuple[Column, ...] = _CONTACT, **own: str) -> str:
    """The columns of a statement that tells of activities, for its SELECT.

    :param sources: the aliases of what it reads, as in "u l"
    :param own: what it says of a column otherwise
    """
    if strangers := own.keys() - {column.name for column in of}:
        raise ValueError(f"There are no columns {strangers}")
    known = set(sources.split())
    return ", ".join(
        f"{_expression(column, known, own)} AS {column.name}" for column in of
    )


def _expression(column: Column, known: set[str], own: dict[str, str]) -> str:
    if column.name in own:
        return own[column.name]
    if column.source.partition(".")[0] in known:
        return column.source
    return f"{column.default}::{column.sql_type}"


def facts() -> str:
    """The columns of a ``FactRow``, without those of ``LATER``, of activities ``c``."""
    return ", ".join(
        f"{_LOOKED_UP.get(name, f'c.{name}')} AS {name}"
        for name in FactRow._fields
        if name not in LATER
    )


def _read_of(alias: str, *more: str) -> tuple[str, ...]:
    """What is read of a table, each column once."""
    sources = (column.source.split(".") for column in _CONTACT)
    names = [name for source, name in sources if source == alias]
    return tuple(dict.fromkeys([*names, *more]))


READ_OF_ACTIVITY = _read_of("a", *_ASKED_OF_ACTIVITY)
READ_OF_LEAD = _read_of("l", *_ASKED_OF_LEAD)
READ_OF_EVENT = _read_of("e")

#: Fields of an activity that are facts: whose it is and whether it is open, too.
OF_ACTIVITY = {*READ_OF_ACTIVITY, "active", "user_id"} - {"id"}
#: Fields of a lead that are, and may change. Its number is made of what was entered.
OF_LEAD = {*READ_OF_LEAD, "user_id", "phone", "country_id"} - {
    *("id", "create_date", "create_uid", "phone_sanitized")
}
