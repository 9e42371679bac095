"""What is known of the number that an activity would dial, in statements about many.

A number is known as Odoo sanitizes it, whatever way it was typed in. One that Odoo
cannot make sense of, or none at all, is on no list: then it is the person who said no.

Each is a part of a statement that knows an activity ``c`` and its ``partner``. What is
one value is a sub-select, looked up by an index for each: a join takes longer.
"""

from odoo.tools import SQL

#: That of its lead, else that of the customer.
NUMBER = "COALESCE(NULLIF(c.number, ''), NULLIF(partner.phone_sanitized, ''))"

#: Whether it is on Odoo's phone blacklist; if nobody is, nothing is looked up.
LISTED = f"""
       CASE WHEN EXISTS (SELECT FROM phone_blacklist)
            THEN (SELECT active FROM phone_blacklist WHERE number = {NUMBER}) END"""

#: Who has asked not to be called, by that number, as this person or about this lead.
#: For good as long as the number they were called on then is on the blacklist: whoever
#: takes it off takes this back.
REFUSAL = f"""
  LEFT JOIN LATERAL (
       SELECT bool_or(no.until IS NULL) AS asked, max(no.until) AS paused_until
         FROM galloper_call_refusal no
        WHERE (no.number = {NUMBER} OR no.partner_id = partner.id
               OR no.lead_id = c.lead_id)
          AND EXISTS (SELECT FROM galloper_call_refusal)
          AND (no.until IS NOT NULL OR no.number IS NULL
               OR EXISTS (SELECT FROM phone_blacklist
                           WHERE number = no.number AND active))
       OFFSET 0) refusal ON TRUE
"""

_TRIED = f"""
       ARRAY(SELECT tried_at FROM galloper_attempt
              WHERE number = {NUMBER} AND is_call
              ORDER BY tried_at DESC LIMIT %s)"""


def tried(most: int) -> SQL:
    """The last attempts at that number, whoever made them, the latest first.

    :param most: as many as any cap counts; if there is no cap nothing is looked up
    """
    return SQL(_TRIED, most) if most else SQL("NULL::timestamp[]")
