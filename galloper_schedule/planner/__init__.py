"""The rule of the day, in plain Python: no database, no Odoo, no clock of its own.

Facts come in as tuples with names, ``now`` is passed in, an order comes out. The same
facts and the same ``now`` always give the same plan.
"""
