"""Live: who watches a wallet, a post or a closing is told when it changes, whoever changed it.

What must always hold: PostgreSQL is the truth and Redis only a bell. A bell carries no amounts; it
may be lost, doubled or late, and a feed still ends up at the ledger's balance, because everything
that is watched is read again after every subscription that Redis has confirmed, and now and then
without any reason. No state is shown after a newer one. What nobody watches costs nothing, and a
feed that is closed leaves nothing.

    board            what is watched, by number: read together, shown to all who follow
    following        who follows what, and which state of it each has seen
    wallet_board     wallets, with projections that follow each like
    gifts            what those projections are the sums of, by giver
    post_board       posts, with their likes
    likes_board      what somebody's things are liked
    feed             one number of a board, for somebody who follows it
    cursors          where a client was
    settlement_feed  the closing of a month, from its seal to its end
    bells            who waits for a closing
    rereading        how often is read without a bell, and whose turn it is
    portions         how much is read at once, and finding what can't be

    broker           all of that in one process, as one thing with a beginning and an end
    ringing          telling the other processes, after the commit
    voice, messages  what is said to Redis, and how it is written
    parts, channels  what is told on which channel
    listening, ear   hearing it, and the supervisor that keeps on hearing
    homes, links     where the channels are, on one server or on a cluster, and how to get there

Who may call: resolvers (the feeds), web (the broker's life), the command line (`ringing`).
"""
