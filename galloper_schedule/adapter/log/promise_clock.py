"""By whose clock a promise was agreed, and what that clock showed.

The moment itself is kept in UTC. A government may change the clocks before it comes:
the customer still waits at the hour that was agreed.
"""

from datetime import tzinfo
from functools import partial
from typing import Any

from odoo import fields
from odoo.models import BaseModel

from ...planner.local_time import local_time
from ...planner.whereabouts import Whereabouts, minded
from ..facts import activity_facts
from ..tools import zones
from ..whereabouts import located

#: The zone, and what its clock shows at the beginning and at the end.
NAMES = (
    "galloper_promise_tz",
    "galloper_promise_local",
    "galloper_promise_local_until",
)


def fields_of(activities: BaseModel) -> list[Any]:
    """The fields in which it is noted."""
    return [activities._fields[name] for name in NAMES]


def note(activities: BaseModel) -> None:
    """Note zone and local time of what is promised by these activities.

    :param activities: with all rights
    """
    # A meeting has a time of its own.
    promised = activities.filtered(
        lambda one: one.promised_at and not one.calendar_event_id
    )
    documents = activity_facts.documents(promised)
    places = located.of_documents(documents.values())
    for activity in activities:
        document = documents.get(activity)
        tz = None if document is None else _zone(activity, places[document])
        activity.galloper_promise_tz = tz and tz.key
        activity.galloper_promise_local = _text(activity.promised_at, tz)
        activity.galloper_promise_local_until = _text(activity.promised_until, tz)


def _zone(activity: BaseModel, place: Whereabouts) -> tzinfo:
    """The salesperson's zone, by which the dialogs ask. Where they say beside it what
    the customer's clock shows, because it is another time, that is what was agreed.
    """
    own = (activity.user_id or activity.env.user)._get_planning_tz()
    moment = activity.promised_at
    clock = partial(zones.clock_on, day=moment.date())
    names = minded(place, own.key, clock, zones.are_of_one_country)
    theirs = zones.zone_of(names[0])
    return own if local_time(moment, theirs) == local_time(moment, own) else theirs


def _text(moment, tz):
    return bool(moment and tz) and fields.Datetime.to_string(local_time(moment, tz))
