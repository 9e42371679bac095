"""A look: what happens before a plan is shown, and what goes along with the answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from odoo import fields
from odoo.models import BaseModel

from ..facts import meetings
from ..plan import fingerprint
from ..plan.own_lines import check_reader
from ..tools import asked, tolerance
from . import day_overview, systray

# A manager who looks at the team waits for so many days to be planned at the most; the
# scheduled action does the others.
_PLANNED_FOR_A_MANAGER = 20


def plan_before_reading(lines: BaseModel, due: BaseModel) -> list[int]:
    """Plan the reader's day; for managers, also those days that are out of date.

    Whoever is being planned by somebody else is not waited for.

    :param lines: the model of the lines, with the reader's rights
    :param due: the model of plans to be made anew, with all rights
    :return: the ids of those whose plan is older than what it was made from
    """
    check_reader(lines)
    me, now = lines.env.user, fields.Datetime.now()
    seen, stale_ids = fingerprint.look(me, now), []
    if not fingerprint.is_known(me, seen):
        was_right = me._plan_to_look(now, seen)
        if was_right:
            # What was seen is what is to stay the same.
            fingerprint.remember(me, seen)
        elif was_right is None:
            stale_ids += me.ids
    if me.has_group("sales_team.group_sale_manager"):
        late = due._get_due_users(now) - me
        planned = late[:_PLANNED_FOR_A_MANAGER]._plan_day_or_log(now)
        stale_ids += (late - planned).ids
    return stale_ids


def complete(lines: BaseModel, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of a list with what its screen asks for beside the lines: it never
    shows two states at once.
    """
    if whose := lines.env.context.get("galloper_counters"):
        answer["counters"] = lines.get_day_counters(whose)
        answer["plan"] = systray.plan_id(lines.env)
    if "galloper_focus" in lines.env.context:
        _add_day(lines, answer)
    return answer


def _add_day(lines, answer):
    """The whole day, with all about the activity in focus."""
    # The list shows what is not active, too; nothing else here does.
    mine = lines.with_context(active_test=True)
    key = lines.env.context["galloper_focus"] or _first_key(_records_of(answer))
    key = asked.number_or_none(lines.env, key)
    answer["day"] = day_overview.describe(mine, fields.Datetime.now())
    answer["focus"] = tolerance.reading(
        lambda: mine.get_focus(key),
        {"key": key},
        "Activity %s could not be described",
        key,
    )


def _first_key(records):
    """The activity whose turn it is: the first that does not wait for its next try."""
    turns = (one for one in records if one.get("state") != "waiting")
    return next(turns, {}).get("contact_key", 0)


def _records_of(answer):
    """The records of a list, or those of the open groups of a grouped one."""
    groups = answer.get("groups", ())
    inside = [one for group in groups for one in group.get("__records", ())]
    return answer.get("records", inside)


def name_groups(lines: BaseModel, formatter: Callable, activities: Any) -> Callable:
    """Groups of activities, named as their lines are: see ``ActivityLink``.

    :param formatter: what Odoo names a group with
    :param activities: those that are grouped by
    """
    ids = [activity.id for activity in activities if activity]
    lines = lines.with_context(active_test=False)
    lines = lines.search([("activity_id", "in", ids)])
    names = {line.activity_id.id: line.display_name for line in lines}

    def name_as_its_line(activity):
        if not activity:
            return formatter(activity)
        name = names.get(activity.id, "")
        return (activity.id, name), [("activity_id", "=", activity.id)]

    return name_as_its_line


def name_links(lines: BaseModel, records: list[dict[str, Any]]) -> None:
    """Links to activities in what was read of the lines, named as these are."""
    names = {line.id: line.display_name for line in lines}
    for values in records:
        if isinstance(values.get("activity_id"), dict):
            values["activity_id"]["display_name"] = names[values["id"]]


def get_busy(
    lines: BaseModel, start: datetime | str, stop: datetime | str
) -> list[dict[str, Any]]:
    """The caller's meetings between two moments, planned round; plans first.

    What is private, or none of the caller's business, has no name.

    :param start: naive UTC datetime or its string, as ``stop``
    """
    check_reader(lines)
    start, stop = (asked.some_moment(lines.env, one) for one in (start, stop))
    lines._plan_before_reading()
    return meetings.describe(lines.env.user, start, stop)
