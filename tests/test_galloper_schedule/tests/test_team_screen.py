"""The Team day in a browser: a leader at work, and what it looks like."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .screen import ScreenCase, axe, evaluate, screenshot, wait_until

SPILLING = """[...document.querySelectorAll(
    ".o_galloper_team *, .modal .o_galloper_effect, .modal .o_galloper_effect *"
)].filter((el) => {
    const { display, overflowX } = getComputedStyle(el);
    return display !== "inline" && el.clientWidth && overflowX !== "hidden"
        && el.scrollWidth > el.clientWidth + 1;
}).map((el) => `${el.className}: ${el.textContent.trim().slice(0, 60)}`).concat(
    document.documentElement.scrollWidth > innerWidth ? ["the page"] : []
)"""
PARTS = (".o_galloper_team .o_kanban_renderer", ".modal .o_galloper_effect")
OPEN_DIALOG = """[...document.querySelectorAll(".o_kanban_record")]
    .find((card) => card.textContent.includes("galloper_seller"))
    .querySelector("button[name=action_reassign]").click()"""


class TeamScreenCase(ScreenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls._open_all_day()
        cls.leader = cls._new_seller("galloper_leader", cls.tz)
        cls.mate = cls._new_seller("galloper_mate", cls.tz)
        cls.env["crm.team"].create(
            {
                "name": "Galloper Team",
                "user_id": cls.leader.id,
                "crm_team_member_ids": [
                    Command.create({"user_id": user.id})
                    for user in (cls.seller, cls.mate)
                ],
            }
        )
        cls._send_on_leave(calendar)
        soon = cls.now + timedelta(hours=3)
        cls.promised_at = soon.replace(second=0, microsecond=0)

    @classmethod
    def _open_all_day(cls):
        """The company's working hours, which are nearly all there are."""
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "Long days",
                "tz": cls.tz,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": 1,
                            "hour_to": 23,
                        }
                    )
                    for day in range(7)
                ],
            }
        )
        cls.seller.company_id.write(
            {"resource_calendar_id": calendar.id, "galloper_contact_hours": False}
        )
        return calendar

    @classmethod
    def _send_on_leave(cls, calendar):
        """The seller is away today."""
        day = timedelta(days=1)
        resource = cls.env["resource.resource"].create(
            {
                "name": cls.seller.name,
                "user_id": cls.seller.id,
                "calendar_id": calendar.id,
                "tz": cls.tz,
            }
        )
        cls.env["resource.calendar.leaves"].create(
            {
                "calendar_id": calendar.id,
                "resource_id": resource.id,
                "date_from": cls.now - day,
                "date_to": cls.now + day,
            }
        )


@tagged("post_install", "-at_install")
class TestTeamScreen(TeamScreenCase):
    def test_a_leader_has_a_promise_taken_over(self):
        promise = self._lead_with_contact("Promised", promised_at=self.promised_at)
        self._lead_with_contact("Not promised")
        self.seller._plan_day()
        self.start_tour(
            "/odoo",
            "galloper_schedule_team_day",
            login=self.leader.login,
            at_end=lambda browser: self._inspect(browser, "team", "team_dialog"),
        )
        self.env.invalidate_all()
        self.assertEqual(promise.user_id, self.mate)
        self.assertEqual(promise.promised_at, self.promised_at)

    def _look(self, *names):
        """Open the Team day, and look at it; with a second name at its dialog, too."""
        self.browser_js(
            "/odoo/team-day",
            "console.log('test successful')",
            "Boolean(document.querySelector('.o_galloper_team .o_galloper_load'))",
            login=self.leader.login,
            at_end=lambda browser: self._inspect(browser, *names),
        )

    def _inspect(self, browser, *names):
        for name, part in zip(names, PARTS, strict=False):
            if part != PARTS[0]:
                evaluate(browser, OPEN_DIALOG)
            wait_until(browser, f"document.querySelector(`{part}`)")
            evaluate(browser, "new Promise((done) => setTimeout(done, 500))")
            screenshot(browser, name)
            # Odoo's own buttons are not ours to colour.
            found = [line for line in axe(browser, part) if ".btn-primary" not in line]
            found += evaluate(browser, SPILLING)
            self.assertFalse(found, "\n".join(found))

    def _team_with_a_lot(self):
        for number in range(4):
            moment = self.promised_at + timedelta(minutes=number * 5)
            self._lead_with_contact(f"Customer {number}", promised_at=moment)
            self._lead_with_contact(
                f"Regular customer with a long name {number}",
                user=self.mate,
                promised_at=moment - timedelta(hours=number),
                contact_minutes=240,
            )
        lead = self._lead("Orphan", team_id=self.mate.sale_team_id.id)
        orphan = self._contact("Orphan", lead, promised_at=self.promised_at)
        orphan.user_id = False
        (self.seller | self.mate)._plan_day()

    def test_in_the_dark(self):
        self.dark = True
        self._team_with_a_lot()
        self._look("team_dark")

    def test_on_a_phone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self._team_with_a_lot()
        self._look("team_phone", "team_phone_dialog")
