"""The sentence that says why a contact stands where it stands."""

from datetime import timedelta

from odoo.tools import format_date, format_time

from ..planner import ladder, two_pass
from ..planner.local_time import local_day


def reason_of(line, now):
    """The reason of one line, in the reader's language and the salesperson's time.

    :param now: naive UTC

    It names nothing of a document that the reader may not read.
    """
    tz = line.user_id.sudo()._get_planning_tz()
    find = _funnel_reason if line.schedule_pass == two_pass.FUNNEL else _promise_reason
    reason = find(line, local_day(now, tz), tz)
    if line.state == "waiting" and line.retry_at:
        return line.env._(
            "%(reason)s; next try from %(time)s",
            reason=reason,
            time=_time(line.env, line.retry_at, tz),
        )
    return reason


def promised_time(line, now):
    """``11:30``, ``09:00–13:00``, with the day where that is not today; or nothing."""
    if not line.promised_at:
        return False
    tz = line.user_id.sudo()._get_planning_tz()
    day = local_day(line.promised_at, tz)
    when = _moment(line.env, line.promised_at, line.promised_until, tz)
    return when if day == local_day(now, tz) else f"{_day(line.env, day)}, {when}"


def _promise_reason(line, today, tz):
    env = line.env
    day = local_day(line.promised_at, tz)
    when = _moment(env, line.promised_at, line.promised_until, tz)
    if line.bucket == two_pass.TODAY and line.at_risk:
        return env._("Promised for %(when)s, but no time is left for it", when=when)
    if line.bucket == two_pass.TODAY:
        return env._("Promised for %(when)s", when=when)
    if day == today:
        return env._("Missed: promised for %(when)s today", when=when)
    if day == today - timedelta(days=1):
        return env._("Missed: promised for yesterday, %(when)s", when=when)
    return env._(
        "Missed: promised for %(day)s, %(when)s", day=_day(env, day), when=when
    )


def _moment(env, start, end, tz):
    """``11:30``, ``09:00–13:00``, or with the day where a window ends on another."""
    first, last = _time(env, start, tz), end and _time(env, end, tz)
    if not end or end == start:
        return first
    if local_day(start, tz) != local_day(end, tz):
        last = f"{_day(env, local_day(end, tz))} {last}"
    return f"{first}–{last}"


def _funnel_reason(line, today, tz):
    env, rung = line.env, line.tier_id.name or ""
    days = (today - line.date_deadline).days
    why = _why_on_rung(line, tz)
    if why and days <= 0:
        return env._("%(rung)s: %(why)s, due today", rung=rung, why=why)
    if why:
        return env._(
            "%(rung)s: %(why)s, waits %(days)s d.",
            rung=rung,
            why=why,
            days=days,
        )
    if days <= 0:
        return env._("%(rung)s: due today", rung=rung)
    return env._("%(rung)s: waits %(days)s d.", rung=rung, days=days)


def _why_on_rung(line, tz):
    """What put the contact on its rung, or nothing that may be told."""
    env, tier, stage = line.env, line.tier_id, line.stage_id
    if tier.kind == ladder.FRESH and line.lead_id:
        return env._(
            "came in at %(time)s", time=_time(env, line.lead_id.create_date, tz)
        )
    if tier.kind == ladder.CUSTOMER and not stage.is_won:
        return env._("has bought before")
    if not stage or stage.tier_id == tier:
        return stage.name
    if stage.tier_after_days and line.lead_id.date_last_stage_update:
        since = local_day(line.lead_id.date_last_stage_update, tz)
        return env._(
            "%(stage)s only since %(day)s", stage=stage.name, day=_day(env, since)
        )
    return stage.name


def _time(env, moment, tz):
    return format_time(env, moment, tz=tz.key, time_format="short")


def _day(env, day):
    return format_date(env, day, date_format="EEE d MMM")
