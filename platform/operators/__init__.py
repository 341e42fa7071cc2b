"""Operators: what they did, and whom they have frozen.

What must always hold: a deed is recorded in the unit of work that does it, so that both are there
or neither, and what is recorded stays as it is (the database refuses to change it); who is frozen
does nothing that begins after the freeze was committed (docs/decisions/freezing.md).

Who may call: every room that does what operators decide (`record_deed`) or what members do
(`require_not_frozen`); resolvers, the rest. That an operator is one is checked by who calls.
"""
