"""What every room needs: locks, time zones, caches, what callers give, isolation.

In: environments, records, values from outside. Out: the same, checked, held or kept.
Nothing here knows what a plan is.
"""
