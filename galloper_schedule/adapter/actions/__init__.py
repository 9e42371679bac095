"""What a press changes.

In: an activity, or a suggestion, and what its salesperson says. Out: the values to
write, the next step, the first contact; who acts first acts alone.
"""
