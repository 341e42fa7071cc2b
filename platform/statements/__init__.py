"""What people see of the money: their wallet, the projection, the state of the economy.

What must always hold: this room reads and never writes. Every figure is exact, in micros, and told
from the ledger and the tables as they stand; projected money is never shown as money.

Who may call: resolvers and subscriptions (the wallet feed), outside of any unit of work.
"""
