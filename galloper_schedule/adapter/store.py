"""Writes the plan: only the lines that differ, in at most two statements."""

from odoo.tools import SQL

from .fields import to_column

_COLUMNS = (
    "activity_id",
    "user_id",
    "rank",
    "schedule_pass",
    "bucket",
    "tier_id",
    "state",
    "at_risk",
    "raw_lead_id",
    "raw_partner_id",
    "company_id",
)


def line_values(user_id, placed, document, waiting, at_risk):
    """A line as a tuple in the order of the columns."""
    return (
        placed.contact.id,
        user_id,
        to_column(placed.rank),
        placed.schedule_pass,
        placed.bucket,
        placed.rung,
        "waiting" if waiting else "planned",
        at_risk,
        document.lead_id,
        document.partner_id,
        document.company_id,
    )


def store(env, user_ids, wanted):
    """Make the lines of these users equal to ``wanted``, a list of line tuples.

    :return: the ids of the users whose plan is another one now
    """
    stored = {row[0]: row for row in env.execute_query(_select_lines(user_ids))}
    new = [values for values in wanted if stored.get(values[0]) != values]
    gone = stored.keys() - {values[0] for values in wanted}
    if gone:
        env.cr.execute(
            SQL(
                "DELETE FROM galloper_schedule_line "
                "WHERE activity_id IN %s AND user_id IN %s",
                tuple(gone),
                tuple(user_ids),
            )
        )
    if new:
        _hold_activities(env, [values[0] for values in new])
        env.cr.execute_values(_UPSERT, new, page_size=1000)
    if new or gone:
        _forget_cached(env)
    return {values[1] for values in new} | {stored[gone_id][1] for gone_id in gone}


def _hold_activities(env, activity_ids):
    """Keep these activities from being deleted before their lines are stored.

    One that was deleted since this transaction began raises a serialization failure,
    after which Odoo tries the request again; a broken reference it would not.
    """
    env.cr.execute(
        SQL(
            "SELECT FROM mail_activity WHERE id IN %s FOR KEY SHARE",
            tuple(activity_ids),
        )
    )


def _select_lines(user_ids):
    return SQL(
        "SELECT %s FROM galloper_schedule_line WHERE user_id IN %s",
        SQL(", ").join(SQL.identifier(name) for name in _COLUMNS),
        tuple(user_ids),
    )


#: A contact handed over to a colleague brings its line along.
_UPSERT = (
    f"INSERT INTO galloper_schedule_line ({', '.join(_COLUMNS)}) VALUES %s "
    "ON CONFLICT (activity_id) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS[1:])
)


def _forget_cached(env):
    env["galloper.schedule.line"].invalidate_model()
    env["mail.activity"].invalidate_model(
        ["schedule_rank", "planned_start", "planned_stop"], flush=False
    )
