"""What a page of lines shows beside the lines' own columns, read once for all fields.

Related and computed fields would each walk through the lines and their activities by
themselves, which takes longer than everything else about opening My Day.
"""

from datetime import date, datetime
from typing import NamedTuple

from odoo.models import BaseModel
from odoo.tools import Query

from ..facts import documents
from ..tools import odoo_internals, tolerance
from . import page_sql
from .page_sql import Row
from .reasons import ReasonWriter, rhythms_of

#: Fields of a line that are its activity's own: the names are the same.
OF_ACTIVITY = ("activity_type_id", "icon", *page_sql.SHOWN)
_SENTENCES = ("promised", "slot", "reason")
#: All fields of a line that ``show`` knows.
FIELDS = {*OF_ACTIVITY, *documents.FIELDS, *_SENTENCES}


class _Tier(NamedTuple):
    id: int | None
    kind: str | None
    name: str | None


class _Line(NamedTuple):
    """A line as ``ReasonWriter`` asks about it; links are records of the reader's."""

    id: int
    user_id: object
    schedule_pass: str
    bucket: str
    tier_id: _Tier
    state: str
    at_risk: bool
    conflict: str | None
    planned_start: datetime | None
    planned_stop: datetime | None
    no_call: str | None
    no_call_until: datetime | None
    cap_attempts: int | None
    cap_hours: int | None
    stage_id: object
    lead_id: object


class _Activity(NamedTuple):
    """Its activity, whoever may read it; of a suggestion, all is empty."""

    id: int | None
    activity_type_id: object
    icon: str | None
    date_deadline: date | None
    promised_at: datetime | None
    promised_until: datetime | None
    attempt_count: int | None
    galloper_snooze_count: int | None
    retry_at: datetime | None
    galloper_pinned_at: datetime | None
    galloper_snooze_reason_id: object
    summary: str | None
    user_id: object


def turn_to(
    lines: BaseModel, search: Query, offset: int, limit: int | None, now: datetime
) -> tuple[BaseModel, int]:
    """The lines of a page of a search, with all that is shown of them read, and how
    many the search has found.

    :param lines: the model, with the reader's environment
    :param search: a query for lines that the reader may read
    :param limit: None: all from the offset on
    :param now: naive UTC
    """
    rows = page_sql.of_search(lines.env, search, offset, limit)
    found = lines.browse(row.id for row in rows)
    show(found, now, rows)
    if rows:
        return found, rows[0].total
    # Beyond the last page nothing is left that would say how many there are.
    return found, len(search.get_result_ids()) if offset else 0


def show(lines: BaseModel, now: datetime, rows: list[Row] | None = None) -> None:
    """Keep all that is shown of the lines where the ORM looks first: assigning it line
    by line takes most of the time of reading a page.

    :param rows: what is read of them, if it is known
    """
    for name, values in _read(lines, now, rows).items():
        odoo_internals.remember_field(lines, name, values)


def is_shown(lines: BaseModel) -> bool:
    """Whether all that is shown of the lines is known."""
    return odoo_internals.is_remembered(lines, "reason")


def _read(lines, now, rows=None):
    """{field name: its values as the cache keeps them, in the order of the lines}.

    They may be read; what they are about is read with the reader's rights.
    """
    env, records = lines.env, _Records(lines.env)
    if rows is None:
        rows = page_sql.of_ids(env, [line.id for line in lines if line.id])
    activities = {row.id: _activity(records, *row.activity) for row in rows}
    about = {row.id: (activities[row.id], *row.about) for row in rows}
    told = documents.describe_rows(env, about)
    suggested = [number for number, activity in activities.items() if not activity.id]
    rhythms = rhythms_of(lines.browse(suggested)) if suggested else None
    writer = ReasonWriter(env, now, rhythms)
    for row in rows:
        line, activity = _line(records, row, told[row.id]), activities[row.id]
        if line.no_call:
            told[line.id]["phone"] = False  # nobody dials it from here
        told[line.id] |= _sentences(writer, line, activity)
    return _columns(lines, told, activities)


def _sentences(writer, line, activity):
    """Of a line about which nothing can be said, the others are told all the same."""
    return tolerance.reading(
        lambda: {
            "promised": writer.promised(line, activity),
            "slot": writer.slot(line),
            "reason": writer.reason(line, activity),
        },
        dict.fromkeys(_SENTENCES),
        "The reason of line %s could not be worked out",
        line.id,
    )


class _Records:
    """Records by model and id, each made once."""

    def __init__(self, env):
        self.env, self._made = env, {}

    def __call__(self, model, number):
        key = model, number
        if key not in self._made:
            self._made[key] = self.env[model].browse(number or ())
        return self._made[key]


def _activity(records, number, kind, icon, *moments):
    *moments, reason, summary, user_id = moments
    return _Activity(
        number,
        records("mail.activity.type", kind),
        icon,
        *moments,
        records("galloper.skip.reason", reason),
        summary,
        records("res.users", user_id),
    )


def _line(records, row, told):
    _activity_id, user_id, schedule_pass, bucket, tier_id, *own = row.own
    *own, _company_id, _active = own
    return _Line(
        row.id,
        records("res.users", user_id),
        schedule_pass,
        bucket,
        _Tier(tier_id, *row.tier),
        *own,
        records("crm.stage", told["stage_id"]),
        records("crm.lead", told["lead_id"]),
    )


def _columns(lines, told, activities):
    nothing = dict.fromkeys((*documents.FIELDS, *_SENTENCES))
    ids = [line.id for line in lines]
    every = [told.get(number, nothing) for number in ids]
    columns = {name: [one[name] or None for one in every] for name in nothing}
    for place, name in enumerate(_Activity._fields):
        if name in OF_ACTIVITY:
            columns[name] = [
                activities[number][place] if number in activities else None
                for number in ids
            ]
    columns["activity_type_id"] = [
        kind and kind.id or None for kind in columns["activity_type_id"]
    ]
    return columns
