"""Who acts on an activity first, acts alone: of two clicks, or two tabs, one counts.

A press whose answer was lost on its way is sent again. It has an id of its own, by
which it is known: what it did is not done twice, and nobody else's act is taken for it.
"""

import json
from hashlib import sha256
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL, format_datetime

from ..tools import asked, locks
from . import list_buttons

#: Why nothing was done.
ALREADY, CHANGED, GONE, TAKEN = "already", "changed", "gone", "taken"


def recall(env: Environment, press: str) -> Any:
    """What the caller was answered to a press that has been done; None: it has not."""
    if not press:
        return None
    rows = env.execute_query(
        SQL(
            "SELECT answer FROM galloper_press WHERE user_id = %s AND press = %s",
            env.uid,
            _digest(press),
        )
    )
    return rows[0][0] if rows else None


def remember(env: Environment, press: str, answer: Any) -> None:
    """The press was done, and this is the answer, should it come once more.

    Where the same press is being done by another request at this moment, PostgreSQL
    refuses this one, and Odoo runs it again.
    """
    if press:
        env.cr.execute(
            SQL(
                """INSERT INTO galloper_press (user_id, press, pressed_at, answer)
                   VALUES (%s, %s, %s, %s) ON CONFLICT (user_id, press) DO NOTHING""",
                env.uid,
                _digest(press),
                fields.Datetime.now(),
                json.dumps(answer),
            ),
            log_exceptions=False,
        )


def _digest(press):
    """Whatever a program takes for an id: short, and the same for the same."""
    return sha256(press.encode()).hexdigest()


class Refusal(Exception):
    """Nothing was done: ``status`` says why to programs, ``message`` to people."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status, self.message = status, message


def claim(lines: BaseModel, key: int, seen: list[Any] | None = None) -> BaseModel:
    """The activity behind a line's key, held until the transaction ends.

    Whoever comes second waits, and then finds what the first has done: PostgreSQL
    refuses their write, and Odoo runs their request again.

    :param lines: the model of the lines, with the caller's environment
    :param key: the id of an activity, or that of a suggested lead, negative
    :param seen: what the caller's screen shows of it: the numbers of its attempts and
        snoozes, and its promise; None: whatever happened to it, it is still to be done
    :raise Refusal: it is done, gone, somebody else's, or another one than was seen
    """
    if key < 0:
        return _claim_suggestion(lines, -key)
    env = lines.env
    held = locks.hold(env, "mail_activity", SQL("id = %s", key))
    activity = _find_among(env, held)
    if seen is not None and asked.sequence(env, seen) != _seen(activity):
        raise Refusal(
            CHANGED,
            env._("Changed by someone else. Please check it again."),
        )
    return activity.sudo(False)


def find(env: Environment, key: int) -> BaseModel:
    """The caller's own open activity, with all rights.

    :raise Refusal: it is done, gone or somebody else's, or a lead, suggested no more
    """
    if key < 0:
        raise _begun(env)
    return _find_among(env, env["mail.activity"].sudo().browse(key).exists().ids)


def _find_among(env, ids):
    """The same of the ids that there are: one, or none."""
    activity = env["mail.activity"].sudo().browse(ids)
    if not activity:
        raise Refusal(GONE, env._("This activity has been canceled."))
    mine = activity.user_id == env.user
    if not mine and not activity.sudo(False)._filtered_access("read"):
        # Who has it, or has done it, is told to those who may know.
        raise Refusal(TAKEN, env._("This activity is assigned to someone else."))
    if not activity.active:
        raise Refusal(ALREADY, _says_who(activity))
    if not mine:
        raise Refusal(
            TAKEN,
            env._("Now assigned to %(user)s.", user=activity.user_id.name)
            if activity.user_id
            else env._("No longer assigned to you."),
        )
    return activity


def _claim_suggestion(lines, lead_id):
    env = lines.env
    condition = SQL(
        "activity_id IS NULL AND raw_lead_id = %s AND user_id = %s", lead_id, env.uid
    )
    # Whoever deletes the lead deletes its suggestion after it.
    locks.hold(env, "crm_lead", SQL("id = %s", lead_id), "KEY SHARE")
    rows = locks.hold(env, "galloper_schedule_line", condition)
    if not rows:
        raise _begun(env)
    return list_buttons.get_activities(lines.browse(rows[0]))


def _begun(env):
    return Refusal(
        GONE, env._("This is no longer a suggestion: an activity has been created.")
    )


def _seen(activity):
    moment = fields.Datetime.to_string(activity.promised_at)
    return [activity.attempt_count, activity.galloper_snooze_count, moment]


def _says_who(activity):
    env = activity.env(su=False)
    when = format_datetime(env, activity.write_date, dt_format="short")
    if activity.write_uid == env.user:
        return env._("You completed this activity on %(time)s.", time=when)
    return env._(
        "%(user)s completed this activity on %(time)s.",
        user=activity.write_uid.name,
        time=when,
    )
