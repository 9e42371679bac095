"""The day in figures."""

from ..planner.timetable import MEETING
from ..planner.two_pass import MISSED, OVERDUE, TODAY


def count(lines, whose):
    """The number of today's contacts by kind.

    :param lines: the model of the lines, with the caller's rights
    :param whose: ``mine``, or ``team``: all that the caller may read
    """
    mine, user = whose == "mine", lines.env.user
    # Everybody may count his own contacts, whatever other rights he has.
    groups = (lines.sudo() if mine else lines)._read_group(
        [("user_id", "=", user.id)] if mine else [],
        ["bucket", "at_risk", "conflict"],
        ["__count"],
    )
    counts = dict.fromkeys(("contacts", "promises", "missed", "at_risk"), 0)
    for bucket, at_risk, conflict, number in groups:
        counts["contacts"] += number
        counts["promises"] += number * (bucket == TODAY)
        counts["missed"] += number * (bucket in (MISSED, OVERDUE))
        collides = bucket == TODAY and conflict == MEETING
        counts["at_risk"] += number * (at_risk or collides)
    if mine:
        counts["lifeless"] = lines.env["mail.activity"].search_count(lifeless(user))
    return counts


def lifeless(user):
    """The domain of a user's activities about which he is to be asked."""
    return [("user_id", "=", user.id), ("no_sign_of_life", "=", True)]
