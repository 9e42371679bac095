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
    #: The latest first.
    tried: list[datetime] | None


def nos_of(row: Any, caps: Collection[Cap] = ()) -> tuple[NoCall, ...]:
    """All that is known against the number of a row of facts.

    :param row: tells all that ``NumberFacts`` does
    :param caps: how often the number may be tried
    """
    if not (row.listed or row.asked or row.paused_until or row.tried):
        return ()
    nos = []
    if row.listed:
        nos.append(NoCall(LISTED))
    if row.asked:
        nos.append(NoCall(ASKED))
    if row.paused_until:
        nos.append(NoCall(PAUSED, row.paused_until))
    if caps and row.tried and (capped := over_cap(row.tried[::-1], caps)):
        nos.append(capped)
    return tuple(nos)


_SELECT = f"""
SELECT c.place, {number_sql.LISTED}, refusal.asked, refusal.paused_until, %(tried)s
  FROM (SELECT asked.place, l.id AS lead_id, l.phone_sanitized AS number,
               COALESCE(l.partner_id, asked.partner_id) AS partner_id
          FROM unnest(%(leads)s::int[], %(partners)s::int[]) WITH ORDINALITY
               AS asked (lead_id, partner_id, place)
          LEFT JOIN crm_lead l ON l.id = asked.lead_id
       OFFSET 0) c
  LEFT JOIN LATERAL (
       SELECT id, phone_sanitized FROM res_partner WHERE id = c.partner_id
       OFFSET 0) partner ON TRUE
{number_sql.REFUSAL}
 ORDER BY c.place
"""


def read(documents: Collection[BaseModel], most: int) -> dict[BaseModel, NumberFacts]:
    """{lead or customer: what is known of its number}, in one query.

    :param documents: with all rights
    :param most: so many attempts are asked about
    """
    documents = list(documents)
    if not documents:
        return {}
    env = documents[0].env
    env.flush_all()
    leads, partners = (
        [one.id if one._name == model else None for one in documents]
        for model in ("crm.lead", "res.partner")
    )
    query = SQL(_SELECT, leads=leads, partners=partners, tried=number_sql.tried(most))
    rows = env.execute_query(query)
    return {
        document: NumberFacts(*row)
        for document, (_place, *row) in zip(documents, rows, strict=True)
    }
