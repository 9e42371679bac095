"""Each contact that was made, and each try in vain: when, and whose turn it was."""

from collections import Counter
from datetime import timezone

from . import about

_SELLERS = "sales_team.group_sale_salesman"


def enter(env, done, tried, now):
    """Note contacts that were made, and tries in vain, of salespeople.

    :param done: ids of activities, as ``tried``
    :param now: naive UTC
    """
    activities = env["mail.activity"].sudo().browse([*done, *tried])
    sellers = activities.user_id.filtered(lambda user: user.has_group(_SELLERS))
    aware = now.replace(tzinfo=timezone.utc)
    here = {user: aware.astimezone(user._get_planning_tz()) for user in sellers}
    acts, made = Counter(one.user_id for one in activities), set(done)
    rows = [
        _row(one, one.id in made, now, here[one.user_id], acts[one.user_id])
        for one in activities
        if one.user_id in here
    ]
    if rows:
        about.flush(env)
        env.cr.execute_values(_ENTER, rows, page_size=1000)
        env["galloper.attempt"].invalidate_model(flush=False)


def _row(activity, is_done, now, local, acts):
    user, kind = activity.user_id, activity.activity_type_id
    clock = local.date(), local.hour, str(local.weekday())
    company = user.company_id
    return (
        activity.id,
        is_done,
        now,
        *clock,
        user.id,
        user.name,
        user.sale_team_id.id or None,
        company.id,
        activity.contact_minutes or company.contact_minutes,
        kind.category == "phonecall",
        acts,
    )


#: In order is what is done while nothing that could be done stands before it: of
#: several done at once, the first so many of the day. The plan may be older than the
#: last act.
_ENTER = f"""
WITH act (activity_id, answered, tried_at, day, hour, weekday, user_id, user_name,
          team_id, company_id, minutes, is_call, acts) AS (
     VALUES %s
), turn AS (
     SELECT line.activity_id, line.user_id, row_number() OVER (
            PARTITION BY line.user_id
            ORDER BY line.planned_start NULLS LAST, line.rank, line.id
            ) AS place
       FROM galloper_schedule_line line
       JOIN mail_activity a ON a.id = line.activity_id
       LEFT JOIN act ON act.activity_id = a.id
      WHERE line.user_id IN (SELECT user_id FROM act)
        AND CASE WHEN act.activity_id IS NOT NULL THEN line.state <> 'waiting'
                 ELSE a.active AND COALESCE(a.retry_at <= (
                      SELECT max(tried_at::timestamp) FROM act), TRUE) END
)
INSERT INTO galloper_attempt (
       activity_id, activity_type_id, user_id, user_name, team_id, company_id, lead_id,
       partner_id, customer_name, stage_id, tier_id, tried_at, day, hour, weekday,
       answered, is_call, promised, suggested, in_order, minutes)
SELECT a.id, a.activity_type_id, asked.user_id, asked.user_name,
       COALESCE(l.team_id, asked.team_id::int),
       COALESCE(l.company_id, asked.company_id), l.id, c.id,
       {about.CUSTOMER_NAME},
       l.stage_id, COALESCE(line.tier_id, s.tier_id), asked.tried_at::timestamp,
       asked.day::date, asked.hour, asked.weekday, asked.answered, asked.is_call,
       COALESCE(line.schedule_pass = 'promise', a.promised_at IS NOT NULL),
       COALESCE(a.from_suggestion, FALSE),
       COALESCE(turn.place <= asked.acts,
                NOT EXISTS (SELECT FROM turn other WHERE other.user_id = a.user_id)),
       COALESCE(EXTRACT(epoch FROM line.planned_stop - line.planned_start)::int / 60,
                asked.minutes)
  FROM act AS asked
{about.DOCUMENT}
  LEFT JOIN galloper_schedule_line line ON line.activity_id = a.id
  LEFT JOIN turn ON turn.activity_id = a.id
 ORDER BY a.id
"""
