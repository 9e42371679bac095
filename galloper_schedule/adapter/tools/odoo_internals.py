"""What Odoo's private parts do for us, each behind a name, and why no public part does.

Odoo may change them in any release. Nothing else here touches them: a test finds who
does, and others fail as soon as one of them is not what it was.

A method that a model of ours overrides has to stay on that model: ``OVERRIDDEN`` lists
those, ``CALLED`` the private methods of Odoo's models that are called where they are
needed. Both say what they take; the tests compare it with Odoo's source.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from odoo.tools import SQL

# -- The cache


def remember(
    model: Any, names: Sequence[str], values: Mapping[int | None, Sequence[Any]]
) -> None:
    """Put what was read along with something else where the ORM looks first.

    ``fetch`` would ask the database once more, for each model. What the cache has
    already stays as it is.

    :param model: records of this model, with their environment
    :param values: {id: the values of these fields as the database has them}; nothing is
        known of id None
    """
    known = {number: row for number, row in values.items() if number is not None}
    records = model.browse(known)
    for place, name in enumerate(names):
        remember_field(records, name, [row[place] for row in known.values()])


def remember_field(records: Any, name: str, values: Iterable[Any]) -> None:
    """The same of one field, in the order of the records.

    Assigning a computed value to each record takes longer than reading the page.
    """
    records._fields[name]._insert_cache(records, values)


def is_remembered(records: Any, name: str) -> bool:
    """Whether the field of all of the records is known.

    To look at it, as the public way is, would have it worked out.
    """
    known = records._fields[name]._get_cache(records.env)
    return all(number in known for number in records._ids)


def show_instead(records: Any, name: str, value: Any) -> None:
    """What a field shows in this transaction; the database keeps what it has.

    Written in the public way it would be stored.
    """
    records._fields[name]._update_cache(records, value)


# -- SQL


def query(model: Any, domain: Any, **options: Any) -> Any:
    """What ``search`` would ask the database, with the reader's rights, not yet asked.

    Put into another statement it spares one question and a long list of ids.
    """
    return model._search(domain, **options)


def left_join(
    of: Any, alias: str, column: str, table: str, its_column: str, link: str
) -> str:
    """Join a table to a query; its alias.

    Only what the ORM makes of a query itself comes with public words.
    """
    return of.left_join(alias, column, table, its_column, link)


def column(model: Any, alias: str, name: str, of: Any = None) -> SQL:
    """A field in SQL as its reader sees it: translated, of their company, masked.

    ``search`` alone makes it without being asked for more.
    """
    return model._field_to_sql(alias, name, of)


def server_version(cr: Any) -> int:
    """PostgreSQL's version as 140005; the connection knows it, SQL would ask for it."""
    return cr._cnx.server_version


# -- Requests


def may_write(method: Callable) -> Callable:
    """Mark what overrides a method of Odoo's that only reads: it may write.

    Else a request gets a cursor to a read-only replica. There is a public decorator for
    the contrary alone.
    """
    method._readonly = False
    return method


#: Methods of Odoo's that models of ours override, and what they take: {(model, name)}.
OVERRIDDEN = {
    # What a start of Odoo may find changed; columns that it is not to work out.
    ("base", "_register_hook"): "self",
    ("base", "_auto_init"): "self",
    # Columns that are masked, sums and medians that PostgreSQL works out.
    ("base", "_field_to_sql"): "self, alias, field_expr, query=None",
    ("base", "_read_group_select"): "self, aggregate_spec, query",
    # Sorted by the plan, which is another table.
    ("base", "_order_field_to_sql"): (
        "self, alias, field_name, direction, nulls, query"
    ),
    # Groups of My Day: named as their lines, in the order of the day.
    ("base", "_get_read_group_order"): "self, dict_order, groupby, aggregates",
    ("base", "_web_read_group_groupby_formatter"): "self, groupby_spec, values",
    # Plans first, and comes with more than the lines.
    ("base", "web_read"): "self, specification",
    ("base", "web_search_read"): (
        "self, domain, specification, offset=0, limit=None, order=None, "
        "count_limit=None"
    ),
    # Looks at what a dialog is given.
    ("base", "onchange"): "self, values, field_names, fields_spec",
    # A zone that was entered for a lead goes along when it gets a customer.
    ("crm.lead", "_prepare_customer_values"): (
        "self, partner_name, is_company=False, parent_id=False"
    ),
    # Goes on where two leads, or two customers, become one.
    ("crm.lead", "_merge_dependences"): "self, opportunities",
    ("crm.lead", "_merge_opportunity"): (
        "self, user_id=False, team_id=False, auto_unlink=True, max_length=5"
    ),
    # Asks at once which of many leads anything is about.
    ("crm.team", "_allocate_leads"): "self, creation_delta_days=7",
    ("base.partner.merge.automatic.wizard", "_update_reference_fields"): (
        "self, src_partners, dst_partner"
    ),
    # A share in the digest is shown as one.
    ("digest.digest", "_compute_kpis"): "self, company, user",
    ("digest.digest", "_compute_kpis_actions"): "self, company, user",
    # Who leads nobody has no menu of a team, and hears nothing of one.
    ("ir.ui.menu", "_load_menus_blacklist"): "self",
    ("ir.websocket", "_build_bus_channel_list"): "self, channels",
    # Writes the activities of a meeting, and not that meeting once more.
    ("calendar.event", "_sync_activities"): "self, fields",
    # The promise on the activities of a document's chatter.
    ("mail.activity", "_to_store_defaults"): "self, target",
    # Done on what this database knows no more, or what keeps no notes.
    ("mail.activity", "_action_done"): "self, feedback=False, attachment_ids=False",
    # Odoo's dialog, and its plans, promise as well.
    ("mail.activity.plan.template", "_determine_responsible"): (
        "self, on_demand_responsible, applied_on_record"
    ),
    ("mail.activity.schedule", "_action_schedule_activities"): "self",
    # Whoever deletes their account is forgotten.
    ("res.users", "_deactivate_portal_user"): "self, **post",
}

#: Private methods of Odoo's models that are called.
CALLED = {
    # Rights, in the words of the ORM.
    ("base", "_check_field_access"): "self, field, operation",
    ("base", "_filtered_access"): "self, operation",
    # A number as Odoo keeps it.
    ("base", "_phone_format"): (
        "self, fname=False, number=False, country=False, force_format='E164', "
        "raise_exception=False"
    ),
    # Groups by their records instead of by what a client wants.
    ("base", "_read_group"): (
        "self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, "
        "order=None"
    ),
    # Data with names of the module's own, which an uninstall takes away.
    ("base", "_load_records"): "self, data_list, update=False",
    ("ir.model.data", "_update_xmlids"): "self, data_list, update=False",
    ("ir.model.data", "_xmlid_to_res_id"): "self, xmlid, raise_if_not_found=False",
    ("ir.actions.act_window", "_for_xml_id"): "self, full_xml_id",
    ("ir.model", "_get"): "self, name",
    ("ir.model", "_get_id"): "self, name",
    # A scheduled action is woken, commits, and says how far it is.
    ("ir.cron", "_trigger"): "self, at=None",
    ("ir.cron", "_notifydb"): "self",
    ("ir.cron", "_commit_progress"): (
        "self, processed=0, *, remaining=None, deactivate=False"
    ),
    # Messages to browsers, and notes on many documents at once.
    ("bus.bus", "_sendone"): "self, target, notification_type, message",
    ("res.users", "_bus_send"): (
        "self, notification_type, message, /, *, subchannel=None"
    ),
    ("mail.thread", "_message_log_batch"): (
        "self, bodies, subject=False, author_id=None, email_from=None, "
        "message_type='notification', partner_ids=False, attachment_ids=False, "
        "tracking_value_ids=False"
    ),
    # When somebody works.
    ("resource.resource", "_get_calendars_validity_within_period"): (
        "self, start, end, default_company=None"
    ),
    ("resource.calendar", "_attendance_intervals_batch"): (
        "self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False"
    ),
    # What Odoo would choose for an activity, and for a plan of several.
    ("mail.activity", "_default_activity_type_for_model"): "self, model",
    ("mail.activity.type", "_get_date_deadline"): "self",
    ("mail.activity.schedule", "_get_applied_on_records"): "self",
    ("mail.activity.schedule", "_plan_filter_activity_templates_to_schedule"): "self",
    # Figures of the digest, sums in one currency, whose companies.
    ("digest.digest", "_calculate_company_based_kpi"): (
        "self, model, digest_kpi_field, date_field='create_date', "
        "additional_domain=None, sum_field=None"
    ),
    ("digest.digest", "_compute_timeframes"): "self, company",
    ("digest.digest", "_get_kpi_compute_parameters"): "self",
    ("res.currency", "_get_conversion_rate"): (
        "self, from_currency, to_currency, company=None, date=None"
    ),
    ("res.users", "_get_company_ids"): "self",
    ("res.users", "_is_internal"): "self",
}
