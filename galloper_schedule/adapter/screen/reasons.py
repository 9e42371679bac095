"""The sentence that says why an activity stands where it stands."""

from datetime import timedelta, tzinfo
from functools import lru_cache
from typing import Any

from babel.dates import format_skeleton, format_time, get_datetime_format

from odoo import fields
from odoo.models import BaseModel
from odoo.tools.misc import babel_locale_parse, get_lang

from ...planner import conflicts, tier_order, two_pass
from ...planner.local_time import local_day, local_time
from ...planner.no_calls import CAPPED, NoCall
from ..facts import rhythm
from ..facts.rhythm import Rhythm
from ..numbers import no_call_texts


@lru_cache(8192)
def _short_time(time, locale):
    """Babel takes a while, and there are few times of day."""
    return format_time(time, format="short", locale=locale)


@lru_cache(8192)
def _short_day(day, locale):
    return format_skeleton("MMMEd", day, locale=locale)


@lru_cache(64)
def _day_and_time(locale):
    """How a language puts a day before a time, or behind it."""
    pattern = str(get_datetime_format("medium", locale=locale))
    return pattern.replace("'", "").replace("{0}", "{time}").replace("{1}", "{day}")


def rhythms_of(suggestions: BaseModel) -> dict[int, Rhythm]:
    """{line id: Rhythm} of the customers who are suggested because they are due."""
    suggested = suggestions.sudo()
    company_of = {
        line.raw_lead_id.id: line.user_id.company_id.id
        for line in suggested
        if line.raw_lead_id.won_status == "won"
    }
    now = fields.Datetime.context_timestamp(suggestions, fields.Datetime.now())
    known = rhythm.of_orders(suggested.env, company_of, now.date())
    return {
        line.id: known[line.raw_lead_id.id]
        for line in suggested
        if line.raw_lead_id.id in known
    }


class ReasonWriter:
    """Writes reasons in the reader's language and the salespeople's own time.

    It names nothing of a document that the reader may not read.
    """

    def __init__(self, env, now, rhythms=None):
        """:param now: naive UTC
        :param rhythms: {line id: Rhythm} of the suggested customers
        """
        self.env = env
        self.rhythms = rhythms or {}
        self.now = now
        self.locale = babel_locale_parse(get_lang(env).code)
        self._zones = {}
        self._texts = {}

    def promised(self, line: Any, activity: Any) -> str | bool:
        """``11:30``, ``09:00–13:00``, with the day unless that is today; or nothing."""
        if not activity.promised_at:
            return False
        tz, today = self._zone(line)
        day = local_day(activity.promised_at, tz)
        when = self._moment(activity.promised_at, activity.promised_until, tz)
        return when if day == today else self._on_day(day, when)

    def slot(self, line: Any) -> str | bool:
        """``11:20–11:35``, or nothing."""
        if not line.planned_start:
            return False
        tz, _today = self._zone(line)
        return self._moment(line.planned_start, line.planned_stop, tz)

    def reason(self, line: Any, activity: Any) -> str:
        """The reason of one line.

        The plan may be older than the facts: what is promised no more, or waits no
        more, has only not been planned anew yet.
        """
        tz, today = self._zone(line)
        if line.bucket == two_pass.SUGGESTED:
            return self._suggested(line)
        if line.schedule_pass == two_pass.PROMISE and activity.promised_at:
            reason = self._promise(line, activity, today, tz)
        else:
            reason = self._funnel(line, activity, today, tz)
        # Remarks, each a whole of its own.
        return " · ".join(
            filter(
                None,
                [reason, self._no_call(line, tz), self._about_time(line, activity, tz)],
            )
        )

    def no_call(self, no: NoCall, tz: tzinfo) -> str:
        """Why a number may not be dialled."""
        until = self._later(no.until, tz) if no.until else ""
        return no_call_texts.say(self.env, no, until)

    def _no_call(self, line, tz):
        if not line.no_call:
            return None
        no = line.no_call, line.no_call_until, line.cap_attempts, line.cap_hours
        return self.no_call(NoCall(*no), tz)

    def _suggested(self, line):
        tier, rhythm = line.tier_id.name or "", self.rhythms.get(line.id)
        if not rhythm:
            return self.env._("%(tier)s: no next step yet", tier=tier)
        if rhythm.days == 1:
            return self.env._("%(tier)s: last order yesterday", tier=tier)
        if not rhythm.gap or rhythm.gap == 1:
            return self.env._(
                "%(tier)s: last order %(days)s days ago", tier=tier, days=rhythm.days
            )
        return self.env._(
            "%(tier)s: last order %(days)s days ago, usually every %(gap)s days",
            tier=tier,
            days=rhythm.days,
            gap=rhythm.gap,
        )

    def _about_time(self, line, activity, tz):
        """What else is to be known about the time of the activity, or nothing."""
        if line.state == "waiting" and self._waits_for_itself(line, activity):
            return self._waiting(activity, self._later(activity.retry_at, tz))
        if line.conflict:
            return self._conflict(line.conflict)
        if (
            activity.galloper_pinned_at
            and activity.galloper_pinned_at == line.planned_start
        ):
            return self.env._("pinned")
        if line.state == "unplaced" and not line.at_risk:
            return self.env._("does not fit today")
        return None

    def _waits_for_itself(self, line, activity):
        """Whether it waits for its own next attempt: a cap has been said already."""
        retry, cap = activity.retry_at, line.no_call_until
        return retry and not (line.no_call == CAPPED and cap and cap >= retry)

    def _conflict(self, conflict):
        if conflict == conflicts.MEETING:
            return self.env._("clashes with a meeting")
        if conflict == conflicts.TIME_OFF:
            return self.env._("clashes with time off")
        if conflict == conflicts.OFF_HOURS:
            return self.env._("outside working hours")
        if conflict == conflicts.OFF_NIGHT:
            return self.env._("outside working hours and the customer's calling hours")
        return self.env._("outside the customer's calling hours")

    def _waiting(self, activity, when):
        if activity.galloper_snooze_reason_id:
            return self.env._(
                "snoozed until %(time)s (%(why)s)",
                why=activity.galloper_snooze_reason_id.name,
                time=when,
            )
        if activity.attempt_count:
            return self.env._(
                "no answer (%(count)s), next attempt after %(time)s",
                count=activity.attempt_count,
                time=when,
            )
        return self.env._("not before %(time)s", time=when)

    def _later(self, moment, tz):
        """A time, with the day unless that is today."""
        day = local_day(moment, tz)
        time = self._time(moment, tz)
        return time if day == local_day(self.now, tz) else self._on_day(day, time)

    def _promise(self, line, activity, today, tz):
        day = local_day(activity.promised_at, tz)
        when = self._moment(activity.promised_at, activity.promised_until, tz)
        if line.bucket == two_pass.TODAY and self._is_until_later(activity, today, tz):
            return self._until(line, activity, tz)
        if line.bucket == two_pass.TODAY and line.at_risk and line.planned_start:
            return self.env._(
                "Promised %(when)s: first free slot is %(time)s",
                when=when,
                time=self._time(line.planned_start, tz),
            )
        if line.bucket == two_pass.TODAY and line.at_risk:
            return self.env._("Promised %(when)s: no free slot left today", when=when)
        if line.bucket == two_pass.TODAY:
            return self.env._("Promised for %(when)s", when=when)
        if day == today:
            return self.env._("Missed: promised for %(when)s today", when=when)
        if day == today - timedelta(days=1):
            return self.env._("Missed: promised for %(when)s yesterday", when=when)
        return self.env._("Missed: promised for %(when)s", when=self._on_day(day, when))

    def _is_until_later(self, activity, today, tz):
        """Whether it is a window that has begun and lasts until a following day."""
        end = activity.promised_until
        return end and activity.promised_at <= self.now and local_day(end, tz) > today

    def _until(self, line, activity, tz):
        until = self._later(activity.promised_until, tz)
        if line.at_risk:
            return self.env._(
                "Promised until %(when)s: no free slot left before then", when=until
            )
        return self.env._("Promised until %(when)s", when=until)

    def _funnel(self, line, activity, today, tz):
        values = {"tier": line.tier_id.name or "", "why": self._why_on_tier(line, tz)}
        days = (today - activity.date_deadline).days
        if days > 1:
            return self._say_waiting(values, days)
        if values["why"] and days == 1:
            return self.env._("%(tier)s: %(why)s, waiting 1 day", **values)
        if values["why"]:
            return self.env._("%(tier)s: %(why)s, due today", **values)
        if days == 1:
            return self.env._("%(tier)s: waiting 1 day", **values)
        return self.env._("%(tier)s: due today", **values)

    def _say_waiting(self, values, days):
        if values["why"]:
            return self.env._(
                "%(tier)s: %(why)s, waiting %(days)s days", days=days, **values
            )
        return self.env._("%(tier)s: waiting %(days)s days", days=days, **values)

    def _why_on_tier(self, line, tz):
        """What put the activity on its tier, or nothing that may be told."""
        tier, stage = line.tier_id, line.stage_id
        if tier.kind == tier_order.FRESH and (lead := line.lead_id):
            return self.env._(
                "received at %(time)s", time=self._time(lead.create_date, tz)
            )
        if tier.kind == tier_order.CUSTOMER and not stage.is_won:
            return self.env._("has bought before")
        if stage.tier_after_days and stage.tier_id.id != tier.id:
            if since := line.lead_id.date_last_stage_update:
                day = self._day(local_day(since, tz))
                return self.env._(
                    "%(stage)s since %(day)s only", stage=stage.name, day=day
                )
        return stage.name

    def _moment(self, start, end, tz):
        """``11:30``, ``09:00–13:00``, with the day of an end on another day."""
        first = self._time(start, tz)
        if not end or end == start:
            return first
        last = self._time(end, tz)
        if local_day(start, tz) != local_day(end, tz):
            last = self._on_day(local_day(end, tz), last)
        return f"{first}–{last}"

    def _zone(self, line):
        """The time zone of the line's salesperson, and the day it is there."""
        user = line.user_id
        if user.id not in self._zones:
            tz = user.sudo()._get_planning_tz()
            self._zones[user.id] = tz, local_day(self.now, tz)
        return self._zones[user.id]

    def _time(self, moment, tz):
        text = self._texts.get((moment, tz))
        if not text:
            local = local_time(moment, tz).time()
            text = self._texts[moment, tz] = _short_time(local, self.locale)
        return text

    def _day(self, day):
        return _short_day(day, self.locale)

    def _on_day(self, day, time):
        return _day_and_time(self.locale).format(day=self._day(day), time=time)
