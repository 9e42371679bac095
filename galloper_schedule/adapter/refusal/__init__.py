"""Somebody asks not to be called.

In: the activities at which they said so. Out: their number on the phone blacklist, or
paused; what was open with them settled; one message to whoever else has that number.
"""
