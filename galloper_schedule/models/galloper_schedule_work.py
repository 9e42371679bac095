from odoo import api, fields, models
from odoo.exceptions import UserError

from ..adapter.actions import claim, next_step
from ..adapter.actions.availability import warnings
from ..adapter.plan import risk_notices
from ..adapter.plan.own_lines import check_reader
from ..adapter.screen import card, day_overview, systray
from ..adapter.tools import asked, readable, tolerance


class GalloperScheduleWork(models.AbstractModel):
    """What the screen of My Day asks for: one contact, one press, one call.

    A contact is named by its line's ``contact_key``. Each ``work_…`` returns a dict:
    ``status`` is ``ok``, or says why nothing was done (``already``, ``gone``,
    ``taken``, ``changed``); ``message`` says so to people; ``action`` is what is to be
    opened next, if anything.
    """

    _name = "galloper.schedule.work"
    _description = "My Day Actions"

    def _add_day(self, answer):
        """And for the screen the whole day, with all about the contact in focus."""
        if "galloper_focus" in self.env.context:
            # The list shows what is not active, too; nothing else here does.
            mine = self.with_context(active_test=True)
            key = self.env.context["galloper_focus"] or _first_key(_records_of(answer))
            key = asked.number_or_none(self.env, key)
            answer["day"] = day_overview.describe(mine.env.user, fields.Datetime.now())
            answer["focus"] = tolerance.reading(
                lambda: mine.get_focus(key),
                {"key": key},
                "Activity %s could not be described",
                key,
            )
        return answer

    @api.model
    def get_focus(self, key):
        """All that is to be known of one contact of the caller.

        If it is none any more, ``gone`` says why.
        """
        check_reader(self.env)
        if not key:
            return {}
        activity, about = self._find_contact(key)
        if activity or about:
            return card.describe(key, activity, about, fields.Datetime.now())
        try:
            claim.find(self.env, key)
        except claim.Refusal as refusal:
            return {"key": key, "gone": refusal.message}
        return {"key": key}

    @api.model
    def _find_contact(self, key):
        """(activity, what is suggested) of a key: one of them, as far as they are his.

        What is suggested is a lead or a customer.
        """
        check_reader(self.env)
        key = asked.number(self.env, key)
        activity, about = self.env["mail.activity"], self.env["crm.lead"]
        if key > 0:
            activity = activity.search(
                [("id", "=", key), ("user_id", "=", self.env.uid)]
            )
        elif key < 0:
            suggested = self.env["galloper.schedule.line"].sudo()
            suggested = suggested.with_context(active_test=False).search(
                [
                    ("raw_lead_id", "=", -key),
                    ("activity_id", "=", False),
                    ("user_id", "=", self.env.uid),
                ]
            )
            for suggestion in filter(None, suggested._get_suggested()):
                about = readable.records(self.env, suggestion._name, suggestion.ids)
        return activity, about

    @api.model
    def open_contact(self, key):
        """The action that opens what a contact of the caller is about; or False."""
        activity, about = self._find_contact(key)
        if activity:
            return activity.action_open_document()
        return about.get_formview_action() if about else False

    @api.model
    def get_pulse(self):
        """How many contacts are left today, and the promises to come; plans nothing."""
        return systray.describe(self.env.user, fields.Datetime.now())

    @api.model
    def get_risk_notice(self, keys):
        """What to tell the caller of these promises of his that have come to be at
        risk: a text, empty if they are not any more.
        """
        check_reader(self.env)
        return risk_notices.describe(self.env, keys)

    @api.model
    def get_difficulties(self, key, start, stop=False):
        """What stands against promising this moment, or window: texts.

        :param start: naive UTC text, as ``stop``
        """
        activity, about = self._find_contact(key)
        start, stop = (
            asked.some_moment(self.env, start),
            asked.moment(self.env, stop),
        )
        if not activity and not about:
            return []
        return warnings(self.env.user, activity or about, start, stop)

    # -- One press, one call

    @api.model
    def work_done(self, key, note="", stage_id=False, step=None):
        """The contact was made.

        :param note: what came of it
        :param stage_id: the stage to which its lead moves
        :param step: the next step: see ``adapter.actions.next_step``
        """

        note = asked.text(self.env, note)

        def done(activity):
            if stage_id:
                next_step.move_lead(activity, stage_id)
            vals = step and next_step.prepare_vals(activity, step)
            activity.action_feedback(feedback=note)
            if vals:
                activity.env["mail.activity"].create(vals)

        return self._work(key, None, done)

    @api.model
    def work_no_answer(self, key, seen):
        """Tried, but nobody answered."""
        return self._work(key, seen, lambda activity: activity.action_no_answer())

    @api.model
    def work_promise(self, key, seen, promised_at, promised_until=False):
        """The customer was promised another contact; False takes the promise back."""
        return self._work(
            key,
            seen,
            lambda activity: activity.action_promise(promised_at, promised_until),
        )

    @api.model
    def work_later(self, key, seen, until):
        """Not before ``until``; nothing was promised."""
        return self._work(key, seen, lambda activity: activity.action_snooze(until))

    @api.model
    def work_skip(self, key, seen, reason_id):
        """Not now, for one of the reasons; it comes back later today."""
        check_reader(self.env)
        reason_id = asked.number_or_none(self.env, reason_id)
        reason = self.env["galloper.skip.reason"].browse(reason_id or ()).exists()
        if not reason and not self.env.user.sudo()._has_free_hand():
            raise UserError(self.env._("Choose a reason for snoozing this activity."))
        return self._work(key, seen, lambda activity: activity.action_skip(reason))

    @api.model
    def work_note(self, key, text):
        """Keep what was typed about a contact that is somebody else's now, or done.

        :return: whether it could be noted on the document
        """
        check_reader(self.env)
        key, text = asked.number(self.env, key), asked.text(self.env, text)
        activity = self.env["mail.activity"].sudo().browse(key if key > 0 else [])
        activity = activity.exists()
        # A suggested customer is known by his last order.
        res_model = activity.res_model or ("crm.lead" if key < 0 else False)
        res_id = activity.res_id or (-key if key < 0 else False)
        if not res_id or not text:
            return False
        document = readable.records(self.env, res_model, [res_id])
        if not document or "message_ids" not in document._fields:
            return False
        if not document.has_access("write"):
            return False
        document.message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_note"
        )
        return True

    @api.model
    def _work(self, key, seen, act):
        check_reader(self.env)
        key = asked.number(self.env, key)
        self = self.env["galloper.schedule.due"]._looking(self)
        try:
            result = act(claim.claim(self.env, key, seen))
        except claim.Refusal as refusal:
            return {"status": refusal.status, "message": refusal.message}
        return {"status": "ok", "action": result if isinstance(result, dict) else False}


def _first_key(records):
    """The contact whose turn it is: the first that does not wait for its next try."""
    turns = (one for one in records if one.get("state") != "waiting")
    return next(turns, {}).get("contact_key", 0)


def _records_of(answer):
    """The records of a list, or those of the open groups of a grouped one."""
    groups = answer.get("groups", ())
    inside = [one for group in groups for one in group.get("__records", ())]
    return answer.get("records", inside)
