"""One press on the screen of My Day, one call: it counts once.

Each ``work_…`` is the method of ``galloper.schedule.line`` (``work_done`` is in
``done``). An activity is named by its line's ``contact_key``. What comes back is a
dict: ``status`` is ``ok``, or says why nothing was done (``already``, ``gone``,
``taken``, ``changed``); ``message`` says so to people; ``action`` is what is to be
opened next, if anything.

``press`` is an id that the caller gives to each press, and sends again with it: what
was done by it already is answered as it was then, and not done again.
"""

from collections.abc import Callable
from typing import Any

from odoo.exceptions import UserError
from odoo.models import BaseModel

from ..log import meeting_promises
from ..plan import stale_marks
from ..plan.own_lines import check_reader
from ..tools import asked, readable
from . import claim, list_buttons


def once(
    lines: BaseModel,
    key: int,
    seen: list[Any] | None,
    press: str | bool,
    act: Callable,
) -> dict[str, Any]:
    """Act on an activity of the caller, unless somebody else has.

    :param seen: see ``claim.claim``
    :param act: is called with the activity; an action that it returns is opened next
    """
    check_reader(lines)
    env, key = lines.env, asked.number(lines.env, key)
    press = asked.text(env, press)
    if answer := claim.recall(env, press):
        return answer
    try:
        result = act(claim.claim(stale_marks.looking(lines), key, seen))
    except claim.Refusal as refusal:
        return {"status": refusal.status, "message": refusal.message}
    answer = {"status": "ok", "action": result if isinstance(result, dict) else False}
    claim.remember(env, press, answer)
    return answer


def work_no_answer(
    lines: BaseModel, key: int, seen: list[Any] | None, press: str | bool = False
) -> dict[str, Any]:
    """Tried, but nobody answered."""
    return once(lines, key, seen, press, lambda activity: activity.action_no_answer())


def work_promise(
    lines: BaseModel,
    key: int,
    seen: list[Any] | None,
    promised_at: str | bool,
    promised_until: str | bool = False,
    press: str | bool = False,
) -> dict[str, Any]:
    """Set another promised time; False removes the promise.

    Of a meeting nothing is changed: a dialog opens that says who will be informed.
    """

    def promise(activity):
        if meeting_promises.meeting_of(activity):
            return activity.action_open_promise(promised_at)
        return activity.action_promise(promised_at, promised_until)

    return once(lines, key, seen, press, promise)


def work_later(
    lines: BaseModel,
    key: int,
    seen: list[Any] | None,
    until: str,
    press: str | bool = False,
) -> dict[str, Any]:
    """Not before ``until``; nothing was promised."""
    return once(lines, key, seen, press, lambda activity: activity.action_snooze(until))


def work_skip(
    lines: BaseModel,
    key: int,
    seen: list[Any] | None,
    reason_id: int | bool,
    press: str | bool = False,
) -> dict[str, Any]:
    """Not now, for one of the reasons; it comes back later today."""
    check_reader(lines)
    env = lines.env
    reason_id = asked.number_or_none(env, reason_id)
    reason = env["galloper.skip.reason"].browse(reason_id or ()).exists()
    if not reason and not env.user.sudo()._has_free_hand():
        raise UserError(env._("Choose a reason for snoozing this activity."))
    return once(lines, key, seen, press, lambda activity: activity.action_skip(reason))


def work_note(lines: BaseModel, key: int, text: str, press: str | bool = False) -> bool:
    """Keep what was typed about an activity that is somebody else's now, or done.

    :return: whether it could be noted on the document
    """
    check_reader(lines)
    env = lines.env
    key, text = asked.number(env, key), asked.text(env, text)
    press = asked.text(env, press)
    if claim.recall(env, press):
        return True
    activity = env["mail.activity"].sudo().browse(key if key > 0 else [])
    activity = activity.exists()
    # A suggested customer is known by their last order.
    res_model = activity.res_model or ("crm.lead" if key < 0 else False)
    res_id = activity.res_id or (-key if key < 0 else False)
    if not res_id or not text:
        return False
    document = readable.records(env, res_model, [res_id])
    if not document or "message_ids" not in document._fields:
        return False
    if not document.has_access("write"):
        return False
    document.message_post(
        body=text, message_type="comment", subtype_xmlid="mail.mt_note"
    )
    claim.remember(env, press, True)
    return True


def find(lines: BaseModel, key: int) -> tuple[BaseModel, BaseModel]:
    """(activity, what is suggested) of a key: one of them, as far as they are the
    caller's.

    What is suggested is a lead or a customer.
    """
    check_reader(lines)
    env, key = lines.env, asked.number(lines.env, key)
    activity, about = env["mail.activity"], env["crm.lead"]
    if key > 0:
        activity = activity.search([("id", "=", key), ("user_id", "=", env.uid)])
    elif key < 0:
        suggested = (
            lines.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("raw_lead_id", "=", -key),
                    ("activity_id", "=", False),
                    ("user_id", "=", env.uid),
                ]
            )
        )
        for suggestion in filter(None, list_buttons.get_suggested(suggested)):
            about = readable.records(env, suggestion._name, suggestion.ids)
    return activity, about


def open_contact(lines: BaseModel, key: int) -> dict[str, Any]:
    """The action that opens what an activity of the caller is about; or False."""
    activity, about = find(lines, key)
    if activity:
        return activity.action_open_document()
    return about.get_formview_action() if about else False
