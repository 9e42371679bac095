from odoo import api, fields, models

from ..adapter.actions import playbook_steps
from ..planner.local_time import local_day


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    promised_at = fields.Datetime(
        "Promised Time",
        help="The time agreed with the customer, or the start of the agreed time "
        "window.",
    )
    promised_until = fields.Datetime()

    @api.onchange("promised_at", "activity_user_id")
    def _onchange_promised_at(self):
        """The due day is the promised one."""
        if self.promised_at:
            user = self.activity_user_id or self.env.user
            self.date_deadline = local_day(
                self.promised_at, user.sudo()._get_planning_tz()
            )

    def action_schedule_plan(self):
        records = self._get_applied_on_records()
        before = set(records.sudo().activity_ids.ids)
        result = super().action_schedule_plan()
        templates = self._plan_filter_activity_templates_to_schedule()
        steps = {}
        for record in records:
            new = record.sudo().activity_ids.filtered(lambda one: one.id not in before)
            if len(new) == len(templates):
                ordered = new.with_env(self.env).sorted("id")
                steps.update(zip(ordered, templates, strict=True))
        playbook_steps.time(steps)
        return result

    def _action_schedule_activities(self):
        activities = super()._action_schedule_activities()
        if self.promised_at or self.promised_until:
            activities.action_promise(self.promised_at, self.promised_until)
        return activities
