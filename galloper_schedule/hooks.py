def post_init_hook(env):
    """Put the company's stages on the ladder and have everybody's first day planned."""
    stages = env["crm.stage"].search([("tier_id", "=", False)])
    stages._place_on_ladder()
    env["galloper.schedule.due"]._mark_everybody_assigned()
