"""Tells people of activities that were passed on: one message each."""

from collections import defaultdict
from datetime import datetime, time

from markupsafe import Markup

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import format_datetime

from ..facts import documents
from . import passed_on

# Of more activities than these the number is told.
_LISTED = 20


def tell(env: Environment) -> None:
    """A message to everybody who got activities in this transaction, or gave some away:
    in their language, with what they may read themselves.
    """
    of_person = defaultdict(lambda: defaultdict(list))
    for one in passed_on.take_told(env.cr):
        if one.heir_id:
            of_person[one.heir_id][True, one.former_id].append(one.activity_id)
        if one.former_id:
            of_person[one.former_id][False, one.heir_id].append(one.activity_id)
    users = env["res.users"].sudo().browse(of_person).exists()
    for user in users.filtered(lambda user: user.active and not user.share):
        _tell(env, user, of_person[user.id])


def _tell(env, user, groups):
    theirs = user.with_user(user).with_context(
        allowed_company_ids=user.company_ids.ids, lang=user.lang, tz=user.tz
    )
    body = Markup().join(
        _describe(theirs, is_gain, other_id, ids)
        for (is_gain, other_id), ids in groups.items()
    )
    # Whoever has done it themselves is to know what went along. Nothing else of the
    # caller's context is meant for this message.
    context = {"lang": user.lang, "mail_notify_author": True}
    env(su=True, context=context)["mail.thread"].message_notify(
        partner_ids=user.partner_id.ids,
        author_id=env.user.partner_id.id,
        subject=theirs.env._("Activities passed on"),
        body=body,
    )


def _describe(user: BaseModel, is_gain, other_id, ids):
    env = user.env
    activities = env["mail.activity"].sudo().browse(ids).exists().sorted(_when)
    other = env["res.users"].sudo().browse(other_id or ()).exists()
    listed = activities[:_LISTED]
    told = documents.describe_activities(listed.sudo(False))
    lines = [_line(env, one, told[one.id]) for one in listed]
    if rest := activities[_LISTED:]:
        lines.append(env._("And %(count)s more.", count=len(rest)))
    items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
    return Markup("<p>%s</p><ul>%s</ul>") % (_head(env, is_gain, other), items)


def _when(activity):
    due = datetime.combine(activity.date_deadline, time())
    return not activity.promised_at, activity.promised_at or due, activity.id


def _head(env, is_gain, other):
    if is_gain and other:
        return env._("Passed on to you by %(user)s:", user=other.name)
    if is_gain:
        return env._("Assigned to you now, after nobody had them any more:")
    if other:
        return env._("Passed on from you to %(user)s:", user=other.name)
    return env._("No longer assigned to you, unassigned now:")


def _line(env, activity, told):
    what = " – ".join(filter(None, (told["who"], told["about"])))
    if not activity.promised_at:
        return what
    return env._(
        "%(activity)s, promised for %(time)s",
        activity=what,
        time=format_datetime(env, activity.promised_at, dt_format="short"),
    )
