"""The order of a plan, as programs read it."""

from odoo.tests import tagged
from odoo.tools import SQL

from .common import MyDayCase, utc


@tagged("post_install", "-at_install")
class TestPlace(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody works any more: nothing has a slot that might move.
        cls.now = utc(cls.tz, 2026, 3, 4, 22)

    def setUp(self):
        super().setUp()
        for number in range(10):
            stage = ("new", "qualified", "hot")[number % 3]
            self._contact(str(number), self._lead(str(number), stage))
        self.planned = self._plan(self.now)
        self.order = self.planned.ids
        self.mine = self.lines.with_user(self.seller)
        self.domain = [("user_id", "=", self.seller.id)]

    def test_places_are_dense(self):
        read = self.planned.read(["place"])
        self.assertEqual([one["place"] for one in read], [*range(1, 11)])
        written = self._versions()
        self.planned[0].activity_id.action_done()
        left = self._plan(self.now)
        self.assertEqual(left.ids, self.order[1:])
        self.assertEqual(left.mapped("place"), [*range(1, 10)])
        self.assertEqual(self._versions(), written[1:], "no other line is written")

    def _versions(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id, ctid, xmin FROM galloper_schedule_line"
            " WHERE user_id = %s ORDER BY rank, id",
            [self.seller.id],
        )
        return self.env.cr.fetchall()

    def test_sorted_and_searched_by_place(self):
        search = self.mine.search
        self.assertEqual(search(self.domain, order="place").ids, self.order)
        backwards = search(self.domain, order="place desc", limit=3)
        self.assertEqual(backwards.ids, self.order[:-4:-1])
        first = search([*self.domain, ("place", "=", 1)])
        self.assertEqual(first.ids, self.order[:1])
        self.assertEqual(search([*self.domain, ("place", ">", 8)]).ids, self.order[8:])
        others = search([*self.domain, ("place", "not in", [1, 2])])
        self.assertEqual(others.ids, self.order[2:])

    def test_each_plan_has_a_first_place(self):
        colleague = self._new_seller("galloper_colleague", self.tz)
        for number in range(3):
            self._contact(f"their {number}", user=colleague)
        theirs = self._plan(self.now, colleague)
        both = self.lines.search([("id", "in", [*self.order, *theirs.ids])])
        places = [(line.place, line.user_id) for line in both.sorted("place")]
        self.assertEqual([place for place, _user in places[:7]], [1, 1, 2, 2, 3, 3, 4])
        every = self.lines.search([("id", "in", both.ids)], order="place, user_id")
        self.assertEqual(every.mapped("place"), [place for place, _user in places])

    def test_ranks_read_as_text_that_sorts(self):
        """However they are read."""
        web = self.mine.web_search_read(self.domain, {"rank": {}})["records"]
        groups = self.mine.formatted_read_group(self.domain, ["rank"], ["__count"])
        exported = self.planned.sudo().export_data(["rank"])["datas"]
        ways = {
            "read": [one["rank"] for one in self.planned.read(["rank"])],
            "search_read": [
                one["rank"] for one in self.mine.search_read(self.domain, ["rank"])
            ],
            "web": [one["rank"] for one in web],
            "groups": [group["rank"] for group in groups],
            "export": [row[0] for row in exported],
            "python": self.planned.mapped("rank"),
        }
        for way, ranks in ways.items():
            self.assertEqual({type(rank) for rank in ranks}, {str}, way)
            self.assertEqual(len(set(ranks)), 10, way)
            self.assertEqual(ranks, sorted(ranks), way)
            self.assertEqual(ranks, ways["read"], way)

    def test_sorting_by_rank_goes_by_the_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        self.env.cr.execute("SET LOCAL enable_bitmapscan = off")
        query = self.lines._search(self.domain, limit=5, order="rank, id")
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("galloper_schedule_line_user_rank_idx", plan)
        self.assertNotIn("Sort", plan)
