"""Closing a month: seal, compute, post, verify, tell.

`close` walks the stages, each durable and restartable: `sealing` decides what belongs to the month,
`book_writing` writes its sealed inputs to files, `computing` lets one of the `engines` run the pure
`split` on them, `posting` enters the outcome into the ledger, `verification` checks one against the
other. `steps` lists what is durable on the way, `proving` proves a line of what came of it,
`outcome_files` finds its files lost or changed, and writes them again.

What must always hold: everything that counts for a month carries on its row on which side of the
seal it lies, so the book can be written again from the database, byte for byte, whenever a process
dies; the outcome is a function of the book and the policy alone; and only who holds the fence
writes.

Who may call: resolvers and the command line; statements read its settlements.
"""
