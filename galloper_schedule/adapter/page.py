"""What a page of lines shows beside the lines' own columns, read once for all fields.

Related and computed fields would each walk through the lines and their contacts by
themselves, which takes longer than everything else about opening My Day.
"""

from datetime import date, datetime
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
    "res.partner": ["tz"],
    "res.users": ["partner_id"],
}

#: The line with its salesperson's clock, what it is about, and its activity. The
#: offsets fence off what is looked up for each line: PostgreSQL then thinks of no other
#: ways, which takes it as long as reading the page.
_SELECT = """
SELECT line.id, line.activity_id, line.user_id, line.schedule_pass, line.bucket,
       line.tier_id, line.state, line.at_risk, line.conflict, line.planned_start,
       line.planned_stop, line.company_id, line.active, u.partner_id, u.tz,
       CASE WHEN line.activity_id IS NOT NULL THEN a.res_model
            WHEN suggested.won_status = 'won' THEN 'res.partner'
            ELSE 'crm.lead' END,
       CASE WHEN line.activity_id IS NOT NULL THEN a.res_id
            WHEN suggested.won_status = 'won' THEN line.raw_partner_id
            ELSE line.raw_lead_id END,
       a.id, a.activity_type_id, kind.icon, a.date_deadline, a.promised_at,
       a.promised_until, a.attempt_count, a.skip_count, a.retry_at, a.pinned_at,
       a.skip_reason_id, a.summary, a.user_id, %s
  FROM galloper_schedule_line line
  JOIN LATERAL (
       SELECT partner_id,
              (SELECT tz FROM res_partner WHERE id = partner_id) AS tz
         FROM res_users WHERE id = line.user_id
       OFFSET 0) u ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, activity_type_id, date_deadline, promised_at, promised_until,
              attempt_count, skip_count, retry_at, pinned_at, skip_reason_id, summary,
              user_id, res_model, res_id
         FROM mail_activity WHERE id = line.activity_id
       OFFSET 0) a ON TRUE
  LEFT JOIN mail_activity_type kind ON kind.id = a.activity_type_id
  LEFT JOIN galloper_tier rung ON rung.id = line.tier_id
  LEFT JOIN LATERAL (
       SELECT won_status FROM crm_lead
        WHERE line.activity_id IS NULL AND id = line.raw_lead_id
       OFFSET 0) suggested ON TRUE
 WHERE line.id = ANY(%s)
"""
#: The lines' own columns in it, behind the id.
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


class _Line(NamedTuple):
    """A line as ``ReasonWriter`` asks about it; links are records of the reader's."""

    id: int
    user_id: object
    schedule_pass: str
    bucket: str
    tier_id: object
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


def read(lines, now):
    """{field name: its values as the cache keeps them, in the order of the lines}.

    :param lines: they may be read; what they are about is read with the reader's rights
    :param now: naive UTC
    """
    env = lines.env
    rows = _select(lines)
    records = _Records(env)
    activities = {row[0]: _activity(records, row[17:30]) for row in rows}
    about = {row[0]: (activities[row[0]], *row[15:17]) for row in rows}
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


def _select(lines):
    env = lines.env
    for model, names in _SOURCES.items():
        env[model].flush_model(names)
    rungs = env["galloper.tier"]
    of_rung = SQL(", ").join(rungs._field_to_sql("rung", name) for name in _OF_RUNG)
    ids = [number for number in lines._ids if number]
    rows = env.execute_query(SQL(_SELECT, of_rung, ids))
    # The lines' own columns, which the record rules are about to ask for, and the clock
    # of each salesperson: nobody then reads all of these once more.
    cache.remember(lines, _OWN, {row[0]: row[1:13] for row in rows})
    cache.remember(rungs, _OF_RUNG, {row[5]: row[30:] for row in rows})
    users, people = env["res.users"], env["res.partner"]
    cache.remember(users, ["partner_id"], {row[2]: row[13:14] for row in rows})
    cache.remember(people, ["tz"], {row[13]: row[14:15] for row in rows})
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
        records("galloper.tier", tier_id),
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
