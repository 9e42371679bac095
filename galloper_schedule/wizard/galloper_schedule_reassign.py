from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_list

from ..adapter.facts import documents
from ..adapter.screen.reasons import ReasonWriter
from ..adapter.team import leavers, passed_on, reassign_preview, team_figures
from ..adapter.team.reassignment import Days
from ..adapter.tools import locks
from ..planner.two_pass import PROMISE

# Nobody deals with more activities than this in one dialog.
_LIMIT = 200


class GalloperScheduleReassign(models.TransientModel):
    """Activities of somebody who is away, or has too many, for colleagues with room.

    What it does to everybody's day is shown before it is done.
    """

    _name = "galloper.schedule.reassign"
    _description = "Reassign Activities"
    _inherit = ["galloper.guarded.wizard"]

    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    from_name = fields.Char("From", readonly=True)
    is_away = fields.Boolean("Away", readonly=True)
    line_ids = fields.One2many(
        "galloper.schedule.reassign.line", "reassign_id", string="Activities"
    )
    colleague_ids = fields.Many2many("res.users", string="Colleagues", readonly=True)
    with_leads = fields.Boolean(
        "Reassign their leads, too",
        help="The colleague also becomes the salesperson of the leads. Otherwise, "
        "colleagues who only see their own documents cannot open them.",
    )
    effect = fields.Json("Effect on Workload", compute="_compute_effect")

    @api.depends("line_ids.chosen", "line_ids.colleague_id", "with_leads")
    def _compute_effect(self):
        for wizard in self:
            wizard.effect = wizard._describe_effect()

    # -- Confirming

    def action_confirm(self):
        """Give what is chosen to the chosen colleagues; what has changed is left out.

        What somebody is changing just now is, too: nobody waits for a busy colleague.
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("chosen")
        self.env.cr.flush()
        keys = chosen.mapped("activity_key")
        held = locks.hold_unchanged(self.env, keys, self.with_leads)
        self._check(chosen)
        same, changed = self._sort_out(chosen, held)
        for colleague, lines in same.grouped("colleague_id").items():
            activities = self._get_activities(lines)
            tell = self.env["crm.lead"]._tell_passed_on
            passed_on.give(activities, colleague, tell)
            if self.with_leads:
                self._hand_over_leads(activities, colleague)
        users = self.user_id | same.colleague_id
        # Of whoever is being planned just now, the plan is made anew a moment later.
        users.filtered("active")._plan_day_or_log(fields.Datetime.now())
        return self._tell_result(same, changed)

    def _describe_effect(self):
        """``people``: figures of each one's day ``before`` and ``after``;
        ``homeless``: how many chosen activities nobody can take over."""
        moved = self._get_moved()
        concerned = self.user_id._origin.ids + sorted(set(moved.values()))
        led = self.env["galloper.team.day"].search([("user_id", "in", concerned)])
        users = self.env["res.users"].browse(concerned) & led.user_id
        people = reassign_preview.describe(users, moved, not self.with_leads)
        homeless = self.line_ids.filtered(
            lambda line: line.chosen and not line.colleague_id
        )
        return {"people": people, "homeless": len(homeless)}

    def _get_moved(self):
        """{activity id: user id} of what is chosen and has somebody to go to."""
        moved = {
            line.activity_key: line.colleague_id._origin.id
            for line in self.line_ids
            if line.chosen and line.colleague_id
        }
        activities = self.env["mail.activity"].sudo().browse(moved).exists()
        owner = self.user_id._origin.sudo()
        still_theirs = activities.filtered(lambda one: self._may_be_given(one, owner))
        return {one.id: moved[one.id] for one in still_theirs}

    # -- Opening

    @api.model
    def _open(self, row):
        """The dialog about one row of the Team day, filled in as proposed.

        :raise UserError: there is nothing to give away, or nobody to take it
        """
        row.check_access("read")
        activities, chosen = self._find_contacts(row)
        if not activities:
            raise UserError(self.env._("There are no activities to reassign."))
        mates, colleagues = row._get_colleagues()
        days = Days(mates, fields.Datetime.now())
        proposed = days.propose(chosen.sudo(), activities.sudo())
        wizard = self.create(
            {
                "user_id": row.user_id.id,
                "from_name": row.name or self.env._("Unassigned"),
                "is_away": bool(row.to_cover),
                "with_leads": row.kind == "left",
                "colleague_ids": [Command.set(colleagues.ids)],
                "line_ids": [
                    Command.create(vals)
                    for vals in self._prepare_lines(activities, chosen, proposed)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reassign Activities"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _find_contacts(self, row):
        """(all activities that may be given away, those that are proposed to be)."""
        if row.kind in ("left", "nobody"):
            ids = team_figures.open_promises(
                self.env(su=True), [row.user_id.id or None]
            )
            found = self.env["mail.activity"].browse(ids.get(row._get_owner(), []))
            return found[:_LIMIT], found[:_LIMIT]
        lines = self.env["galloper.schedule.line"].search(
            [("user_id", "=", row.user_id.id)]
        )
        # The plan may be older than what has become of its activities.
        owner = row.user_id.sudo()
        lines = lines.filtered(
            lambda line: self._may_be_given(line.sudo().activity_id, owner)
        )[:_LIMIT]
        if row.to_cover:
            chosen = lines.filtered(lambda line: line.schedule_pass == PROMISE)
        else:
            chosen = lines.filtered("at_risk") or lines.filtered(
                lambda line: line.state == "unplaced"
            )
        return [some.sudo().activity_id.sudo(False) for some in (lines, chosen)]

    @api.model
    def _may_be_given(self, activity, owner):
        """Whether the owner, or nobody, still has it, and it is no affair of their own.

        What somebody has left behind is nobody's affair any more.
        """
        has_it = activity.active and activity.user_id == owner
        return has_it and (not owner.active or leavers.may_change_hands(activity))

    def _prepare_lines(self, activities, chosen, proposed):
        told = documents.describe_activities(activities)
        writer = ReasonWriter(self.env, fields.Datetime.now())
        return [
            {
                "activity_key": one.id,
                "chosen": one in chosen.sudo(),
                "who": told[one.id]["who"],
                "about": told[one.id]["about"],
                "promised": one.promised_at
                and writer.promised(reassign_preview.Owned(one), one),
                "promised_at": one.promised_at,
                "promised_until": one.promised_until,
                "colleague_id": proposed.get(one.id),
            }
            for one in activities.sudo()
        ]

    def _check(self, chosen):
        if not chosen:
            raise UserError(self.env._("Choose at least one activity."))
        if nobody := chosen.filtered(lambda line: not line.colleague_id):
            raise UserError(
                self.env._(
                    "Choose who to assign these to: %(contacts)s.",
                    contacts=format_list(self.env, nobody.mapped("who")),
                )
            )
        colleagues = chosen.colleague_id.sudo()
        if left := colleagues.filtered(lambda user: not user.active):
            raise UserError(
                self.env._(
                    "No longer with the company: %(users)s. Choose someone else.",
                    users=format_list(self.env, left.mapped("name")),
                )
            )
        led = self.env["galloper.team.day"].search([]).user_id  # pylint: disable=no-search-all
        mine = not self.user_id or self.user_id in led
        leads = self.env["galloper.team.day"]._leads_anybody()
        if colleagues - led.sudo() or not mine or not leads:
            raise AccessError(
                self.env._(
                    "You can only reassign activities within the teams you lead."
                )
            )

    def _sort_out(self, chosen, held):
        """(the lines whose activities are as they were shown, the others).

        :param held: the ids of those that nobody can change any more
        """
        activities = self.env["mail.activity"].sudo().browse(held)
        activities.invalidate_recordset()
        if not self.user_id:
            activities &= self._get_nobodys()
        owner = self.user_id.sudo()
        by_id = {one.id: one for one in activities if self._may_be_given(one, owner)}
        same = chosen.filtered(
            lambda line: line._is_still_true(by_id.get(line.activity_key))
        )
        return same, chosen - same

    def _get_nobodys(self):
        """The promises of nobody which are the caller's to look after."""
        rows = self.env["galloper.team.day"].search([("user_id", "=", False)])
        ids = team_figures.open_promises(self.env(su=True), [None])
        return (
            self.env["mail.activity"]
            .sudo()
            .browse(one for row in rows for one in ids.get(row._get_owner(), ()))
        )

    def _get_activities(self, lines):
        """With all rights: whoever leads the team need not see the documents."""
        return self.env["mail.activity"].sudo().browse(lines.mapped("activity_key"))

    def _hand_over_leads(self, activities, colleague):
        ids = activities.filtered(lambda one: one.res_model == "crm.lead").mapped(
            "res_id"
        )
        leads = self.env["crm.lead"].sudo().browse(ids).exists()
        leads.filtered(lambda lead: lead.user_id == self.user_id).write(
            {"user_id": colleague.id}
        )

    def _tell_result(self, same, changed):
        message = self.env._("Reassigned: %(count)s.", count=len(same))
        if changed:
            message = self.env._(
                "Reassigned: %(count)s. Changed by someone else meanwhile, and not "
                "reassigned: %(contacts)s.",
                count=len(same),
                contacts=format_list(self.env, changed.mapped("who")),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if changed else "success",
                "sticky": bool(changed),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
