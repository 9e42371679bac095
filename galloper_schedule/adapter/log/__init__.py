"""What became of promises and attempts, and of each day.

In: activities before and after a change. Out: rows of the log, written once and settled
once, and what of them a reader may know.
"""
