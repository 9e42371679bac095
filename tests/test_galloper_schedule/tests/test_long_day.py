"""A page that stays open all day."""

from odoo.tests import tagged

from .screen import evaluate, heap
from .test_screen import ScreenDayCase

_WARM_UP, _CONTACTS, _AT_ONCE = 20, 200, 20
# Finish so many activities, one after the other, as a person does with the mouse.
WORK = """(async () => {
    const until = async (condition) => {
        for (let tries = 0; !condition(); tries++) {
            if (tries > 1000) {
                throw new Error(`In vain waited for ${condition}`);
            }
            await new Promise((done) => setTimeout(done, 20));
        }
    };
    const find = (selector) => document.querySelector(selector);
    const key = () => find(".o_galloper_focus")?.dataset.key;
    for (let number = 0; number < COUNT; number++) {
        const before = key();
        find(".o_galloper_done").click();
        await until(() => find(".o_galloper_done_dialog .o_galloper_confirm"));
        find(".o_galloper_done_dialog .o_galloper_confirm").click();
        await until(() => !find(".modal") && key() && key() !== before);
        await until(() => find(".o_galloper_done:enabled"));
    }
})()"""


@tagged("post_install", "-at_install")
class TestLongDay(ScreenDayCase):
    def _make_calls(self, count):
        """So many calls for today, each on a lead of its own."""
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "type": "opportunity",
                    "user_id": self.seller.id,
                }
                for number in range(count)
            ]
        )
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                    "date_deadline": self.now.date(),
                    "res_id": lead.id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "user_id": self.seller.id,
                }
                for lead in leads
            ]
        )

    def test_memory_does_not_grow(self):
        self.seller.company_id.galloper_contact_minutes = 1
        self._make_calls(_WARM_UP + _CONTACTS + 10)
        sizes = []

        def at_end(browser):
            for contacts in (_WARM_UP, _CONTACTS):
                for _round in range(contacts // _AT_ONCE):
                    evaluate(browser, WORK.replace("COUNT", str(_AT_ONCE)), 120)
                sizes.append(heap(browser))

        self.browser_js(
            "/odoo/my-day",
            "console.log('test successful')",
            "!!document.querySelector('.o_galloper_focus')",
            login=self.seller.login,
            at_end=at_end,
        )
        done = self.env["mail.activity"].search_count(
            [("user_id", "=", self.seller.id), ("active", "=", False)]
        )
        self.assertEqual(done, _WARM_UP + _CONTACTS)
        before, after = sizes
        self.assertLess(after / before, 1.1, sizes)
