"""Queries, mutations and feeds: parse, authorise, call one use case, map the answer.

What must always hold: who asks, and what she may see, is settled in `access.py` and nowhere else,
and what is private becomes an object of the API in `private.py` and nowhere else; a refusal reaches
the client as a typed error by `refusals.py` and nowhere else, anything unexpected only as an id
that the log knows; no resolver holds a rule of the domain, an SQL statement or a transaction.

Who may call: operations, web, and the command line to print the schema.
"""
