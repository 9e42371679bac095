"""The day in figures."""

from odoo.fields import Domain

from ..planner.two_pass import MISSED, OVERDUE, TODAY
from .risks import is_endangered


def count(lines, whose):
    """The number of today's contacts by kind.

    :param lines: the model of the lines, with the caller's rights
    :param whose: ``mine``, or ``team``: all that the caller may read
    """
    mine, user = whose == "mine", lines.env.user
    # Everybody may count his own contacts, whatever other rights he has.
    groups = (lines.sudo() if mine else lines)._read_group(
        [("user_id", "=", user.id)] if mine else [],
        ["bucket", "at_risk", "conflict"],
        ["__count"],
    )
    counts = dict.fromkeys(("contacts", "promises", "missed", "at_risk"), 0)
    for bucket, at_risk, conflict, number in groups:
        counts["contacts"] += number
        counts["promises"] += number * (bucket == TODAY)
        counts["missed"] += number * (bucket in (MISSED, OVERDUE))
        counts["at_risk"] += number * is_endangered(bucket, at_risk, conflict)
    if mine:
        counts["lifeless"] = lines.env["mail.activity"].search_count(
            lifeless(lines.env)
        )
    return counts


def lifeless(env):
    """The domain of the activities about which the caller is to be asked.

    They are his own, or on his own leads.
    """
    leads = env["crm.lead"].sudo()._search([("user_id", "=", env.uid)])
    on_his_leads = Domain("res_model", "=", "crm.lead") & Domain("res_id", "in", leads)
    asked = Domain("user_id", "=", env.uid) | on_his_leads
    return Domain("no_sign_of_life", "=", True) & asked
