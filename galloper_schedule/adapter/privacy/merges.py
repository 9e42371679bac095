"""The books follow what is merged: who is merged is not forgotten.

What is merged into another record is deleted, and found no more by then. Names stay as
they were. What the ORM knows of the books is left to the caller.
"""

from odoo.models import BaseModel
from odoo.tools import SQL


def follow_partners(merged: BaseModel, into: BaseModel) -> None:
    """Odoo has moved every link to the partners that PostgreSQL knows of; a document
    that is named by its model and its id is none of these.
    """
    env = into.env
    # Where they were is found out anew.
    gone = SQL("DELETE FROM galloper_located WHERE key = ANY(%s)", merged.ids)
    env.cr.execute(gone)
    env.cr.execute(
        SQL(
            """UPDATE galloper_promise SET res_id = %s
                WHERE partner_id = %s AND res_model = 'res.partner'
                  AND res_id = ANY(%s)""",
            into.id,
            into.id,
            merged.ids,
        )
    )


def follow_leads(merged: BaseModel, into: BaseModel) -> None:
    into.env.cr.execute(
        SQL(
            """
            WITH promises AS (
                 UPDATE galloper_promise
                    SET lead_id = %(into)s,
                        res_id = CASE WHEN res_model = 'crm.lead' THEN %(into)s
                                      ELSE res_id END
                  WHERE lead_id = ANY(%(merged)s)
            ), refusals AS (
                 UPDATE galloper_call_refusal SET lead_id = %(into)s
                  WHERE lead_id = ANY(%(merged)s)
            )
            UPDATE galloper_attempt SET lead_id = %(into)s
             WHERE lead_id = ANY(%(merged)s)
            """,
            into=into.id,
            merged=merged.ids,
        )
    )
