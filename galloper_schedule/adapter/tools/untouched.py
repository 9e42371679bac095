"""Leads that nothing of ours is about: merging and deleting them costs no statement.

Leads are assigned by the thousand, and merged with their duplicates one after the
other; hardly any of them has an activity, or had one. Which, is asked once and kept as
long as the transaction sees the same database; whoever adds something forgets it.
"""

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

# Where a transaction keeps what it has found: {lead id: whether there is something}.
_FOUND = "galloper_schedule.untouched"

_FIND = """
SELECT lead.id,
       EXISTS (SELECT FROM mail_activity
                WHERE res_model = 'crm.lead' AND res_id = lead.id)
       OR EXISTS (SELECT FROM galloper_promise WHERE lead_id = lead.id)
       OR EXISTS (SELECT FROM galloper_attempt WHERE lead_id = lead.id)
       OR EXISTS (SELECT FROM galloper_call_refusal WHERE lead_id = lead.id)
       OR EXISTS (SELECT FROM galloper_schedule_line WHERE raw_lead_id = lead.id)
  FROM crm_lead lead
 WHERE %s
"""


def touched(leads: BaseModel) -> BaseModel:
    """Those of the leads that an activity, an entry of a log or a line is about."""
    known = leads.env.cr.postcommit.data.setdefault(_FOUND, {})
    missing = [number for number in leads.ids if number not in known]
    if missing:
        known |= _find(leads.env, SQL("lead.id = ANY(%s)", missing))
    return leads.filtered(lambda lead: known.get(lead.id))


def ask_of_new(env: Environment, days: int) -> None:
    """Ask at once about all leads that are nobody's and so many days old at most."""
    condition = SQL(
        "lead.user_id IS NULL AND lead.team_id IS NULL AND lead.active"
        " AND lead.create_date > now() AT TIME ZONE 'UTC' - %s * INTERVAL '1 day'",
        days,
    )
    env.cr.postcommit.data.setdefault(_FOUND, {}).update(_find(env, condition))


def forget(env: Environment) -> None:
    """Something is being added."""
    env.cr.postcommit.data.pop(_FOUND, None)


def _find(env, condition):
    env["mail.activity"].flush_model(["res_id", "res_model"])
    return dict(env.execute_query(SQL(_FIND, condition)))
