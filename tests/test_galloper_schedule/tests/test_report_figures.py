"""The figures of the reports are those of a slow, obvious count of the same facts."""

from collections import defaultdict
from datetime import date
from statistics import median

from odoo.tests import tagged

from .report_facts import NOW, RandomFactsCase

OWED = ("kept", "late", "broken", "overdue")
WHOSE = ("user_id", "team_id", "tier_id", "stage_id", "partner_id", "lead_id")


def total(name):
    return lambda rows: sum(row[name] or 0 for row in rows)


def share(part, whole):
    def ratio(rows):
        number = total(whole)(rows)
        return total(part)(rows) / number if number else False

    return ratio


def middle(name):
    def of(rows):
        values = [row[name] for row in rows if row[name] is not None]
        return median(values) if values else False

    return of


def key_of(value):
    """What a group is about: an id, a day, or the value itself; None for nothing."""
    if isinstance(value, (tuple, list)):
        value = value[0]
    return str(value) if value is not False else None


def plain(values):
    return {
        name: value if value is False else round(float(value), 6)
        for name, value in values.items()
    }


@tagged("post_install", "-at_install")
class TestReportFigures(RandomFactsCase):
    def _check(self, name, rows, dims, measures, domain=()):
        """Group by each dimension, and in all, as lists, graphs and pivots do."""
        report = self.env[f"galloper.{name}.report"].with_user(self.manager)
        domain = [("user_id", "in", self.user_ids), *domain]
        specs = list(measures)
        for dim in dims:
            by = f"{dim}:day" if report._fields[dim].type == "date" else dim
            wanted = defaultdict(list)
            for row in rows:
                wanted[key_of(row[dim] if row[dim] is not None else False)].append(row)
            wanted = {key: self._count(measures, some) for key, some in wanted.items()}
            whole, groups = report.formatted_read_grouping_sets(
                domain, [[], [by]], specs
            )
            listed = report.formatted_read_group(domain, [by], specs)
            for found in (groups, listed):
                with self.subTest(report=name, by=dim):
                    self.assertEqual(self._found(found, by, specs), wanted)
            self.assertEqual(
                self._found(whole, None, specs)[None], self._count(measures, rows)
            )

    def _count(self, measures, rows):
        return plain({spec: count(rows) for spec, count in measures.items()})

    def _found(self, groups, by, specs):
        return {
            key_of(group[by]) if by else None: plain({s: group[s] for s in specs})
            for group in groups
        }

    # -- Promises

    def _judged(self):
        """The promises, with what the report says of each."""
        for row in self.promises:
            end, outcome = row["promised_until"] or row["promised_at"], row["outcome"]
            if outcome == "open" and end < NOW:
                outcome = "overdue"
            yield {
                **row,
                "outcome": outcome,
                "tier_id": row["tier_id"] or self.tiers.get(row["stage_id"]) or None,
                "owed": outcome in OWED,
                **{one: outcome == one for one in OWED},
                "minutes_late": row["minutes_late"] if outcome == "late" else None,
            }

    def test_promises(self):
        rows = list(self._judged())
        self.assertEqual({row["outcome"] for row in rows[:2]}, {"open", "overdue"})
        measures = {
            **{f"{name}:sum": total(name) for name in ("owed", "kept", "late")},
            "broken:sum": total("broken"),
            "kept_share:ratio": share("kept", "owed"),
            "kept_share:avg": share("kept", "owed"),
            "minutes_late:median": middle("minutes_late"),
        }
        self._check("promise", rows, (*WHOSE, "day", "outcome"), measures)
        nothing = [row for row in rows if row["outcome"] in ("moved", "cancelled")]
        domain = [("outcome", "in", ("moved", "cancelled"))]
        self._check("promise", nothing, ("user_id",), measures, domain)

    # -- Activities

    def test_contacts(self):
        rows = [
            {
                **row,
                "contacts": 1,
                "hour": f"{row['hour']:02}",
                "tier_id": row["tier_id"] or self.tiers.get(row["stage_id"]) or None,
            }
            for row in self.attempts
        ]
        flags = ("is_call", "promised", "suggested", "in_order")
        dims = (*WHOSE, *flags, "day", "hour", "weekday", "activity_type_id")
        measures = {
            **{f"{name}:sum": total(name) for name in ("contacts", "answered")},
            "minutes:sum": total("minutes"),
            "answered_share:ratio": share("answered", "contacts"),
        }
        # No group of a flag is empty in lists: false is a group of its own.
        for row in rows:
            row.update({flag: "True" if row[flag] else None for flag in flags})
        self._check("contact", rows, dims, measures)

    def test_hours_and_weekdays_stand_in_their_order(self):
        report = self.env["galloper.contact.report"].with_user(self.manager)
        for name in ("hour", "weekday"):
            groups = report.formatted_read_group([], [name], ["__count"])
            found = [group[name] for group in groups if group[name] is not False]
            values = dict(report.fields_get([name])[name]["selection"])
            self.assertEqual(found, [value for value in values if value in found])
        labels = dict(report.fields_get(["hour"])["hour"]["selection"])
        self.assertRegex(labels["09"], r"^9:00\sAM$")

    # -- Opportunities

    def _opportunities(self):
        judged = defaultdict(list)
        for row in self._judged():
            if row["owed"]:
                judged[row["lead_id"]].append(row["outcome"])
        for lead in self.leads:
            if not lead["user_id"] or lead["company_id"] != self.company.id:
                continue
            made = judged[lead["id"]]
            late = {"late", "overdue"} & {*made}
            won, closed = lead["won_status"] == "won", lead["date_closed"]
            spent = closed and won and closed - lead["create_date"]
            yield {
                **lead,
                "lead_id": lead["id"],
                "tier_id": self.tiers[lead["stage_id"]] or None,
                "promises": (
                    "none"
                    if not made
                    else "broken"
                    if "broken" in made
                    else "late"
                    if late
                    else "kept"
                ),
                "promise_count": len(made),
                "opportunities": 1,
                "closed": closed is not None,
                "won": won,
                "created_day": self._local_day(lead["create_date"], lead["user_id"]),
                "closed_day": closed and self._local_day(closed, lead["user_id"]),
                "cycle_days": spent.total_seconds() / 86400 if won else None,
                "won_revenue": lead["expected_revenue"] if won else 0,
            }

    def test_opportunities(self):
        rows = list(self._opportunities())
        self.assertEqual(
            {row["promises"] for row in rows}, {"none", "kept", "late", "broken"}
        )
        counts = ("opportunities", "closed", "won", "won_revenue", "promise_count")
        measures = {
            **{f"{name}:sum": total(name) for name in counts},
            "win_share:ratio": share("won", "closed"),
            "cycle_days:median": middle("cycle_days"),
        }
        dims = (*WHOSE, "promises", "created_day", "closed_day")
        self._check("opportunity", rows, dims, measures)

    # -- Days

    def _work_days(self):
        for row in self.days:
            contacts = row["done"] + row["attempts"]
            followed = 100 * row["in_order"] / contacts if contacts else None
            won = [
                lead["expected_revenue"]
                for lead in self.leads
                if lead["won_status"] == "won"
                and lead["user_id"] == row["user_id"]
                and lead["company_id"] == row["company_id"]
                and self._local_day(lead["date_closed"], row["user_id"]) == row["day"]
            ]
            yield {
                **row,
                "days": 1,
                "contacts": contacts,
                "adherence_band": (
                    "none"
                    if followed is None
                    else max(band for band in (0, 25, 50, 75) if band <= followed)
                ),
                "won": len(won),
                "won_revenue": sum(won),
            }

    def test_days(self):
        rows = list(self._work_days())
        counts = (
            *("capacity_minutes", "planned_contacts", "contacts", "done", "in_order"),
            *("promises_due", "kept", "late", "broken", "suggestions_taken"),
            *("won", "won_revenue", "days"),
        )
        measures = {
            **{f"{name}:sum": total(name) for name in counts},
            "adherence:ratio": share("in_order", "contacts"),
            "kept_share:ratio": share("kept", "promises_due"),
            "won_per_day:ratio": share("won", "days"),
        }
        self.assertGreater(total("won")(rows), 10)
        dims = ("user_id", "team_id", "day", "adherence_band")
        self._check("day", rows, dims, measures)

    def test_a_zone_the_database_does_not_know_is_none(self):
        lead = next(row for row in self.leads if row["user_id"] == self.user_ids[1])
        self.env.cr.execute(
            "UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s",
            [self.users[1].partner_id.id],
        )
        report = self.env["galloper.opportunity.report"].browse(lead["id"])
        self.assertEqual(report.created_day, lead["create_date"].date())

    def test_a_list_reads_each_row(self):
        """What the list shows of a row, also where nothing can be said."""
        report = self.env["galloper.promise.report"].with_user(self.manager)
        for row in self._judged():
            if row["day"] == date(2026, 3, 5):
                found = report.browse(row["id"])
                self.assertEqual(found.outcome, row["outcome"])
                self.assertEqual(found.minutes_late, row["minutes_late"] or 0)
