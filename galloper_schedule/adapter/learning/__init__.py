"""What the figures ask to change, once a week.

In: what self-improving teams have done. Out: proposals, their texts and notices;
see ``planner/learning.py`` and ``planner/best_hours.py`` for the rule.
"""
