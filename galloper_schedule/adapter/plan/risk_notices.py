"""Tells salespeople early which promises will not be met."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from odoo.models import BaseModel

from ...planner.conflicts import MEETING, TIME_OFF
from ...planner.two_pass import TODAY
from ..tools import asked
from .line_store import Line
from .own_lines import check_reader

_NAMED = 5


def is_endangered(bucket: str, at_risk: bool, conflict: str | bool | None) -> bool:
    """Whether a line's promise cannot be met, or falls into a meeting or a leave."""
    return at_risk or bucket == TODAY and conflict in (MEETING, TIME_OFF)


def endangered(lines: Iterable[Any]) -> list[Any]:
    """Those of the lines, stored ones or records, whose promise is endangered."""
    return [
        line
        for line in lines
        if is_endangered(line.bucket, line.at_risk, line.conflict)
    ]


def tell(users: BaseModel, stored: list[Line], wanted: list[Line]) -> None:
    """Tell these users' browsers which promises have come to be at risk.

    They ask what to say, see ``get_risk_notice``: in their user's language, with their
    rights. That is done for those who are there, and for one after the other.

    :param stored: the lines of their plans so far
    :param wanted: those of their plans now
    """
    known = {line.key for line in endangered(stored)}
    keys = defaultdict(list)
    for line in endangered(wanted):
        if line.key not in known:
            keys[line.user_id].append(line.key)
    for user in users:
        if user.id in keys:
            user._bus_send(
                "galloper_schedule/promises_at_risk", {"keys": keys[user.id]}
            )


def get_risk_notice(lines: BaseModel, keys: list[int]) -> str:
    """What to tell the caller of those of their promises that have come to be at risk,
    and why: a line of text each.

    :param lines: the model of the lines, with the caller's rights
    :param keys: activity ids; those whose promise is not endangered say nothing
    """
    check_reader(lines)
    env = lines.env
    keys = [asked.number(env, key) for key in asked.sequence(env, keys)]
    found = lines.search([("user_id", "=", env.uid), ("activity_id", "in", keys)])
    return "\n".join(f"{one.who}: {one.reason}" for one in endangered(found)[:_NAMED])
