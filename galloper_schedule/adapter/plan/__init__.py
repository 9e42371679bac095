"""The plan: made, compared with the stored one, stored where it differs.

In: the facts of some days. Out: lines, and until when they hold; whether a plan is
still right; batches for the scheduled action; notices of promises at risk.
"""
