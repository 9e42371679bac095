from odoo import fields, models


class GalloperDay(models.Model):
    """What a salesperson's day was to hold, and what came of it.

    Written when their plan is made: the first plan of the day says how much room there
    was and what was planned; the rest is counted from the promise log and the attempts.
    Of a user who was deleted it goes on counting for the team, without the name.
    """

    _name = "galloper.day"
    _description = "Salesperson's Day"
    _inherit = ["galloper.log"]
    _log_access = False
    _order = "day desc, user_id"
    _rec_name = "user_name"

    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    user_name = fields.Char("Salesperson Name", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(required=True, readonly=True)
    begins_at = fields.Datetime("Starts at", readonly=True)
    ends_at = fields.Datetime("Ends at", readonly=True)
    planned_at = fields.Datetime("First Planned on", readonly=True)
    capacity_minutes = fields.Integer(
        "Capacity (min)",
        readonly=True,
        help="Working hours minus meetings when the day was first planned.",
    )
    planned_contacts = fields.Integer("Planned Activities", readonly=True)
    planned_minutes = fields.Integer("Planned (min)", readonly=True)
    promises_due = fields.Integer(readonly=True)
    kept = fields.Integer("Promises Kept", readonly=True)
    late = fields.Integer("Promises Kept Late", readonly=True)
    broken = fields.Integer("Promises Broken", readonly=True)
    done = fields.Integer("Activities Done", readonly=True)
    attempts = fields.Integer("Unanswered Attempts", readonly=True)
    in_order = fields.Integer("In Planned Order", readonly=True)
    suggestions_taken = fields.Integer(readonly=True)
    absence_told = fields.Boolean(
        "Leader Notified of Absence",
        readonly=True,
        help="The team leader was notified that the salesperson is on leave.",
    )

    _user_day_uniq = models.UniqueIndex(
        "(user_id, day)", "There is one record of a salesperson's day."
    )
    _day_idx = models.Index("(day, user_id)")
