-- The work of these users. Multiplied by a prime and
-- cut off, a number is spread over others, and rows are written in the order of a hash:
-- nobody's lie side by side in a database that has grown.

CREATE TEMPORARY TABLE seller ON COMMIT DROP AS
SELECT u.id, partner_id, p.name, p.tz, sale_team_id AS team_id, n - 1 AS n, each, due
  FROM unnest(%(users)s, %(each)s, %(due)s) WITH ORDINALITY AS one (id, each, due, n)
  JOIN res_users u USING (id)
  JOIN res_partner p ON p.id = partner_id;

-- Two customers for five activities; every fifth one is a company's employee.
CREATE TEMPORARY TABLE customer ON COMMIT DROP AS
WITH made AS (
     INSERT INTO res_partner (name, complete_name, email, email_normalized, phone,
                              active, is_company, type, lang, tz, create_date)
     SELECT 'Customer ' || n, 'Customer ' || n, 'customer' || n || '@example.com',
            'customer' || n || '@example.com', '+7495' || lpad(n::text, 7, '0'),
            TRUE, n % 2 = 0, 'contact', 'en_US',
            CASE WHEN n % 3 = 0 THEN 'Asia/Yekaterinburg' END, %(now)s
       FROM generate_series(1, %(customers)s) n RETURNING id
) SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM made;
CREATE INDEX ON customer (n);
ANALYZE customer;

UPDATE res_partner p SET commercial_partner_id = COALESCE(boss.id, p.id),
                         parent_id = boss.id
  FROM customer own
  LEFT JOIN customer boss ON own.n % 5 = 4 AND boss.n = own.n - 1
 WHERE p.id = own.id;

-- Of ten leads of a salesperson seven are open with a next step, two open without,
-- one is won.
CREATE TEMPORARY TABLE lead ON COMMIT DROP AS
WITH made AS (
     INSERT INTO crm_lead (
            name, type, active, company_id, user_id, team_id, partner_id, stage_id,
            email_from, email_normalized, phone, won_status, probability,
            automated_probability, expected_revenue, priority, create_uid,
            create_date, write_date, date_open, date_last_stage_update, date_closed)
     SELECT 'Opportunity ' || k, 'opportunity', TRUE, %(company)s, seller.id,
            team_id, customer.id,
            CASE WHEN k % 10 = 9 THEN %(won)s
                 ELSE (%(stages)s)[1 + k % cardinality(%(stages)s)] END,
            'customer' || customer.n || '@example.com',
            'customer' || customer.n || '@example.com', '+74950000000',
            CASE WHEN k % 10 = 9 THEN 'won' ELSE 'pending' END,
            CASE WHEN k % 10 = 9 THEN 100 ELSE 10 + k % 80 END, 10 + k % 80,
            1000 + k * 7919 % 90000, (k % 4)::text, seller.id,
            %(now)s::timestamp - (k % 90) * INTERVAL '1 day', %(now)s, %(now)s,
            %(now)s::timestamp - (k % 30) * INTERVAL '1 day',
            CASE WHEN k % 10 = 9
                 THEN %(now)s::timestamp - (k % 90) * INTERVAL '1 day' END
       FROM seller
      CROSS JOIN LATERAL generate_series(0, each - 1) k
       JOIN customer ON customer.n = (seller.n * each + k) * 17 % %(customers)s
      ORDER BY md5(seller.id || '/' || k)
     RETURNING id, user_id, won_status, partner_id, name
), numbered AS (
     SELECT *, row_number() OVER (PARTITION BY user_id, won_status ORDER BY id) AS n
       FROM made)
SELECT user_id, n, id, name, partner_id FROM numbered WHERE won_status = 'pending';
CREATE INDEX ON lead (user_id, n);
ANALYZE lead;

-- Of twenty activities fourteen are on a lead, three on a customer, one is a second
-- one on a lead, and two are on nothing at all.
INSERT INTO mail_activity (
       res_model_id, res_model, res_id, res_name, activity_type_id, summary,
       date_deadline, user_id, user_tz, active, create_uid, create_date, write_date)
SELECT made.model_id, made.model, made.doc_id, made.doc_name,
       CASE WHEN made.n % 4 = 0 THEN %(mail)s ELSE %(call)s END,
       'Contact ' || made.n,
       (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE made.tz)::date + CASE
           WHEN made.n <= made.due THEN -(made.n % 10)
           ELSE 1 + made.n % 60 END,
       made.user_id, made.tz, TRUE, made.user_id, %(now)s, %(now)s
  FROM (SELECT seller.id AS user_id, seller.tz, seller.due, k AS n,
               CASE WHEN k % 20 < 15 THEN %(lead_model)s
                    WHEN k % 20 < 18 THEN %(partner_model)s END AS model_id,
               CASE WHEN k % 20 < 15 THEN 'crm.lead'
                    WHEN k % 20 < 18 THEN 'res.partner' END AS model,
               CASE WHEN k % 20 < 15 THEN lead.id
                    WHEN k % 20 < 18 THEN lead.partner_id END AS doc_id,
               CASE WHEN k % 20 < 18 THEN lead.name END AS doc_name
          FROM seller
         CROSS JOIN LATERAL generate_series(1, each) k
          LEFT JOIN lead ON lead.user_id = seller.id
                        AND lead.n = 1 + k % GREATEST(each * 7 / 10, 1)) made
 ORDER BY md5(made.user_id || '/' || made.n);

WITH made AS (
     INSERT INTO calendar_event (name, start, stop, allday, active, show_as,
                                 user_id, create_uid, duration)
     SELECT 'Meeting', start, start + INTERVAL '20 min', FALSE, TRUE, 'busy', id,
            id, 0.33
       FROM seller, unnest(%(meetings)s) minutes, LATERAL (
            SELECT %(now)s::timestamp + INTERVAL '1 min' * (
                   minutes - CASE WHEN n % 5 = 0 THEN 90 ELSE 0 END) AS start) slot
      WHERE n < %(busy)s
     RETURNING id, user_id), guest AS (
     INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
     SELECT made.id, partner_id FROM made JOIN seller ON seller.id = user_id
     RETURNING *)
INSERT INTO calendar_attendee (event_id, partner_id, state)
SELECT calendar_event_id, res_partner_id, 'accepted' FROM guest;
