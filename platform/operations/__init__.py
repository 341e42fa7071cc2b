"""Operations: how a document becomes an answer, whichever way it came.

Parsed, validated and planned once and kept (`documents`, `operation`, `plans`, `trusted`); within
limits (`admission`: `limits`, `cost`, `buckets` and their `paces`); run with a deadline (`running`:
`executing`, `calling`, `prepared`), and written as JSON once (`answers`).

What must always hold: a document is counted before anything dear is done with it; every way in,
HTTP, event streams and sockets, passes the same admission; a plan writes the very bytes that the
executor's answer would be written as; nothing a mutation has done is done a second time.

Who may call: web, and the command line to check documents.
"""
