from odoo import api, fields, models
from odoo.fields import Command

from ..adapter.actions import playbooks
from .galloper_tier import SALES_FUNCTIONS


class MailActivityPlan(models.Model):
    _inherit = "mail.activity.plan"

    galloper_sales_function = fields.Selection(
        SALES_FUNCTIONS,
        "Sales Function",
        help="The sales function this playbook supports.",
    )

    @api.model
    def _make_playbooks(self):
        """The ready plans, in the company's language: Odoo does not translate plans."""
        company = self.env.ref("base.main_company")
        lang = company.partner_id.lang or self.env.user.lang
        env = self.sudo().with_context(lang=lang).env
        env["mail.activity.plan"]._load_records(
            [
                {
                    "xml_id": f"galloper_schedule.activity_plan_{plan.key}",
                    "values": self._prepare_playbook(plan),
                    "noupdate": True,
                }
                for plan in playbooks.plans(env)
                if all(self.env.ref(step.kind, False) for step in plan.steps)
            ]
        )

    @api.model
    def _prepare_playbook(self, plan):
        return {
            "name": plan.name,
            "galloper_sales_function": plan.sales_function,
            "company_id": False,
            "res_model": plan.res_model,
            "template_ids": [
                Command.create(
                    {
                        "sequence": number,
                        "activity_type_id": self.env.ref(step.kind).id,
                        "summary": step.summary,
                        "responsible_type": "salesperson",
                        "delay_count": step.days,
                        "delay_from": "after_plan_date",
                        "galloper_not_before": step.not_before,
                        "galloper_by_rhythm": step.by_rhythm,
                    }
                )
                for number, step in enumerate(plan.steps)
            ],
        }
