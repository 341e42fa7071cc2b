"""Who somebody is: signing up, in and out, passwords, sessions and roles.

What must always hold: a password is kept as its Argon2id digest and a token as its SHA-256 digest,
never as itself; an unknown email and a wrong password get the same answer after the same work; a
person has a wallet from her first moment; a session ends by the database's clock.

Who may call: resolvers and web, the demo's seed, and the command line to make operators.
"""
