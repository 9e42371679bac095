"""One bad record harms nobody else.

What is done for many is done for all of them at once, and if that fails for fewer and
fewer of them, until the one who cannot be dealt with is found. The server's log has one
line that says why. Where only one is concerned, the failure has a stand-in.

What is done in here is undone if it fails. Where nothing is written there is nothing to
undo: ``reading`` asks the database nothing, but cannot go on after an error of its own.

What concerns the whole transaction is no bad record: that somebody else has written the
same rows, upon which Odoo tries the request again, or that the database is gone.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

import psycopg2

from odoo.api import Environment

_logger = logging.getLogger(__name__)

_OF_THE_TRANSACTION = (psycopg2.OperationalError, psycopg2.InterfaceError)


def reading(work: Callable, stand_in: Any, what: str, *names: Any) -> Any:
    """What ``work()`` gives, which writes nothing; ``stand_in`` if it fails."""
    try:
        return work()
    except psycopg2.Error:
        raise
    except Exception as error:
        _tell(error, what, *names)
        return stand_in


def attempt(
    env: Environment,
    work: Callable,
    stand_in: Any,
    what: str,
    *names: Any,
    always: bool = False,
) -> Any:
    """What ``work()`` gives; if it fails, nothing of it is kept, and ``stand_in``.

    :param what: for the log, with a ``%s`` for each of the names
    :param always: whatever the failure is
    """
    try:
        return _in_savepoint(env, work)
    except Exception as error:
        if isinstance(error, _OF_THE_TRANSACTION) and not always:
            raise
        _tell(error, what, *names)
        return stand_in


def for_each(
    env: Environment | None,
    keys: Iterable[Any],
    work: Callable,
    stand_in: Any,
    what: str,
    silent: tuple[type[Exception], ...] = (),
) -> dict[Any, Any]:
    """{key: what ``work(keys)`` says of it}; ``stand_in`` where it fails for the key.

    :param env: None: it writes nothing, see ``reading``
    :param work: takes a list of keys, gives a dict
    :param what: for the log, with a ``%s`` for the key
    :param silent: exceptions of which the log has nothing
    """
    keys = list(keys)
    if not keys:
        return {}
    try:
        return _in_savepoint(env, lambda: work(keys)) if env else work(keys)
    except Exception as error:
        if isinstance(error, _OF_THE_TRANSACTION if env else psycopg2.Error):
            raise
        if len(keys) == 1:
            if not isinstance(error, silent):
                _tell(error, what, keys[0])
            return {keys[0]: stand_in}
    half = len(keys) // 2
    return {
        **for_each(env, keys[:half], work, stand_in, what, silent),
        **for_each(env, keys[half:], work, stand_in, what, silent),
    }


def _in_savepoint(env, work):
    env.flush_all()
    try:
        with env.cr.savepoint(flush=False):
            result = work()
            env.flush_all()
            return result
    except Exception:
        # What was read and noted meanwhile is of a state that never was.
        env.transaction.clear()
        raise


def _tell(error, what, *names):
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    _logger.warning("%s: %s", what % names, reason)
