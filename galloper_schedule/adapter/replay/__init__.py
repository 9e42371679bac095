"""Past days in other orders.

In: people and days that are over. Out: what each order would have come to, in figures
and in words; see ``planner/replay.py`` for the rule.
"""
