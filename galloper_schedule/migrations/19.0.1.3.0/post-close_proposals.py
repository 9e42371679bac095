from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Updates leave the rules alone: these let everybody read what is of no company."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in ("proposal", "proposal_line"):
        rule = env.ref(f"galloper_schedule.galloper_{name}_rule_company", False)
        if rule:
            rule.domain_force = rule.domain_force.replace(
                "company_ids + [False]", "company_ids"
            )
