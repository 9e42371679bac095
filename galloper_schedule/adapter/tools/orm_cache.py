"""Puts what was read along with something else where the ORM looks first."""


def remember(model, names, values):
    """What the cache has already stays as it is.

    :param model: records of this model, with their environment
    :param values: {id: the values of these fields as the database has them}; nothing is
        known of id None
    """
    values.pop(None, None)
    records = model.browse(values)
    for place, name in enumerate(names):
        column = [value[place] for value in values.values()]
        model._fields[name]._insert_cache(records, column)
