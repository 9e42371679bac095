"""Tells whoever else has a number that it is not to be called: one message each."""

from collections import defaultdict
from datetime import datetime

from markupsafe import Markup

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import format_date, format_datetime

from ..facts import documents
from ..tools import readable
from . import concerned

# Of more than these the number is told.
_LISTED = 20


def tell(
    env: Environment, leads: BaseModel, activities: BaseModel, until: datetime | None
) -> None:
    """In their language, with what they may read themselves.

    :param leads: open ones with the number, with all rights
    :param activities: the same; those of the caller are no news
    :param until: naive UTC; None: for good
    """
    theirs = defaultdict(lambda: ([], []))
    for lead in leads:
        theirs[lead.user_id][0].append(lead.id)
    for activity in activities:
        theirs[activity.user_id][1].append(activity.id)
    for user, (lead_ids, activity_ids) in theirs.items():
        if user and user != env.user and user.active and not user.share:
            _tell(env, user, lead_ids, activity_ids, until)


def _tell(env, user, lead_ids, activity_ids, until):
    reader = user.with_user(user).with_context(
        allowed_company_ids=user.company_ids.ids, lang=user.lang, tz=user.tz
    )
    own = reader.env
    activities = own["mail.activity"].sudo().browse(activity_ids)
    lines = list(_lines(own, lead_ids, activities))
    if rest := lines[_LISTED:]:
        lines[_LISTED:] = [own._("And %(count)s more.", count=len(rest))]
    items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
    parts = [_head(own, env.user.name, until), *_question(own, activities)]
    body = Markup("<p>%s</p><ul>%s</ul>") % (parts[0], items)
    body += Markup().join(Markup("<p>%s</p>") % part for part in parts[1:])
    # Nothing else of the caller's context is meant for this message.
    env(su=True, context={"lang": user.lang})["mail.thread"].message_notify(
        partner_ids=user.partner_id.ids,
        author_id=env.user.partner_id.id,
        subject=own._("Asked not to be called"),
        body=body,
    )


def _head(env, teller, until):
    if until:
        return env._(
            "Asked %(user)s not to be called before %(date)s. Until then My Day plans "
            "no calls about:",
            user=teller,
            date=format_date(env, until),
        )
    return env._(
        "Asked %(user)s not to be called any more. My Day plans no more calls about:",
        user=teller,
    )


def _lines(env, lead_ids, activities):
    """What the reader has with that number, each document once."""
    told = documents.describe_activities(activities.sudo(False))
    for one in activities.sorted(lambda one: (not one.promised_at, one.id)):
        what = " – ".join(filter(None, (told[one.id]["who"], told[one.id]["about"])))
        if one.promised_at:
            what = env._(
                "%(activity)s, promised for %(time)s",
                activity=what,
                time=format_datetime(env, one.promised_at, dt_format="short"),
            )
        yield what
    on_leads = activities.filtered(lambda one: one.res_model == "crm.lead")
    rest = set(lead_ids) - set(on_leads.mapped("res_id"))
    yield from readable.names(env, "crm.lead", sorted(rest)).values()


def _question(env, activities):
    """Of promised calls only who has promised them can say."""
    if concerned.calls(activities).filtered("promised_at"):
        yield env._(
            "What you have promised stays: My Day asks you whether to call once more, "
            "as agreed, or to remove the promise."
        )
