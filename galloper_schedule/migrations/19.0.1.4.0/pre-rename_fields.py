import logging

from odoo.tools.sql import column_exists, rename_column, table_exists

_logger = logging.getLogger(__name__)

_ACTIVITY = {
    "attempt_log": "galloper_attempt_log",
    "from_suggestion": "galloper_from_suggestion",
    "no_sign_of_life": "galloper_unresponsive",
    "pinned_at": "galloper_pinned_at",
    "skip_count": "galloper_snooze_count",
    "skip_reason_id": "galloper_snooze_reason_id",
}
_COMPANY = {
    name: f"galloper_{name}"
    for name in (
        *("best_call_from", "best_call_to", "contact_buffer", "contact_from"),
        *("contact_hours", "contact_minutes", "contact_to", "forget_months"),
        *("max_attempts", "notice_minutes", "retry_days", "retry_hours"),
        *("suggest_customers", "suggest_leads"),
    )
}
#: On models of Odoo's own, names of ours that another add-on may choose as well, or
#: Odoo in its next release; and the sales functions, which were called blocks.
RENAMED = {
    "mail.activity": _ACTIVITY,
    "galloper.schedule.line": {
        name: _ACTIVITY[name] for name in ("pinned_at", "skip_count")
    },
    "mail.activity.plan": {"block": "galloper_sales_function"},
    "mail.activity.plan.template": {
        "not_before": "galloper_not_before",
        "by_rhythm": "galloper_by_rhythm",
    },
    "crm.team": {
        "block": "galloper_sales_function",
        "management_style": "galloper_management_style",
        "service_model_id": "galloper_service_model_id",
        "style_changes": "galloper_style_changes",
    },
    "res.partner": {
        "contact_from": "galloper_contact_from",
        "contact_to": "galloper_contact_to",
        "no_notices": "galloper_no_emails",
        "service_model_id": "galloper_service_model_id",
    },
    "res.users": {"led_team_ids": "galloper_led_team_ids"},
    "res.company": {**_COMPANY, "skip_minutes": "galloper_snooze_minutes"},
    "res.config.settings": {"galloper_skip_minutes": "galloper_snooze_minutes"},
    "galloper.tier": {"block": "sales_function"},
    "galloper.lead.report": {"block": "sales_function"},
}
#: What holds names of fields as text: table, columns, and which rows of a model.
_TEXTS = (
    ("ir_filters", ("domain", "context", "sort"), "model_id = %s"),
    # Rules are not written anew by an update.
    (
        "ir_rule",
        ("domain_force",),
        "(SELECT model FROM ir_model WHERE id = t.model_id) = %s",
    ),
)


def migrate(cr, version):
    """Give the fields their names, with what is in them and all who ask for them."""
    for model, names in RENAMED.items():
        for old, new in names.items():
            _rename(cr, model, old, new)
            for table, columns, of_model in _TEXTS:
                for column in columns:
                    _rename_in_text(cr, table, column, of_model, model, old, new)
    # Rules on other models ask for whom somebody leads, and for what a plan is.
    for old, new in (
        ("user.led_team_ids", "user.galloper_led_team_ids"),
        ("plan_id.block", "plan_id.galloper_sales_function"),
    ):
        cr.execute(
            "UPDATE ir_rule SET domain_force = replace(domain_force, %s, %s)"
            " WHERE position(%s IN domain_force) > 0",
            [old, new, old],
        )
    _rename_tiers(cr)
    cr.execute(
        "ALTER INDEX IF EXISTS mail_activity_lifeless_idx RENAME TO"
        " mail_activity_unresponsive_idx"
    )


def _rename(cr, model, old, new):
    table = model.replace(".", "_")
    if column_exists(cr, table, old) and not column_exists(cr, table, new):
        rename_column(cr, table, old, new)
        _logger.info("Renamed %s.%s to %s", model, old, new)
    cr.execute(
        """UPDATE ir_model_fields SET name = %(new)s
            WHERE model = %(model)s AND name = %(old)s
              AND NOT EXISTS (SELECT FROM ir_model_fields
                               WHERE model = %(model)s AND name = %(new)s)""",
        {"model": model, "old": old, "new": new},
    )
    cr.execute(
        "UPDATE ir_model_data SET name = %s"
        " WHERE module = 'galloper_schedule' AND name = %s",
        [f"field_{table}__{new}", f"field_{table}__{old}"],
    )


def _rename_in_text(cr, table, column, of_model, model, old, new):
    cr.execute(
        f"UPDATE {table} t SET {column} = regexp_replace({column}, %s, %s, 'g')"
        f" WHERE {of_model} AND {column} ~ %s",
        [rf"\m{old}\M", new, model, rf"\m{old}\M"],
    )


def _rename_tiers(cr):
    """Proposals of another order were of rungs."""
    if table_exists(cr, "galloper_proposal"):
        cr.execute("UPDATE galloper_proposal SET kind = 'tiers' WHERE kind = 'rungs'")
        cr.execute(
            """UPDATE galloper_proposal
                  SET evidence = replace(evidence::text, '"rung":', '"tier":')::jsonb
                WHERE position('"rung":' IN evidence::text) > 0"""
        )
