"""A company of many salespeople with a thousand open activities each, made by SQL.

The same rows go into a database without the add-on, as far as its columns exist there.
"""

from datetime import timedelta

from odoo.tools import SQL

ACTIVITIES = 1000  # of each salesperson
#: Of these so many are due today or earlier; of every tenth salesperson a few only, so
#: that his day has room for suggestions.
DUE, DUE_OF_TENTH = 60, 15
TEAM = 20  # salespeople


def wednesday(today):
    """Ten o'clock in Moscow on this week's Wednesday (naive UTC): all are at work."""
    day = today + timedelta(days=2 - today.weekday())
    return day.replace(hour=7, minute=0, second=0, microsecond=0)


def fill(env, size, now, with_module=True):
    """``size`` open activities as of ``now`` (naive UTC); commits nothing.

    :return: the ids of the salespeople
    """
    people = max(size // ACTIVITIES, 1)
    stages = env["crm.stage"].search([("is_won", "=", False)]).ids
    teams = env["crm.team"].create(
        [{"name": f"Team {number}"} for number in range(max(people // TEAM, 1))]
    )
    sizes = {
        "people": people,
        "teams": len(teams),
        "team_ids": teams.ids,
        "each": ACTIVITIES,
        "due": DUE,
        "due_of_tenth": DUE_OF_TENTH,
        "now": now,
        "company": env.company.id,
        "calendar": env.company.resource_calendar_id.id,
        "rights": [
            env.ref("base.group_user").id,
            env.ref("sales_team.group_sale_salesman").id,
        ],
        "call": env.ref("mail.mail_activity_data_call").id,
        "mail": env.ref("mail.mail_activity_data_email").id,
        "lead_model": env["ir.model"]._get_id("crm.lead"),
        "partner_model": env["ir.model"]._get_id("res.partner"),
        "stages": stages,
        "won": env["crm.stage"].search([("is_won", "=", True)], limit=1).id,
    }
    env.flush_all()
    for statement in STATEMENTS:
        env.cr.execute(SQL(statement, **sizes))
    if with_module:
        for statement in OF_THE_MODULE:
            env.cr.execute(SQL(statement, **sizes))
    env.cr.execute("SELECT id FROM seller ORDER BY id")
    user_ids = [row[0] for row in env.cr.fetchall()]
    env.invalidate_all()
    env.registry.clear_all_caches()
    return user_ids


#: Multiplied by a prime and cut off, a number is spread over others: nobody's rows lie
#: side by side in a database that has grown.
STATEMENTS = (
    """
    CREATE TEMPORARY TABLE team ON COMMIT DROP AS
    SELECT id, n - 1 AS n FROM unnest(%(team_ids)s) WITH ORDINALITY AS made (id, n)
    """,
    """
    CREATE TEMPORARY TABLE seller ON COMMIT DROP AS
    WITH partner AS (
         INSERT INTO res_partner (name, complete_name, email, active, tz, type, lang)
         SELECT 'Seller ' || n, 'Seller ' || n, 'seller' || n || '@example.com', TRUE,
                (ARRAY['Europe/Moscow', 'Asia/Yekaterinburg', 'Europe/Berlin',
                       'Asia/Novosibirsk', 'Europe/Moscow', 'Europe/London']
                )[1 + n %% 6], 'contact', 'en_US'
           FROM generate_series(1, %(people)s) n RETURNING id, name, tz
    ), made AS (
         INSERT INTO res_users (login, active, company_id, partner_id, create_date,
                                notification_type, share, sale_team_id)
         SELECT 'bench-' || id, TRUE, %(company)s, id, %(now)s, 'email', FALSE, NULL
           FROM partner RETURNING id, partner_id
    ) SELECT made.id, partner_id, name, tz,
             row_number() OVER (ORDER BY made.id) - 1 AS n
        FROM made JOIN partner ON partner.id = partner_id
    """,
    """
    UPDATE res_users u SET sale_team_id = team.id
      FROM seller JOIN team ON team.n = seller.n %% %(teams)s WHERE u.id = seller.id
    """,
    """
    INSERT INTO crm_team_member (crm_team_id, user_id, active)
    SELECT sale_team_id, u.id, TRUE FROM res_users u JOIN seller USING (id)
    """,
    """
    INSERT INTO res_company_users_rel (cid, user_id) SELECT %(company)s, id FROM seller
    """,
    """
    INSERT INTO res_groups_users_rel (gid, uid)
    SELECT gid, id FROM seller, unnest(%(rights)s) gid
    """,
    # Every other one has a resource, as Odoo's HR makes them; every 50th is on leave.
    """
    WITH made AS (
         INSERT INTO resource_resource (name, user_id, company_id, calendar_id, tz,
                                        resource_type, time_efficiency, active)
         SELECT name, id, %(company)s, %(calendar)s, tz, 'user', 100, TRUE
           FROM seller WHERE n %% 2 = 0 RETURNING id, calendar_id)
    INSERT INTO resource_calendar_leaves (name, company_id, calendar_id, resource_id,
                                          time_type, date_from, date_to)
    SELECT 'Leave', %(company)s, calendar_id, id, 'leave',
           %(now)s::date - 1, %(now)s::date + 3
      FROM made WHERE id %% 50 = 0
    """,
    # Two customers for five activities; every fifth one is a company's employee.
    """
    CREATE TEMPORARY TABLE customer ON COMMIT DROP AS
    WITH made AS (
         INSERT INTO res_partner (name, complete_name, email, email_normalized, phone,
                                  active, is_company, type, lang, tz, create_date)
         SELECT 'Customer ' || n, 'Customer ' || n, 'customer' || n || '@example.com',
                'customer' || n || '@example.com', '+7495' || lpad(n::text, 7, '0'),
                TRUE, n %% 2 = 0, 'contact', 'en_US',
                CASE WHEN n %% 3 = 0 THEN 'Asia/Yekaterinburg' END, %(now)s
           FROM generate_series(1, %(people)s * %(each)s * 2 / 5) n RETURNING id
    ) SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM made
    """,
    "CREATE INDEX ON customer (n)",
    "ANALYZE customer",
    """
    UPDATE res_partner p SET commercial_partner_id = COALESCE(boss.id, p.id),
                             parent_id = boss.id
      FROM customer own
      LEFT JOIN customer boss ON own.n %% 5 = 4 AND boss.n = own.n - 1
     WHERE p.id = own.id
    """,
    # Of ten leads of a salesperson seven are open with a next step, two open without,
    # one is won.
    """
    CREATE TEMPORARY TABLE lead ON COMMIT DROP AS
    WITH made AS (
         INSERT INTO crm_lead (
                name, type, active, company_id, user_id, team_id, partner_id, stage_id,
                email_from, email_normalized, phone, won_status, probability,
                automated_probability, expected_revenue, priority, create_uid,
                create_date, write_date, date_open, date_last_stage_update, date_closed)
         SELECT 'Opportunity ' || k, 'opportunity', TRUE, %(company)s, seller.id,
                u.sale_team_id, customer.id,
                CASE WHEN k %% 10 = 9 THEN %(won)s
                     ELSE (%(stages)s)[1 + k %% array_length(%(stages)s, 1)] END,
                'customer' || customer.n || '@example.com',
                'customer' || customer.n || '@example.com', '+74950000000',
                CASE WHEN k %% 10 = 9 THEN 'won' ELSE 'pending' END,
                CASE WHEN k %% 10 = 9 THEN 100 ELSE 10 + k %% 80 END, 10 + k %% 80,
                1000 + k * 7919 %% 90000, (k %% 4)::text, seller.id,
                %(now)s::timestamp - (k %% 90) * INTERVAL '1 day', %(now)s, %(now)s,
                %(now)s::timestamp - (k %% 30) * INTERVAL '1 day',
                CASE WHEN k %% 10 = 9
                     THEN %(now)s::timestamp - (k %% 90) * INTERVAL '1 day' END
           FROM generate_series(0::bigint, %(people)s * %(each)s - 1) k
           JOIN seller ON seller.n = k * 31 / 10 %% %(people)s
           JOIN res_users u ON u.id = seller.id
           JOIN customer ON customer.n = k * 17 %% (%(people)s * %(each)s * 2 / 5)
         RETURNING id, user_id, won_status, partner_id, name
    ), numbered AS (
         SELECT *, row_number() OVER (PARTITION BY user_id, won_status ORDER BY id) AS n
           FROM made)
    SELECT user_id, n, id, name, partner_id FROM numbered WHERE won_status = 'pending'
    """,
    "CREATE INDEX ON lead (user_id, n)",
    "ANALYZE lead",
    # Of twenty activities fourteen are on a lead, three on a customer, one is a second
    # one on a lead, and two are on nothing at all.
    """
    INSERT INTO mail_activity (
           res_model_id, res_model, res_id, res_name, activity_type_id, summary,
           date_deadline, user_id, user_tz, active, create_uid, create_date, write_date)
    SELECT made.model_id, made.model, made.doc_id, made.doc_name,
           CASE WHEN made.n %% 4 = 0 THEN %(mail)s ELSE %(call)s END,
           'Contact ' || made.n,
           %(now)s::date + CASE
               WHEN made.n <= made.due THEN -(made.n %% 10)
               ELSE 1 + made.n %% 60 END,
           made.user_id, made.tz, TRUE, made.user_id, %(now)s, %(now)s
      FROM (SELECT seller.id AS user_id, seller.tz, k AS n,
                   CASE WHEN seller.n %% 10 = 9 THEN %(due_of_tenth)s
                        ELSE %(due)s END AS due,
                   CASE WHEN k %% 20 < 15 THEN %(lead_model)s
                        WHEN k %% 20 < 18 THEN %(partner_model)s END AS model_id,
                   CASE WHEN k %% 20 < 15 THEN 'crm.lead'
                        WHEN k %% 20 < 18 THEN 'res.partner' END AS model,
                   CASE WHEN k %% 20 < 15 THEN lead.id
                        WHEN k %% 20 < 18 THEN lead.partner_id END AS doc_id,
                   CASE WHEN k %% 20 < 18 THEN lead.name END AS doc_name
              FROM seller
             CROSS JOIN generate_series(1, %(each)s) k
              LEFT JOIN lead ON lead.user_id = seller.id
                            AND lead.n = 1 + k %% (%(each)s * 7 / 10)) made
     ORDER BY md5(made.user_id || '/' || made.n)
    """,
    # Two meetings of each salesperson today; every fifth has promised into one.
    """
    WITH made AS (
         INSERT INTO calendar_event (name, start, stop, allday, active, show_as,
                                     user_id, create_uid, duration)
         SELECT 'Meeting', start, start + INTERVAL '30 min', FALSE, TRUE, 'busy', id,
                id, 0.5
           FROM seller, LATERAL (
                VALUES (%(now)s::timestamp
                        + INTERVAL '30 min' * CASE WHEN n %% 5 = 0 THEN 2 ELSE 5 END),
                       (%(now)s::timestamp + INTERVAL '4 h')) slot (start)
         RETURNING id, user_id), guest AS (
         INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
         SELECT made.id, partner_id FROM made JOIN seller ON seller.id = user_id
         RETURNING *)
    INSERT INTO calendar_attendee (event_id, partner_id, state)
    SELECT calendar_event_id, res_partner_id, 'accepted' FROM guest
    """,
)

#: Odoo keeps what is done, archived. As many as there are open ones is little: four of
#: a salesperson's on each working day of a year.
DONE = """
INSERT INTO mail_activity (
       res_model_id, res_model, res_id, res_name, activity_type_id, summary,
       date_deadline, date_done, user_id, user_tz, active, create_uid, create_date,
       write_date)
SELECT res_model_id, res_model, res_id, res_name, activity_type_id, summary,
       done.day, done.day, user_id, user_tz, FALSE, create_uid, done.day, done.day
  FROM mail_activity,
       LATERAL (SELECT %(now)s::date - 1 - id %% 365 AS day) done
 WHERE active
"""

#: Of the sixty that are due, fifteen are promised, one of them as a window: today
#: later, today missed, on earlier days. Thirty more are promised for later days.
OF_THE_MODULE = (
    """
    UPDATE mail_activity a
       SET promised_at = at, date_deadline = (at AT TIME ZONE 'UTC'
                                              AT TIME ZONE a.user_tz)::date,
           promised_until = CASE WHEN k %% 60 = 0 THEN at + INTERVAL '3 h' END
      FROM (SELECT id, k, %(now)s::timestamp + CASE
                       WHEN k > 60 THEN INTERVAL '1 day' * (k %% 20 + 1)
                       WHEN k %% 12 = 0 THEN INTERVAL '20 min' * (1 + k / 12)
                       WHEN k %% 12 = 4 THEN INTERVAL '-5 min' * (1 + k / 12)
                       ELSE INTERVAL '-1 day' * (1 + k / 12) END AS at
              FROM (SELECT one.id,
                           substring(one.summary FROM '^Contact ([0-9]+)$')::int AS k
                      FROM mail_activity one
                      JOIN seller ON seller.id = one.user_id) numbered
             WHERE k <= 60 AND k %% 4 = 0 OR k > 60 AND k %% 31 = 0) promised
     WHERE a.id = promised.id
    """,
    """
    INSERT INTO galloper_promise (
           activity_id, contact_name, res_model, res_id, document_name, lead_id,
           partner_id, user_id, user_name, team_id, company_id, promised_at,
           promised_until, day, given_on, outcome, minutes_late, attempts,
           attempts_seen)
    SELECT a.id, a.summary, a.res_model, a.res_id, a.res_name, l.id, l.partner_id,
           seller.id, seller.name, u.sale_team_id, %(company)s, a.promised_at,
           a.promised_until, a.date_deadline, a.create_date, 'open', 0, 0, 0
      FROM mail_activity a
      JOIN seller ON seller.id = a.user_id
      JOIN res_users u ON u.id = a.user_id
      LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
     WHERE a.promised_at IS NOT NULL
    """,
)
