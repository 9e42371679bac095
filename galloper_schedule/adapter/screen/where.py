"""The customer's time zone, corrected on the card: whatever evidence says."""

from typing import Any

from odoo import fields
from odoo.models import BaseModel

from ..actions import screen_presses
from ..facts import activity_facts
from ..facts.day import Day
from ..plan import stale_marks
from ..tools import asked
from ..whereabouts import located


def of_document(document: BaseModel) -> BaseModel:
    """Who a zone is entered for: a lead's customer, or the lead without one."""
    is_lead = document._name == "crm.lead"
    return (is_lead and document.sudo().partner_id.with_env(document.env)) or document


def get_customer_zones(lines: BaseModel, key: int) -> dict[str, Any]:
    """The zones to choose from for the customer of one of the caller's activities.

    :return: dict of ``likely``, the salesperson's own among them, of ``all``, and the
        one that is ``entered`` already, or False
    """
    document = _find(lines, key)
    if not document:
        return {"likely": [], "all": [], "entered": False}
    day = Day.of(lines.env.user.sudo(), fields.Datetime.now())
    place = located.of_documents([document])[document]
    field = document.fields_get(["galloper_tz"], ["selection"])["galloper_tz"]
    return {
        "likely": list(dict.fromkeys([*place.zones, day.tz.key])),
        "all": [name for name, _label in field["selection"]],
        "entered": of_document(document).sudo().galloper_tz,
    }


def set_customer_zone(lines: BaseModel, key: int, tz: str | bool) -> dict[str, str]:
    """Enter where the customer of one of the caller's activities is; False: go by the
    evidence again. Whoever may not change the customer may not do so.

    :return: dict of ``status``: ``ok``, or ``gone`` and a ``message``
    """
    env, document = lines.env, _find(lines, key)
    tz = asked.zone(env, tz)
    if not document:
        text = env._("This activity has no customer that you can change.")
        return {"status": "gone", "message": text}
    stale_marks.looking(of_document(document)).galloper_tz = tz
    return {"status": "ok"}


def _find(lines, key):
    """The lead or customer of an activity of the caller, as far as they may read it."""
    activity, about = screen_presses.find(lines, key)
    if activity:
        every = activity.sudo()
        about = activity_facts.documents(every)[every].sudo(False)
    return about._filtered_access("read")
