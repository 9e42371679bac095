-- Odoo keeps what is done, archived. As many as there are open ones is little: four of
-- a salesperson's on each working day of a year.
INSERT INTO mail_activity (
       res_model_id, res_model, res_id, res_name, activity_type_id, summary,
       date_deadline, date_done, user_id, user_tz, active, create_uid, create_date,
       write_date)
SELECT res_model_id, res_model, res_id, res_name, activity_type_id, summary,
       done.day, done.day, user_id, user_tz, FALSE, create_uid, done.day, done.day
  FROM mail_activity,
       LATERAL (SELECT %(now)s::date - 1 - id % 365 AS day) done
 WHERE active;
