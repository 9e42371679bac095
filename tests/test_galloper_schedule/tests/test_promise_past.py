"""Nobody promises a time that is over; programs may bring such a promise along."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import OpenDayCase

SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestPromisePast(OpenDayCase):
    def setUp(self):
        super().setUp()
        self._freeze(self._at(10, 20) + 37 * SECOND)
        self.lead = self._lead("Deal").with_user(self.seller)
        self.contact = self._contact("call", self.lead).with_user(self.seller)
        self.past, self.future = self._at(10, 19), self._at(12)

    def _refused(self, act, *args):
        says = "10:19.* in the past. Choose"
        with self.assertRaisesRegex(ValidationError, says), self.cr.savepoint():
            act(*args)
        self.assertFalse(self.contact.promised_at)

    def test_where_people_promise(self):
        lines, key = self.lines.with_user(self.seller), self.contact.id
        dialog = self.env["galloper.schedule.promise"].with_user(self.seller)
        dialog = dialog.create({"activity_id": key, "promised_at": self.past})
        call = self.env.ref("mail.mail_activity_data_call").id
        step = {"type_id": call, "promised_at": "2026-03-04T10:19:59+03:00"}
        leads = self.env["crm.lead"].with_user(self.seller)
        for act, *args in (
            (self.contact.action_promise, self.past),
            (self.contact.action_promise, self._at(9), self.past),
            (lines.work_promise, key, None, "2026-03-04 07:19:59"),
            (lines.work_promise, key, None, "2026-03-04T07:19:59Z"),
            (lines.work_done, key, "Yes", False, step),
            (dialog.action_confirm,),
            (self.lead.write, {"promised_at": self.past}),
            (leads.create, {"name": "New", "promised_at": self.past}),
            (self.contact.web_save, {"promised_at": "2026-03-04 07:19:00"}, {}),
            (self._schedule, self.past),
        ):
            with self.subTest(act=act.__name__):
                self._refused(act, *args)
        self.assertTrue(self.contact.active, "nothing is half done")
        self.assertEqual(self.lead.activity_ids, self.contact)

    def _schedule(self, moment):
        wizard = self.env["mail.activity.schedule"].with_user(self.seller)
        wizard = wizard.with_context(active_model="crm.lead", active_ids=self.lead.ids)
        with Form(wizard) as form:
            form.promised_at = moment
        form.record.action_schedule_activities()

    def test_in_a_form(self):
        popup = "mail.mail_activity_view_form_popup"
        form = Form(self.contact, view=popup)
        form.promised_at = self.past
        self._refused(form.save)
        form.promised_at = self.future
        form.save()
        self.assertEqual(self.contact.promised_at, self.future)

    def test_in_a_file(self):
        names = [".id", "promised_at"]
        activities = self.env["mail.activity"].with_user(self.seller)
        rows = [[str(self.contact.id), "2026-03-04 07:19:00"]]
        result = activities.with_context(import_file=True, tz="UTC").load(names, rows)
        self.assertFalse(result["ids"])
        self.assertIn("in the past", result["messages"][0]["message"])
        self.assertFalse(self.contact.promised_at)

    def test_this_minute_and_what_is_still_to_come(self):
        for promise in (
            (self._at(10, 20),),
            (self._at(9), self._at(10, 20)),
            (self._at(9), self._at(12)),
            (self._at(12),),
        ):
            self.contact.action_promise(*promise)
            self.assertEqual(self.contact.promised_at, promise[0])

    def test_what_is_missed_may_be_said_again(self):
        """But not that it was promised for another time that is over."""
        self.contact.promised_at = self._at(9)
        self.contact.action_promise(self._at(9))
        self.contact.web_save({"promised_at": self._at(9), "summary": "Same"}, {})
        self.assertEqual(self.contact.summary, "Same")
        for act in (
            lambda: self.contact.action_promise(self._at(9, 30)),
            lambda: self.contact.web_save({"promised_until": self._at(9, 30)}, {}),
        ):
            with self.assertRaisesRegex(ValidationError, "in the past"):
                act()
        self.contact.action_promise(self._at(9), self._at(12))
        self.contact.action_promise(False)
        self.assertFalse(self.contact.promised_at)

    def test_a_fact_from_elsewhere(self):
        contact = self._contact("taken over", promised_at=self._at(9, day=2))
        contact.write({"promised_at": self._at(9, day=3)})
        self.assertEqual(self._order(self._at(10, 20)), "taken over call")

    def test_moments_in_any_form(self):
        """As in a record, so on a lead: ISO 8601, and nothing that is no moment."""
        for text in (
            "2026-12-01T10:00:00",
            "2026-12-01T10:00:00Z",
            "2026-12-01T13:00+03:00",
        ):
            for record, name in (
                (self.contact, "promised_at"),
                (self.contact, "retry_at"),
                (self.contact, "galloper_pinned_at"),
                (self.lead, "promised_at"),
            ):
                record.write({name: text})
                self.assertEqual(str(record[name]), "2026-12-01 10:00:00", text)
                record.write({name: False})
        leads = self.env["crm.lead"]
        new = leads.create({"name": "New", "promised_at": "2026-12-01T10:00:00Z"})
        self.assertEqual(str(new.promised_at), "2026-12-01 10:00:00")
        for value in ("tomorrow", 5, 1.5, True, [], {}, [1], b"2026-12-01"):
            for record, name in (
                (self.contact, "promised_at"),
                (self.contact, "promised_until"),
                (self.contact, "retry_at"),
                (self.lead, "promised_at"),
            ):
                with self.subTest(value=value, name=name):
                    with self.assertRaisesRegex(ValidationError, "use UTC"):
                        record.write({name: value})
