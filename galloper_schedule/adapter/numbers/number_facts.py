"""What stands against calling a number, as the planner takes it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.attempt_caps import Cap, over_cap
from ...planner.no_calls import ASKED, LISTED, PAUSED, NoCall
from . import number_sql


class NumberFacts(NamedTuple):
    """What is known of one number: see ``number_sql``."""

    listed: bool | None
    asked: bool | None
    paused_until: datetime | None
    tried: list[datetime] | None


def nos_of(row: Any, caps: Collection[Cap] = ()) -> tuple[NoCall, ...]:
    """All that is known against the number of a row of facts.

    :param row: tells all that ``NumberFacts`` does
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


_SELECT = f"""
SELECT c.place, phone.listed, refusal.asked, refusal.paused_until, attempts.tried
  FROM (SELECT asked.place, l.id AS lead_id, l.phone_sanitized AS number,
               COALESCE(l.partner_id, asked.partner_id) AS partner_id
          FROM unnest(%s::int[], %s::int[]) WITH ORDINALITY
               AS asked (lead_id, partner_id, place)
          LEFT JOIN crm_lead l ON l.id = asked.lead_id
       OFFSET 0) c
  LEFT JOIN LATERAL (
       SELECT id, phone_sanitized FROM res_partner WHERE id = c.partner_id
       OFFSET 0) partner ON TRUE
{number_sql.JOINS}
 ORDER BY c.place
"""


def read(documents: Collection[BaseModel]) -> dict[BaseModel, NumberFacts]:
    """{lead or customer: what is known of its number}, in one query.

    :param documents: with all rights
    """
    documents = list(documents)
    if not documents:
        return {}
    env = documents[0].env
    env.flush_all()
    ids = [
        [one.id if one._name == model else None for one in documents]
        for model in ("crm.lead", "res.partner")
    ]
    rows = env.execute_query(SQL(_SELECT, *ids))
    return {
        document: NumberFacts(*row)
        for document, (_place, *row) in zip(documents, rows, strict=True)
    }
