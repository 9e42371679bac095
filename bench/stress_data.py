"""Who is at work in the stress test, and what there is to do for them."""

import data

from odoo.fields import Command

SELLERS, CONTACTS = 6, 60
MANAGER = "sales_team.group_sale_manager"


def fill(env):
    """Two teams, each with a leader of its own, and a sales manager over all.

    :return: {role: ids of users}; commits nothing
    """
    env = env(context=dict(env.context, **data.QUIET))
    manager, leader, *others = data.salespeople(env, 2 + SELLERS)
    manager.group_ids += env.ref(MANAGER)
    # No mail leaves.
    (manager + leader).union(*others).notification_type = "inbox"
    sellers = env["res.users"].union(*others)
    for number, team_leader in enumerate((leader, manager)):
        members = sellers[number::2] + (team_leader if number else env["res.users"])
        members = [Command.create({"user_id": user.id}) for user in members]
        env["crm.team"].create(
            {
                "name": f"Team {number}",
                "user_id": team_leader.id,
                "crm_team_member_ids": members,
            }
        )
    for user in sellers + manager:
        data.sales(env, user, CONTACTS)
        leads = env["crm.lead"].search([("user_id", "=", user.id)])
        data.assign(env, leads.ids)
        env.invalidate_all()
        data.promise(env, user)
        data.work(env, user)
    (sellers + manager + leader)._plan_day()
    return {"seller": sellers.ids, "leader": leader.ids, "manager": manager.ids}
