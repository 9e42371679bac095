"""What people entered, as the planner asks for it.

In: salespeople and a moment. Out: their days, activities, working hours, meetings, and
the documents as their reader may see them. Nothing is written.
"""
