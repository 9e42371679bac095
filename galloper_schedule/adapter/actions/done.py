"""What Done does."""

from typing import Any

from odoo.models import BaseModel

from ..log import meeting_promises
from ..tools import asked
from . import next_step, screen_presses


def work_done(
    lines: BaseModel,
    key: int,
    note: str = "",
    stage_id: int | bool = False,
    step: dict[str, Any] | None = None,
    press: str | bool = False,
    refused: bool = False,
) -> dict[str, Any]:
    """The activity was done.

    :param note: what came of it
    :param stage_id: the stage to which its lead moves
    :param step: the next step: see ``next_step``
    :param press: the id of this press, as ``screen_presses`` has it
    :param refused: the customer asked not to be called
    :return: see ``screen_presses``
    """
    env = lines.env
    note, step = asked.text(env, note), asked.mapping_or_none(env, step)
    stage_id = asked.number_or_none(env, stage_id)
    refused = asked.flag(env, refused)

    def done(activity):
        if stage_id:
            next_step.move_lead(activity, stage_id)
        vals = step and next_step.prepare_vals(activity, step)
        if refused:
            next_step.check_no_call(env, vals)
            activity.action_refused(note)
        else:
            meeting_promises.without_notes(activity).action_feedback(feedback=note)
        if vals:
            activity.env["mail.activity"].create(vals)

    return screen_presses.once(lines, key, None, press, done)
