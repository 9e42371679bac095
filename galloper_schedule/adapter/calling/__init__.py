"""When each customer may be called: hours, days, and what the strictest rule says.

In: calling hours, holidays and customers' calendars, read together; a customer, or a
lead without one. Out: ``CallHours`` for the planner, and the rule that applies.
"""
