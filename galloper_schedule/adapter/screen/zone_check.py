"""Compares the zone rules of Odoo, of the database server and of browsers.

Each has a copy of its own. Odoo's is the one that counts; where another one differs,
reports count days otherwise, or a browser shows another hour.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...planner import zone_rules
from ...planner.local_time import EPOCH
from ...planner.zone_rules import Difference, Finding, Step
from ..tools import asked, zones

#: So far ahead promises are given.
_AHEAD = timedelta(days=366)
#: Of so many zones a browser is asked, or may tell.
_MOST = 20
_EPOCH = datetime.combine(EPOCH, datetime.min.time())


def rules(names: Collection[str], now: datetime) -> dict[str, list[Step]]:
    """{zone: Odoo's rules for the next twelve months}.

    :param now: naive UTC
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        name: zone_rules.steps(zones.zone_of(name), today, today + _AHEAD)
        for name in names
    }


# -- Which zones


def zones_in_use(env: Environment) -> list[str]:
    """The zones of all users, and of all that is promised."""
    env["res.users"].flush_model(["active", "partner_id", "share"])
    return _select_zones(
        env,
        SQL(
            """SELECT p.tz FROM res_users u JOIN res_partner p ON p.id = u.partner_id
                WHERE u.active AND NOT u.share
                UNION
               SELECT galloper_promise_tz FROM mail_activity
                WHERE active IS TRUE AND promised_at IS NOT NULL"""
        ),
    )


def own_zones(env: Environment) -> list[str]:
    """The zones of the caller, and of what they have promised."""
    return _select_zones(
        env,
        SQL(
            """SELECT tz FROM res_partner WHERE id = %s
                UNION
               SELECT galloper_promise_tz FROM mail_activity
                WHERE active IS TRUE AND promised_at IS NOT NULL AND user_id = %s""",
            env.user.partner_id.id,
            env.uid,
        ),
    )[:_MOST]


def _select_zones(env, query):
    env["res.partner"].flush_model(["tz"])
    env["mail.activity"].flush_model()
    names = {name for (name,) in env.execute_query(query) if name}
    return sorted({zones.zone_of(name).key for name in names})


# -- The database server


def ask_database(
    env: Environment, names: Collection[str], now: datetime, also: Iterable[tuple]
) -> tuple[list[Difference], dict[tuple, int | None]]:
    """Where the database server's rules are others than Odoo's, zone by zone.

    :param also: (zone, moment): what does it say then?
    :return: (the first difference of each zone, {(zone, moment): minutes}); a zone that
        it does not know has no minutes
    """
    steps = [
        (name, *step) for name, found in rules(names, now).items() for step in found
    ]
    moments = list(also)
    if not steps and not moments:
        return [], {}
    of_steps, of_moments = _columns(steps, 4), _columns(moments, 2)
    rows = env.execute_query(SQL(_ASK, *of_steps, *of_moments))
    told = {(name, at): theirs for name, at, ours, theirs in rows if ours is None}
    differences = [
        Difference(name, at, theirs, ours)
        for name, at, ours, theirs in rows
        if ours is not None
    ]
    return differences, told


def _columns(rows, number):
    return [[row[place] for row in rows] for place in range(number)]


#: One statement. It asks daily, and just before and at each change of Odoo's: where
#: rules differ for a few hours alone, it is because of one of these. A zone that
#: PostgreSQL does not know would be an error.
_ASK = """
WITH known AS MATERIALIZED (
     SELECT name FROM pg_timezone_names
), step AS (
     SELECT * FROM unnest(%s::text[], %s::timestamp[], %s::timestamp[], %s::int[])
                AS step (zone, begins, ends, ours)
), asked AS (
     SELECT zone, at, ours
       FROM step, generate_series(begins, ends - INTERVAL '1 second', '1 day') at
      UNION ALL
     SELECT zone, ends - INTERVAL '1 second', ours FROM step
      UNION ALL
     SELECT zone, at, NULL FROM unnest(%s::text[], %s::timestamp[]) AS also (zone, at)
), answer AS MATERIALIZED (
     SELECT zone, at, ours,
            CASE WHEN zone IN (SELECT name FROM known)
                 THEN (EXTRACT(
                     EPOCH FROM timezone(zone, timezone('UTC', at)) - at
                 ) / 60)::int END AS theirs
       FROM asked
)
(SELECT DISTINCT ON (zone) zone, at, ours, theirs FROM answer
  WHERE ours IS NOT NULL AND theirs IS DISTINCT FROM ours
  ORDER BY zone, at)
 UNION ALL
 SELECT zone, at, ours, theirs FROM answer WHERE ours IS NULL
"""


# -- Browsers


def for_browser(env: Environment) -> dict[str, list[list[int]]]:
    """The rules of the caller's zones, for their browser to compare.

    :return: {zone: [[seconds since 1970, minutes ahead of UTC then], …, [the end]]}
    """
    found = rules(own_zones(env), fields.Datetime.now())
    return {
        name: [
            *([_seconds(step.begins), step.minutes] for step in steps),
            [_seconds(steps[-1].ends)],
        ]
        for name, steps in found.items()
    }


def checked_report(env: Environment, differences: Any) -> dict[str, list]:
    """What a browser tells of, if it can be: {zone: [seconds, minutes or None]}.

    :raise ValidationError: it says nothing that could differ from what was asked
    """
    told = asked.mapping(env, differences)
    mine = own_zones(env)
    known = rules(mine, fields.Datetime.now())
    if not told or not all(
        name in known and _is_difference(known[name], told[name]) for name in told
    ):
        raise ValidationError(
            env._("This does not differ from Odoo's time zone rules, or is not valid.")
        )
    return {name: list(told[name]) for name in sorted(told)}


def _is_difference(steps, told):
    if not isinstance(told, list | tuple) or len(told) != 2:
        return False
    seconds, minutes = told
    if minutes is not None and (type(minutes) is not int or abs(minutes) > 16 * 60):
        return False
    if type(seconds) is not int or not (
        _seconds(steps[0].begins) <= seconds < _seconds(steps[-1].ends)
    ):
        return False
    return _at(steps, seconds) != minutes


def _at(steps, seconds):
    """Odoo's minutes at a moment."""
    return next(one.minutes for one in steps if seconds < _seconds(one.ends))


def _seconds(moment):
    return int((moment - _EPOCH).total_seconds())


def _moment(seconds):
    return _EPOCH + timedelta(seconds=seconds)


# -- Which is behind


def find(
    env: Environment, reports: dict[str, dict[str, list]], now: datetime
) -> list[Finding]:
    """Which program is behind, in which zones, as far as is known.

    :param reports: {whose browser: what it has told, as from ``checked_report``}
    :param now: naive UTC
    """
    told = {user: list(_still_differ(report)) for user, report in reports.items()}
    also = {(one.zone, one.moment) for found in told.values() for one in found}
    database, says = ask_database(env, zones_in_use(env), now, sorted(also))
    browsers = {
        user: [(one, says.get((one.zone, one.moment))) for one in found]
        for user, found in told.items()
    }
    return zone_rules.judge(database, browsers)


def _still_differ(report):
    """Odoo's rules may have been updated since a browser has told."""
    for name, (seconds, minutes) in report.items():
        moment = _moment(seconds)
        odoo = zone_rules.offset(zones.zone_of(name), moment)
        if minutes != odoo:
            yield Difference(name, moment, minutes, odoo)
