"""Operations: how a document becomes an answer, whichever way it came.

Parsed, validated and planned once and kept (`documents`, `plans`); within limits (`limits`, `cost`,
`buckets`, `admission`); run with a deadline, and written as JSON once (`running`, `answers`).

What must always hold: a document is counted before anything dear is done with it; every way in,
HTTP, event streams and sockets, passes the same admission; a plan writes the very bytes that the
executor's answer would be written as; nothing a mutation has done is done a second time.

Who may call: web.
"""
