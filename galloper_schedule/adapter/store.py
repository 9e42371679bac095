"""Writes the plan: only the lines that differ, in few statements."""

from datetime import datetime
from typing import NamedTuple

from odoo.tools import SQL

from ..planner.two_pass import SUGGESTED
from .fields import to_column


class Line(NamedTuple):
    """A stored line, its fields in the order of the columns.

    A suggestion has no activity, only a lead, and is no contact yet.
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

    @property
    def key(self):
        """What there is one line for: an activity, or a lead that is suggested."""
        return self.activity_id or -self.raw_lead_id


_COLUMNS = Line._fields
_SELECT_LINES = (
    f"SELECT {', '.join(_COLUMNS)} FROM galloper_schedule_line WHERE user_id = ANY(%s)"
)
#: What the advisory lock of a user's plan is known by, beside his id.
LOCK = "'galloper_schedule_line'::regclass::oid::int"
#: One plan is made at a time, and in the same order: nobody waits in a circle.
_LOCK_AND_SELECT = f"""
WITH locked AS MATERIALIZED (
     SELECT pg_advisory_xact_lock({LOCK}, id)
       FROM (SELECT id FROM unnest(%s) AS u (id) ORDER BY id) u
)
{_SELECT_LINES} AND (SELECT count(*) FROM locked) > 0
"""


def make_line(user_id, placed, document, slot, waiting=False, at_risk=False):
    """The line of a placed contact; ``slot`` is None where the day has no room."""
    state = "waiting" if waiting else "planned" if slot else "unplaced"
    is_contact = placed.bucket != SUGGESTED
    return Line(
        activity_id=placed.contact.id if is_contact else None,
        user_id=user_id,
        rank=to_column(placed.rank),
        schedule_pass=placed.schedule_pass,
        bucket=placed.bucket,
        tier_id=placed.rung,
        state=state,
        at_risk=at_risk,
        raw_lead_id=document.lead_id,
        raw_partner_id=document.partner_id,
        company_id=document.company_id,
        planned_start=slot and slot.start,
        planned_stop=slot and slot.stop,
        conflict=slot and slot.conflict,
        active=is_contact,
    )


def read(env, user_ids):
    """The stored lines of these users."""
    rows = env.execute_query(SQL(_SELECT_LINES, list(user_ids)))
    return [Line._make(row) for row in rows]


def lock_and_read(env, user_ids):
    """The same; until the transaction ends nobody else makes their plans."""
    ids = list(user_ids)
    rows = env.execute_query(SQL(_LOCK_AND_SELECT, ids, ids))
    return [Line._make(row) for row in rows]


def store(env, stored, wanted):
    """Make the ``stored`` lines equal to the ``wanted`` ones.

    :return: the ids of the users whose plan is another one now
    """
    stored = {line.key: line for line in stored}
    new = [line for line in wanted if stored.get(line.key) != line]
    gone = [stored[key] for key in stored.keys() - {line.key for line in wanted}]
    _delete(env, gone)
    contacts = [line for line in new if line.active]
    if contacts:
        _upsert(env, _UPSERT_CONTACTS, contacts)
    suggestions = [line for line in new if not line.active]
    if suggestions:
        _upsert(env, _UPSERT_SUGGESTIONS, suggestions)
    if new or gone:
        _forget_cached(env)
    return {line.user_id for line in (*new, *gone)}


def places(env, activity_ids):
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


def _delete(env, lines):
    if lines:
        env.cr.execute(
            SQL(
                """DELETE FROM galloper_schedule_line
                    WHERE user_id = ANY(%s)
                      AND (activity_id = ANY(%s)
                           OR activity_id IS NULL AND raw_lead_id = ANY(%s))""",
                [line.user_id for line in lines],
                [line.activity_id for line in lines if line.active],
                [line.raw_lead_id for line in lines if not line.active],
            )
        )


def _upsert(env, statement, lines):
    """A column at a time: making a text of each value apart takes longer than all else
    that is done with a line.
    """
    columns = map(_array, zip(*lines, strict=True))
    env.cr.execute(SQL(statement, *columns))


def _array(values):
    """A PostgreSQL array of what lines hold: numbers, moments, and words of our own."""
    texts = ("NULL" if value is None else str(value) for value in values)
    return f"{{{','.join(texts)}}}"


_TYPES = {bool: "bool", datetime: "timestamp", int: "int", str: "varchar"}
_ARRAYS = ", ".join(
    f"%s::{_TYPES[getattr(kind, '__args__', [kind])[0]]}[]"
    for kind in Line.__annotations__.values()
)
_INSERT = (
    f"INSERT INTO galloper_schedule_line ({', '.join(_COLUMNS)}) "
    f"SELECT line.* FROM unnest({_ARRAYS}) AS line ({', '.join(_COLUMNS)}) "
)
#: Holding the activities keeps them from being deleted before their lines are stored.
#: One that was deleted since this transaction began raises a serialization failure,
#: after which Odoo tries the request again; a broken reference it would not.
_HELD = (
    "CROSS JOIN LATERAL (SELECT FROM mail_activity"
    " WHERE id = line.activity_id FOR KEY SHARE) held "
)
_UPDATE = "DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS)
#: A contact handed over to a colleague brings its line along.
_UPSERT_CONTACTS = f"{_INSERT} {_HELD} ON CONFLICT (activity_id) {_UPDATE}"
_UPSERT_SUGGESTIONS = (
    f"{_INSERT} ON CONFLICT (raw_lead_id) WHERE activity_id IS NULL {_UPDATE}"
)


def _forget_cached(env):
    env["galloper.schedule.line"].invalidate_model()
    env["mail.activity"].invalidate_model(
        ["schedule_rank", "planned_start", "planned_stop"], flush=False
    )
