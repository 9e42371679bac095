"""Where customers are: evidence weighed by the planner, once, and kept.

In: customers, and leads without one. Out: the zones they may be in, and why. It reads
columns that all rooms after it read along, and writes nothing but its own table.
"""
