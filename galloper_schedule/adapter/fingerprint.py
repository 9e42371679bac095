"""Whether anything a plan was made from has changed since, without planning again.

The database adds up the facts of each day, and the lines as they were stored, to one
number each; equal numbers mean an equal plan until time alone changes it. Nobody has to
remember to announce a change, whoever made it and however.
"""

from collections import defaultdict
from datetime import timedelta
from hashlib import blake2b

from odoo.tools import SQL

from . import facts, selects, working_time

# Between what the plan was made from and the leads that fill the rest of the day.
_AND_LEADS = "+"


def of_days(env, days, ladder, holding):
    """{user id: what his plan is made from, as a text to compare}.

    :param holding: {user id: (made from, …)} of the plans so far; a day that had room
        left was made from the leads without a next step as well
    """
    of_contacts = _of_contacts(env, days)
    of_hours = _of_working_hours(env, days)
    of_meetings = defaultdict(list)
    for user_id, *meeting in working_time.select_meetings(env, days):
        of_meetings[user_id].append(meeting)
    made_from = {
        day.user_id: _digest(
            ladder.rungs,
            day,
            of_contacts.get(day.user_id),
            of_hours.get(day.user_id),
            of_meetings.get(day.user_id),
        )
        for day in days
    }
    roomy = {
        user_id for user_id, made in holding.items() if _AND_LEADS in (made[0] or "")
    }
    return with_idle_leads(env, made_from, [day for day in days if day.user_id in roomy])


def with_idle_leads(env, made_from, days):
    """``made_from``, of these days with their leads without any next step."""
    if not days:
        return made_from
    rows = env.execute_query(
        SQL(
            """WITH fact AS MATERIALIZED (%s)
               SELECT user_id, count(*), sum(hashtextextended(fact::text, 0))
                 FROM fact GROUP BY user_id""",
            selects.select_idle_leads(env, days),
        )
    )
    idle = {row[0]: row[1:] for row in rows}
    added = {
        day.user_id: f"{made_from[day.user_id]}{_AND_LEADS}"
        f"{_digest(idle.get(day.user_id))}"
        for day in days
    }
    return {**made_from, **added}


def _of_working_hours(env, days):
    """{user id: sums of all that Odoo's working hours and leaves are made from}."""
    if not days:
        return {}
    for model in (
        "resource.calendar",
        "resource.calendar.attendance",
        "resource.calendar.leaves",
        "resource.resource",
    ):
        env[model].flush_model()
    env["res.company"].flush_model(["resource_calendar_id"])
    rows = env.execute_query(
        SQL(
            """
            SELECT u.id, hashtextextended(r::text, 0), hashtextextended(c::text, 0),
                   (SELECT sum(hashtextextended(a::text, 0))
                      FROM resource_calendar_attendance a WHERE a.calendar_id = c.id),
                   (SELECT sum(hashtextextended(l::text, 0))
                      FROM resource_calendar_leaves l
                     WHERE l.date_from < u.ends AND l.date_to > u.begins
                       AND (l.resource_id IS NULL OR l.resource_id = r.id)
                       AND (l.company_id IS NULL OR l.company_id = u.company_id))
              FROM (VALUES %s) AS u (id, company_id, begins, ends)
              JOIN res_company company ON company.id = u.company_id
              LEFT JOIN resource_resource r ON r.user_id = u.id AND r.active
              LEFT JOIN resource_calendar c ON c.id = CASE
                   WHEN r.id IS NULL THEN company.resource_calendar_id
                   ELSE r.calendar_id END
             ORDER BY u.id, r.id
            """,
            SQL(", ").join(
                SQL(
                    "(%s, %s, %s::timestamp, %s::timestamp)",
                    day.user_id,
                    day.company_id,
                    day.begins,
                    day.tomorrow + timedelta(days=1),
                )
                for day in days
            ),
        )
    )
    sums = defaultdict(list)
    for user_id, *parts in rows:
        sums[user_id].append(parts)
    return sums


def _of_contacts(env, days):
    """{user id: sums of the facts of his contacts}."""
    if not days:
        return {}
    rows = env.execute_query_dict(
        SQL(
            """
            WITH fact AS MATERIALIZED (%s)
            SELECT user_id, count(*), sum(hashtextextended(fact::text, 0)) AS total,
                   array_agg(DISTINCT commercial_partner_id) AS partners,
                   array_agg(res_model) FILTER (WHERE lead_id IS NULL
                                                AND res_id > 0) AS models,
                   array_agg(res_id) FILTER (WHERE lead_id IS NULL
                                             AND res_id > 0) AS ids
              FROM fact GROUP BY user_id
            """,
            selects.select_contacts(env, days),
        )
    )
    others = {
        row["user_id"]: set(zip(row["models"] or (), row["ids"] or (), strict=True))
        for row in rows
    }
    buyers = facts.customers(env, {one for row in rows for one in row["partners"]})
    live = facts.live_documents(env, set().union(*others.values()))
    return {
        row["user_id"]: (
            row["count"],
            row["total"],
            sorted(buyers.intersection(row["partners"])),
            sorted(live & others[row["user_id"]]),
        )
        for row in rows
    }


def of_lines(env, user_ids):
    """{user id: his stored lines, as a number to compare}."""
    if not user_ids:
        return {}
    rows = env.execute_query(
        SQL(
            """SELECT user_id, sum(hashtextextended(line::text, 0))
                 FROM galloper_schedule_line AS line
                WHERE user_id IN %s GROUP BY user_id""",
            tuple(user_ids),
        )
    )
    return {user_id: str(total) for user_id, total in rows}


def _digest(*parts):
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
