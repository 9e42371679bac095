"""How long the reports take to open, on a million promises and as many attempts.

Arguments: Odoo's own options, -c and -d; the database is filled and stays so. The
environment variable SIZE is the number of promises. Each report is opened as the web
client opens it, by a manager who may read everything: with the report's own default
filters, each of its views makes its calls.
"""

import itertools
from functools import partial

from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from dev.say import step

from . import acts, data, kit

SIZE = kit.size(1_000_000)
WARM_UPS, RUNS, TARGET = 1, 7, 2.0
KINDS = ("graph", "pivot", "list")
REPORTS = ("promise", "contact", "best_time", "opportunity", "day")


def main(odoo):
    step(f"Making {SIZE} promises and as many attempts")
    with odoo.env() as env:
        data.fill_reports(env, SIZE)
        admin = env.ref("base.user_admin").id
    odoo.vacuum()
    cases = {}
    for report, kind in itertools.product(REPORTS, KINDS):
        work = partial(odoo.time, open_view, admin, report=report, kind=kind)
        cases[report, kind] = f"{report}, {kind}", work, "", TARGET
    step(f"Measuring {RUNS} times each")
    rows = kit.measure(cases, RUNS, WARM_UPS)
    return kit.report(f"reports-{SIZE}", f"{SIZE} promises, {RUNS} runs", rows)


def open_view(env, report, kind):
    return getattr(Opened(env, report, kind), kind)()


class Opened:
    """A view of a report's action, as it is opened from the menu.

    Each kind has the call with which the web client fills it.
    """

    def __init__(self, env, report, kind):
        action = env.ref(f"galloper_schedule.action_{report}_report").sudo()
        view_id = {name: number for number, name in action.views}.get(kind)
        self.model = env[action.res_model].with_context(active_test=True)
        self.arch = acts.read_arch(self.model, view_id, kind)
        self.domain = self._domain(action)

    def _domain(self, action):
        """The action's own, and that of each filter it opens with."""
        search = acts.read_arch(self.model, None, "search")
        domain = Domain(safe_eval(action.domain or "[]"))
        for key in safe_eval(action.context):
            name = key.removeprefix("search_default_")
            for node in search.iterfind(f".//filter[@name='{name}'][@domain]"):
                domain &= Domain(safe_eval(node.get("domain")))
        return list(domain)

    def _by(self, kind=None):
        nodes = self.arch.iterfind(f".//field[@type='{kind}']" if kind else ".//field")
        return [
            ":".join(filter(None, (node.get("name"), node.get("interval"))))
            for node in nodes
            if kind or not node.get("type") and node.get("widget") != "galloper_share"
        ]

    def _measures(self):
        specs, fields = ["__count"], self.model.fields_get()
        for name in self._by("measure"):
            specs.append(f"{name}:{fields[name].get('aggregator')}")
            if currency := fields[name].get("currency_field"):
                specs += [f"{currency}:array_agg_distinct", f"{name}:sum_currency"]
        return specs

    def graph(self):
        model = self.model.with_context(fill_temporal=True)
        return partial(
            model.formatted_read_group, self.domain, self._by(), self._measures()
        )

    def pivot(self):
        rows, columns = self._by("row"), self._by("col")
        sets = [
            rows[:row] + columns[:column]
            for row in range(len(rows) + 1)
            for column in range(len(columns) + 1)
        ]
        read = self.model.formatted_read_grouping_sets
        return partial(read, self.domain, sets, self._measures())

    def list(self):
        columns = acts.specification(self.model, self.arch)
        asked = {"limit": acts.PAGE, "count_limit": acts.COUNT_LIMIT}
        return partial(self.model.web_search_read, self.domain, columns, **asked)


if __name__ == "__main__":
    kit.start(main)
