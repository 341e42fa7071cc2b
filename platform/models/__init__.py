"""The tables, one family a file, and how a process reaches the database.

Every table is declared here as a Tortoise model and made by the migrations beside it. What the
database must refuse by itself (a negative balance, a changed transfer) stands in the migrations
as constraints and triggers. Rooms above read and write through `unit_of_work` and `database`;
accounts and transfers are written by `ledger` alone.
"""
