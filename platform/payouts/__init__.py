"""Money out: registrations, and payouts to bank accounts.

What must always hold: what leaves was available and in no sealed pot; from the request on it is in
flight, and ends with the bank and in the cut, or wholly back in the wallet; a step is taken once,
and from the right state (`lifecycle`); a provider is asked outside any transaction, under a key
that is the payout's own, and looked up before it is asked again. Cents only leave.

Who may call: resolvers, the command line, the demo's seed. That an operator is one is checked by
who calls.
"""
