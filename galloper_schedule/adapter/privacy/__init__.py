"""A person may be forgotten.

In: customers, leads or users who go. Out: rows of the log without their names and
links, and a note that it happened.
"""
