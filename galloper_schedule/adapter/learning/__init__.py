"""What the figures ask to change, once a week.

In: what teams in self-development have done. Out: proposals, their texts and notices;
see ``planner/learning.py`` and ``planner/best_hours.py`` for the rule.
"""
