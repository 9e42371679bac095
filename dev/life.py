"""What people do in a database between installing and uninstalling; for updates.py.

Arguments: Odoo's own options (-c and -d), then what to do, and its argument. The answer
is the last line, as JSON.
"""

import json
import sys

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tools import config

#: What people make with the add-on, and keep when it is gone.
THEIRS = (
    *("mail.activity", "mail.activity.plan", "mail.activity.plan.template"),
    *("mail.followers", "mail.message"),
)
#: Data that are the add-on's alone, and no matter of taste: these may come back.
TECHNICAL = ("ir.", "res.groups")


def use(env):
    """A salesperson's morning, and an administrator's.

    :return: {table: ids of what the salesperson made}
    """
    newest = {
        name: env[name].search([], order="id desc", limit=1).id for name in THEIRS
    }
    admin = env(user=env.ref("base.user_admin"))
    work(admin)
    made = {
        env[name]._table: env[name].search([("id", ">", number or 0)]).ids
        for name, number in newest.items()
    }
    administer(admin)
    return made


def work(env):
    leads = env["crm.lead"].search([("user_id", "=", env.uid)], limit=4)
    call = env.ref("mail.mail_activity_data_call").id
    calls = leads.activity_schedule(activity_type_id=call, user_id=env.uid)
    promised, unanswered, skipped, done = calls
    promised.action_promise(fields.Datetime.add(fields.Datetime.now(), hours=1))
    env.user.plan_my_day()
    unanswered.action_no_answer()
    skipped.action_skip(env["galloper.skip.reason"].search([], limit=1))
    done.action_feedback("They are interested")
    # A playbook of people's own, with what only the add-on knows in it.
    step = {"activity_type_id": call, "responsible_type": "salesperson"}
    own = {"name": "Our own", "res_model": "crm.lead"}
    steps = [Command.create({**step, "summary": "Ask again"})]
    plan = env["mail.activity.plan"].create({**own, "template_ids": steps})
    wizard = {"res_model": "crm.lead", "res_ids": repr(leads[:1].ids)}
    wizard = env["mail.activity.schedule"].create({**wizard, "plan_id": plan.id})
    wizard.action_schedule_plan()
    wizard.sudo().unlink()
    env.user.plan_my_day()


def administer(env):
    """More planners, one's own search and export, and settings of all kinds."""
    settings = env["res.config.settings"].create({"galloper_planners": 3})
    settings.sudo().unlink()
    if len(env["ir.cron"]._get_planners()) != 3:
        sys.exit("There are no copies of the scheduled action to be removed.")
    env["ir.filters"].create({"name": "Late", "model_id": "galloper.promise"})
    env["ir.exports"].create({"name": "Log", "resource": "galloper.promise"})
    team = env["crm.team"].search([], limit=1)
    team.galloper_service_model_id = env["galloper.service.model"].search([], limit=1)
    partner = env["res.partner"].search([("user_ids", "=", False)], limit=1)
    hours = {"galloper_contact_from": 9, "galloper_contact_to": 12}
    partner.write({**hours, "galloper_no_emails": True})


def delete(env):
    """All data that people may delete; their XML ids."""
    env["crm.stage"].search([]).tier_id = False
    names = ["digest.digest_digest_default"]
    known = env["ir.model.data"].search(
        [("module", "=", "galloper_schedule")], order="id desc"
    )
    names += [one.complete_name for one in known if not one.model.startswith(TECHNICAL)]
    return [name for name in names if is_deleted(env, name)]


def is_deleted(env, name):
    record = env.ref(name, False)
    try:
        with env.cr.savepoint():
            record and record.unlink()
    except UserError as reason:
        print(f"{name} stays: {reason}")
        return False
    return True


def look(env, names):
    """Those of these XML ids that there are again."""
    return [name for name in json.loads(names) if env.ref(name, False)]


def list_modules(env):
    """The database may have been made before some of ours were."""
    env["ir.module.module"].update_list()


def main(*arguments):
    *options, what = arguments[:5]
    config.parse_config(options)
    with Registry(config["db_name"][0]).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {"active_test": False})
        print(json.dumps(globals()[what](env, *arguments[5:])))


if __name__ == "__main__":
    main(*sys.argv[1:])
