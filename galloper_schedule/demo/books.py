"""The made-up days as rows of the books: attempts, promises, and the days' records."""

from collections import Counter, defaultdict

from ..planner import promise as rule
from ..planner.local_time import day_start
from . import diary as days
from . import names


def write(env, users, told, partners, leads, rng):
    """Store everybody's rows, oldest first; few statements in all.

    :param leads: {id(deal): lead}
    """
    books = Books(env, users, partners, leads, rng)
    diaries = [diary for diary, *_others in told]
    attempts = [(one.at, diary, one) for diary in diaries for one in diary.attempts]
    pledges = [(one.given_on, diary, one) for diary in diaries for one in diary.pledges]
    env["galloper.attempt"].flush_model()
    env.cr.execute_values(
        _ATTEMPTS,
        [books.of_attempt(*row) for row in _in_time(attempts)],
        page_size=1000,
    )
    env.cr.execute_values(
        _PLEDGES, [books.of_pledge(*row) for row in _in_time(pledges)], page_size=1000
    )
    records = [row for diary in diaries for row in books.of_days(diary)]
    env.cr.execute_values(_DAYS, records, page_size=1000)
    env.cr.execute(_COUNT_OPEN)
    for model in ("galloper.attempt", "galloper.promise", "galloper.day"):
        env[model].invalidate_model(flush=False)


def _in_time(rows):
    rows.sort(key=lambda row: (row[0], row[1].person.key))
    return [row[1:] for row in rows]


class Books:
    def __init__(self, env, users, partners, leads, rng):
        self.users, self.partners, self.leads, self.rng = users, partners, leads, rng
        self.types = {
            True: env.ref("mail.mail_activity_data_call").id,
            False: env.ref("mail.mail_activity_data_todo").id,
        }
        stages = [env.ref(f"crm.stage_lead{number}").id for number in (1, 2, 3)]
        self.stages = dict(enumerate(stages, start=1))
        tiers = (days.HOT, days.CUSTOMER, days.EARLY, days.OTHER, days.NEW)
        self.tiers = {
            tier: env.ref(f"galloper_schedule.tier_{tier}").id for tier in tiers
        }

    def _who(self, diary):
        user = self.users[diary.person.key]
        return user.id, user.name, user.sale_team_id.id, user.company_id.id

    def _about(self, about):
        """(lead id, partner id, customer's name, stage id, tier id)"""
        lead = self.leads.get(id(about.deal)) if about.deal else None
        return (
            lead and lead.id,
            self.partners.get(about.company),
            about.company,
            self.stages.get(about.stage),
            self.tiers[about.tier],
        )

    def of_attempt(self, diary, one):
        return (
            self.types[one.about.is_call],
            *self._who(diary),
            *self._about(one.about),
            one.at,
            one.day,
            one.hour,
            str(one.day.weekday()),
            one.answered,
            one.about.is_call,
            one.promised,
            False,
            one.in_order,
            one.minutes,
        )

    def of_pledge(self, diary, one):
        user_id, user_name, team_id, company_id = self._who(diary)
        lead_id, partner_id, customer, stage_id, tier_id = self._about(one.about)
        lead = lead_id and self.leads[id(one.about.deal)]
        calls = names.CARE_CALLS if diary.person.is_care else names.CALLS
        return (
            self.rng.choice(calls),
            "crm.lead" if lead else "res.partner",
            lead_id or partner_id,
            lead.name if lead else customer,
            lead_id,
            partner_id,
            customer,
            stage_id,
            tier_id,
            user_id,
            user_name,
            team_id,
            self.users[diary.person.key].sale_team_id.name,
            company_id,
            one.promised.promised_at,
            one.promised.promised_until,
            one.day,
            one.given_on,
            one.settled_on,
            one.verdict.outcome,
            one.verdict.minutes_late,
            one.attempts,
            one.attempts,
            one.tried_at,
        )

    def of_days(self, diary):
        """Counted as ``day_record`` does; planned is what was done, and some more."""
        attempts, outcomes = defaultdict(list), defaultdict(Counter)
        for one in diary.attempts:
            attempts[one.day].append(one)
        for one in diary.pledges:
            outcomes[one.day][one.verdict.outcome] += 1
        slack = 8 * (1 - diary.person.in_order)
        for day in sorted(attempts):
            done = attempts[day]
            left = int(self.rng.uniform(0, 2 + slack))
            meetings = self.rng.choice((0, 0, 30, 45, 90))
            begins = day_start(day, diary.person.tz)
            yield (
                *self._who(diary),
                day,
                begins,
                day_start(day + days.ONE_DAY, diary.person.tz),
                begins + days.DAY_BEGINS,
                480 - meetings,
                len(done) + left,
                sum(one.minutes for one in done) + 15 * left,
                sum(outcomes[day][owed] for owed in rule.OWED),
                outcomes[day][rule.KEPT],
                outcomes[day][rule.LATE],
                outcomes[day][rule.BROKEN],
                sum(one.answered for one in done),
                sum(not one.answered for one in done),
                sum(one.in_order for one in done),
                0,
            )


_ATTEMPTS = """
INSERT INTO galloper_attempt (
       activity_type_id, user_id, user_name, team_id, company_id, lead_id, partner_id,
       customer_name, stage_id, tier_id, tried_at, day, hour, weekday, answered,
       is_call, promised, suggested, in_order, minutes)
VALUES %s
"""

_PLEDGES = """
INSERT INTO galloper_promise (
       contact_name, res_model, res_id, document_name, lead_id, partner_id,
       customer_name, stage_id, tier_id, user_id, user_name, team_id, team_name,
       company_id, promised_at, promised_until, day, given_on, settled_on, outcome,
       minutes_late, attempts, attempts_seen, tried_at)
VALUES %s
"""

_DAYS = """
INSERT INTO galloper_day (
       user_id, user_name, team_id, company_id, day, begins_at, ends_at, planned_at,
       capacity_minutes, planned_contacts, planned_minutes, promises_due, kept, late,
       broken, done, attempts, in_order, suggestions_taken)
VALUES %s
    ON CONFLICT (user_id, day) DO NOTHING
"""

#: What is still open of these days counts as well: the other demo data's promises.
_COUNT_OPEN = """
UPDATE galloper_day record
   SET promises_due = promises_due + open.count
  FROM (SELECT user_id, day, count(*) FROM galloper_promise
         WHERE outcome = 'open' GROUP BY user_id, day) open
 WHERE record.user_id = open.user_id AND record.day = open.day
"""
