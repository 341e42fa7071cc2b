"""Engines run the split somewhere: in one machine's memory, or on a cluster's partitions.

An engine numbers the accounts, sorts the likes, calls the kernel in `settlement/split.py` and
gives back an `Outcome`. What must always hold: for the same inputs every engine gives the same
outcome and the same shares to the micro, in whatever order the rows came, and so the same digest.
The rules of money are in the kernel, not here. Called by `settlement` and by `likewise split`,
through `choice.split_by_engine`.
"""
