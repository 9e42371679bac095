"""What a page of lines shows beside the lines' own columns, read once for all fields.

Related and computed fields would each walk through the lines and their contacts by
themselves, which takes longer than everything else about opening My Day.
"""

from datetime import date, datetime
from itertools import accumulate, pairwise
from typing import NamedTuple

from odoo.tools import SQL

from . import cache, documents
from .reason import ReasonWriter

#: Fields of a line that are its activity's own: the names are the same.
OF_ACTIVITY = (
    "activity_type_id",
    "icon",
    "date_deadline",
    "promised_at",
    "promised_until",
    "attempt_count",
    "skip_count",
    "retry_at",
    "pinned_at",
)
_SENTENCES = ("promised", "slot", "reason")
#: All fields of a line that ``read`` knows.
FIELDS = {*OF_ACTIVITY, *documents.FIELDS, *_SENTENCES}

#: What is asked of rungs.
_OF_RUNG = ["kind", "name"]

_SOURCES = {
    "crm.lead": ["partner_id", "won_status"],
    "galloper.schedule.line": None,
    "galloper.tier": _OF_RUNG,
    "mail.activity": None,
    "mail.activity.type": ["icon"],
    "res.company": documents.OF_COMPANY,
    "res.partner": ["tz"],
    "res.users": ["company_id", "partner_id"],
}

#: The lines' own columns, behind the id.
_OWN = (
    "activity_id",
    "user_id",
    "schedule_pass",
    "bucket",
    "tier_id",
    "state",
    "at_risk",
    "conflict",
    "planned_start",
    "planned_stop",
    "company_id",
    "active",
)
_OF_USER = ("company_id", "partner_id", "tz")

#: The line with its salesperson's clock and company, what it is about, and its
#: activity. The offsets fence off what is looked up for each line: PostgreSQL then
#: thinks of no other ways, which takes it as long as reading the page.
_SELECT = f"""
SELECT line.id, line.{", line.".join(_OWN)},
       CASE WHEN line.activity_id IS NOT NULL THEN a.res_model
            WHEN suggested.won_status = 'won' THEN 'res.partner'
            ELSE 'crm.lead' END,
       CASE WHEN line.activity_id IS NOT NULL THEN a.res_id
            WHEN suggested.won_status = 'won' THEN line.raw_partner_id
            ELSE line.raw_lead_id END,
       a.id, a.activity_type_id,
       (SELECT icon FROM mail_activity_type WHERE id = a.activity_type_id),
       a.date_deadline, a.promised_at, a.promised_until, a.attempt_count,
       a.skip_count, a.retry_at, a.pinned_at, a.skip_reason_id, a.summary, a.user_id,
       u.{", u.".join(_OF_USER)},
       company.{", company.".join(documents.OF_COMPANY)}, %(of_rung)s,
       cardinality(every.ids)
  FROM (SELECT %(every)s AS ids OFFSET 0) every
 CROSS JOIN LATERAL unnest(every.ids[%(first)s:%(last)s])
       WITH ORDINALITY AS asked (id, place)
  JOIN LATERAL (
       SELECT id, {", ".join(_OWN)}, raw_lead_id, raw_partner_id
         FROM galloper_schedule_line WHERE id = asked.id
       OFFSET 0) line ON TRUE
  JOIN LATERAL (
       SELECT company_id, partner_id,
              (SELECT tz FROM res_partner WHERE id = partner_id) AS tz
         FROM res_users WHERE id = line.user_id
       OFFSET 0) u ON TRUE
  JOIN LATERAL (
       SELECT {", ".join(documents.OF_COMPANY)}
         FROM res_company WHERE id = u.company_id
       OFFSET 0) company ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, activity_type_id, date_deadline, promised_at, promised_until,
              attempt_count, skip_count, retry_at, pinned_at, skip_reason_id, summary,
              user_id, res_model, res_id
         FROM mail_activity WHERE id = line.activity_id
       OFFSET 0) a ON TRUE
  LEFT JOIN LATERAL (
       SELECT kind, name FROM galloper_tier WHERE id = line.tier_id
       OFFSET 0) rung ON TRUE
  LEFT JOIN LATERAL (
       SELECT won_status FROM crm_lead
        WHERE line.activity_id IS NULL AND id = line.raw_lead_id
       OFFSET 0) suggested ON TRUE
 ORDER BY asked.place
"""


class _Rung(NamedTuple):
    id: int | None
    kind: str | None
    name: str | None


class _Line(NamedTuple):
    """A line as ``ReasonWriter`` asks about it; links are records of the reader's."""

    id: int
    user_id: object
    schedule_pass: str
    bucket: str
    tier_id: _Rung
    state: str
    at_risk: bool
    conflict: str | None
    planned_start: datetime | None
    planned_stop: datetime | None
    stage_id: object
    lead_id: object


class _Activity(NamedTuple):
    """Its contact, whoever may read it; of a suggestion, all is empty."""

    id: int | None
    activity_type_id: object
    icon: str | None
    date_deadline: date | None
    promised_at: datetime | None
    promised_until: datetime | None
    attempt_count: int | None
    skip_count: int | None
    retry_at: datetime | None
    pinned_at: datetime | None
    skip_reason_id: object
    summary: str | None
    user_id: object


#: No array has so many.
_LAST = 2**31 - 1

#: Where a row of it has what.
_OWNS, _ABOUT, _TASK, _USER, _COMPANY, _RUNG = (
    slice(*bounds)
    for bounds in pairwise(
        accumulate(
            (
                1,
                len(_OWN),
                2,
                len(_Activity._fields),
                len(_OF_USER),
                len(documents.OF_COMPANY),
                len(_OF_RUNG),
            )
        )
    )
)


def turn_to(lines, search, offset, limit, now):
    """The lines of a page of a search, with all that is shown of them read, and how
    many the search has found.

    :param lines: the model, with the reader's environment
    :param search: a query for lines that he may read
    :param limit: None: all from the offset on
    :param now: naive UTC
    """
    lines.env.flush_all()
    every = SQL("ARRAY(%s)", search.select())
    rows = _select(lines.env, every, offset, limit)
    found = lines.browse(row[0] for row in rows)
    show(found, now, rows)
    if rows:
        return found, rows[0][-1]
    # Beyond the last page nothing is left that would say how many there are.
    return found, len(search.get_result_ids()) if offset else 0


def show(lines, now, rows=None):
    """Keep all that is shown of the lines where the ORM looks first: assigning it line
    by line takes most of the time of reading a page.

    :param rows: what is read of them, if it is known
    """
    for name, values in _read(lines, now, rows).items():
        lines._fields[name]._insert_cache(lines, values)


def is_shown(lines):
    """Whether all that is shown of the lines is known."""
    known = lines._fields["reason"]._get_cache(lines.env)
    return all(number in known for number in lines._ids)


def _read(lines, now, rows=None):
    """{field name: its values as the cache keeps them, in the order of the lines}.

    They may be read; what they are about is read with the reader's rights.
    """
    env, records = lines.env, _Records(lines.env)
    if rows is None:
        for model, names in _SOURCES.items():
            env[model].flush_model(names)
        rows = _select(env, SQL("%s", [number for number in lines._ids if number]))
    activities = {row[0]: _activity(records, row[_TASK]) for row in rows}
    about = {row[0]: (activities[row[0]], *row[_ABOUT]) for row in rows}
    told = documents.describe_rows(env, about)
    suggested = [row[0] for row in rows if row[1] is None]
    rhythms = lines.browse(suggested)._get_rhythms() if suggested else None
    writer = ReasonWriter(env, now, rhythms)
    for row in rows:
        line, activity = _line(records, row, told[row[0]]), activities[row[0]]
        told[line.id].update(
            promised=writer.promised(line, activity),
            slot=writer.slot(line),
            reason=writer.reason(line, activity),
        )
    return _columns(lines, told, activities)


def _select(env, every, offset=0, limit=None):
    """Rows of ``_SELECT``: some of those whose ids ``every`` is an array of. What is
    pending of them is in the database.
    """
    rung = [env["galloper.tier"]._field_to_sql("rung", name) for name in _OF_RUNG]
    rows = env.execute_query(
        SQL(
            _SELECT,
            of_rung=SQL(", ").join(rung),
            every=every,
            first=offset + 1,
            last=offset + limit if limit else _LAST,
        )
    )
    # The lines' own columns, which the record rules are about to ask for, and what else
    # would be read once more: each salesperson's clock, the company.
    for model, names, place, part in (
        ("galloper.schedule.line", _OWN, 0, _OWNS),
        ("res.users", _OF_USER, 1 + _OWN.index("user_id"), _USER),
        ("res.company", documents.OF_COMPANY, _USER.start, _COMPANY),
    ):
        cache.remember(env[model], names, {row[place]: row[part] for row in rows})
    return rows


class _Records:
    """Records by model and id, each made once."""

    def __init__(self, env):
        self.env, self._made = env, {}

    def __call__(self, model, number):
        key = model, number
        if key not in self._made:
            self._made[key] = self.env[model].browse(number or ())
        return self._made[key]


def _activity(records, row):
    number, kind, icon, *moments, reason, summary, user_id = row
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
    line_id, _activity_id, user_id, schedule_pass, bucket, tier_id, *own = row[:11]
    return _Line(
        line_id,
        records("res.users", user_id),
        schedule_pass,
        bucket,
        _Rung(tier_id, *row[_RUNG]),
        *own,
        records("crm.stage", told["stage_id"]),
        records("crm.lead", told["lead_id"]),
    )


def _columns(lines, told, activities):
    nothing = dict.fromkeys((*documents.FIELDS, *_SENTENCES))
    every = [told.get(number, nothing) for number in lines._ids]
    columns = {name: [one[name] or None for one in every] for name in nothing}
    for place, name in enumerate(_Activity._fields):
        if name in OF_ACTIVITY:
            columns[name] = [
                activities[number][place] if number in activities else None
                for number in lines._ids
            ]
    columns["activity_type_id"] = [
        kind and kind.id or None for kind in columns["activity_type_id"]
    ]
    return columns
