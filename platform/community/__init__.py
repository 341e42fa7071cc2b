"""What people make and like: people, posts, pages of the web, likes, and what is passed on.

What must always hold: one like for each person, target and month; nobody likes what is her own; a
like lies wholly on one side of the seal of its month, so whatever writes one passes the gate of
the month first (models/gate.py); a page is known by one canonical URL.

Who may call: resolvers and the demo's seed. Settlement reads the likes by its own SQL, and enters
the repeating ones.
"""
