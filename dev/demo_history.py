"""The demo's past moves on with its today, so that it ends yesterday at any time.

By working days, so that nobody has worked on a weekend: what was done on the last one
before the old today was done on the last one before the new. Each salesperson's clock
shows the same time as before; Anna's is that of where she goes.

What was done in the demo on its today stays where it is. That day's record stands where
the past goes and is dropped; the others are counted anew in the end.
"""

MOVE_ON = """
CREATE FUNCTION pg_temp.workdays(day date) RETURNS int IMMUTABLE LANGUAGE sql AS $$
  SELECT (day - DATE '2001-01-01') / 7 * 5 + LEAST((day - DATE '2001-01-01') % 7, 5)
$$;
CREATE FUNCTION pg_temp.day_after(day date, passed int) RETURNS date
IMMUTABLE LANGUAGE sql AS $$
  SELECT DATE '2001-01-01' + count / 5 * 7 + count % 5
    FROM (SELECT pg_temp.workdays(day) + passed AS count) moved
$$;
CREATE FUNCTION pg_temp.local_day(moment timestamp, zone text) RETURNS date
IMMUTABLE LANGUAGE sql AS $$
  SELECT (moment AT TIME ZONE 'UTC' AT TIME ZONE zone)::date
$$;
CREATE FUNCTION pg_temp.moved(moment timestamp, before text, present text, passed int)
RETURNS timestamp IMMUTABLE LANGUAGE sql AS $$
  SELECT (pg_temp.day_after(local::date, passed) + local::time)
         AT TIME ZONE present AT TIME ZONE 'UTC'
    FROM (SELECT moment AT TIME ZONE 'UTC' AT TIME ZONE before AS local) clock
$$;

CREATE TEMPORARY TABLE past ON COMMIT DROP AS
WITH clock AS (
  SELECT hour.value::timestamp AS before,
         date_trunc('hour', now() AT TIME ZONE 'UTC') AS present,
         string_to_array(zones.value, ' ') AS zones
    FROM ir_config_parameter hour, ir_config_parameter zones
   WHERE hour.key = 'galloper_schedule.demo_hour'
     AND zones.key = 'galloper_schedule.demo_zones'
), known AS (
  SELECT name, res_id FROM ir_model_data
   WHERE module = 'galloper_schedule' AND model = 'res.users'
), whose AS (
  SELECT users.id AS user_id, clock.before AS hour_before, clock.present AS hour,
         CASE WHEN known.name = 'user_demo_moscow'
              THEN zones[1 + date_part('hour', before)::int] ELSE person.tz
               END AS zone_before,
         CASE WHEN known.name = 'user_demo_moscow'
              THEN zones[1 + date_part('hour', present)::int] ELSE person.tz
               END AS zone
    FROM known JOIN res_users users ON users.id = known.res_id
    JOIN res_partner person ON person.id = users.partner_id, clock
)
SELECT user_id, zone_before, zone, pg_temp.local_day(hour_before, zone_before) AS today,
       pg_temp.workdays(pg_temp.local_day(hour, zone))
       - pg_temp.workdays(pg_temp.local_day(hour_before, zone_before)) AS passed
  FROM whose;
DELETE FROM past WHERE passed <= 0 AND zone = zone_before;

UPDATE galloper_attempt book
   SET tried_at = pg_temp.moved(tried_at, zone_before, zone, passed),
       day = pg_temp.day_after(day, passed),
       weekday = EXTRACT(isodow FROM pg_temp.day_after(day, passed))::int - 1
  FROM past WHERE past.user_id = book.user_id AND book.day < past.today;

UPDATE galloper_promise book
   SET promised_at = pg_temp.moved(promised_at, zone_before, zone, passed),
       promised_until = pg_temp.moved(promised_until, zone_before, zone, passed),
       given_on = pg_temp.moved(given_on, zone_before, zone, passed),
       settled_on = pg_temp.moved(settled_on, zone_before, zone, passed),
       tried_at = pg_temp.moved(tried_at, zone_before, zone, passed),
       day = pg_temp.day_after(day, passed)
  FROM past
 WHERE past.user_id = book.user_id AND book.day < past.today AND outcome <> 'open';

UPDATE crm_lead lead
   SET create_date = pg_temp.moved(lead.create_date, zone_before, zone, passed),
       write_date = pg_temp.moved(lead.write_date, zone_before, zone, passed),
       date_open = pg_temp.moved(lead.date_open, zone_before, zone, passed),
       date_closed = pg_temp.moved(lead.date_closed, zone_before, zone, passed),
       date_last_stage_update
           = pg_temp.moved(lead.date_last_stage_update, zone_before, zone, passed)
  FROM past, ir_model_data known
 WHERE past.user_id = lead.user_id AND known.res_id = lead.id
   AND known.module = 'galloper_schedule' AND known.model = 'crm.lead'
   AND known.name LIKE 'demo_history_lead_%';

DELETE FROM galloper_day book USING past
 WHERE past.user_id = book.user_id AND book.day >= past.today;
CREATE TEMPORARY TABLE moved_day ON COMMIT DROP AS
SELECT book.*, zone_before, zone, passed
  FROM galloper_day book JOIN past USING (user_id);
UPDATE galloper_day book SET day = book.day - 10000 FROM past
 WHERE past.user_id = book.user_id;
UPDATE galloper_day book
   SET day = pg_temp.day_after(old.day, passed),
       begins_at = pg_temp.moved(old.begins_at, zone_before, zone, passed),
       ends_at = (pg_temp.day_after(old.day, passed) + 1)::timestamp
                 AT TIME ZONE zone AT TIME ZONE 'UTC',
       planned_at = pg_temp.moved(old.planned_at, zone_before, zone, passed)
  FROM moved_day old WHERE book.id = old.id;
"""

COUNT_ANEW = """;
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
"""
