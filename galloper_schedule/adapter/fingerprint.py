"""Whether anything a plan was made from has changed since, without planning again.

The database adds up the facts of each day to one number; equal numbers mean an equal
plan until time alone changes it. Nobody has to remember to announce a change, whoever
made it and however.
"""

from hashlib import blake2b

from odoo.tools import SQL

from . import facts

# Between what the plan was made from and the leads that fill the rest of the day.
_AND_LEADS = "+"


def of_plan(ladder, day, hours, contacts, idle_leads=None):
    """What a plan is made from, as a text to compare.

    :param hours: what ``known_hours.sources`` says, and the meetings
    :param contacts: the digest of the contacts' facts
    :param idle_leads: that of the leads that fill the rest of the day, if it has room
    """
    made_from = _digest(ladder.rungs, day, hours, contacts)
    if idle_leads is None:
        return made_from
    return f"{made_from}{_AND_LEADS}{_digest(idle_leads)}"


def of_quiet(env, days, ladder, hours, holding):
    """{user id: what his plan would be made from}, as ``of_plan`` has it.

    :param holding: {user id: (made from, …)} of the plans so far; a day that had room
        left was made from the leads without a next step as well
    """
    contacts = facts.digests(env, days)
    roomy = [day for day in days if _AND_LEADS in (holding[day.user_id][0] or "")]
    idle = facts.idle_digests(env, roomy)
    return {
        day.user_id: of_plan(
            ladder,
            day,
            hours[day.user_id],
            contacts[day.user_id],
            idle.get(day.user_id),
        )
        for day in days
    }


#: Lines of a plan, as a text to compare. By who wrote them: a line that anybody else
#: adds, changes or takes away shows.
OF_LINES = SQL("count(*) || '/' || sum(xmin::text::int8)")


def of_lines(env, user_ids):
    """{user id: his stored lines, as a text to compare}."""
    if not user_ids:
        return {}
    rows = env.execute_query(
        SQL(
            """SELECT user_id, %s FROM galloper_schedule_line
                WHERE user_id IN %s GROUP BY user_id""",
            OF_LINES,
            tuple(user_ids),
        )
    )
    return dict(rows)


def _digest(*parts):
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
