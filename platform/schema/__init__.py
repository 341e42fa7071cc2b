"""The shapes of the API: GraphQL types, inputs, payloads, scalars and connections.

What must always hold: everything has a description; money is `Money`, whole micros as strings,
never a Float; lists that grow are connections with opaque keyset cursors; expected failures are
`Refusal`s in a payload. Nothing here decides anything: a field that has to read asks
`reading.Reading`, which the resolvers bring along.

Who may call: resolvers and web. `schema.graphql` beside this file is the printed schema;
`likewise schema export --check` holds it up to date.
"""
