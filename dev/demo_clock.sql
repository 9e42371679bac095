-- The demo's clock moves on: its today is today, and its past ends yesterday.
--
-- Since the hour of the last start (UTC) the demo has stood still. Anna moves to where
-- it is ten in the morning now, and all of Anna's records move by the hours that
-- have passed: by Anna's clock they stay where they were. The others stay where they live, so
-- their activities move by whole days.
--
-- The past moves by working days, so that nobody has worked on a weekend: what was done
-- on the last one before the old today was done on the last one before the new, at the
-- same time by each salesperson's clock. What was done in the demo on its today stays
-- where it is. That day's record stands where the past goes and is dropped; the others
-- are counted anew in the end.
--
-- All is one transaction, so that nothing moves twice if it fails.

CREATE FUNCTION pg_temp.workdays(day date) RETURNS int IMMUTABLE LANGUAGE sql AS $$
  SELECT (day - DATE '2001-01-01') / 7 * 5 + LEAST((day - DATE '2001-01-01') % 7, 5)
$$;

CREATE FUNCTION pg_temp.day_after(day date, passed int) RETURNS date
IMMUTABLE LANGUAGE sql AS $$
  SELECT DATE '2001-01-01' + count / 5 * 7 + count % 5
    FROM (SELECT pg_temp.workdays(day) + passed AS count) moved
$$;

CREATE FUNCTION pg_temp.local(moment timestamp, zone text) RETURNS timestamp
IMMUTABLE LANGUAGE sql AS $$ SELECT moment AT TIME ZONE 'UTC' AT TIME ZONE zone $$;

CREATE FUNCTION pg_temp.moved(moment timestamp, before text, present text, passed int)
RETURNS timestamp IMMUTABLE LANGUAGE sql AS $$
  SELECT (pg_temp.day_after(local::date, passed) + local::time)
         AT TIME ZONE present AT TIME ZONE 'UTC'
    FROM (SELECT pg_temp.local(moment, before) AS local) clock
$$;

CREATE TEMPORARY TABLE clock ON COMMIT DROP AS
SELECT before, present, zones[1 + date_part('hour', before)::int] AS zone_before,
       zones[1 + date_part('hour', present)::int] AS zone,
       zones[1 + (date_part('hour', present)::int + 5) % 24] AS far_away
  FROM (SELECT hour.value::timestamp AS before,
               date_trunc('hour', now() AT TIME ZONE 'UTC') AS present,
               string_to_array(zones.value, ' ') AS zones
          FROM ir_config_parameter hour, ir_config_parameter zones
         WHERE hour.key = 'galloper_schedule.demo_hour'
           AND zones.key = 'galloper_schedule.demo_zones') known;

CREATE TEMPORARY TABLE known ON COMMIT DROP AS
SELECT name, model, res_id FROM ir_model_data WHERE module = 'galloper_schedule';

CREATE TEMPORARY TABLE person ON COMMIT DROP AS
SELECT *, present - before AS passed, today - today_before AS days,
       pg_temp.workdays(today) - pg_temp.workdays(today_before) AS workdays
  FROM (SELECT *, pg_temp.local(before, zone_before)::date AS today_before,
               pg_temp.local(present, zone)::date AS today
          FROM (SELECT users.id, users.partner_id, is_anna, before, present,
                       CASE WHEN is_anna THEN zone_before ELSE tz END AS zone_before,
                       CASE WHEN is_anna THEN zone ELSE tz END AS zone
                  FROM clock, known JOIN res_users users ON users.id = known.res_id
                  JOIN res_partner partner ON partner.id = users.partner_id, LATERAL (
                       SELECT known.name = 'user_demo_moscow' AS is_anna) who
                 WHERE known.model = 'res.users') told) dated;

CREATE TEMPORARY TABLE shift ON COMMIT DROP AS
SELECT activity.id, COALESCE(anna.days, whole.days) AS days,
       COALESCE(anna.passed, whole.days * interval '1 day') AS passed
  FROM mail_activity activity
 CROSS JOIN (SELECT present::date - before::date AS days FROM clock) whole
  LEFT JOIN person anna ON anna.id = activity.user_id AND is_anna
 WHERE activity.active;

CREATE TEMPORARY TABLE past ON COMMIT DROP AS
SELECT id AS who, zone_before, zone, today_before, workdays
  FROM person WHERE workdays > 0 OR zone <> zone_before;

UPDATE galloper_attempt
   SET tried_at = pg_temp.moved(tried_at, zone_before, zone, workdays),
       day = pg_temp.day_after(day, workdays),
       weekday = EXTRACT(isodow FROM pg_temp.day_after(day, workdays))::int - 1
  FROM past WHERE who = user_id AND day < today_before;

UPDATE galloper_promise
   SET promised_at = pg_temp.moved(promised_at, zone_before, zone, workdays),
       promised_until = pg_temp.moved(promised_until, zone_before, zone, workdays),
       given_on = pg_temp.moved(given_on, zone_before, zone, workdays),
       settled_on = pg_temp.moved(settled_on, zone_before, zone, workdays),
       tried_at = pg_temp.moved(tried_at, zone_before, zone, workdays),
       day = pg_temp.day_after(day, workdays)
  FROM past WHERE who = user_id AND day < today_before AND outcome <> 'open';

UPDATE crm_lead
   SET create_date = pg_temp.moved(create_date, zone_before, zone, workdays),
       write_date = pg_temp.moved(write_date, zone_before, zone, workdays),
       date_open = pg_temp.moved(date_open, zone_before, zone, workdays),
       date_closed = pg_temp.moved(date_closed, zone_before, zone, workdays),
       date_last_stage_update
       = pg_temp.moved(date_last_stage_update, zone_before, zone, workdays)
  FROM past, known
 WHERE who = user_id AND crm_lead.id = res_id AND model = 'crm.lead'
   AND known.name LIKE 'demo_history_lead_%';

DELETE FROM galloper_day USING past WHERE who = user_id AND day >= today_before;

UPDATE galloper_day SET day = day - 10000 FROM past WHERE who = user_id;

UPDATE galloper_day
   SET begins_at = pg_temp.moved(begins_at, zone_before, zone, workdays),
       planned_at = pg_temp.moved(planned_at, zone_before, zone, workdays),
       day = pg_temp.day_after(day + 10000, workdays),
       ends_at = (pg_temp.day_after(day + 10000, workdays) + 1)::timestamp
                 AT TIME ZONE zone AT TIME ZONE 'UTC'
  FROM past WHERE who = user_id;

UPDATE mail_activity activity
   SET promised_at = promised_at + passed,
       promised_until = promised_until + passed,
       retry_at = retry_at + passed,
       galloper_pinned_at = galloper_pinned_at + passed,
       date_deadline = date_deadline + days,
       galloper_attempt_log
       = CASE WHEN jsonb_typeof(galloper_attempt_log) = 'array' THEN (
         SELECT jsonb_agg(to_char(tried::timestamp + passed,
                                  'YYYY-MM-DD"T"HH24:MI:SS'))
           FROM jsonb_array_elements_text(galloper_attempt_log) AS tried) END
  FROM shift WHERE shift.id = activity.id;

UPDATE galloper_promise
   SET promised_at = promised_at + passed,
       promised_until = promised_until + passed,
       given_on = given_on + passed,
       tried_at = tried_at + passed,
       day = day + days
  FROM shift WHERE shift.id = activity_id AND outcome = 'open';

UPDATE calendar_event
   SET start = start + CASE WHEN allday THEN days * interval '1 day' ELSE passed END,
       stop = stop + CASE WHEN allday THEN days * interval '1 day' ELSE passed END,
       start_date = start_date + days, stop_date = stop_date + days
  FROM person WHERE is_anna AND calendar_event.id IN (
       SELECT event_id FROM calendar_attendee guest
        WHERE guest.partner_id = person.partner_id);

UPDATE res_partner SET tz = zone FROM person
 WHERE is_anna AND partner_id = res_partner.id;

UPDATE res_partner SET galloper_tz = zone FROM person, known
 WHERE is_anna AND res_partner.id = res_id AND model = 'res.partner'
   AND galloper_tz = zone_before;

UPDATE crm_lead SET galloper_tz = zone FROM person, known
 WHERE is_anna AND crm_lead.id = res_id AND model = 'crm.lead'
   AND galloper_tz = zone_before;

UPDATE res_partner SET galloper_tz = far_away FROM clock, known
 WHERE res_partner.id = res_id AND known.name = 'partner_demo_sosnovy_dom_darya';

UPDATE resource_resource SET tz = zone FROM person
 WHERE is_anna AND person.id = user_id;

UPDATE resource_calendar SET tz = zone FROM clock, known
 WHERE resource_calendar.id = res_id AND known.name = 'calendar_demo_moscow';

UPDATE ir_config_parameter SET value = to_char(present, 'YYYY-MM-DD HH24:MI')
  FROM clock WHERE key = 'galloper_schedule.demo_hour';

UPDATE galloper_promise
   SET minutes_late = EXTRACT(epoch FROM COALESCE(tried_at, settled_on)
                              - COALESCE(promised_until, promised_at))::int / 60
 WHERE outcome = 'late';

UPDATE galloper_day book
   SET done = acts.done, attempts = acts.attempts, in_order = acts.in_order,
       promises_due = promises.due, kept = promises.kept, late = promises.late,
       broken = promises.broken
  FROM galloper_day day, LATERAL (
       SELECT count(*) FILTER (WHERE answered) AS done,
              count(*) FILTER (WHERE NOT answered) AS attempts,
              count(*) FILTER (WHERE in_order) AS in_order
         FROM galloper_attempt a
        WHERE a.user_id = day.user_id AND a.day = day.day) acts, LATERAL (
       SELECT count(*) FILTER (WHERE outcome NOT IN ('moved', 'cancelled')) AS due,
              count(*) FILTER (WHERE outcome = 'kept') AS kept,
              count(*) FILTER (WHERE outcome = 'late') AS late,
              count(*) FILTER (WHERE outcome = 'broken') AS broken
         FROM galloper_promise p
        WHERE p.user_id = day.user_id AND p.day = day.day) promises
 WHERE book.id = day.id;
