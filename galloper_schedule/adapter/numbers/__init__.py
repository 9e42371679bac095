"""Phone numbers, and whether they may be called.

In: the number of a lead or customer. Out: what stands against calling it: Odoo's phone
blacklist, what people have asked for, how often it was tried.
"""
