"""Tells salespeople early which promises will not be met."""

from ..planner.timetable import MEETING
from ..planner.two_pass import TODAY

_NAMED = 5


def is_endangered(bucket, at_risk, conflict):
    """Whether a line's promise cannot be met, or falls into a meeting."""
    return at_risk or (bucket, conflict) == (TODAY, MEETING)


def endangered(lines):
    """Those of the lines, stored ones or records, whose promise is endangered."""
    return [
        line
        for line in lines
        if is_endangered(line.bucket, line.at_risk, line.conflict)
    ]


def tell(users, stored, wanted):
    """Tell each of these users which of his promises have come to be at risk.

    :param stored: the lines of their plans so far
    :param wanted: those of their plans now
    """
    known = {line.key for line in endangered(stored)}
    new = [line for line in endangered(wanted) if line.key not in known]
    if not new:
        return
    every = users.env["galloper.schedule.line"].sudo()
    every = every.with_context(active_test=False).search_fetch(
        [("activity_id", "in", [line.activity_id for line in new])],
        ["user_id", "activity_id"],
    )
    for user, lines in every.grouped("user_id").items():
        user = user.with_user(user).with_context(lang=user.lang, active_test=False)
        lines = lines.with_env(user.env)._filtered_access("read")
        if not lines:
            continue
        user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": user.env._("Promises at risk"),
                "message": "\n".join(
                    f"{line.who}: {line.reason}" for line in lines[:_NAMED]
                ),
            },
        )
