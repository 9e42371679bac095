"""What a salesperson does with the lines of their plan, in the list.

Each ``action_…`` is the method of ``galloper.schedule.line``. Whoever acts on a
suggestion makes an activity of it.
"""

from datetime import datetime
from typing import Any

from odoo.fields import Domain
from odoo.models import BaseModel

from ...planner import two_pass
from ..facts import documents
from ..plan import stale_marks
from ..plan.own_lines import check_reader
from ..tools import asked


def get_activities(lines: BaseModel) -> BaseModel:
    """The activities of these lines; first contacts are made of the suggestions."""
    check_reader(lines)
    # My Day shows lines that are not active, too: nobody else's business.
    lines = lines.with_context(active_test=True)
    suggested = lines.filtered(lambda line: not line.activity_id)
    activities = lines.activity_id
    if suggested:
        for about in filter(None, get_suggested(suggested)):
            about.check_access("write")
            activities += about._schedule_first_contact()
        # Whoever else acts on the same suggestion finds that it is none any more.
        suggested.sudo().unlink()
    return activities


def get_suggested(lines: BaseModel) -> tuple[BaseModel, BaseModel]:
    """The leads, and the customers, of these suggestions: a recordset a model."""
    env = lines.env
    leads, customers = env["crm.lead"], env["res.partner"]
    for line in lines.sudo():
        about = documents.suggested_document(line).with_env(env)
        if about._name == leads._name:
            leads += about
        else:
            customers += about
    return leads, customers


def _get_pressed(lines):
    """Their activities, for a press after which My Day is reloaded."""
    return get_activities(stale_marks.looking(lines))


def action_done(lines: BaseModel) -> Any:
    """Mark these activities as done."""
    return _get_pressed(lines).action_done()


def action_done_schedule_next(lines: BaseModel) -> dict[str, Any]:
    """Done, and straight to the next step with the same customer."""
    check_reader(lines)
    lines.ensure_one()
    return get_activities(lines).action_done_schedule_next()


def action_no_answer(lines: BaseModel) -> dict[str, Any] | bool:
    """Tried, but nobody answered."""
    return _get_pressed(lines).action_no_answer()


def action_promise(lines: BaseModel) -> dict[str, Any]:
    """Ask what was agreed with the customer."""
    check_reader(lines)
    lines.ensure_one()
    return get_activities(lines).action_open_promise()


def action_pin(lines: BaseModel, moment: datetime | str | bool) -> bool:
    """Keep these activities at a time of today until they are done or it is over.

    :param moment: naive UTC datetime or its string; False lets go of them
    """
    return _get_pressed(lines).action_pin(moment)


def action_unpin(lines: BaseModel) -> bool:
    """Let the planner find a time again."""
    return lines.action_pin(False)


def action_open(lines: BaseModel) -> dict[str, Any]:
    """Open the document; of a suggestion it stays one."""
    check_reader(lines)
    lines.ensure_one()
    if not lines.activity_id:
        return (lines.lead_id or lines.partner_id).get_formview_action()
    return lines.activity_id.action_open_document()


def find_at_risk(lines: BaseModel, domain: list[Any]) -> BaseModel:
    """The promises of today that are at risk among the lines of a domain."""
    domain = asked.domain(lines, domain)
    return lines.search(domain & Domain("bucket", "=", two_pass.TODAY))
