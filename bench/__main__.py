"""`python -m bench`: every measurement, one below the other, on servers of its own."""

from __future__ import annotations

import asyncio

from bench.like import measure

if __name__ == "__main__":
    asyncio.run(measure())
