-- Of those that are due, every fourth is promised, or sixty of very many, and every
-- fifth of these as a window: today later, today missed, on earlier days. A few of the
-- others are promised for later days.
UPDATE mail_activity a
   SET promised_at = at, date_deadline = (at AT TIME ZONE 'UTC'
                                          AT TIME ZONE a.user_tz)::date,
       promised_until = CASE WHEN j % 5 = 0 THEN at + INTERVAL '1 h' END
  FROM (SELECT id, j, date_trunc('minute', %(now)s::timestamp + CASE
                   WHEN k > due THEN INTERVAL '1 day' * (k % 20 + 1)
                   WHEN j % 3 = 0 THEN INTERVAL '15 min'
                                      + INTERVAL '1 h' * %(ahead)s * k / due
                   WHEN j % 3 = 1 THEN INTERVAL '-1 h' * k / due
                   ELSE INTERVAL '-1 day' * (1 + j % 5) END) AS at
          FROM (SELECT one.id, due, k, k / often AS j
                  FROM mail_activity one
                  JOIN seller ON seller.id = one.user_id, LATERAL (
                       SELECT substring(one.summary FROM '[0-9]+')::int AS k,
                              GREATEST(4, due / 60) AS often) counted
                 WHERE k % CASE WHEN k > due THEN 31 ELSE often END = 0) chosen
       ) promised
 WHERE a.id = promised.id;

INSERT INTO galloper_promise (
       activity_id, contact_name, res_model, res_id, document_name, lead_id,
       partner_id, user_id, user_name, team_id, company_id, promised_at,
       promised_until, day, given_on, outcome, minutes_late, attempts,
       attempts_seen)
SELECT a.id, a.summary, a.res_model, a.res_id, a.res_name, l.id, l.partner_id,
       seller.id, seller.name, seller.team_id, %(company)s, a.promised_at,
       a.promised_until, a.date_deadline, a.create_date, 'open', 0, 0, 0
  FROM mail_activity a
  JOIN seller ON seller.id = a.user_id
  LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
 WHERE a.promised_at IS NOT NULL;
