"""Money in: memberships, and the payments that they bring.

What must always hold: a membership pays at most once for a calendar month, which the database
itself refuses to break; whatever a provider took stands in the ledger, amount less fee in the
payer's budget; a provider is asked outside any transaction, under a key that is durable before,
and is looked up before it is asked again. So a process that dies anywhere leaves a payment in the
state `requested`, and whoever comes next (the same request, or `collect_payments`) finishes it.

Who may call: resolvers, the command line, the demo's seed.
"""
