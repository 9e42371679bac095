"""The books: what becomes of each promise, and each try at a contact.

Whatever changes an activity is watched here: what its promise was before and what it is
afterwards says what has happened. Rows are added, and settled once; never edited.
"""

from contextlib import contextmanager
from typing import NamedTuple

from odoo import fields
from odoo.tools import SQL

from ..planner import promise as rule
from ..planner.local_time import local_day
from . import about, tries

#: Fields of an activity whose change may give, change or end a promise.
WATCHED = {
    "active",
    "attempt_count",
    "promised_at",
    "promised_until",
    "res_id",
    "res_model",
    "res_model_id",
    "user_id",
}


class Known(NamedTuple):
    """What the books ask about an activity."""

    active: bool
    attempts: int
    promise: rule.Promise | None
    user_id: int
    res_model: str | bool
    res_id: int


@contextmanager
def watch(activities, names=WATCHED):
    """Book what becomes of the activities in here.

    :param names: the fields of theirs that are going to be written
    """
    if not activities or WATCHED.isdisjoint(names):
        yield
        return
    before = know(activities)
    yield
    book(activities, before, know(activities), fields.Datetime.now())


def know(activities):
    """{activity id: Known}, as it is now."""
    activities = activities.sudo()
    dead = _dead_leads(activities)
    return {
        one.id: Known(
            one.active,
            one.attempt_count,
            _promise(one, dead),
            one.user_id.id,
            one.res_model,
            one.res_id,
        )
        for one in activities
    }


def _promise(activity, dead_leads):
    """What is promised: nothing is that is done, or about a lost or archived lead."""
    if not activity.active or not activity.promised_at:
        return None
    if activity.res_model == "crm.lead" and activity.res_id in dead_leads:
        return None
    return rule.Promise(activity.promised_at, activity.promised_until or None)


def _dead_leads(activities):
    """The ids of the leads of promises on which nobody works any more."""
    ids = {
        one.res_id
        for one in activities
        if one.res_model == "crm.lead" and one.promised_at
    }
    leads = activities.env["crm.lead"].with_context(active_test=False)
    return set(leads.search([("id", "in", list(ids)), ("active", "=", False)])._ids)


def book(activities, before, after, now):
    """Enter what has happened between two states of the activities.

    :param before: as from ``know``; without those that are new
    :param after: the same; without those that are gone
    :param now: naive UTC
    """
    env = activities.env
    done, tried = _acts(before, after)
    if env.context.get("galloper_given_up"):
        done = []
    if done or tried:
        tries.enter(env, done, tried, now)
    ended, given, went_on = _sort_out(before, after, {*done, *tried})
    if ended or went_on:
        _close(env, ended, went_on, now)
    if given:
        give(env, given, now)


def _acts(before, after):
    """The ids of the contacts that were made, and of those tried in vain."""
    both = [(key, before[key], after[key]) for key in before.keys() & after.keys()]
    done = [key for key, was, now_is in both if was.active and not now_is.active]
    tried = [key for key, was, now_is in both if now_is.attempts > was.attempts]
    return done, tried


def _sort_out(before, after, touched):
    """({activity id: how its promise ended}, ids of those given one, ids of those whose
    promise is the same but for something else)."""
    ended, given, went_on = {}, [], []
    for key in before.keys() | after.keys():
        was, now_is = before.get(key), after.get(key)
        old, new = was and was.promise, now_is and now_is.promise
        if old == new:
            if old and was != now_is:
                went_on.append(key)
            continue
        if old:
            other = rule.REPLACED if new else rule.GIVEN_UP
            ended[key] = rule.MADE if key in touched else other
        if new:
            given.append(key)
    return ended, given, went_on


def give(env, activity_ids, now):
    """Open a row for each of these promised activities, with all names as they are now.

    Nothing is promised about a lead that is lost, or archived.

    :param now: naive UTC
    """
    about.flush(env)
    activities = env["mail.activity"].sudo().browse(activity_ids)
    day_of = _Calendar(env)
    env.cr.execute(
        SQL(
            _GIVE,
            ids=list(activity_ids),
            days=[day_of(one) for one in activities],
            now=now,
            company=env.company.id,
        )
    )
    env["galloper.promise"].invalidate_model(flush=False)


class _Calendar:
    """The promised day of activities, by the calendar of who has promised."""

    def __init__(self, env):
        self.user, self.zones = env.user.sudo(), {}

    def __call__(self, activity):
        user = activity.user_id or self.user
        if user.id not in self.zones:
            self.zones[user.id] = user._get_planning_tz()
        return local_day(activity.promised_at, self.zones[user.id])


def _close(env, ended, went_on, now):
    """Settle the open rows of ``ended``, and bring those of ``went_on`` up to date.

    :param ended: {activity id: how}
    """
    about.flush(env)
    keys = [*ended, *went_on]
    rows = _open_rows(env, keys)
    counts = dict(_attempts(env, keys))
    settled, changed, day_of = [], [], _Calendar(env)
    for row_id, key, at, until, tried_at, attempts, counted in rows:
        promised = rule.Promise(at, until)
        new_tries = max(counts.get(key, counted) - counted, 0)
        if new_tries and promised.is_over(now):
            tried_at = tried_at or now
        if key in ended:
            verdict = rule.settle(promised, ended[key], now, tried_at)
            settled.append((row_id, *verdict, now, tried_at, attempts + new_tries))
        else:
            still_his = not promised.is_over(now)
            activity = env["mail.activity"].sudo().browse(key)
            values = (tried_at, attempts + new_tries, counts[key], still_his)
            values += (day_of(activity),)
            changed.append((row_id, *values))
    if settled:
        env.cr.execute_values(_SETTLE, settled, page_size=1000)
    if changed:
        env.cr.execute_values(_BRING_UP_TO_DATE, changed, page_size=1000)
    env["galloper.promise"].invalidate_model(flush=False)


def _open_rows(env, keys):
    return env.execute_query(
        SQL(
            """SELECT id, activity_id, promised_at, promised_until, tried_at, attempts,
                      attempts_seen
                 FROM galloper_promise
                WHERE outcome = 'open' AND activity_id = ANY(%s)""",
            keys,
        )
    )


def _attempts(env, keys):
    return env.execute_query(
        SQL(
            "SELECT id, COALESCE(attempt_count, 0) FROM mail_activity"
            " WHERE id = ANY(%s)",
            keys,
        )
    )


def settle_orphans(env):
    """Settle the rows of activities that went without a word: deleted by PostgreSQL
    itself, together with what they belonged to."""
    rows = env.execute_query(
        SQL(
            """SELECT id, promised_at, promised_until, tried_at, attempts
                 FROM galloper_promise
                WHERE outcome = 'open' AND activity_id IS NULL"""
        )
    )
    now, settled = fields.Datetime.now(), []
    for row_id, at, until, tried_at, attempts in rows:
        verdict = rule.settle(rule.Promise(at, until), rule.GIVEN_UP, now, tried_at)
        settled.append((row_id, *verdict, now, tried_at, attempts))
    if settled:
        env.cr.execute_values(_SETTLE, settled, page_size=1000)
        env["galloper.promise"].invalidate_model(flush=False)


def open_missing(env):
    """Open rows for promises made before there were any books."""
    about.flush(env)
    rows = env.execute_query(
        SQL(
            """SELECT a.id FROM mail_activity a
                 LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
                WHERE a.active AND a.promised_at IS NOT NULL
                  AND (a.res_model IS DISTINCT FROM 'crm.lead' OR l.active)
                  AND NOT EXISTS (SELECT FROM galloper_promise p
                                   WHERE p.activity_id = a.id AND p.outcome = 'open')"""
        )
    )
    if rows:
        give(env, [row[0] for row in rows], fields.Datetime.now())


_GIVE = f"""
INSERT INTO galloper_promise (
       activity_id, contact_name, res_model, res_id, document_name, lead_id, stage_id,
       tier_id, partner_id, customer_name, user_id, user_name, team_id, team_name,
       company_id, promised_at, promised_until, day, given_on, outcome, minutes_late,
       attempts, attempts_seen)
SELECT a.id, COALESCE(NULLIF(a.summary, ''), kind.name->>'en_US'), a.res_model,
       a.res_id, a.res_name, l.id, l.stage_id, s.tier_id, c.id,
       COALESCE(c.complete_name, NULLIF(l.partner_name, ''),
                NULLIF(l.contact_name, '')),
       u.id, person.name, t.id, t.name->>'en_US',
       COALESCE(l.company_id, u.company_id, %(company)s), a.promised_at,
       a.promised_until, given.day, %(now)s, 'open', 0, 0, COALESCE(a.attempt_count, 0)
{about.JOINS}
  JOIN unnest(%(ids)s::int[], %(days)s::date[]) AS given (id, day) ON given.id = a.id
 WHERE l.id IS NULL OR l.active
 ORDER BY a.id
    ON CONFLICT (activity_id) WHERE outcome = 'open' DO NOTHING
"""

#: The rung on which it stood in the plan is the one it counts for.
_SETTLE = """
UPDATE galloper_promise p
   SET outcome = verdict.outcome, minutes_late = verdict.minutes_late,
       settled_on = verdict.settled_on::timestamp,
       tried_at = verdict.tried_at::timestamp, attempts = verdict.attempts,
       tier_id = COALESCE((SELECT tier_id FROM galloper_schedule_line line
                            WHERE line.activity_id = p.activity_id), p.tier_id)
  FROM (VALUES %s) AS verdict
       (id, outcome, minutes_late, settled_on, tried_at, attempts)
 WHERE p.id = verdict.id AND p.outcome = 'open'
"""

_BRING_UP_TO_DATE = f"""
WITH row (id, tried_at, attempts, attempts_seen, still_his, day) AS (VALUES %s)
UPDATE galloper_promise p
   SET tried_at = now_is.tried_at, attempts = now_is.attempts,
       attempts_seen = now_is.attempts_seen, res_model = now_is.res_model,
       res_id = now_is.res_id, lead_id = now_is.lead_id, stage_id = now_is.stage_id,
       document_name = now_is.document_name, partner_id = now_is.partner_id,
       customer_name = COALESCE(now_is.customer_name, p.customer_name),
       user_id = CASE WHEN still_his THEN now_is.user_id ELSE p.user_id END,
       user_name = CASE WHEN still_his THEN now_is.user_name ELSE p.user_name END,
       team_id = CASE WHEN still_his THEN now_is.team_id ELSE p.team_id END,
       team_name = CASE WHEN still_his THEN now_is.team_name ELSE p.team_name END,
       day = CASE WHEN still_his THEN now_is.day ELSE p.day END
  FROM (SELECT row.id, row.tried_at::timestamp, row.attempts, row.attempts_seen,
               row.still_his, row.day::date, a.res_model, a.res_id,
               a.res_name AS document_name, l.id AS lead_id, l.stage_id,
               c.id AS partner_id, c.complete_name AS customer_name,
               u.id AS user_id, person.name AS user_name, t.id AS team_id,
               t.name->>'en_US' AS team_name
          {about.JOINS}
          JOIN galloper_promise mine ON mine.activity_id = a.id
           AND mine.outcome = 'open'
          JOIN row ON row.id = mine.id) now_is
 WHERE p.id = now_is.id
"""
