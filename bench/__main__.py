"""`python -m bench [split|close|api|live …]`: what is named, or everything, one after the other.

Each has a module of its name with a `measure`, and options of its own: `python -m bench.split -h`.
"""

from __future__ import annotations

import argparse
import asyncio
from importlib import import_module
from inspect import isawaitable

NAMES = ("split", "close", "api", "live")


async def _measure(name: str) -> None:
    done = import_module(f"bench.{name}").measure()
    if isawaitable(done):
        await done


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure us beside peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; or all")
    names = parser.parse_args().names
    if unknown := set(names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}: take of {', '.join(NAMES)}")
    for name in names or NAMES:
        asyncio.run(_measure(name))
