"""Says to administrators whose zone rules are behind, and what to update."""

from collections.abc import Iterable

from markupsafe import Markup

from odoo.api import Environment
from odoo.tools import format_date

from ...planner.zone_rules import DATABASE, ODOO, Difference, Finding
from ..tools import zones

#: So many names of people, or zones, are said.
_NAMED = 10


def as_html(env: Environment, findings: Iterable[Finding]) -> Markup:
    """A paragraph for each; nothing if all rules are the same."""
    return Markup().join(
        Markup("<p>%s</p><ul>%s</ul>")
        % (
            _text(env, one),
            Markup().join(
                Markup("<li>%s</li>") % line for line in _lines(env, one.differences)
            ),
        )
        for one in findings
    )


def _text(env, finding):
    version = zones.version()
    if finding.program == ODOO:
        return env._(
            "Odoo's time zone rules are behind: the database server and browsers agree "
            "on others. Update the Python package pytz on Odoo's server (now "
            "%(version)s) and restart Odoo.",
            version=version,
        )
    if finding.program == DATABASE:
        return env._(
            "The database server's time zone rules are behind Odoo's (%(version)s), so "
            "reports may count days differently. Update PostgreSQL, or the package "
            "tzdata of the system it runs on, and restart it.",
            version=version,
        )
    return env._(
        "The time zone rules of these users' browsers are behind Odoo's (%(version)s), "
        "so they see other times than their colleagues: %(users)s. Update their "
        "browser or operating system. If these are up to date, update PostgreSQL and "
        "the Python package pytz instead.",
        version=version,
        users=_some(env, finding.users),
    )


def _some(env, names):
    named = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return named
    return env._("%(names)s and %(count)s more", names=named, count=len(names) - _NAMED)


def _lines(env, differences):
    lines = [_line(env, one) for one in differences[:_NAMED]]
    if len(differences) > _NAMED:
        lines.append(env._("And %(count)s more.", count=len(differences) - _NAMED))
    return lines


def _line(env: Environment, one: Difference) -> str:
    if one.by is None:
        return env._("%(zone)s: not known at all", zone=one.zone)
    return env._(
        "%(zone)s: %(hours)s hours off from %(date)s",
        zone=one.zone,
        hours=f"{one.by / 60:+g}",
        date=format_date(env, one.moment),
    )
