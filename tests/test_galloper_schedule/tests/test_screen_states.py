"""Each state of the screen: it says what it is, everybody can read it, nothing spills.

With ``make pictures`` each is also kept as a picture.
"""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .screen import axe, emulate_offline, evaluate, screenshot, wait_until
from .test_screen import ScreenDayCase

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# What is wider than its place, as far as it does not scroll there on purpose.
SPILLING = """[...document.querySelectorAll(
    ".o_galloper_screen, .o_galloper_screen *, .modal.o_technical_modal *"
)].filter((el) => {
    const { overflowX, display } = getComputedStyle(el);
    return display !== "inline" && el.clientWidth && overflowX !== "auto"
        && !el.closest("select, .o_datetime_picker")
        && el.scrollWidth > el.clientWidth + 1;
}).map((el) => `${el.className}: ${el.textContent.trim().slice(0, 60)}`).concat(
    document.documentElement.scrollWidth > innerWidth ? ["the page"] : []
)"""

# How light the grounds are on which we write.
SHADES = """[...document.querySelectorAll(
    ".o_galloper_focus, .o_galloper_header, .o_galloper_day_column"
)].map((el) =>
    Math.max(...getComputedStyle(el).backgroundColor.match(/\\d+/g).slice(0, 3))
)"""
TYPE_NOTE = """(async () => {
    document.querySelector(".o_galloper_done").click();
    while (!document.querySelector(".o_galloper_note")) {
        await new Promise((done) => setTimeout(done, 50));
    }
    const note = document.querySelector(".o_galloper_note");
    note.value = "Wants an offer";
    note.dispatchEvent(new Event("input"));
})()"""


class StatesCase(ScreenDayCase):
    def _look(self, name, ready, press=None, parts=(".o_galloper_screen",)):
        """Open My Day, wait for ``ready``, and look at it.

        :param press: brings the state about: JavaScript, or a function of the browser
        :param parts: selectors of what must be accessible
        """

        def at_end(browser):
            if callable(press):
                press(browser)
            elif press:
                evaluate(browser, f"(async () => {{ {press} }})()")
            wait_until(browser, f"document.querySelector(`{ready}`)")
            # Lines that slide, and dialogs that come up, have come to rest.
            evaluate(browser, "new Promise((done) => setTimeout(done, 700))")
            screenshot(browser, name)
            self.shades = evaluate(browser, SHADES)
            found = [line for part in parts for line in axe(browser, part)]
            found += evaluate(browser, SPILLING)
            if found:
                raise AssertionError(f"{name}:\n" + "\n".join(found))

        self.browser_js(
            "/odoo/my-day",
            "console.log('test successful')",
            "!!document.querySelector('.o_galloper_focus, .o_galloper_nothing')",
            login=self.seller.login,
            at_end=at_end,
        )

    def _set_hours(self, begin, end):
        """Working hours of each day by the salesperson's clock; none at all."""
        days = range(7) if end else []
        self.seller.company_id.resource_calendar_id = self.env[
            "resource.calendar"
        ].create(
            {
                "name": "Hours",
                "tz": self.tz,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": str(day),
                                "dayofweek": str(day),
                                "hour_from": begin,
                                "hour_to": end,
                            }
                        )
                        for day in days
                    ),
                ],
            }
        )

    def _check_working(self, name):
        self._fill_day()
        partner = self._document(self.missed).partner_id
        partner.tz = "Pacific/Kiritimati"
        self.missed.galloper_attempt_log = [(self.noon - _DAY).isoformat()]
        self._contact("Send the price list", self._document(self.missed))
        self._look(name, ".o_galloper_notes")

    def _check_dialog(self, name, button, dialog):
        self._fill_day()
        press = f"document.querySelector('.o_galloper_{button}').click();"
        self._look(name, dialog, press, parts=[dialog])

    def _check_zone(self, name):
        """Nobody knows where in the country they are."""
        self._fill_day()
        document = self._document(self.missed)
        document.partner_id.country_id = self.env.ref("base.us")
        # A salesperson may change customers of theirs.
        document.partner_id.user_id = self.seller
        press = "document.querySelector('.o_galloper_correct_zone').click();"
        dialog = ".o_galloper_zone_dialog"
        parts = [".o_galloper_local_time", dialog]
        self._look(name, f"{dialog} .o_galloper_zone", press, parts=parts)

    def _check_done(self, name):
        self._fill_day()
        press = """
            const click = async (selector) => {
                while (!document.querySelector(selector)) {
                    await new Promise((done) => setTimeout(done, 50));
                }
                document.querySelector(selector).click();
            };
            await click(".o_galloper_done");
            await click(".o_galloper_type:nth-child(3)");
            await click(".o_galloper_step_promised");
        """
        dialog = ".o_galloper_done_dialog"
        self._look(name, f"{dialog} .o_galloper_choices", press, parts=[dialog])


@tagged("post_install", "-at_install")
class TestStates(StatesCase):
    def test_working(self):
        self._check_working("working")

    def test_done(self):
        self._check_done("done")

    def test_promise(self):
        self._check_dialog("promise", "promise", ".o_galloper_promise_dialog")

    def test_skip(self):
        self._check_dialog("skip", "skip", ".o_galloper_skip_dialog")

    def test_zone(self):
        self._check_zone("zone")

    def test_day_not_begun(self):
        self._fill_day()
        self._set_hours(20, 23)
        self._look("before", ".o_galloper_kind_before")

    def test_day_over(self):
        self._fill_day()
        self._set_hours(1, 2)
        press = "document.querySelector('.o_galloper_unplaced_toggle').click();"
        self._look("after", ".o_galloper_kind_after", press)

    def test_on_leave(self):
        self._fill_day()
        self._set_hours(9, 18)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.seller.company_id.resource_calendar_id.id,
                "date_from": self.noon - _DAY,
                "date_to": self.noon + _DAY,
            }
        )
        self._look("leave", ".o_galloper_kind_leave")

    def test_no_working_hours(self):
        self._fill_day()
        self._set_hours(0, 0)
        self._look("no_hours", ".o_galloper_kind_no_hours")

    def test_no_working_hours_for_who_may_set_them(self):
        self._fill_day()
        self._set_hours(0, 0)
        self.seller.group_ids |= self.env.ref("base.group_system")
        self.seller.group_ids |= self.env.ref("sales_team.group_sale_manager")
        press = "document.querySelector('.o_galloper_set_hours').click();"
        self._look("settings", ".o_field_widget[name=galloper_calendar_id]", press, [])

    def test_nothing_left(self):
        self._lead_with_contact("Tomorrow", deadline=self.now.date() + 2 * _DAY)
        self._look("nothing", ".o_galloper_nothing")

    def test_no_rights_on_the_document(self):
        lead = self._lead("Secret", user_id=self.env.user.id)
        self._contact("Call the secret one", lead, deadline=self.now.date())
        self.env.ref("sales_team.group_sale_salesman_all_leads")
        self._look("no_rights", ".o_galloper_no_rights")

    def test_a_promise_is_coming(self):
        self._fill_day()
        self._lead_with_contact("Soon", promised_at=self.noon + timedelta(minutes=4))
        self._look(
            "coming", ".o_galloper_coming_notice", parts=[".o_galloper_coming_notice"]
        )

    def test_connection_lost(self):
        self._fill_day()

        def lose_connection(browser):
            evaluate(browser, TYPE_NOTE)
            emulate_offline(browser, True)
            evaluate(browser, "document.querySelector('.o_galloper_confirm').click()")

        dialog = ".o_galloper_done_dialog"
        ready = f"{dialog} .o_galloper_offline"
        self._look("offline", ready, lose_connection, parts=[dialog])

    def test_in_the_dark(self):
        """As far as Odoo has it: nothing of ours stays white."""
        self.dark = True
        self._fill_day()
        self._look("dark", ".o_galloper_notes", parts=[])
        self.assertLess(max(self.shades), 80, "of 255")


@tagged("post_install", "-at_install")
class TestStatesOnPhone(StatesCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_working(self):
        self._check_working("phone")

    def test_day(self):
        self._fill_day()
        press = "document.querySelector('.o_galloper_day_toggle').click();"
        self._look("phone_day", ".o_galloper_shows_day .o_galloper_line", press)

    def test_done(self):
        self._check_done("phone_done")

    def test_zone(self):
        self._check_zone("phone_zone")


@tagged("post_install", "-at_install")
class TestStatesInRussian(StatesCase):
    """Its words are longer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("ru_RU")
        cls.env["ir.module.module"].search(
            [("name", "=", "galloper_schedule")]
        )._update_translations(["ru_RU"])
        cls.seller.lang = "ru_RU"

    def test_working(self):
        self._check_working("russian")

    def test_done(self):
        self._check_done("russian_done")

    def test_promise(self):
        self._check_dialog("russian_promise", "promise", ".o_galloper_promise_dialog")


@tagged("post_install", "-at_install")
class TestStatesInRussianOnPhone(TestStatesInRussian):
    browser_size = "360x740"
    touch_enabled = True

    def _look(self, name, *args, **options):
        return super()._look(f"phone_{name}", *args, **options)
