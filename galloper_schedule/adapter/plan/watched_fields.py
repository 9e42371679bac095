"""Whose plan a change makes out of date: one list of all that plans are made from.

By table, as the statements that read facts name them: a test goes through the columns
of those and finds each in here. Whatever is changed through Odoo comes by
``galloper.schedule.fact``, which looks its model up.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..facts import fact_columns
from ..facts.day import SETTINGS
from ..whereabouts import evidence
from .stale_marks import (
    ATTENDEES,
    BUYERS,
    CUSTOMERS,
    EVENTS,
    HOUSES,
    LEADS,
    NUMBERS,
    OWNERS,
    PLANNED,
    RATES,
    TEAMS,
    TYPES,
    USERS,
)


class Watch(NamedTuple):
    """Whose plans are out of date if one of the fields changes.

    ``whose`` is a kind of mark, or a model: those who have activities on its records.
    ``path`` leads from the records to what is marked, "id" stays with themselves; what
    was there before a change is marked, too. ``only``: the records whose field has this
    value, as far as that is known: nothing is worked out for us alone. ``is_new``:
    whether a new record concerns anybody. ``is_deleted``: whether one that is deleted
    does; another entry may say whose plans those are without the record.
    """

    whose: str
    fields: frozenset[str]
    path: str = "id"
    only: tuple[str, str | None] | None = None
    is_new: bool = True
    is_deleted: bool = True


def _watch(whose: str, fields: Iterable[str], *more: str, **options: object) -> Watch:
    return Watch(whose, frozenset(fields), *more, **options)


#: What a lead or a customer tells plans.
_OF_LEAD = fact_columns.OF_LEAD | {"date_closed"}
_OF_PARTNER = {
    *("active", "commercial_partner_id", "company_id", "is_company", "parent_id"),
    *("galloper_contact_from", "galloper_contact_to", "galloper_service_model_id"),
    # Where they are, and so which rules apply.
    *evidence.OF_PARTNER,
    "galloper_calling_calendar_id",
}
_STEP = {"active", "date_done", "res_id", "res_model"}
_WINNING = {
    *("active", "company_id", "partner_id", "probability", "stage_id", "won_status")
}

WATCHED: dict[str, tuple[Watch, ...]] = {
    "calendar_attendee": (
        # Who attends has less time for activities, who declines has more.
        _watch(ATTENDEES, {"event_id", "partner_id", "state"}, "partner_id"),
        # Somebody meets a customer.
        _watch(OWNERS, {"event_id", "partner_id", "state"}, "partner_id"),
    ),
    "calendar_event": (
        _watch(
            EVENTS,
            {
                *("active", "allday", "res_id", "res_model", "show_as"),
                *("start", "start_date", "stop", "stop_date"),
            },
            is_new=False,  # their attendees are new as well
        ),
        # An opportunity with a meeting to come needs no other next step.
        _watch(
            LEADS,
            {
                *("active", "allday", "opportunity_id"),
                *("start", "start_date", "stop", "stop_date"),
            },
            "opportunity_id",
        ),
    ),
    "crm_lead": (
        _watch("crm.lead", _OF_LEAD, is_new=False),
        # Leads fill the rest of a day, and so do customers about whom there is none.
        _watch(USERS, _OF_LEAD, "user_id"),
        _watch(LEADS, _WINNING, is_deleted=False),
        _watch(OWNERS, (), "partner_id", is_new=False),
        # Somebody becomes a customer, or has been one so far.
        _watch(BUYERS, _WINNING, is_deleted=False),
        _watch(CUSTOMERS, _WINNING, "partner_id", only=("won_status", "won")),
    ),
    "crm_stage": (
        _watch(PLANNED, {"sequence", "tier_after_days", "tier_id"}, is_new=False),
    ),
    "crm_team": (
        _watch(
            TEAMS,
            {
                *("active", "company_id", "galloper_management_style"),
                *("galloper_service_model_id", "user_id"),
            },
            is_new=False,  # its members are new as well
        ),
    ),
    "crm_team_member": (
        _watch(USERS, {"active", "crm_team_id", "user_id"}, "user_id"),
    ),
    "galloper_call_refusal": (
        # Whoever is called on that number, whoever they are taken for; and the same
        # person, whatever number they have.
        _watch(NUMBERS, {"number", "until"}, "number"),
        _watch(CUSTOMERS, {"partner_id", "until"}, "partner_id"),
        _watch("crm.lead", {"lead_id", "until"}, "lead_id"),
        _watch(LEADS, {"lead_id", "until"}, "lead_id"),
    ),
    # When customers may be called, and on which days nobody is.
    "galloper_calling_holiday": (_watch(PLANNED, {"*"}),),
    "galloper_calling_hours": (_watch(PLANNED, {"*"}),),
    "galloper_calling_hours_span": (_watch(PLANNED, {"*"}),),
    "galloper_service_model": (
        _watch(
            PLANNED,
            {
                *("contact_minutes", "first_activity_type_id", "goes_first"),
                *("phone_allowed", "prepare_minutes"),
            },
        ),
    ),
    "galloper_tier": (
        _watch(PLANNED, {"active", "fresh_minutes", "kind", "quiet_days", "sequence"}),
    ),
    "mail_activity": (
        _watch(USERS, fact_columns.OF_ACTIVITY, "user_id"),
        # What it is about has a next step, or has none any more.
        _watch(LEADS, _STEP, "res_id", only=("res_model", "crm.lead")),
        _watch(OWNERS, _STEP, "res_id", only=("res_model", "res.partner")),
    ),
    "mail_activity_type": (_watch(TYPES, {"category"}, is_new=False),),
    "phone_blacklist": (_watch(NUMBERS, {"active", "number"}, "number"),),
    "res_company": (
        _watch(
            PLANNED,
            {
                *(*SETTINGS, "active", "currency_id", "parent_path", "partner_id"),
                "resource_calendar_id",
            },
            is_new=False,
        ),
        # Where somebody may work, they have the hours of their record there.
        _watch(USERS, {"user_ids"}, "user_ids", is_new=False),
    ),
    "res_currency_rate": (
        _watch(RATES, {"company_id", "currency_id", "name", "rate"}),
    ),
    "res_partner": (
        _watch(CUSTOMERS, _OF_PARTNER, "commercial_partner_id", is_new=False),
        # What their number is: see WORKED_OUT. Nothing need be read for that.
        _watch(CUSTOMERS, {"country_id", "phone"}, is_new=False),
        # Whoever answers for a customer, and users, who are partners as well.
        _watch(USERS, {"active", "user_id"}, "user_id"),
        _watch(USERS, {"tz"}, "user_ids", is_new=False),
        # Customers of whom nothing is known are near the company.
        _watch(HOUSES, {"country_id", "state_id"}, is_new=False),
    ),
    "res_users": (
        _watch(
            USERS,
            {
                *("active", "company_id", "company_ids", "group_ids", "partner_id"),
                *("sale_team_id", "share"),
            },
            is_new=False,
        ),
    ),
    "resource_calendar": (_watch(PLANNED, {"*"}),),
    "resource_calendar_attendance": (_watch(PLANNED, {"*"}),),
    "resource_calendar_leaves": (
        # One's own concerns oneself, a public holiday everybody.
        _watch(USERS, {"*"}, "resource_id.user_id"),
        _watch(PLANNED, {"*"}, only=("resource_id", None)),
    ),
    "resource_resource": (_watch(USERS, {"*"}, "user_id"),),
}
#: What Odoo works out and stores: from where, that is watched instead.
WORKED_OUT = {
    ("crm_lead", "won_status"): {"active", "probability", "stage_id"},
    ("crm_lead", "phone_sanitized"): {"country_id", "partner_id", "phone"},
    ("res_partner", "phone_sanitized"): {"country_id", "phone"},
    ("res_partner", "commercial_partner_id"): {"is_company", "parent_id"},
    ("res_users", "sale_team_id"): "crm_team_member",
    ("res_users", "share"): {"group_ids"},
    # The companies of a user.
    ("res_company_users_rel", "cid"): "res_users",
    ("res_company_users_rel", "user_id"): "res_users",
    # The states that calling hours and holidays are for.
    **{
        (f"{table}_res_country_state_rel", column): table
        for table in ("galloper_calling_hours", "galloper_calling_holiday")
        for column in (f"{table}_id", "res_country_state_id")
    },
    # An attempt is logged when its activity is written, or made.
    ("galloper_attempt", "is_call"): "mail_activity",
    ("galloper_attempt", "number"): "mail_activity",
    ("galloper_attempt", "partner_id"): "mail_activity",
    ("galloper_attempt", "tried_at"): "mail_activity",
}
#: What is read along, and no plan is made from.
FOR_OTHERS = {("res_company", "galloper_notice_minutes")}
#: What never changes, or only together with something that is watched.
NEVER_ALONE = {"id", "create_date", "create_uid", "write_date"}


def watch_for_everybody(table: str, fields: Iterable[str]) -> None:
    """Have such records of another add-on watched: they concern all plans."""
    WATCHED[table] = (_watch(PLANNED, fields),)


def touched(table: str, names: Iterable[str] | None = None) -> list[Watch]:
    """Who watches records that are made, or of which these fields are written."""
    watches = WATCHED.get(table, ())
    if names is None:
        return [one for one in watches if one.is_new]
    return [
        one for one in watches if "*" in one.fields or not one.fields.isdisjoint(names)
    ]


def every(table: str) -> tuple[Watch, ...]:
    """Who watches such records that are deleted."""
    return tuple(one for one in WATCHED.get(table, ()) if one.is_deleted)


def vanishes(watch: Watch) -> bool:
    """Whether a deleted record leaves nothing that says whose plans those are."""
    by_itself = watch.path in ("id", "commercial_partner_id")
    return by_itself and watch.whose not in (HOUSES, PLANNED, RATES, USERS)


def by_id(table: str) -> list[str]:
    """Which marks name such records by themselves, and are lost with them. Where a
    deletion marks others instead (``is_deleted``), those are enough.
    """
    return [one.whose for one in every(table) if one.path == "id"]
