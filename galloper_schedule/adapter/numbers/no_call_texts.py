"""Why somebody may not be called now, in words."""

from odoo.api import Environment

from ...planner.no_calls import ASKED, CAPPED, LISTED, NoCall

_HOURS_OF_A_DAY = 24


def say(env: Environment, no: NoCall, until: str) -> str:
    """Why a number may not be dialled, as part of a sentence.

    :param until: when that is over, as the reader's clock shows it
    """
    if no.why == LISTED:
        return env._("on the phone blacklist")
    if no.why == CAPPED:
        return _say_cap(env, no, until)
    if no.why == ASKED or not until:
        return env._("asked not to be called")
    return env._("asked not to be called before %(time)s", time=until)


def _say_cap(env, no, until):
    days, rest = divmod(no.hours, _HOURS_OF_A_DAY)
    if rest or days == 1:
        return env._(
            "%(count)s attempts in %(hours)s h: next one from %(time)s",
            count=no.most,
            hours=no.hours,
            time=until,
        )
    return env._(
        "%(count)s attempts in %(days)s days: next one from %(time)s",
        count=no.most,
        days=days,
        time=until,
    )
