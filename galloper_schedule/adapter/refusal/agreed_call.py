"""A promise to somebody who must not be called: to be kept once more, or removed."""

from typing import Any

from odoo.models import BaseModel
from odoo.tools import format_datetime

from ..actions import list_buttons, screen_presses
from ..log import meeting_promises
from ..plan import stale_marks
from ..tools import company_language
from . import concerned


def call_as_agreed(activities: BaseModel) -> None:
    """Whoever promised these calls makes them all the same, once, as promised.

    It holds for this promise alone, and until the first attempt.
    """
    promised = activities.filtered(lambda one: one.active and one.promised_at)
    still = meeting_promises.still(promised)
    for moment, group in still.grouped("promised_at").items():
        group.write({"galloper_agreed_call": moment})
    _log(promised)


def _log(activities):
    """The documents say that it was decided, and who did."""
    env = activities.env
    people = concerned.people_of(activities)
    known = activities.filtered(lambda one: one.sudo() in people)
    for res_model, group in known.grouped("res_model").items():
        bodies = {
            one.res_id: _say(env, people[one.sudo()].company, one) for one in group
        }
        env[res_model].sudo().browse(bodies)._message_log_batch(
            bodies, author_id=env.user.partner_id.id
        )


def _say(env, company, activity):
    house = company_language.env_of(env, company)
    return house._(
        "Will be called once more, as agreed for %(time)s, though the customer asked "
        "not to be called.",
        time=format_datetime(house, activity.promised_at),
    )


# -- Presses


def work_call_as_agreed(
    lines: BaseModel, key: int, seen: list[Any] | None, press: str | bool = False
) -> dict[str, Any]:
    """Call once more, as promised: see ``screen_presses``."""
    return screen_presses.once(
        lines, key, seen, press, lambda activity: activity.action_call_as_agreed()
    )


def action_refused(lines: BaseModel) -> bool:
    """The customers of these lines asked not to be called."""
    pressed = list_buttons.get_activities(stale_marks.looking(lines))
    return pressed.action_refused()
