"""The day in figures."""

from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.fields import Domain
from odoo.models import BaseModel

from ...planner.two_pass import MISSED, OVERDUE, TODAY
from ..facts import documents
from ..plan import own_lines
from ..plan.risk_notices import is_endangered
from ..tools import asked, odoo_internals
from .reasons import ReasonWriter


def get_day_counters(lines: BaseModel, whose: str = "mine") -> dict[str, int]:
    """The number of activities today, by kind; plans nothing.

    :param lines: the model of the lines, with the caller's rights
    :param whose: ``mine``, or ``team``: all that the caller may read
    """
    own_lines.check_reader(lines)
    whose = asked.choice(lines.env, whose, ("mine", "team"))
    lines = lines.with_context(active_test=True)
    counts = dict.fromkeys(("contacts", "promises", "missed", "at_risk"), 0)
    for bucket, at_risk, conflict, number in _groups(lines, whose):
        counts["contacts"] += number
        counts["promises"] += number * (bucket == TODAY)
        counts["missed"] += number * (bucket in (MISSED, OVERDUE))
        counts["at_risk"] += number * is_endangered(bucket, at_risk, conflict)
    if whose == "mine":
        counts["unresponsive"] = lines.env["mail.activity"].search_count(
            unresponsive(lines.env)
        )
        counts["not_called"] = len(own_lines.not_called(lines))
    return counts


def _groups(lines, whose):
    """(bucket, at risk, conflict, number of activities)."""
    if whose == "mine":
        # Everybody may count their own activities, whatever other rights they have.
        return [
            (line.bucket, line.at_risk, line.conflict, 1)
            for line in own_lines.read(lines)
            if line.active
        ]
    return lines._read_group([], ["bucket", "at_risk", "conflict"], ["__count"])


def unresponsive(env: Environment) -> Domain:
    """The domain of the activities about which the caller is to be asked.

    They are the caller's own, or on the caller's leads.
    """
    leads = odoo_internals.query(env["crm.lead"].sudo(), [("user_id", "=", env.uid)])
    on_own_leads = Domain("res_model", "=", "crm.lead") & Domain("res_id", "in", leads)
    asked = Domain("user_id", "=", env.uid) | on_own_leads
    return Domain("galloper_unresponsive", "=", True) & asked


def get_not_called(lines: BaseModel) -> list[dict[str, Any]]:
    """The caller's calls of today that may not be made now.

    :param lines: the model of the lines, with the caller's rights
    :return: dicts with ``key``, ``who``, ``about`` and ``reason``
    """
    own_lines.check_reader(lines)
    env, left = lines.env, own_lines.not_called(lines)
    told = documents.describe_activities(env["mail.activity"].browse(left))
    writer = ReasonWriter(env, fields.Datetime.now())
    tz = env.user.sudo()._get_planning_tz()
    return [
        {
            "key": number,
            "who": told[number]["who"],
            "about": told[number]["about"],
            "reason": writer.no_call(no, tz),
        }
        for number, no in left.items()
        if number in told
    ]


def action_unresponsive(lines: BaseModel) -> dict[str, Any] | bool:
    """Ask about the caller's customers who never answer."""
    own_lines.check_reader(lines)
    found = lines.env["mail.activity"].search(unresponsive(lines.env))
    return found._ask_whether_to_go_on() or False
