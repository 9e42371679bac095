"""A round of the scheduled action: whoever is due is planned, a batch at a time.

Any number of rounds, in processes on any number of machines, share the work: each
batch is claimed first, for as long as its transaction lasts. What a round does not
finish, because it failed or was ended, is due as before.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from odoo.api import Environment
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from . import due_rows

#: A batch is one transaction. Whoever opens their day while it is planned sees the plan
#: as it was, and hears of the new one when it is done.
USERS, _CONTACTS = 25, 2000
_ATTEMPTS = 5


def plan_due(
    env: Environment,
    now: datetime,
    commit: Callable[[int], Any],
    among: tuple[int, int] | None = None,
) -> set[int] | None:
    """Plan the users whose plan is due at ``now`` (naive UTC), batch by batch.

    Each batch is claimed by the first statement after a commit.

    :param env: a superuser environment
    :param commit: commits; is called with the number of users that were dealt with,
        and says whether there is time for more
    :param among: the lowest and the highest id of the users to choose from
    :return: the ids of those who were planned in vain, once nobody is left but who is
        being planned by somebody else; None: time is up
    """
    done, size = set(), USERS
    while claim := _claim(env, now, size, done, among):
        claimed, users = claim
        planned = users._plan_day_or_log(now)
        size = _next_size(env, planned, size)
        # Whoever could not be planned now is still due, but not for this round.
        done.update(set(claimed) - set(planned.ids))
        has_time = commit(len(claimed))
        # Neither memory nor knowledge of one transaction is carried into the next.
        env.invalidate_all()
        if not has_time:
            return None
    return done


def _claim(env, now, size, besides, among):
    """The next batch; nothing if there is none, or if others are always quicker."""
    for _number in range(_ATTEMPTS):
        try:
            return due_rows.claim(env, now, size, besides, among)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Somebody has finished with these users since the transaction began.
            env.cr.rollback()
    return None


def _next_size(env, planned, size):
    """How many users the next batch has, by the activities of the last one."""
    [[contacts]] = env.execute_query(
        SQL(
            "SELECT count(*) FROM galloper_schedule_line WHERE user_id = ANY(%s)",
            planned.ids,
        )
    )
    if not contacts:
        return size
    return max(1, min(USERS, _CONTACTS * len(planned) // contacts))
