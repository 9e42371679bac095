"""The days of several people, for whoever leads them.

In: salespeople and a moment. Out: figures, who has room for whose activities, and what
giving them away does to everybody's day; who inherits what.
"""
