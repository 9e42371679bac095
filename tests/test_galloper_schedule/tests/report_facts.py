"""Random facts of a few salespeople over some weeks, for the tests of the reports."""

import random
from datetime import date, datetime, timedelta, timezone

from odoo.addons.galloper_schedule.adapter.tools.zones import zone_of
from odoo.addons.galloper_schedule.models.galloper_attempt import WEEKDAYS

from .common import MyDayCase, utc

NOW = datetime(2026, 3, 25, 12)
FIRST_DAY, DAYS, SEED = date(2026, 3, 1), 24, 20260325
ZONES = ("Europe/Moscow", "Asia/Vladivostok", "America/New_York")
OUTCOMES = ("open", "kept", "kept", "late", "broken", "moved", "cancelled")


def insert(cursor, table, rows):
    """Rows of one of the books, all with the same columns, as they stand; their ids."""
    columns = ", ".join(rows[0])
    found = cursor.execute_values(
        f"INSERT INTO {table} ({columns}) VALUES %s RETURNING id",
        [tuple(row.values()) for row in rows],
        fetch=True,
        page_size=len(rows),
    )
    return [row_id for (row_id,) in found]


def _about(row):
    """The document of a promise: its lead, else its customer."""
    model = "crm.lead" if row["lead_id"] else row["partner_id"] and "res.partner"
    return {"res_model": model, "res_id": row["lead_id"] or row["partner_id"]}


class ReportCase(MyDayCase):
    """A manager, another company, and a clock that stands still."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.manager = cls._new_seller(
            "galloper_manager", "UTC", "sales_team.group_sale_manager"
        )
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})

    def setUp(self):
        super().setUp()
        self._freeze(NOW)

    @classmethod
    def _update_leads(cls, leads, rows):
        """What Odoo itself writes on leads, and when it has happened."""
        cls.env.flush_all()
        for lead, row in zip(leads, rows, strict=True):
            columns = ", ".join(f"{name} = %s" for name in row)
            cls.env.cr.execute(
                f"UPDATE crm_lead SET {columns} WHERE id = %s",
                (*row.values(), lead.id),
            )
        cls.env.invalidate_all()


class RandomFactsCase(ReportCase):
    """Three salespeople on three sides of the world, in two teams."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(SEED)
        cls.users = [
            cls._new_seller(f"galloper_fact_{number}", zone)
            for number, zone in enumerate(ZONES)
        ]
        cls.user_ids = [user.id for user in cls.users]
        cls.zones = dict(zip(cls.user_ids, ZONES, strict=True))
        cls.teams = cls.env["crm.team"].create(
            [{"name": "Team North"}, {"name": "Team South"}]
        )
        cls.stage_ids = [stage.id for stage in cls.stage.values()]
        cls.tiers = {stage.id: stage.tier_id.id for stage in cls.stage.values()}
        cls.tier_ids = cls.env["galloper.tier"].search([]).ids
        cls.partner_ids = (
            cls.env["res.partner"].create([{"name": f"P{n}"} for n in range(4)]).ids
        )
        cls.leads = cls._make_leads()
        cls.promises = cls._make_promises()
        cls.attempts = cls._make_attempts()
        cls.days = cls._make_days()

    @classmethod
    def _whose(cls, lead=None):
        """Columns that promises and attempts have in common."""
        return {
            "user_id": cls.dice.choice(cls.user_ids),
            "team_id": cls.dice.choice([*cls.teams.ids, None]),
            "company_id": cls.dice.choice([cls.company.id, None]),
            "tier_id": cls.dice.choice([*cls.tier_ids, None]),
            "stage_id": cls.dice.choice([*cls.stage_ids, None]),
            "partner_id": cls.dice.choice([*cls.partner_ids, None]),
            "lead_id": cls.dice.choice([*cls._own_leads(), None]),
        }

    @classmethod
    def _own_leads(cls):
        """Another company's tells the manager nothing; about some nothing is known."""
        mine = cls.company.id
        return [one["id"] for one in cls.leads[3:] if one["company_id"] == mine]

    @classmethod
    def _midnight(cls, zone, day):
        return utc(zone, day.year, day.month, day.day)

    @classmethod
    def _moment(cls, zone):
        """Every third one at the very beginning, or the last second, of a local day."""
        day = FIRST_DAY + timedelta(days=cls.dice.randrange(DAYS))
        seconds = cls.dice.choice([0, -1, cls.dice.randrange(86400)])
        return cls._midnight(zone, day) + timedelta(seconds=seconds)

    @classmethod
    def _make_leads(cls):
        rows = [cls._lead_row(number) for number in range(90)]
        leads = cls.env["crm.lead"].create(
            [{"name": f"Deal {n}", "type": "opportunity"} for n in range(len(rows))]
        )
        cls._update_leads(leads, rows)
        return [{"id": lead.id, **row} for lead, row in zip(leads, rows, strict=True)]

    @classmethod
    def _lead_row(cls, number):
        user_id = cls.dice.choice([*cls.user_ids, None]) if number else cls.user_ids[0]
        zone = cls.zones.get(user_id, "UTC")
        status = cls.dice.choice(["won", "won", "lost", "pending"])
        created, closed = sorted([cls._moment(zone), cls._moment(zone)])
        other = user_id and not number % 10
        return {
            "user_id": user_id,
            "team_id": cls.dice.choice([*cls.teams.ids, None]),
            "company_id": cls.other_company.id if other else cls.company.id,
            "stage_id": cls.dice.choice(cls.stage_ids),
            "partner_id": cls.dice.choice([*cls.partner_ids, None]),
            "active": status != "lost",
            "won_status": status,
            "create_date": created,
            "date_closed": None if status == "pending" else closed,
            "expected_revenue": cls.dice.randrange(1000),
        }

    @classmethod
    def _make_promises(cls):
        rows = []
        for _number in range(400):
            whose = cls._whose()
            at = cls._moment(cls.zones[whose["user_id"]])
            outcome = cls.dice.choice(OUTCOMES)
            rows.append(
                {
                    **whose,
                    **_about(whose),
                    "promised_at": at,
                    "promised_until": cls.dice.choice([None, at + timedelta(hours=9)]),
                    "day": cls._local_day(at, whose["user_id"]),
                    "outcome": outcome,
                    "minutes_late": cls.dice.randrange(500) * (outcome == "late"),
                }
            )
        # These end with this moment, and just before it.
        for row, seconds in zip(rows, (0, -1), strict=False):
            row |= {"promised_until": None, "outcome": "open", "minutes_late": 0}
            row["promised_at"] = NOW + timedelta(seconds=seconds)
        ids = insert(cls.env.cr, "galloper_promise", rows)
        return [{"id": key, **row} for key, row in zip(ids, rows, strict=True)]

    @classmethod
    def _make_attempts(cls):
        call, mail = (
            cls.env.ref(f"mail.mail_activity_data_{name}").id
            for name in ("call", "email")
        )
        rows = []
        for _number in range(400):
            whose = cls._whose()
            at = cls._moment(cls.zones[whose["user_id"]])
            local = cls._local(at, whose["user_id"])
            kind = cls.dice.choice([call, mail])
            flags = {
                name: cls.dice.random() < 0.5
                for name in ("answered", "promised", "suggested", "in_order")
            }
            rows.append(
                {
                    **whose,
                    **flags,
                    "tried_at": at,
                    "day": local.date(),
                    "hour": local.hour,
                    "weekday": WEEKDAYS[local.weekday()][0],
                    "activity_type_id": kind,
                    "is_call": kind == call,
                    "minutes": cls.dice.randrange(60),
                }
            )
        insert(cls.env.cr, "galloper_attempt", rows)
        return rows

    @classmethod
    def _make_days(cls):
        rows = [
            cls._day_row(user_id, FIRST_DAY + timedelta(days=number))
            for user_id in cls.user_ids
            for number in range(DAYS)
        ]
        insert(cls.env.cr, "galloper_day", rows)
        return rows

    @classmethod
    def _day_row(cls, user_id, day):
        done, attempts = cls.dice.choice([(0, 0), (3, 1), (20, 8), (1, 0)])
        due = cls.dice.choice([0, 1, 12])
        kept = cls.dice.randint(0, due)
        late = cls.dice.randint(0, due - kept)
        zone = cls.zones[user_id]
        return {
            "user_id": user_id,
            "team_id": cls.dice.choice([*cls.teams.ids, None]),
            "company_id": cls.company.id,
            "day": day,
            "begins_at": cls._midnight(zone, day),
            "ends_at": cls._midnight(zone, day + timedelta(days=1)),
            "capacity_minutes": cls.dice.randrange(480),
            "planned_contacts": cls.dice.randrange(30),
            "promises_due": due,
            "kept": kept,
            "late": late,
            "broken": due - kept - late,
            "done": done,
            "attempts": attempts,
            "in_order": cls.dice.randint(0, done + attempts),
            "suggestions_taken": cls.dice.randrange(3),
        }

    @classmethod
    def _local(cls, moment, user_id):
        zone = zone_of(cls.zones.get(user_id))
        return moment.replace(tzinfo=timezone.utc).astimezone(zone)

    @classmethod
    def _local_day(cls, moment, user_id):
        return cls._local(moment, user_id).date()
