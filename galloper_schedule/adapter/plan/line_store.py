"""Writes the plan: only the lines that differ, in few statements."""

from datetime import datetime
from typing import NamedTuple

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.no_calls import NoCall
from ...planner.timetable import Slot
from ...planner.two_pass import SUGGESTED, Placed
from ..facts.activity_facts import PlannedDocument
from ..tools import locks, untouched
from .line_fields import to_column


class Line(NamedTuple):
    """A stored line, its fields in the order of the columns.

    A suggestion has no activity yet, only a lead.
    """

    activity_id: int | None
    user_id: int
    rank: str
    schedule_pass: str
    bucket: str
    tier_id: int | None
    state: str
    at_risk: bool
    raw_lead_id: int | None
    raw_partner_id: int | None
    company_id: int | None
    planned_start: datetime | None
    planned_stop: datetime | None
    conflict: str | None
    active: bool
    no_call: str | None = None
    no_call_until: datetime | None = None
    cap_attempts: int | None = None
    cap_hours: int | None = None

    @property
    def key(self) -> int:
        """What there is one line for: an activity, or a lead that is suggested."""
        return self.activity_id or -self.raw_lead_id


_COLUMNS = Line._fields
#: What a ``NoCall`` says, in its order.
_NO_CALL = ("no_call", "no_call_until", "cap_attempts", "cap_hours")
_SELECT_LINES = (
    f"SELECT {', '.join(_COLUMNS)} FROM galloper_schedule_line WHERE user_id = ANY(%s)"
)
#: One plan is made at a time.
_LOCK_AND_SELECT = f"""
WITH locked AS MATERIALIZED (
     SELECT pg_advisory_xact_lock({locks.PLAN}, id)
       FROM (SELECT id FROM unnest(%s) AS u (id) ORDER BY id) u
)
{_SELECT_LINES} AND (SELECT count(*) FROM locked) > 0
"""
#: Of a plan without lines a row says that it is free; of one that is not, nothing does.
_TRY_AND_SELECT = f"""{locks.BEGIN_LOOK}
WITH free AS MATERIALIZED (
     SELECT id FROM unnest(%s) AS u (id)
      WHERE pg_try_advisory_xact_lock({locks.PLAN}, id)
)
SELECT {", ".join(f"line.{name}" for name in _COLUMNS)}
  FROM free LEFT JOIN galloper_schedule_line line ON line.user_id = free.id
"""


def make_line(
    user_id: int,
    placed: Placed,
    document: PlannedDocument,
    slot: Slot | None,
    waiting: bool = False,
    at_risk: bool = False,
    no_call: NoCall | None = None,
) -> Line:
    """The line of a placed activity; ``slot`` is None where the day has no room.

    :param no_call: why its number may not be dialled
    """
    state = "waiting" if waiting else "planned" if slot else "unplaced"
    is_contact = placed.bucket != SUGGESTED
    return Line(
        activity_id=placed.contact.id if is_contact else None,
        user_id=user_id,
        rank=to_column(placed.rank),
        schedule_pass=placed.schedule_pass,
        bucket=placed.bucket,
        tier_id=placed.tier,
        state=state,
        at_risk=at_risk,
        raw_lead_id=document.lead_id,
        raw_partner_id=document.partner_id,
        company_id=document.company_id,
        planned_start=slot and slot.start,
        planned_stop=slot and slot.stop,
        conflict=slot and slot.conflict,
        active=is_contact,
        **dict(zip(_NO_CALL, no_call or (), strict=False)),
    )


def read(env: Environment, user_ids: list[int]) -> list[Line]:
    """The stored lines of these users."""
    rows = env.execute_query(SQL(_SELECT_LINES, list(user_ids)))
    return [Line._make(row) for row in rows]


def lock_and_read(env: Environment, user_ids: list[int]) -> list[Line]:
    """The same; until the transaction ends nobody else makes their plans."""
    ids = list(user_ids)
    rows = env.execute_query(SQL(_LOCK_AND_SELECT, ids, ids))
    return [Line._make(row) for row in rows]


def try_and_read(env: Environment, user_id: int) -> list[Line]:
    """The same of one user who looks, and waits for nobody; see ``locks.looking``.

    :raise locks.Busy: somebody else makes the plan just now
    """
    env.cr.flush()
    rows = env.execute_query(SQL(_TRY_AND_SELECT, [user_id]))
    if not rows:
        raise locks.Busy
    return [line for line in map(Line._make, rows) if line.user_id]


def store(env: Environment, stored: list[Line], wanted: list[Line]) -> set[int]:
    """Make the ``stored`` lines equal to the ``wanted`` ones.

    Waits for nobody: see ``locks``. What the ORM knows of lines is left to the caller.

    :return: the ids of the users whose plan is another one now
    """
    untouched.forget(env)
    stored = {line.key: line for line in stored}
    new = [line for line in wanted if stored.get(line.key) != line]
    gone = [stored[key] for key in stored.keys() - {line.key for line in wanted}]
    contacts = [line for line in new if line.active]
    suggestions = [line for line in new if not line.active]
    writes = [
        (_DELETE, _names(gone)),
        (_UPSERT_CONTACTS, _columns(contacts)),
        (_UPSERT_SUGGESTIONS, _columns(suggestions)),
    ]
    held = SQL(_HOLD, **_concerned(gone, new)), _IS_HELD
    for statement, values in writes:
        if values:
            # The first one holds what all are about.
            hold, is_held = held
            write = SQL(statement, **values, is_held=is_held)
            env.cr.execute(SQL("%s %s", hold, write), log_exceptions=False)
            held = SQL(), SQL("TRUE")
    return {line.user_id for line in (*new, *gone)}


def places(env: Environment, activity_ids: list[int]) -> dict[int, int]:
    """{activity id: its place in its salesperson's plan, from 1 on}."""
    return dict(
        env.execute_query(
            SQL(
                """SELECT activity_id, place FROM (
                     SELECT activity_id, row_number()
                            OVER (PARTITION BY user_id ORDER BY rank, id) AS place
                       FROM galloper_schedule_line WHERE user_id IN (
                         SELECT user_id FROM galloper_schedule_line
                          WHERE activity_id = ANY(%(ids)s))
                   ) AS plan WHERE activity_id = ANY(%(ids)s)""",
                ids=activity_ids,
            )
        )
    )


def _concerned(gone, new):
    """What lines that go and come are about, and what there was suggested."""
    every = [*gone, *new]
    return {
        "activities": [line.activity_id for line in every if line.active],
        "leads": [line.raw_lead_id for line in new if line.raw_lead_id],
        "suggested": [line.raw_lead_id for line in every if not line.active],
    }


def _names(lines):
    """Whose the lines are, and what each is about; nothing if there are none."""
    return lines and {
        "users": [line.user_id for line in lines],
        "activities": [line.activity_id for line in lines if line.active],
        "leads": [line.raw_lead_id for line in lines if not line.active],
    }


def _columns(lines):
    """A column at a time: making a text of each value apart takes longer than all else
    that is done with a line.
    """
    columns = zip(*lines, strict=True)
    return dict(zip(_COLUMNS, map(_array, columns), strict=True)) if lines else {}


def _array(values):
    """A PostgreSQL array of what lines hold: numbers, moments, and words of our own."""
    texts = ("NULL" if value is None else str(value) for value in values)
    return f"{{{','.join(texts)}}}"


_TYPES = {bool: "bool", datetime: "timestamp", int: "int", str: "varchar"}
_ARRAYS = ", ".join(
    f"%({name})s::{_TYPES[getattr(kind, '__args__', [kind])[0]]}[]"
    for name, kind in Line.__annotations__.items()
)
#: Whoever deletes an activity, or a lead, deletes its line as well: what lines are
#: about is held before them, and is not deleted until they are stored. One that was
#: deleted since this transaction began is a conflict; otherwise it would be a broken
#: reference, which Odoo takes for an error. An activity that has changed hands has its
#: line in a colleague's plan so far: both planners want that line.
_HOLD = """
WITH activities AS MATERIALIZED (
     SELECT id FROM mail_activity WHERE id = ANY(%(activities)s::int[])
      ORDER BY id FOR KEY SHARE NOWAIT
), leads AS MATERIALIZED (
     SELECT id FROM crm_lead
      WHERE id = ANY(%(leads)s::int[]) AND (SELECT count(*) FROM activities) >= 0
      ORDER BY id FOR KEY SHARE NOWAIT
), held AS MATERIALIZED (
     SELECT id FROM galloper_schedule_line
      WHERE (activity_id = ANY(%(activities)s::int[])
             OR activity_id IS NULL AND raw_lead_id = ANY(%(suggested)s::int[]))
        AND (SELECT count(*) FROM leads) >= 0
      ORDER BY id FOR UPDATE NOWAIT
)
"""
#: Counting them makes PostgreSQL hold them all before it goes on.
_IS_HELD = SQL("(SELECT count(*) FROM held) >= 0")
_DELETE = """
DELETE FROM galloper_schedule_line
 WHERE %(is_held)s
   AND user_id = ANY(%(users)s::int[])
   AND (activity_id = ANY(%(activities)s::int[])
        OR activity_id IS NULL AND raw_lead_id = ANY(%(leads)s::int[]))
"""
#: In the order of the activities, as whoever else adds the same ones does.
_INSERT = f"""
INSERT INTO galloper_schedule_line ({", ".join(_COLUMNS)})
SELECT line.* FROM unnest({_ARRAYS}) AS line ({", ".join(_COLUMNS)})
 WHERE %(is_held)s
 ORDER BY line.activity_id, line.raw_lead_id
"""
_UPDATE = "DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS)
#: An activity handed over to a colleague brings its line along.
_UPSERT_CONTACTS = f"{_INSERT} ON CONFLICT (activity_id) {_UPDATE}"
_UPSERT_SUGGESTIONS = (
    f"{_INSERT} ON CONFLICT (raw_lead_id) WHERE activity_id IS NULL {_UPDATE}"
)
