import logging

from odoo.tools import SQL
from odoo.tools.sql import table_exists

_logger = logging.getLogger(__name__)

#: Made of what all companies did, and seen by the managers of each.
_OLD = SQL(
    "SELECT id FROM galloper_proposal WHERE kind = 'rungs' AND company_id IS NULL"
)


def migrate(cr, version):
    """Each company is compared by itself from now on, and sees its own alone.

    What is not decided is made anew next week. What has been decided stays where it was
    decided; with several companies without its figures, which are everybody's.
    """
    if not table_exists(cr, "galloper_proposal"):
        return
    cr.execute("SELECT min(id), count(*) FROM res_company")
    company, companies = cr.fetchone()
    cr.execute(
        SQL(
            """UPDATE galloper_proposal
                  SET state = 'outdated', is_open = FALSE
                WHERE state = 'open' AND id IN (%s)""",
            _OLD,
        )
    )
    if companies > 1:
        _remove_figures(cr)
    cr.execute(
        """UPDATE galloper_proposal proposal
              SET company_id = COALESCE(
                  (SELECT company_id FROM res_users
                    WHERE id = proposal.decided_by), %s)
            WHERE company_id IS NULL""",
        [company],
    )


def _remove_figures(cr):
    cr.execute(
        SQL("DELETE FROM galloper_proposal_line WHERE proposal_id IN (%s)", _OLD)
    )
    cr.execute(
        SQL(
            "DELETE FROM galloper_proposal WHERE state = 'nothing' AND id IN (%s)",
            _OLD,
        )
    )
    cr.execute(
        SQL(
            """UPDATE galloper_proposal
                  SET evidence = '{"removed": true}', currency_id = NULL
                WHERE id IN (%s)""",
            _OLD,
        )
    )
    _logger.info("Removed the figures of %s proposals of all companies", cr.rowcount)
