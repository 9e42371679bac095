"""Tells salespeople that a law has changed, and their promises with it."""

from collections import defaultdict
from collections.abc import Iterable

from markupsafe import Markup

from odoo.api import Environment
from odoo.tools import format_datetime

from ..facts import documents
from ..log.zone_moves import Moved

_NAMED = 10


def tell(env: Environment, moved: Iterable[Moved]) -> None:
    """One message to each of the salespeople, in their language, naming what they may
    read.
    """
    by_user = defaultdict(list)
    for one in moved:
        by_user[one.user_id].append(one)
    for user in env["res.users"].browse(by_user).exists():
        mine = env(user=user, context={**env.context, "lang": user.lang})
        env["mail.thread"].with_context(lang=user.lang).message_notify(
            partner_ids=user.partner_id.ids,
            subject=mine._("Your promises keep their local time"),
            body=_body(mine, by_user[user.id]),
        )


def _body(env, moved):
    zones = ", ".join(sorted({one.tz for one in moved}))
    text = env._(
        "The time zone rules have changed: %(zones)s. These promises keep the local "
        "time you agreed on, so they may come at another time of your day:",
        zones=zones,
    )
    named = moved[:_NAMED]
    activities = env["mail.activity"].browse(one.activity_id for one in named)
    told = documents.describe_activities(activities)
    lines = [
        env._(
            "%(customer)s: %(time)s (%(zone)s)",
            customer=told[one.activity_id]["who"],
            # As the clock there shows it, whatever zone the reader is in.
            time=format_datetime(env, one.local, tz="UTC", dt_format="medium"),
            zone=one.tz,
        )
        for one in named
    ]
    if len(moved) > len(named):
        lines.append(env._("And %(count)s more.", count=len(moved) - len(named)))
    items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
    return Markup("<p>%s</p><ul>%s</ul>") % (text, items)
