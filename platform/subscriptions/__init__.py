"""Live: who watches a wallet or a closing is told when it changes, whichever process changed it.

What must always hold: PostgreSQL is the truth and Redis only a bell. A bell carries no amounts; it
may be lost, doubled or late, and a feed still ends up at the ledger's balance, because it reads
again after every subscription that Redis has confirmed, and now and then without any reason. A
process has one subscription, however many feeds it serves; a feed that is closed leaves nothing.

    channels         the names of the channels: pure
    bells            who in this process waits for which wallet, or for a closing
    links            how a connection to Redis is made
    listening        the one subscription, and the supervisor that keeps it
    ringing          telling the other processes, after the commit
    broker           all of that as one thing with a beginning and an end
    rereading        how often a feed reads without a bell
    wallet_feed      a wallet as a stream: the latest state, never an older one after it
    settlement_feed  the closing of a month as a stream, from its seal to its end

Who may call: resolvers (the feeds), web (the broker's life), the command line (`ringing`).
"""
