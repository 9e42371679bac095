"""What the add-on leaves in other tables, and takes back when it is uninstalled.

Odoo removes the records that have an XML id of ours, our tables and our columns. What
has none is removed here. Activities, plans and notes that people made are theirs: they
stay.
"""

from odoo.api import Environment

_MENU = "crm.crm_menu_root"
_PIPELINE = "crm.action_your_pipeline"
#: Which zone rules promises were looked through with.
_ZONE_RULES = "galloper_schedule.zone_rules"
#: Kept as long as the app opens on the action that we gave it.
_OURS = "galloper_schedule.crm_menu_action"

_OUR_MODELS = "galloper.%"
#: Where other models name one in plain text: nothing removes these with it.
_NAMED = {
    "ir.embedded.actions": "parent_res_model",
    "ir.exports": "resource",
    "ir.filters": "model_id",
}


def open_on_pipeline(env: Environment) -> None:
    """Odoo opens an app on its first entry. My Day is the first entry of CRM; the app
    itself goes on opening on the pipeline, as people and other add-ons expect.

    An action that somebody has chosen for it already stays.
    """
    menu, pipeline = env.ref(_MENU, False), env.ref(_PIPELINE, False)
    if menu and pipeline and not menu.action:
        menu.action = pipeline
        remember_menu(env)


def remember_menu(env: Environment) -> None:
    """The action of the app's menu, if it is the pipeline, is ours to take back."""
    menu, pipeline = env.ref(_MENU, False), env.ref(_PIPELINE, False)
    if menu and pipeline and menu.action == pipeline:
        env["ir.config_parameter"].sudo().set_param(_OURS, str(pipeline.id))


def remove(env: Environment) -> None:
    """Before Odoo uninstalls us."""
    _give_back_menu(env)
    _remove_copied_planners(env)
    parameters = env["ir.config_parameter"].sudo()
    parameters.search([("key", "=", _ZONE_RULES)]).unlink()
    for model, field in _NAMED.items():
        every = env[model].sudo().with_context(active_test=False)
        every.search([(field, "=like", _OUR_MODELS)]).unlink()
    _our_links(env).unlink()


def _our_links(env):
    """The foreign keys of our columns in tables of others, as Odoo knows them.

    It deletes our records before it drops these columns, which may refer to them: a
    team's service model. And it would go on naming the keys.
    """
    return env["ir.model.constraint"].search(
        [
            ("module.name", "=", "galloper_schedule"),
            ("type", "=", "f"),
            ("model.model", "not =like", _OUR_MODELS),
        ]
    )


def _give_back_menu(env):
    """Before us the app had no action; one that somebody chose since is theirs."""
    known = env["ir.config_parameter"].sudo().search([("key", "=", _OURS)])
    menu, pipeline = env.ref(_MENU, False), env.ref(_PIPELINE, False)
    if known and menu and menu.action == pipeline:
        menu.action = False
    known.unlink()


def _remove_copied_planners(env):
    """Ours itself goes by its XML id; copies of it would fail every minute."""
    ours = env.ref("galloper_schedule.ir_cron_plan_day", False) or env["ir.cron"]
    every = env["ir.cron"].with_context(active_test=False)._get_planners()
    (every - ours)._remove_planners()
