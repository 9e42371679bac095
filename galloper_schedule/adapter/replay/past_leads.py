"""What leads and customers were on past days, without what is known only since.

- The stage: by the books of the day, else by the lead's tracked changes, else the
  present one. The expected revenue: by its tracked changes, else the present one.
- The probability is that of the stage: of the leads which had come as far as it and
  were closed before the first of the days, the share that was won, one more of each
  added. Today's would tell the order which leads have been won since.
- A customer is who had bought before the day, of the lead's company. The stars are the
  present ones.
"""

from bisect import bisect_left
from collections import defaultdict
from datetime import datetime

from odoo.models import BaseModel

from ...planner.contact import Lead
from ..facts.contact_maker import buyer_of
from . import past_sql


class PastLeads:
    """The leads of these rows, as they were.

    :param env: a superuser environment
    :param rows: of ``FactRow``
    :param since: the naive UTC moment at which the first of the days begins
    """

    def __init__(self, env, rows, since):
        ids = sorted({row.lead_id for row in rows if row.lead_id})
        read = past_sql.read
        self.leads = {one["id"]: one for one in read(env, past_sql.LEADS, ids)}
        self._track(env, ids)
        every = env["crm.stage"].search_fetch(
            [], ["sequence", "tier_id", "tier_after_days"]
        )
        self.stages = {stage.id: stage for stage in every}
        companies = list({row.company_id for row in rows if row.company_id})
        self._closed, self._shares = [], {}
        for one in read(env, past_sql.CLOSED, since, companies):
            if one["stage_id"] in self.stages:
                sequence = self.stages[one["stage_id"]].sequence
                self._closed.append((sequence, one["won"], one["lost"]))
        self._customers = {buyer_of(row) for row in rows if row.commercial_partner_id}
        partners = {partner_id for partner_id, _company_id in self._customers}
        self._first_won = {
            (one["commercial_partner_id"], one["company_id"]): one["moment"]
            for one in read(env, past_sql.FIRST_WON, list(partners))
        }

    def buyers(self, moment: datetime) -> set[tuple[int, int]]:
        """Who had bought by then, as ``activity_facts.customers`` names them."""
        won = {key for key, first in self._first_won.items() if first < moment}
        return {
            (partner_id, company_id)
            for partner_id, company_id in self._customers
            if (partner_id, company_id) in won or (partner_id, None) in won
        }

    def is_dead(self, lead_id: int, moment: datetime) -> bool:
        """Whether nobody worked on the lead any more: it was lost, or is archived."""
        lead = self.leads[lead_id]
        if lead["active"] and lead["won_status"] != "lost":
            return False
        return not lead["date_closed"] or lead["date_closed"] < moment

    def as_it_was(
        self, lead: Lead, lead_id: int, moment: datetime, stage_id: int | None = None
    ) -> Lead:
        """The planner's lead at a naive UTC moment.

        :param stage_id: the stage that the books name for that day
        """
        known = self.leads[lead_id]
        stage = self.stages.get(stage_id) or self.stages.get(
            self._then(lead_id, "stage_id", moment)
        )
        return lead._replace(
            stage_sequence=stage.sequence if stage else 0,
            stage_tier=stage.tier_id.id if stage else None,
            settle_days=stage.tier_after_days if stage else 0,
            stage_since=self._stage_since(lead_id, moment),
            expected_revenue=self._then(lead_id, "expected_revenue", moment) or 0.0,
            probability=100 * self.share_won(stage),
            created=known["create_date"],
        )

    def share_won(self, stage: BaseModel | None) -> float:
        """From 0 to 1; without any stage all that is closed counts."""
        if stage not in self._shares:
            won = sum(won for _sequence, won, _lost in self._closed)
            lost = sum(
                lost
                for sequence, _won, lost in self._closed
                if not stage or sequence >= stage.sequence
            )
            self._shares[stage] = (won + 1) / (won + lost + 2)
        return self._shares[stage]

    def _track(self, env, ids):
        """{(lead id, field): [(when it changed, what it was before)]}, in time."""
        names = {
            env["ir.model.fields"]._get("crm.lead", name).id: name
            for name in ("stage_id", "expected_revenue")
        }
        self._changes = defaultdict(list)
        for one in past_sql.read(env, past_sql.TRACKED, ids, list(names)):
            name = names[one["field_id"]]
            is_stage = name == "stage_id"
            old = one["old_value_integer" if is_stage else "old_value_float"]
            self._changes[one["res_id"], name].append((one["date"], old))

    def _then(self, lead_id, name, moment):
        """The value at the moment: what the next change found, else the present."""
        changes = self._changes[lead_id, name]
        place = bisect_left(changes, moment, key=lambda change: change[0])
        return changes[place][1] if place < len(changes) else self.leads[lead_id][name]

    def _stage_since(self, lead_id, moment):
        known = self.leads[lead_id]
        before = [at for at, _old in self._changes[lead_id, "stage_id"] if at < moment]
        since = max(
            before, default=known["date_last_stage_update"] or known["create_date"]
        )
        return since if since and since < moment else known["create_date"]
