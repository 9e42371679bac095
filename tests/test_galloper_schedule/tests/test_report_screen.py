"""What a pivot shows as its total comes from the server, weighted, and not from 0%."""

from datetime import date, timedelta

from odoo.tests import tagged

from .report_facts import insert
from .screen import ScreenCase

SEEK = """
    const seek = async (selector) => {
        for (let tries = 0; tries < 400; tries++) {
            const found = document.querySelectorAll(selector);
            if (found.length) {
                return [...found];
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error("There is no " + selector);
    };
"""
READ_TOTAL = """
    const cells = await seek(".o_pivot tbody tr:first-child .o_pivot_cell_value");
    const total = cells.slice(0, 5).map((cell) => cell.innerText.trim()).join("|");
    if (total !== "2|10|10%|0|") {
        throw new Error("The total is " + total);
    }
    await seek(".o_galloper_beside");
    document.querySelector(".o_switch_view.o_graph").click();
    await seek(".o_graph_renderer canvas");
    await seek(".o_graph_renderer .o_galloper_beside");
    document.querySelector(".o_switch_view.o_list").click();
    await seek(".o_data_row td[name=adherence]");
    console.log("test successful");
"""


NOTHING = """
    for (const view of ["pivot", "list", "graph"]) {
        document.querySelector(`.o_switch_view.o_${view}`).click();
        await seek(`.o_switch_view.o_${view}.active`);
        await seek(".o_view_nocontent");
    }
    console.log("test successful");
"""


@tagged("post_install", "-at_install")
class TestReportScreen(ScreenCase):
    def test_pivot_graph_and_list(self):
        day = {"company_id": self.seller.company_id.id, "user_id": self.seller.id}
        day |= {"promises_due": 0, "kept": 0, "attempts": 0}
        today = date.today()
        insert(
            self.env.cr,
            "galloper_day",
            [
                {**day, "day": today - timedelta(days=2), "done": 1, "in_order": 1},
                {**day, "day": today - timedelta(days=3), "done": 9, "in_order": 0},
            ],
        )
        self._run("day-report", READ_TOTAL)

    def test_nothing_to_show(self):
        self._run("promise-report", f'await seek(".o_view_nocontent");{NOTHING}')

    def _run(self, path, code):
        code = f"(async () => {{{SEEK}{code}}})()"
        self.browser_js(f"/odoo/{path}", code, login=self.seller.login)
