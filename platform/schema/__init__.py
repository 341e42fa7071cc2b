"""The shapes of the API: GraphQL types, inputs, payloads, scalars and connections.

What must always hold: everything has a description; money is `Money`, whole micros as strings,
never a Float; lists that grow are connections with opaque, signed keyset cursors; expected failures
are `Refusal`s in a payload; what can be refused by itself can be null by itself; a deprecation says
when it ends ("Use `handle`. Removed on 2027-06-01."). Nothing here decides anything: a field that
has to read asks `reading.Reading`, which the resolvers bring along.

Who may call: resolvers. `schema.graphql` beside this file is the printed schema, and
`released.graphql` the one that clients rely on: `likewise schema export --check` holds the first up
to date, and lets nothing break against the second but what `breaks.toml` allows.
"""
