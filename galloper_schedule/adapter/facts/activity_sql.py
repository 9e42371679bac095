"""The statements that read the facts: one for the contacts of many users."""

from odoo.tools import SQL

from . import due_customers
from .day import as_rows

#: Fields of an activity that are facts.
OF_ACTIVITY = {
    "active",
    "activity_type_id",
    "calendar_event_id",
    "contact_minutes",
    "date_deadline",
    "galloper_unresponsive",
    "galloper_pinned_at",
    "promised_at",
    "promised_until",
    "res_id",
    "res_model",
    "retry_at",
    "user_id",
}
#: Fields of a lead that are, and may change.
OF_LEAD = {
    "active",
    "company_id",
    "date_last_stage_update",
    "expected_revenue",
    "partner_id",
    "priority",
    "probability",
    "stage_id",
    "team_id",
    "user_id",
    "won_status",
}

_OF_USER = (
    "user_id",
    "partner_id",
    "team_id",
    "company_id",
    "today",
    "begins",
    "tomorrow",
    "suggests",
    "suggests_customers",
)

#: The offsets fence off one look-up a contact: left to itself PostgreSQL reads whole
#: tables of leads, partners and meetings, or all users, for one day. It is told of no
#: more columns than are needed: it thinks about those of a wide table, too.
_SELECT_FACTS = """
SELECT c.user_id, c.res_model, c.res_id, c.id, c.date_deadline,
       c.promised_at, c.promised_until, c.contact_minutes, c.retry_at,
       c.galloper_pinned_at,
       c.lead_id, stage.sequence AS stage_sequence, c.priority,
       c.expected_revenue::float8, c.probability, stage.tier_id,
       c.date_last_stage_update, stage.tier_after_days, c.create_date,
       COALESCE((SELECT share OR NOT active FROM res_users WHERE id = c.create_uid),
                TRUE) AS inbound,
       partner.id AS partner_id, partner.commercial_partner_id,
       partner.active AS partner_active,
       COALESCE(c.company_id, partner.company_id) AS company_id,
       COALESCE(partner.tz, family.tz) AS tz,
       partner.galloper_contact_from, partner.galloper_contact_to,
       family.galloper_contact_from AS family_from,
       family.galloper_contact_to AS family_to,
       c.event_start, c.event_stop, c.event_allday, c.event_first, c.event_last,
       CASE WHEN c.event_start IS NOT NULL
            THEN EXISTS (SELECT FROM calendar_attendee
                          WHERE event_id = c.event_id AND state = 'declined'
                            AND partner_id = c.user_partner_id) END AS declined,
       COALESCE(
           (SELECT category FROM mail_activity_type WHERE id = c.activity_type_id),
           (SELECT category FROM mail_activity_type
             WHERE id = service.first_activity_type_id),
           'phonecall') = 'phonecall' AS is_call,
       service.phone_allowed, service.contact_minutes AS service_minutes,
       service.prepare_minutes, service.goes_first
  FROM (%s OFFSET 0) c
  LEFT JOIN LATERAL (
       SELECT id, active, company_id, commercial_partner_id, tz, galloper_contact_from,
              galloper_contact_to, galloper_service_model_id
         FROM res_partner WHERE id = c.partner_id
       OFFSET 0) partner ON TRUE
  LEFT JOIN LATERAL (
       SELECT tz, galloper_contact_from, galloper_contact_to, galloper_service_model_id
         FROM res_partner WHERE id = NULLIF(partner.commercial_partner_id, partner.id)
       OFFSET 0) family ON TRUE
  LEFT JOIN crm_stage stage ON stage.id = c.stage_id
  LEFT JOIN crm_team team ON c.res_model IS NOT NULL
                         AND team.id = COALESCE(c.team_id, c.user_team_id)
  LEFT JOIN galloper_service_model service
         ON service.id = COALESCE(partner.galloper_service_model_id,
                                  family.galloper_service_model_id,
                                  team.galloper_service_model_id)
"""

#: The open activities that may be for today; lost and archived leads are out. The first
#: condition, by UTC days, is what there is an index for: it lets a day too many pass.
_CONTACTS = """
SELECT u.id AS user_id, a.res_model, a.res_id, a.id, a.date_deadline,
       a.promised_at, a.promised_until, a.contact_minutes, a.retry_at,
       a.galloper_pinned_at,
       l.id AS lead_id, l.stage_id, l.priority, l.expected_revenue,
       l.probability, l.date_last_stage_update, l.create_date,
       l.create_uid, l.company_id, l.team_id, a.activity_type_id,
       u.team_id AS user_team_id,
       CASE WHEN a.res_model = 'res.partner' THEN a.res_id
            ELSE l.partner_id END AS partner_id,
       u.partner_id AS user_partner_id, e.id AS event_id, e.start AS event_start,
       e.stop AS event_stop, e.allday AS event_allday,
       e.start_date AS event_first, e.stop_date AS event_last
  FROM %s
  JOIN LATERAL (
       SELECT id, res_model, res_id, date_deadline, promised_at, promised_until,
              contact_minutes, retry_at, galloper_pinned_at, activity_type_id,
              calendar_event_id, galloper_unresponsive
         FROM %s one
        WHERE one.user_id = u.id AND one.active IS TRUE
          AND COALESCE(one.promised_at::date, one.date_deadline)
              <= GREATEST(u.today, u.tomorrow::date)
       OFFSET 0) a ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, stage_id, priority, expected_revenue, probability,
              date_last_stage_update, create_date, create_uid, company_id, team_id,
              partner_id, active, won_status
         FROM crm_lead
        WHERE a.res_model = 'crm.lead' AND id = a.res_id
       OFFSET 0) l ON TRUE
  LEFT JOIN LATERAL (
       SELECT id, start, stop, allday, start_date, stop_date
         FROM calendar_event
        WHERE id = a.calendar_event_id AND active
       OFFSET 0) e ON TRUE
 WHERE CASE WHEN a.promised_at IS NULL THEN a.date_deadline <= u.today
            ELSE a.promised_at < u.tomorrow END
   AND a.galloper_unresponsive IS NOT TRUE
   AND (a.res_model IS DISTINCT FROM 'crm.lead'
        OR l.active AND l.won_status IS DISTINCT FROM 'lost')
"""

#: Leads without any next step, and with nothing done about them today. Of each user the
#: best by the tier order: more than a day holds. They look like contacts due today.
_IDLE_LEADS = """
SELECT u.id AS user_id, 'crm.lead' AS res_model, l.id AS res_id, l.id,
       u.today AS date_deadline,
       NULL::timestamp AS promised_at, NULL::timestamp AS promised_until,
       0 AS contact_minutes, NULL::timestamp AS retry_at,
       NULL::timestamp AS galloper_pinned_at,
       l.id AS lead_id, l.stage_id, l.priority, l.expected_revenue,
       l.probability, l.date_last_stage_update, l.create_date,
       l.create_uid, l.company_id, l.team_id, NULL::int AS activity_type_id,
       u.team_id AS user_team_id, l.partner_id,
       u.partner_id AS user_partner_id, NULL::int AS event_id,
       NULL::timestamp AS event_start, NULL::timestamp AS event_stop,
       NULL::bool AS event_allday, NULL::date AS event_first, NULL::date AS event_last
  FROM %s
  JOIN LATERAL (
       SELECT lead.* FROM crm_lead lead
         LEFT JOIN crm_stage s ON s.id = lead.stage_id
         LEFT JOIN galloper_tier t ON t.id = s.tier_id
        WHERE lead.user_id = u.id AND lead.active AND lead.won_status = 'pending'
          AND NOT EXISTS (SELECT FROM mail_activity
                           WHERE res_model = 'crm.lead' AND res_id = lead.id
                             AND (active OR write_date >= u.begins))
        ORDER BY t.sequence, s.sequence DESC, lead.priority DESC,
                 lead.expected_revenue * lead.probability DESC, lead.id
        LIMIT 500) l ON u.suggests
"""


#: The activities as they would be with other salespeople.
_MOVED = """
(SELECT id, user_id, active, res_model, res_id, date_deadline, promised_at,
        promised_until, contact_minutes, retry_at, galloper_pinned_at,
        calendar_event_id,
        galloper_unresponsive, activity_type_id
   FROM mail_activity WHERE user_id = ANY(%(user_ids)s) AND id <> ALL(%(ids)s)
  UNION ALL
 SELECT id, moved.user_id, active, res_model, res_id, date_deadline, promised_at,
        promised_until, contact_minutes, retry_at, galloper_pinned_at,
        calendar_event_id,
        galloper_unresponsive, activity_type_id
   FROM mail_activity JOIN (VALUES %(moved)s) AS moved (id, user_id) USING (id))
"""


def select_contacts(env, days, moved=None):
    """All that the rule asks about each contact, and a hash of it.

    :param moved: {activity id: user id}, as if these contacts were theirs
    """
    activities = SQL("mail_activity")
    if moved:
        activities = SQL(
            _MOVED,
            user_ids=[day.user_id for day in days],
            ids=list(moved),
            moved=SQL(", ").join(SQL("(%s, %s)", *pair) for pair in moved.items()),
        )
    return _with_hash(env, select_facts(env, days, _CONTACTS, activities))


def select_idle_leads(env, days):
    """The same about leads without any next step, and customers who are due."""
    customers = due_customers.select(_users(days))
    return _with_hash(
        env, select_facts(env, days, f"{_IDLE_LEADS} UNION ALL %s", customers)
    )


def _with_hash(env, select):
    return SQL("SELECT fact.*, %s AS hash FROM (%s) fact", hash_of(env, "fact"), select)


def hash_of(env, alias):
    """A hash of 64 bits of a whole row; PostgreSQL 13 has none but that of its text."""
    row = SQL.identifier(alias)
    if env.cr._cnx.server_version >= 140000:
        # A row's hash is a weighted sum of its columns' hashes: added up as it is, two
        # rows that exchange a value would not show.
        return SQL("hashint8extended(hash_record_extended(%s, 0), 0)", row)
    return SQL("hashtextextended(%s::text, 0)", row)


def select_facts(env, days, inner, *parts):
    """The columns of a ``FactRow``, without the hash, of what an inner select names."""
    # Nearly every table there is: asking one after the other takes longer.
    env.flush_all()
    return SQL(_SELECT_FACTS, SQL(inner, _users(days), *parts))


def _users(days):
    """What the inner selects know of each user, as ``u``."""
    columns = SQL(", ").join(map(SQL.identifier, ["id", *_OF_USER[1:]]))
    return SQL("(VALUES %s) AS u (%s)", as_rows(days, *_OF_USER), columns)
