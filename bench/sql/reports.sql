-- A year of the logs of many salespeople, on top of work.sql; rows come in the order of
-- time, as logs are written.

CREATE TEMPORARY TABLE deal ON COMMIT DROP AS
SELECT l.id, user_id, l.team_id, l.partner_id, stage_id,
       row_number() OVER (ORDER BY l.id) - 1 AS n
  FROM crm_lead l JOIN seller ON seller.id = user_id;
CREATE INDEX ON deal (n);
ANALYZE deal;

-- A third each is won, lost and open.
UPDATE crm_lead l
   SET active = n % 3 <> 1, won_status = (ARRAY['won', 'lost', 'pending'])[1 + n % 3],
       stage_id = CASE WHEN n % 3 = 0 THEN %(won)s ELSE
                  (%(stages)s)[1 + n % cardinality(%(stages)s)] END,
       probability = (ARRAY[100, 0, 30])[1 + n % 3],
       create_date = closed - INTERVAL '30 days',
       date_closed = CASE WHEN n % 3 < 2 THEN closed END
  FROM (SELECT id, n, %(now)s::timestamp
               - (n * 7919 % (%(days)s * 1440)) * INTERVAL '1 min' AS closed
          FROM deal) deal
 WHERE deal.id = l.id;

INSERT INTO galloper_promise (
       contact_name, lead_id, stage_id, tier_id, partner_id, user_id, team_id,
       company_id, promised_at, promised_until, day, given_on, settled_on, outcome,
       minutes_late, attempts)
SELECT 'Call ' || k, deal.id, deal.stage_id,
       (%(tiers)s)[1 + k % cardinality(%(tiers)s)], deal.partner_id,
       deal.user_id, deal.team_id, %(company)s, at,
       CASE WHEN k % 4 = 0 THEN at + INTERVAL '3 h' END, at::date,
       at - INTERVAL '2 days', CASE WHEN k % 50 > 0 THEN at END,
       CASE WHEN k % 50 = 0 THEN 'open' ELSE
       (ARRAY['kept', 'kept', 'kept', 'late', 'kept', 'broken', 'moved', 'kept',
              'cancelled', 'late', 'kept', 'kept'])[1 + k % 12] END,
       CASE WHEN k % 12 IN (3, 9) THEN k * 13 % 600 ELSE 0 END, k % 3
  FROM (SELECT k, %(now)s::timestamp
                  - (k::bigint * 104729 % (%(days)s * 1440)) * INTERVAL '1 min'
                  AS at
          FROM generate_series(1, %(size)s) k) generated
  JOIN deal ON deal.n = k * 7 % %(deals)s
 ORDER BY generated.at;

INSERT INTO galloper_attempt (
       activity_type_id, user_id, team_id, company_id, lead_id, partner_id,
       stage_id, tier_id, tried_at, day, hour, weekday, answered, is_call,
       promised, suggested, in_order, minutes)
SELECT %(call)s, deal.user_id, deal.team_id, %(company)s, deal.id,
       deal.partner_id, deal.stage_id,
       (%(tiers)s)[1 + k % cardinality(%(tiers)s)], at, at::date,
       extract(hour FROM at)::int, (extract(isodow FROM at)::int - 1)::text,
       k * 7 % 24 > extract(hour FROM at) / 2, k % 5 > 0, k % 3 = 0, k % 10 = 0,
       k * 11 % 100 > 20, 5 + k % 20
  FROM (SELECT k, (%(now)s::timestamp
                  - (k::bigint * 7919 % %(days)s) * INTERVAL '1 day')::date
                  + INTERVAL '8 h'
                  + (k::bigint * 104729 % 600) * INTERVAL '1 min' AS at
          FROM generate_series(1, %(size)s) k) generated
  JOIN deal ON deal.n = k * 13 % %(deals)s
 ORDER BY generated.at;

INSERT INTO galloper_day (
       user_id, user_name, team_id, company_id, day, begins_at, ends_at,
       planned_at, capacity_minutes, planned_contacts, planned_minutes,
       promises_due, kept, late, broken, done, attempts, in_order,
       suggestions_taken)
SELECT seller.id, seller.name, team_id, %(company)s, day, day,
       day + INTERVAL '1 day', day + INTERVAL '8 h', 420, 20 + n % 10, 300, 6, 4,
       1, 1, 10 + n % 5, 3, (n * 7 + extract(doy FROM day)::int * 3) % 14, n % 3
  FROM seller
 CROSS JOIN (SELECT %(now)s::date - back AS day
               FROM generate_series(0, %(days)s - 1) back) days;
