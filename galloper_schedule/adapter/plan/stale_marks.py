"""Plans that a change makes out of date: noted in memory, written together at the end
of the transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from odoo import fields
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

#: What may be marked, beside those who have activities on the records of a model:
#: users, those of them who look right after this, everybody who is planned, everybody
#: who has something to do.
USERS, LOOKING, PLANNED, ASSIGNED = "users", "looking", "planned", "assigned"
#: The same as everybody who is planned, where companies count in several currencies.
RATES = "rates"
#: Whoever has to do with these partners' or with these meetings' attendees; with these
#: teams, types of activities, leads, customers; with the customers of those of these
#: leads that are won; and whose customers these are.
ATTENDEES, EVENTS, TEAMS, TYPES = "attendees", "events", "teams", "types"
LEADS, CUSTOMERS, BUYERS, OWNERS = "leads", "customers", "buyers", "owners"
# Where a transaction keeps the marks it has not written yet.
_PENDING = "galloper_schedule.due"
# In the context of who reads their own plan anew right after this, which plans it.
_LOOKS = "galloper_looks_at_once"


def looking(records: BaseModel) -> BaseModel:
    """The records, for a press in My Day, which shows the plan anew afterwards: the
    scheduled action need not be woken for the plan of who has pressed.

    Should they not look after all, it finds the mark when it comes round.
    """
    return records.with_context(**{_LOOKS: True})


def sort_users(env: Environment, user_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """(those of the users who look right after this, the others)."""
    own = {env.uid} & set(user_ids) if env.context.get(_LOOKS) else set()
    return own, set(user_ids) - own


def note(cr: BaseCursor, what: str, ids: Iterable[int | bool], write: Callable) -> None:
    """Note that plans are out of date.

    :param what: one of the kinds above, or a model: those who have to do with its
        records
    :param write: is called, once, at the end of the transaction
    """
    if not ids:
        return
    if _PENDING not in cr.precommit.data:
        cr.precommit.data[_PENDING] = defaultdict(set)
        cr.precommit.add(write)
    cr.precommit.data[_PENDING][what].update(ids)


def is_pending(cr: BaseCursor) -> bool:
    """Whether this transaction has noted marks that it has not written yet."""
    return bool(cr.precommit.data.get(_PENDING))


def is_noted(cr: BaseCursor, kinds: Iterable[str], ids: Iterable[int]) -> bool:
    """Whether marks of these kinds that are not written yet name one of these ids."""
    pending = cr.precommit.data.get(_PENDING, {})
    return any(not pending[what].isdisjoint(ids) for what in kinds if what in pending)


def write(env: Environment) -> bool:
    """Write what this transaction has noted so far, and have the scheduled action run
    if that concerns anybody who is not looking: one statement.

    :return: whether it is to run
    """
    if is_pending(env.cr):
        env.flush_all()
    pending = env.cr.precommit.data.pop(_PENDING, {})
    marked = [
        SQL(_MARKED.get(what, _ON_DOCUMENTS), ids=ids, model=what)
        for what, ids in ((what, _numbers(ids)) for what, ids in pending.items())
        if ids
    ]
    if not marked:
        return False
    [[is_woken]] = env.execute_query(
        SQL(
            _WRITE,
            marked=SQL(" UNION ALL ").join(marked),
            now=fields.Datetime.now(),
            looking=_numbers(pending.get(LOOKING, ())),
            uid=env.uid,
        )
    )
    return is_woken


def _numbers(ids):
    return [number for number in ids if number]


#: A trigger of the scheduled action, as Odoo makes them.
_WRITE = """
WITH marked AS (
     INSERT INTO galloper_schedule_due (user_id, due_at)
     SELECT DISTINCT u.user_id, %(now)s FROM (%(marked)s) u
      WHERE u.user_id IS NOT NULL
     RETURNING user_id
), woken AS (
     INSERT INTO ir_cron_trigger
            (cron_id, call_at, create_uid, create_date, write_uid, write_date)
     SELECT id, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
       FROM ir_cron
      WHERE id = (SELECT res_id FROM ir_model_data
                   WHERE module = 'galloper_schedule' AND name = 'ir_cron_plan_day')
        AND active
        AND EXISTS (SELECT FROM marked WHERE user_id <> ALL(%(looking)s::int[]))
     RETURNING id
)
SELECT EXISTS (SELECT FROM woken)
"""
_ON_DOCUMENTS = """
SELECT user_id FROM mail_activity
 WHERE active AND res_model = %(model)s AND res_id = ANY(%(ids)s)
"""
#: Everybody of the whole companies of customers.
_FAMILY = """
(SELECT family.id, family.user_id
   FROM res_partner asked
   JOIN res_partner family
     ON family.commercial_partner_id = asked.commercial_partner_id
  WHERE asked.id {of}) family
"""
#: Who answers for a customer: see ``due_customers``.
_OWNERS = f"""
SELECT user_id FROM {_FAMILY}
 UNION ALL
SELECT won.user_id FROM {_FAMILY}
  JOIN crm_lead won ON won.partner_id = family.id AND won.won_status = 'won'
"""
#: Whoever has to do with a customer.
_CUSTOMERS = f"""
{_OWNERS}
 UNION ALL
SELECT a.user_id FROM {_FAMILY}
  JOIN mail_activity a
    ON a.res_model = 'res.partner' AND a.res_id = family.id AND a.active
 UNION ALL
SELECT l.user_id FROM {_FAMILY}
  JOIN crm_lead l ON l.partner_id = family.id AND l.active
 UNION ALL
SELECT a.user_id FROM {_FAMILY}
  JOIN crm_lead l ON l.partner_id = family.id
  JOIN mail_activity a ON a.res_model = 'crm.lead' AND a.res_id = l.id AND a.active
"""
_THESE = "= ANY(%(ids)s)"
_OF_THESE_LEADS = f"IN (SELECT partner_id FROM crm_lead WHERE id {_THESE})"
_OF_THESE_EVENTS = (
    f"IN (SELECT partner_id FROM calendar_attendee WHERE event_id {_THESE})"
)
_WON_BY_THESE = f"{_OF_THESE_LEADS[:-1]} AND won_status = 'won')"
_IS_USER = f"SELECT id AS user_id FROM res_users WHERE id {_THESE}"
_PLANNED = """
SELECT user_id FROM galloper_schedule_line
 UNION ALL
SELECT user_id FROM galloper_schedule_due WHERE planned_at IS NOT NULL
"""
_MARKED = {
    USERS: _IS_USER,
    LOOKING: _IS_USER,
    PLANNED: _PLANNED,
    RATES: f"""
SELECT user_id FROM ({_PLANNED}) planned
 WHERE (SELECT count(DISTINCT currency_id) FROM res_company) > 1
""",
    ASSIGNED: "SELECT user_id FROM mail_activity WHERE active",
    ATTENDEES: f"SELECT id AS user_id FROM res_users WHERE partner_id {_THESE}",
    EVENTS: f"""
SELECT u.id AS user_id
  FROM calendar_attendee a JOIN res_users u ON u.partner_id = a.partner_id
 WHERE a.event_id {_THESE}
 UNION ALL
{_OWNERS.format(of=_OF_THESE_EVENTS)}
""",
    TEAMS: f"""
SELECT id AS user_id FROM res_users WHERE sale_team_id {_THESE}
 UNION ALL
SELECT user_id FROM crm_team_member WHERE crm_team_id {_THESE}
 UNION ALL
SELECT user_id FROM crm_lead WHERE team_id {_THESE} AND active
 UNION ALL
SELECT a.user_id
  FROM crm_lead l
  JOIN mail_activity a ON a.res_model = 'crm.lead' AND a.res_id = l.id AND a.active
 WHERE l.team_id {_THESE}
""",
    # A service model says of which type a first activity is.
    TYPES: f"""
SELECT user_id FROM mail_activity WHERE active AND activity_type_id {_THESE}
 UNION ALL
SELECT user_id FROM galloper_schedule_due
 WHERE planned_at IS NOT NULL
   AND EXISTS (SELECT FROM galloper_service_model
                WHERE first_activity_type_id {_THESE})
""",
    LEADS: f"""
SELECT user_id FROM crm_lead WHERE id {_THESE}
 UNION ALL
{_OWNERS.format(of=_OF_THESE_LEADS)}
""",
    OWNERS: _OWNERS.format(of=_THESE),
    CUSTOMERS: _CUSTOMERS.format(of=_THESE),
    BUYERS: _CUSTOMERS.format(of=_WON_BY_THESE),
}
