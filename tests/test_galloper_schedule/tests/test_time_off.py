"""What the Time Off app enters in people's calendars.

``make test-apps`` runs this where that app is installed.
"""

from odoo.tests import tagged

from .common import OpenDayCase


@tagged("post_install", "-at_install")
class TestTimeOff(OpenDayCase):
    """A promise at three o'clock, and what stands in its way."""

    def setUp(self):
        super().setUp()
        self.call = self._contact("call", self._lead("Deal"), promised_at=self._at(15))

    def _conflict(self):
        line = self._plan(self._at(10))
        busy = self.lines.with_user(self.seller).get_busy(self._at(0), self._at(23))
        return line.conflict, line.reason.split(" · ")[1:], [b["name"] for b in busy]

    def test_a_meeting_is_a_meeting(self):
        self._meeting(self._at(14), self._at(16))
        told = ("meeting", ["clashes with a meeting"], ["Talk to the bank"])
        self.assertEqual(self._conflict(), told)

    def test_a_leave_is_a_leave(self):
        """By what its event says it was made from."""
        if "hr.leave" in self.env:
            self._take("leave")
        else:
            event = self._meeting(self._at(14), self._at(16))
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE calendar_event SET res_model = 'hr.leave' WHERE id = %s",
                [event.id],
            )
            self.env.invalidate_all()
        told = ("time_off", ["clashes with time off"], ["Time off"])
        self.assertEqual(self._conflict(), told)
        difficulties = self.lines.with_user(self.seller).get_difficulties(
            self.call.id, "2026-03-04 12:00:00"
        )
        self.assertIn("Clashes with time off.", difficulties)
        self.assertNotIn("Clashes with a meeting.", difficulties)

    def test_working_from_home_is_working(self):
        if "hr.leave" in self.env:
            self._take("other")
        self.assertEqual(self._conflict(), (False, [], []))

    def _take(self, time_type):
        """Two hours off, or at home, as the app enters them."""
        employee = self.env["hr.employee"].create(
            {
                "name": "Seller",
                "user_id": self.seller.id,
                "company_id": self.company.id,
                "tz": self.tz,
                "resource_calendar_id": self.company.resource_calendar_id.id,
            }
        )
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Two hours",
                "time_type": time_type,
                "requires_allocation": False,
                "request_unit": "hour",
                "leave_validation_type": "no_validation",
            }
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": employee.id,
                "holiday_status_id": kind.id,
                "request_date_from": "2026-03-04",
                "request_date_to": "2026-03-04",
                "request_unit_hours": True,
                "request_hour_from": 14,
                "request_hour_to": 16,
            }
        )
        self.assertEqual(leave.state, "validate")
        self.assertTrue(leave.meeting_id)
