from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Everybody inside the company may read their own plan, not salespeople alone: the
    rule that says whose it is now counts for all of them.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("galloper_schedule.galloper_schedule_line_rule_own", False)
    if rule and rule.groups == env.ref("sales_team.group_sale_salesman"):
        rule.groups = env.ref("base.group_user")
