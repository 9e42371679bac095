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

#: What may be marked, beside the documents of a model: users, those of them who look
#: right after this, the users behind attendees, everybody who is planned, everybody who
#: has something to do.
USERS, LOOKING, ATTENDEES, PLANNED, ASSIGNED = (
    "users",
    "looking",
    "attendees",
    "planned",
    "assigned",
)
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


def write(env: Environment) -> bool:
    """Write what this transaction has noted so far: one statement a kind.

    :return: whether somebody who is not looking is to be planned
    """
    pending = env.cr.precommit.data.pop(_PENDING, {})
    wakes = False
    for what, ids in pending.items():
        ids = tuple(one for one in ids if one)
        if ids:
            env.cr.execute(
                SQL(
                    "INSERT INTO galloper_schedule_due (user_id, due_at) "
                    "SELECT DISTINCT u.id, %s::timestamp FROM (%s) AS u (id) "
                    "WHERE u.id IS NOT NULL",
                    fields.Datetime.now(),
                    _select_marked(what, ids),
                )
            )
            wakes = wakes or (what != LOOKING and env.cr.rowcount)
    return bool(wakes)


def _select_marked(what, ids):
    if what in (USERS, LOOKING):
        return SQL("SELECT id FROM res_users WHERE id IN %s", ids)
    if what == ATTENDEES:
        return SQL("SELECT id FROM res_users WHERE partner_id IN %s", ids)
    if what == PLANNED:
        return SQL("SELECT user_id FROM galloper_schedule_line")
    if what == ASSIGNED:
        return SQL("SELECT user_id FROM mail_activity WHERE active")
    return SQL(
        """SELECT user_id FROM mail_activity
            WHERE active AND res_model = %s AND res_id IN %s""",
        what,
        ids,
    )
