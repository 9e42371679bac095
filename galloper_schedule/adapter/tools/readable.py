"""What a reader may open: the same answer wherever documents are looked at.

Whoever may not read a model at all may read none of its records: Odoo's own apps assign
activities to people who know nothing of what they are about. The same goes for a model
that this database has no more.
"""

from collections.abc import Collection
from typing import Any

from odoo.api import Environment
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.models import BaseModel

from . import odoo_internals, tolerance


def records(env: Environment, res_model: str, ids: Collection[int]) -> BaseModel:
    """Those of the documents which exist and the reader may read, archived or not."""
    if not is_kept(env, res_model) or not env[res_model].has_access("read"):
        return env["mail.activity"].browse()
    Model = env[res_model].with_context(active_test=False)
    return Model.search([("id", "in", list(ids))], order="id").with_env(env)


def is_kept(env: Environment, res_model: str | bool) -> bool:
    """Whether there are records of such a model."""
    return res_model in env and not env[res_model]._abstract


def names(
    env: Environment, res_model: str, ids: Collection[int]
) -> dict[int, str | None]:
    """{id: the name of each of the documents that the reader may read}.

    One whose name cannot be told has none.
    """
    return tolerance.for_each(
        None,
        ids,
        lambda ids: {
            document.id: document.display_name
            for document in records(env, res_model, ids)
        },
        None,
        f"The name of record %s of {res_model} could not be worked out",
        (AccessError, MissingError),
    )


def query(Model: Any, domain: Any) -> Any:
    """The query for those of a domain; for none of a model that is closed."""
    if not Model.has_access("read"):
        return odoo_internals.query(Model, Domain.FALSE, bypass_access=True)
    return odoo_internals.query(Model, domain)
