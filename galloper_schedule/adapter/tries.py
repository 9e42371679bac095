"""Each contact that was made, and each try in vain: when, and whose turn it was."""

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
    made = set(done)
    rows = []
    for one in activities:
        if local := here.get(one.user_id):
            clock = local.date(), local.hour, str(local.weekday())
            company = one.user_id.company_id.id
            rows.append((one.id, one.id in made, now, *clock, company))
    if rows:
        about.flush(env)
        env.cr.execute_values(_ENTER, rows, page_size=1000)
        env["galloper.attempt"].invalidate_model(flush=False)


#: In order is what is done while nothing that could be done stands before it: of
#: several done at once, the first so many of the day. The plan may be older than the
#: last act.
_ENTER = f"""
WITH act (activity_id, answered, tried_at, day, hour, weekday, company_id) AS (
     VALUES %s
), whose AS (
     SELECT a.user_id, count(*) AS acts
       FROM act JOIN mail_activity a ON a.id = act.activity_id GROUP BY a.user_id
), turn AS (
     SELECT line.activity_id, line.user_id, row_number() OVER (
            PARTITION BY line.user_id
            ORDER BY line.planned_start NULLS LAST, line.rank, line.id
            ) AS place
       FROM whose
       JOIN galloper_schedule_line line USING (user_id)
       JOIN mail_activity a ON a.id = line.activity_id
       LEFT JOIN act ON act.activity_id = a.id
      WHERE CASE WHEN act.activity_id IS NOT NULL THEN line.state <> 'waiting'
                 ELSE a.active AND COALESCE(a.retry_at <= (
                      SELECT max(tried_at::timestamp) FROM act), TRUE) END
)
INSERT INTO galloper_attempt (
       activity_id, activity_type_id, user_id, user_name, team_id, company_id, lead_id,
       partner_id, customer_name, stage_id, tier_id, tried_at, day, hour, weekday,
       answered, is_call, promised, suggested, in_order, minutes)
SELECT a.id, a.activity_type_id, u.id, person.name, t.id,
       COALESCE(l.company_id, act.company_id), l.id, c.id,
       {about.CUSTOMER_NAME},
       l.stage_id, COALESCE(line.tier_id, s.tier_id), act.tried_at::timestamp,
       act.day::date, act.hour, act.weekday, act.answered,
       COALESCE(kind.category = 'phonecall', FALSE),
       COALESCE(line.schedule_pass = 'promise', a.promised_at IS NOT NULL),
       COALESCE(a.from_suggestion, FALSE),
       COALESCE(turn.place <= whose.acts,
                NOT EXISTS (SELECT FROM turn other WHERE other.user_id = a.user_id)),
       COALESCE(EXTRACT(epoch FROM line.planned_stop - line.planned_start)::int / 60,
                NULLIF(a.contact_minutes, 0), company.contact_minutes)
{about.JOINS}
  JOIN act ON act.activity_id = a.id
  JOIN whose ON whose.user_id = a.user_id
  JOIN res_company company ON company.id = act.company_id
  LEFT JOIN galloper_schedule_line line ON line.activity_id = a.id
  LEFT JOIN turn ON turn.activity_id = a.id
 ORDER BY a.id
"""
