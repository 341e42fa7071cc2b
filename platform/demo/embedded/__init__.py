"""A real PostgreSQL and a real Valkey from wheels, under one data directory.

Must always hold:
- both listen on 127.0.0.1 alone, behind a random password that only their owner can read;
- two processes that start at once end up with one pair of servers, and the last one out stops them;
- what was killed, at any moment, starts again with its data.

`start_servers()` is the door: the command line, the demo and the tests call it.
"""

from __future__ import annotations

from likewise.demo.embedded.postgres import EmbeddedPostgres
from likewise.demo.embedded.servers import Servers, start_servers
from likewise.demo.embedded.valkey import EmbeddedValkey

__all__ = ["EmbeddedPostgres", "EmbeddedValkey", "Servers", "start_servers"]
