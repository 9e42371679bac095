"""A salesperson's day, as far as it does not depend on any activity."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, tzinfo
from functools import partial
from typing import NamedTuple

from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.call_hours import CallHours, to_minutes
from ...planner.local_time import day_start, local_day, shifted
from ...planner.several_zones import Hours
from ...planner.whereabouts import Whereabouts
from ..calling import customers
from ..calling.book import Book
from ..calling.book import read as read_book
from ..calling.calling import Calling, House
from ..tools import exchange, odoo_internals
from ..whereabouts import located

#: Company fields that a day is made from.
SETTINGS = [
    "galloper_contact_minutes",
    "galloper_contact_buffer",
    "galloper_contact_hours",
    "galloper_contact_from",
    "galloper_contact_to",
    "galloper_contact_holidays",
    "galloper_suggest_leads",
    "galloper_suggest_customers",
    "galloper_promise_tolerance",
]


_CASTS = {
    "team_id": "::int",
    "today": "::date",
    "begins": "::timestamp",
    "tomorrow": "::timestamp",
    "night_ends": "::timestamp",
}


class Day(NamedTuple):
    """The local day at a moment.

    ``begins`` and ``tomorrow`` are the naive UTC moments at which it begins and ends;
    ``minutes`` is how long an activity takes that names no minutes of its own, and
    ``tolerance`` for how many a promise counts as kept after its end at least;
    ``calling`` knows when customers may be called, None: nobody minds; ``waking`` is
    when somebody works whose flexible hours have no number; ``may_drag`` whether the
    salesperson may put activities to another time; ``rates`` what others' currencies
    are worth that day in that of the salesperson's company: (currency id, factor).
    """

    user_id: int
    partner_id: int
    company_id: int
    team_id: int | None
    tz: tzinfo
    today: date
    begins: datetime
    tomorrow: datetime
    minutes: int
    buffer: int
    calling: Calling | None
    waking: CallHours
    suggests: bool
    suggests_customers: bool
    may_drag: bool
    tolerance: int
    rates: tuple[tuple[int, float], ...] = ()

    @property
    def yesterday(self) -> datetime:
        """When (naive UTC) the day before began: a shift of then may still go on."""
        return day_start(shifted(self.today, days=-1), self.tz)

    @property
    def night_ends(self) -> datetime:
        """Until when (naive UTC) a shift that has begun today may go on."""
        return shifted(self.tomorrow, hours=12)

    def hours_of(self, documents: Iterable[BaseModel]) -> dict[BaseModel, Hours | None]:
        """{lead, customer or nobody: when they may be called}, in one query.

        :param documents: with all rights
        """
        every = set(documents)
        if not self.calling:
            return dict.fromkeys(every)  # nobody minds them
        places = located.of_documents(every)
        return {one: self.hours_at(places[one], one) for one in every}

    def hours_at(self, place: Whereabouts, document: BaseModel) -> Hours | None:
        """When a lead or a customer may be called who is there.

        :param document: with all rights; empty: it is about no customer
        """
        if not self.calling or not document:
            return None
        return self.calling.hours(customers.of_document(document), place)

    @classmethod
    def of(cls, user: BaseModel, now: datetime, book: Book | None = None) -> "Day":
        """The day of a user at ``now`` (naive UTC).

        :param book: what is said about calling hours, if it is known already
        """
        tz = user._get_planning_tz()
        today = local_day(now, tz)
        company = user.company_id
        begin, end = (
            to_minutes(company.galloper_contact_from),
            to_minutes(company.galloper_contact_to),
        )
        calling = None
        if company.galloper_contact_hours:
            house = House(company.id, begin, end, company.galloper_contact_holidays)
            read = partial(read_book, user.env) if book is None else lambda: book
            calling = Calling(read, house, tz, today)
        return cls(
            user_id=user.id,
            partner_id=user.partner_id.id,
            company_id=company.id,
            team_id=user.sale_team_id.id or None,
            tz=tz,
            today=today,
            begins=day_start(today, tz),
            tomorrow=day_start(shifted(today, days=1), tz),
            minutes=company.galloper_contact_minutes,
            buffer=company.galloper_contact_buffer,
            calling=calling,
            waking=CallHours.daily(begin, end, tz),
            suggests=company.galloper_suggest_leads,
            suggests_customers=company.galloper_suggest_customers,
            may_drag=user._has_free_hand(),
            tolerance=company.galloper_promise_tolerance,
        )


def of_users(users: BaseModel, now: datetime) -> dict[int, Day]:
    """{user id: Day} of those who exist and are active, read in one query; in others
    what is said about calling hours, and what currencies are worth, where companies
    have several.

    :param users: with all rights
    """
    users, counts_otherwise = _read(users)
    book = read_book(users.env)
    days = [Day.of(user, now, book) for user in users.filtered("active")]
    asked = {
        (day.company_id, day.today)
        for day in days
        if day.company_id in counts_otherwise
    }
    rates = exchange.rates(users.env, asked)
    return {
        day.user_id: day._replace(rates=rates.get((day.company_id, day.today), ()))
        for day in days
    }


def of_user(user: BaseModel, now: datetime) -> Day:
    """The Day of one user, active or archived, read in one query."""
    user, _counts_otherwise = _read(user)
    return Day.of(user, now)


#: What a day is made from, in the order of ``_USERS``, which has the id before each.
_READ = (
    ("res.users", ["active", "company_id", "partner_id", "sale_team_id", "tz"]),
    ("crm.team", ["galloper_management_style"]),
    ("res.company", [*SETTINGS, "galloper_notice_minutes", "currency_id"]),
)
_COMPANY = 1 + _READ[0][1].index("company_id")
#: These tables are wide: PostgreSQL is told of no more of them than is asked.
_USERS = f"""
SELECT u.id, u.active, u.company_id, u.partner_id, u.sale_team_id,
       (SELECT tz FROM res_partner WHERE id = u.partner_id), team.*, company.*,
       EXISTS (SELECT FROM res_company other
                WHERE other.currency_id <> company.currency_id)
  FROM res_users u
  LEFT JOIN LATERAL (
       SELECT id, galloper_management_style FROM crm_team WHERE id = u.sale_team_id
       OFFSET 0) team ON TRUE
  JOIN LATERAL (
       SELECT id, {", ".join(SETTINGS)}, galloper_notice_minutes, currency_id
         FROM res_company WHERE id = u.company_id
       OFFSET 0) company ON TRUE
 WHERE u.id = ANY(%s)
"""


def _read(users):
    """Those of the users who exist; all that their days are made from is known then.

    Also the ids of their companies, where another counts in another currency.
    """
    env = users.env
    for model, names in (*_READ, ("res.partner", ["tz"])):
        env[model].flush_model(names)
    rows = env.execute_query(SQL(_USERS, users.ids))
    begin = 0
    for model, names in _READ:
        end = begin + 1 + len(names)
        known = {row[begin]: row[begin + 1 : end] for row in rows}
        odoo_internals.remember(env[model], names, known)
        begin = end
    counts_otherwise = {row[_COMPANY] for row in rows if row[-1]}
    return users.browse(row[0] for row in rows), counts_otherwise


def as_rows(days: Collection[Day], *names: str) -> SQL:
    """These parts of the days as rows of ``VALUES``."""
    row = ", ".join(f"%s{_CASTS.get(name, '')}" for name in names)
    # One object for all: one for each row takes longer than PostgreSQL does.
    return SQL(
        ", ".join([f"({row})"] * len(days)),
        *(getattr(day, name) for day in days for name in names),
    )
