"""What stands against calling a number, as the planner takes it."""

from collections.abc import Collection
from typing import Any

from ...planner.attempt_caps import Cap, over_cap
from ...planner.no_calls import ASKED, LISTED, PAUSED, NoCall


def nos_of(row: Any, caps: Collection[Cap] = ()) -> tuple[NoCall, ...]:
    """All that is known against the number of a row of facts.

    :param row: as ``number_sql`` tells of it
    :param caps: how often the number may be tried
    """
    nos = []
    if row.listed:
        nos.append(NoCall(LISTED))
    if row.asked:
        nos.append(NoCall(ASKED))
    if row.paused_until:
        nos.append(NoCall(PAUSED, row.paused_until))
    if caps and row.tried and (capped := over_cap(row.tried, caps)):
        nos.append(capped)
    return tuple(nos)
