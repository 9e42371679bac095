"""What is known of the number that an activity would dial, in statements about many.

A number is known as Odoo sanitizes it, whatever way it was typed in. One that Odoo
cannot make sense of, or none at all, is on no list: then it is the person who said no.
"""

#: The number of an activity ``c``, which has that of its lead: else that of its
#: ``partner``; and whether it is on Odoo's phone blacklist.
_PHONE = """
  LEFT JOIN LATERAL (
       SELECT COALESCE(NULLIF(c.number, ''), NULLIF(partner.phone_sanitized, ''))
                  AS number
       OFFSET 0) dialled ON TRUE
  LEFT JOIN LATERAL (
       SELECT dialled.number,
              (SELECT TRUE FROM phone_blacklist
                WHERE number = dialled.number AND active) AS listed
       OFFSET 0) phone ON TRUE
"""

#: Who has asked not to be called, by that number, as this person or about this lead.
#: For good as long as the number they were called on then is on the blacklist: whoever
#: takes it off takes this back.
_REFUSAL = """
  LEFT JOIN LATERAL (
       SELECT bool_or(no.until IS NULL) AS asked, max(no.until) AS paused_until
         FROM galloper_call_refusal no
        WHERE (no.number = phone.number OR no.partner_id = partner.id
               OR no.lead_id = c.lead_id)
          AND (no.until IS NOT NULL OR no.number IS NULL
               OR EXISTS (SELECT FROM phone_blacklist
                           WHERE number = no.number AND active))
       OFFSET 0) refusal ON TRUE
"""

#: The last attempts at that number, whoever made them: as many as any cap counts. As
#: long as there is no cap nothing is looked up.
_ATTEMPTS = """
  LEFT JOIN LATERAL (
       SELECT array_agg(last.tried_at ORDER BY last.tried_at) AS tried
         FROM (SELECT tried_at FROM galloper_attempt
                WHERE number = phone.number AND is_call
                ORDER BY tried_at DESC
                LIMIT (SELECT COALESCE(max(attempts_most), 0)
                         FROM galloper_calling_hours WHERE active)) last
       OFFSET 0) attempts ON TRUE
"""

JOINS = f"{_PHONE}{_REFUSAL}{_ATTEMPTS}"
