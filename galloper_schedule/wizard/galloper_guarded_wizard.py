from odoo import api, models


class GalloperGuardedWizard(models.AbstractModel):
    """A dialog that is filled in from outside, by ids of anything.

    Odoo names linked records, and reads related fields, with all rights: whoever may
    fill in a dialog could have any record named to them. So links are looked at first.
    """

    _name = "galloper.guarded.wizard"
    _description = "Guarded Dialog"

    @api.model
    def default_get(self, fields):
        self.browse().check_access("create")
        defaults = super().default_get(fields)
        self._check_given(defaults)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_given(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self.browse().check_access("create")
        self._check_given(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_given(self, vals):
        """Raise an access error for what the caller may not read.

        :param vals: values of fields: ids, dicts of a record read by the client, or
            commands
        """
        if self.env.su:
            return
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not field.relational:
                continue
            linked = self.env[field.comodel_name]
            if ids := list(_ids_in(value)):
                linked.browse(ids).exists().check_access("read")
            if hasattr(linked, "_check_given"):
                for line in _vals_in(value):
                    linked._check_given(line)


def _ids_in(value):
    """The ids of existing records that a value of a link names."""
    if isinstance(value, models.BaseModel):
        yield from value.ids
    elif isinstance(value, dict):
        yield from _ids_in(value.get("id"))
    elif isinstance(value, list | tuple):
        for one in value:
            if isinstance(one, list | tuple):
                command, number, *rest = (*one, None, None)
                yield from _ids_in(number)
                yield from _ids_in(rest[0] if command == 6 else None)
            else:
                yield from _ids_in(one)
    elif value and isinstance(value, int):
        yield value


def _vals_in(value):
    """The values that commands give to records."""
    for one in value if isinstance(value, list | tuple) else ():
        if isinstance(one, list | tuple) and len(one) > 2 and isinstance(one[2], dict):
            yield one[2]
