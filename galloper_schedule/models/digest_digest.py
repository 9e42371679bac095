from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..adapter.log import promise_rows

_KEPT_SHARE = "kpi_galloper_kept_share"
_CONTACTS = "kpi_galloper_contacts"


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_galloper_kept_share = fields.Boolean("Promises Kept")
    kpi_galloper_kept_share_value = fields.Integer(
        "Promises Kept (%)",
        compute="_compute_kpi_galloper_kept_share_value",
        help="Percentage of the promises due in the period.",
    )
    kpi_galloper_contacts = fields.Boolean("Activities Done")
    kpi_galloper_contacts_value = fields.Integer(
        "Activities Done (count)", compute="_compute_kpi_galloper_contacts_value"
    )

    def _compute_kpi_galloper_kept_share_value(self):
        counts = self._count_promises()
        for digest in self:
            owed, kept = counts.get(digest.company_id or self.env.company, (0, 0))
            digest.kpi_galloper_kept_share_value = round(100 * kept / (owed or 1))

    def _compute_kpi_galloper_contacts_value(self):
        self._check_galloper_access()
        self._calculate_company_based_kpi(
            "galloper.attempt",
            f"{_CONTACTS}_value",
            date_field="tried_at",
            additional_domain=[("answered", "=", True)],
        )

    def _compute_kpis(self, company, user):
        """A share is shown as one; no promise owed is not the same as none kept."""
        kpis = super()._compute_kpis(company, user)
        if shown := [kpi for kpi in kpis if kpi["kpi_name"] == _KEPT_SHARE]:
            frames = self._compute_timeframes(company)
            for index, (__, (period, __previous)) in enumerate(frames, start=1):
                owed = self._count_owed(company, user, period)
                column = shown[0][f"kpi_col{index}"]
                column["value"] = f"{column['value']}%" if owed else "–"
        return kpis

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("crm.crm_menu_root").id
        for name in (_KEPT_SHARE, _CONTACTS):
            actions[name] = f"galloper_schedule.action_dashboard?menu_id={menu}"
        return actions

    def _check_galloper_access(self):
        """Who does not sell gets no such figures, instead of no digest at all."""
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(
                self.env._("Do not have access, skip this data for user's digest email")
            )

    def _count_promises(self):
        """{company: (how many were owed, and how many of them were kept)}, of the
        period in the context and as far as the user may see them.
        """
        self._check_galloper_access()
        start, end, companies = self._get_kpi_compute_parameters()
        now = fields.Datetime.now()
        over = Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s < %s", promise_rows.kept_until(alias), now
            )
        )
        groups = self.env["galloper.promise"]._read_group(
            Domain("company_id", "in", companies.ids)
            & Domain("promised_at", ">=", start)
            & Domain("promised_at", "<", end)
            & Domain("outcome", "not in", ("moved", "cancelled"))
            & (Domain("outcome", "!=", "open") | over),
            ["company_id", "outcome"],
            ["__count"],
        )
        counts = dict.fromkeys(companies, (0, 0))
        for company, outcome, count in groups:
            owed, kept = counts[company]
            counts[company] = owed + count, kept + count * (outcome == "kept")
        return counts

    def _count_owed(self, company, user, period):
        digest = self.with_user(user).with_company(company)
        start, end = period
        digest = digest.with_context(start_datetime=start, end_datetime=end)
        return digest._count_promises().get(digest.company_id or company, (0, 0))[0]
