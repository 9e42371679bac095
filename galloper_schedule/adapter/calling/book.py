"""All that is said about calling hours, of all companies, read in one statement.

It is read once for all who are planned together. What it says of a country, a state
and a kind of customer is worked out once, and known as long as nothing is changed.
"""

from datetime import date
from hashlib import blake2b

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.call_hours import WHOLE_DAY, Week, in_both, to_minutes, week_of
from ...planner.calling_rules import CallingRule, strictest
from ..tools.ttl_cache import TtlCache
from . import holiday_dates

_RULES = """
SELECT json_build_array(
       h.id, h.company_id, h.country_id, h.applies_to, h.on_public_holidays,
       h.attempts_most, h.attempts_hours, h.refusal_pause_days,
       (SELECT json_agg(s.res_country_state_id)
          FROM galloper_calling_hours_res_country_state_rel s
         WHERE s.galloper_calling_hours_id = h.id),
       (SELECT json_agg(json_build_array(s.weekday, s.from_hour, s.to_hour)
                        ORDER BY s.id)
          FROM galloper_calling_hours_span s
         WHERE s.hours_id = h.id)) AS one
  FROM galloper_calling_hours h
 WHERE h.active
 ORDER BY h.id
"""
_DAYS = """
SELECT json_build_array(
       d.company_id, d.country_id, d.kind, d.date,
       (SELECT json_agg(s.res_country_state_id)
          FROM galloper_calling_holiday_res_country_state_rel s
         WHERE s.galloper_calling_holiday_id = d.id)) AS one
  FROM galloper_calling_holiday d
 ORDER BY d.id
"""
#: Calendars that are those of customers: the hours of their weeks, and when they are
#: closed as a whole.
_CALENDARS = """
SELECT json_build_array(
       c.id, c.two_weeks_calendar,
       (SELECT json_agg(json_build_array(a.dayofweek, a.hour_from, a.hour_to,
                                         a.week_type) ORDER BY a.id)
          FROM resource_calendar_attendance a
         WHERE a.calendar_id = c.id AND a.display_type IS NULL
           AND a.day_period IS DISTINCT FROM 'lunch' AND c.flexible_hours IS NOT TRUE),
       (SELECT json_agg(json_build_array(l.date_from, l.date_to) ORDER BY l.id)
          FROM resource_calendar_leaves l
         WHERE l.calendar_id = c.id AND l.resource_id IS NULL
           AND l.time_type = 'leave')) AS one
  FROM resource_calendar c
 WHERE c.id IN (SELECT galloper_calling_calendar_id FROM res_partner
                 WHERE galloper_calling_calendar_id IS NOT NULL)
 ORDER BY c.id
"""
_COMPANIES = """
SELECT json_build_array(c.id, p.country_id, p.state_id) AS one
  FROM res_company c JOIN res_partner p ON p.id = c.partner_id
 ORDER BY c.id
"""
STATEMENT = "SELECT " + ", ".join(
    f"(SELECT json_agg(part.one) FROM ({part}) part)"
    for part in (_RULES, _DAYS, _CALENDARS, _COMPANIES)
)
_CODES = """
SELECT c.id, c.code, s.id, s.code
  FROM res_country c LEFT JOIN res_country_state s ON s.country_id = c.id
"""
#: The code of a country or a state hardly ever changes.
_KNOWN_CODES = TtlCache(seconds=600)
_KNOWN = TtlCache(seconds=600)


def read(env: Environment) -> "Book":
    """What is said now."""
    env.flush_all()
    [parts] = env.execute_query(SQL(STATEMENT))
    version = holiday_dates.version()
    digest = blake2b(repr((parts, version)).encode(), digest_size=16).hexdigest()
    key = env.cr.dbname, digest
    if (book := _KNOWN.get(key)) is None:
        book = Book(digest, *(part or () for part in parts), codes=_codes(env))
        _KNOWN.put(key, book)
    return book


def _codes(env):
    """({country id: its code}, {state id: its code})."""
    if (codes := _KNOWN_CODES.get((env.cr.dbname,))) is None:
        rows = env.execute_query(SQL(_CODES))
        codes = {row[0]: row[1] for row in rows}, {row[2]: row[3] for row in rows}
        _KNOWN_CODES.put((env.cr.dbname,), codes)
    return codes


class Book:
    """What is said about calling hours; ``digest`` is another one if anything is.

    ``calendars``: {id: (week, [(from, until) in which it is closed, naive UTC texts])}.
    ``most_attempts``: that any rule allows.
    ``places``: {company id: (country id, state id)}.
    """

    def __init__(self, digest, rules, days, calendars, companies, codes):
        self.digest, self._codes = digest, codes
        self._rules = [_Rule(*row) for row in rules]
        self.most_attempts = max(
            (most for one in self._rules for most, _hours in one.rule.attempts),
            default=0,
        )
        self._days = [_OwnDay(*row) for row in days]
        self.calendars = {row[0]: _calendar(*row[1:]) for row in calendars}
        self.places = {row[0]: tuple(row[1:]) for row in companies}
        self._known_rules, self._known_days = {}, {}

    def __repr__(self):
        return self.digest

    def country_code(self, country_id: int | None) -> str | None:
        """Of two letters."""
        return self._codes[0].get(country_id)

    def rule(
        self,
        company_id: int,
        country_id: int | None,
        state_id: int | None,
        is_business: bool,
    ) -> CallingRule | None:
        """The strictest of all that applies to such a customer; None: nothing does."""
        key = company_id, country_id, state_id, is_business
        if key not in self._known_rules:
            self._known_rules[key] = strictest(
                one.rule for one in self._rules if one.applies(*key)
            )
        return self._known_rules[key]

    def rule_ids(
        self,
        company_id: int,
        country_id: int | None,
        state_id: int | None,
        is_business: bool,
    ) -> list[int]:
        """The ids of all that applies to such a customer."""
        key = company_id, country_id, state_id, is_business
        return [one.id for one in self._rules if one.applies(*key)]

    def days(
        self,
        company_id: int,
        country_id: int | None,
        state_id: int | None,
        years: tuple[int, ...],
    ) -> tuple[frozenset[date], frozenset[date]]:
        """(on which days there is a holiday, which are worked on instead of a weekend).

        :param years: of these alone
        """
        key = company_id, country_id, state_id, years
        if key not in self._known_days:
            countries, states = self._codes
            code = countries.get(country_id)
            closed, worked = holiday_dates.of_years(code, states.get(state_id), years)
            place = company_id, country_id, state_id
            own = [one for one in self._days if one.applies(*place)]
            own_closed = frozenset(one.day for one in own if not one.is_worked)
            own_worked = frozenset(one.day for one in own if one.is_worked)
            closed = (closed - own_worked) | own_closed
            self._known_days[key] = closed, (worked | own_worked) - closed
        return self._known_days[key]


class _Placed:
    """What is said for a company, a country, some of its states."""

    def __init__(self, company_id, country_id, state_ids):
        self._company_id, self._country_id = company_id, country_id
        self._state_ids = frozenset(state_ids or ())

    def applies(self, company_id, country_id, state_id):
        return (
            self._company_id in (None, company_id)
            and self._country_id in (None, country_id)
            and (not self._state_ids or state_id in self._state_ids)
        )


class _Rule(_Placed):
    def __init__(
        self,
        number,
        company_id,
        country_id,
        applies_to,
        on_holidays,
        most,
        hours,
        pause,
        states,
        spans,
    ):
        super().__init__(company_id, country_id, states)
        self.id, self._applies_to = number, applies_to
        self.rule = CallingRule(
            _week(spans or ()),
            bool(on_holidays),
            ((most, hours),) if most else (),
            pause or 0,
        )

    def applies(self, company_id, country_id, state_id, is_business):
        whom = "business" if is_business else "consumer"
        return self._applies_to in ("all", whom) and super().applies(
            company_id, country_id, state_id
        )


class _OwnDay(_Placed):
    def __init__(self, company_id, country_id, kind, day, states):
        super().__init__(company_id, country_id, states)
        self.is_worked, self.day = kind == "working", date.fromisoformat(day)


def _calendar(has_two_weeks, attendances, leaves):
    """(the week, when it is closed); of two weeks that alternate, what both have."""
    attendances = attendances or ()
    if not attendances:
        return None, leaves or ()
    if not has_two_weeks:
        return _week(row[:3] for row in attendances), leaves or ()
    one, other = (
        _week(row[:3] for row in attendances if row[3] in (None, number))
        for number in "01"
    )
    return in_both(one, other), leaves or ()


def _week(rows) -> Week:
    """:param rows: (weekday, from, to), in hours after midnight; what no day has, as
    only SQL could write it, is left out
    """
    spans = ((int(day), float(begin), float(end)) for day, begin, end in rows)
    return week_of(
        (day, to_minutes(begin), to_minutes(end) or WHOLE_DAY)
        for day, begin, end in spans
        if 0 <= begin < 24 and 0 <= end <= 24
    )
