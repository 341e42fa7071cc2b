"""The ledger: double entry, and THE ONLY writer of money.

What must always hold: every movement is a transfer, positive, two-sided, immutable, once for its
business key; a balance is the sum of its transfers and a version their number; accounts of people
and sites never go below zero. The database refuses the opposite by itself (models/migrations: 0003
and 0005), and `audit` recomputes everything from the transfers.

Who may call: settlement, memberships, payouts, identity and community, inside their units of work.
Whoever shows a wallet (statements) reads its balances, and the command line calls `audit`.
"""
