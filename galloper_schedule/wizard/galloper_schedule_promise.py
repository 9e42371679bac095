from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..adapter.actions.availability import Availability, warnings
from ..adapter.facts import documents, meetings
from ..adapter.facts.day import Day
from ..adapter.log import meeting_promises, meeting_times
from ..adapter.screen import card


class GalloperSchedulePromise(models.TransientModel):
    _name = "galloper.schedule.promise"
    _description = "Promise a Time"
    _inherit = ["galloper.guarded.wizard"]

    def default_get(self, fields_list):
        """What is promised so far."""
        values = super().default_get(fields_list)
        if values.get("promised_at"):
            return values
        activity = self.env["mail.activity"].browse(values.get("activity_id"))
        for name in {"promised_at", "promised_until"} & set(fields_list):
            values[name] = activity[name]
        return values

    activity_id = fields.Many2one(
        "mail.activity", required=True, readonly=True, ondelete="cascade"
    )
    res_name = fields.Char("Record Name", compute="_compute_res_name")
    is_promised = fields.Boolean(compute="_compute_is_promised")
    choice = fields.Selection(
        [
            ("half_hour", "In 30 minutes"),
            ("afternoon", "This afternoon"),
            ("next_morning", "Next business day"),
            ("exact", "Another time"),
        ],
        "Choose a Time",
        default="exact",
    )
    promised_at = fields.Datetime("Promised Time", required=True)
    promised_until = fields.Datetime()
    customer_time = fields.Char(
        compute="_compute_times", help="In the customer's time zone."
    )
    warning = fields.Char(compute="_compute_times")
    no_call = fields.Char(
        compute="_compute_no_call", help="Why the customer must not be called."
    )
    is_meeting = fields.Boolean(compute="_compute_meeting")
    may_move = fields.Boolean(compute="_compute_meeting")
    informed = fields.Char(
        compute="_compute_meeting", help="Who is informed when the meeting is moved."
    )

    @api.depends("activity_id")
    def _compute_res_name(self):
        """As in My Day: a document that is closed to the caller has no name."""
        activities = self.activity_id._origin
        told = documents.describe_activities(activities)
        for wizard in self:
            one = told.get(wizard.activity_id._origin.id)
            wizard.res_name = one and one["who"]

    @api.depends("activity_id")
    def _compute_is_promised(self):
        for wizard in self:
            wizard.is_promised = bool(wizard.activity_id.promised_at)

    @api.depends("activity_id")
    def _compute_meeting(self):
        for wizard in self:
            event = meeting_promises.meeting_of(wizard.activity_id._origin)
            event = event.sudo(False)
            wizard.is_meeting = bool(event)
            wizard.may_move = bool(event) and meetings.may_move(event)
            wizard.informed = event and meetings.tell_who_is_informed(event)

    @api.depends("activity_id")
    def _compute_no_call(self):
        """Whether it was promised to somebody who must not be called."""
        now = fields.Datetime.now()
        day = Day.of(self.env.user.sudo(), now)
        for wizard in self:
            activity = wizard.activity_id._origin
            about = self.env["crm.lead"]
            no = activity and card.no_call(activity, about, day, now)
            wizard.no_call = no and no["asks"] and no["reason"]

    @api.depends("promised_at", "promised_until")
    def _compute_times(self):
        for wizard in self:
            wizard.customer_time = wizard._get_customer_time()
            wizard.warning = wizard._get_warning()

    @api.onchange("choice")
    def _onchange_choice(self):
        """A quick choice fills in its time."""
        if self.choice == "exact":
            return
        user = self.activity_id.user_id or self.env.user
        coming = Availability(user, fields.Datetime.now())
        choices = coming.quick_choices(self.activity_id)
        if self.choice in choices:
            self.promised_at, self.promised_until = choices[self.choice]
        else:
            self.promised_at = self.promised_until = False

    def action_confirm(self):
        """Make the promise."""
        self.ensure_one()
        self.activity_id.action_promise(self.promised_at, self.promised_until)
        return {"type": "ir.actions.act_window_close"}

    def action_move_meeting(self):
        """Move the meeting itself: Odoo informs whom the dialog has named."""
        self.ensure_one()
        if not self.may_move:
            raise UserError(self.informed or self.env._("There is no meeting to move."))
        if self.promised_at < fields.Datetime.now():
            raise UserError(self.env._("This time is in the past."))
        event = meeting_promises.meeting_of(self.activity_id)
        user = self.activity_id.user_id or self.env.user
        tz = user.sudo()._get_planning_tz()
        if vals := meeting_times.moved(event, self.promised_at, tz):
            event.sudo(False).write(vals)
        return {"type": "ir.actions.act_window_close"}

    def action_open_meeting(self):
        """Look at the meeting in the calendar."""
        self.ensure_one()
        event = meeting_promises.meeting_of(self.activity_id).sudo(False)
        if not event:
            raise UserError(self.env._("There is no meeting to move."))
        return event.get_formview_action()

    def action_snooze(self):
        """Call later, without promising anything."""
        self.ensure_one()
        self.activity_id.action_snooze(self.promised_at)
        return {"type": "ir.actions.act_window_close"}

    def action_call_as_agreed(self):
        """Call once more, though the customer asked not to be called."""
        self.ensure_one()
        self.activity_id.action_call_as_agreed()
        return {"type": "ir.actions.act_window_close"}

    def action_take_back(self):
        """The customer expects nothing any more."""
        self.ensure_one()
        self.activity_id.action_promise(False)
        return {"type": "ir.actions.act_window_close"}

    def _get_customer_time(self):
        """The promise by the customer's clock, if that is another one."""
        if not self.promised_at:
            return False
        partner = self.activity_id._get_contact_partner()
        tz = partner.tz or partner.commercial_partner_id.tz
        own = self.env.user.tz
        if not tz or not own or tz == own:
            return False
        times = [
            format_datetime(self.env, moment, tz=tz)
            for moment in (self.promised_at, self.promised_until)
            if moment
        ]
        if times == [
            format_datetime(self.env, moment, tz=own)
            for moment in (self.promised_at, self.promised_until)
            if moment
        ]:
            return False
        if len(times) == 1:
            return times[0]
        return self.env._("%(start)s – %(end)s", start=times[0], end=times[1])

    def _get_warning(self):
        """What stands against this time, or nothing."""
        if not self.promised_at:
            return False
        user = self.activity_id.user_id or self.env.user
        return " ".join(
            warnings(user, self.activity_id, self.promised_at, self.promised_until)
        )
