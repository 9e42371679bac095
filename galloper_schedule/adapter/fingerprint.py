"""Whether anything a plan was made from has changed since, without planning again.

The database adds up the facts of each day, and the lines as they were stored, to one
number each; equal numbers mean an equal plan until time alone changes it. Nobody has to
remember to announce a change, whoever made it and however.
"""

from hashlib import blake2b

from odoo.tools import SQL

from . import facts


def of_facts(env, days, ladder):
    """{user id: what his plan is made from, as a text to compare}."""
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
            facts.select_facts(env, days),
        )
    )
    others = {
        row["user_id"]: set(zip(row["models"] or (), row["ids"] or (), strict=True))
        for row in rows
    }
    buyers = facts.customers(env, {one for row in rows for one in row["partners"]})
    live = facts.live_documents(env, set().union(*others.values()))
    parts = {
        row["user_id"]: (
            row["count"],
            row["total"],
            sorted(buyers.intersection(row["partners"])),
            sorted(live & others[row["user_id"]]),
        )
        for row in rows
    }
    return {
        day.user_id: _digest(ladder.rungs, day, parts.get(day.user_id)) for day in days
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
