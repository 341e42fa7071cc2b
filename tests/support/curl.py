"""curl, as far as our pages use it: not every machine has one, and the pages are run everywhere.

An option that is not known here ends with an error, as curl would end with one it does not know.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path

import httpx


def stand_in(folder: Path) -> None:
    """Put a program of this name into a folder, to be first on a PATH."""
    program = folder / "curl"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{Path(__file__)}' \"$@\"\n")
    program.chmod(0o755)


def main() -> None:
    """Send what the words say, and print the answer as it comes."""
    parser = ArgumentParser(prog="curl", allow_abbrev=False)
    parser.add_argument("url")
    parser.add_argument("-s", action="store_true", required=True)
    parser.add_argument("-N", action="store_true")
    parser.add_argument("-G", action="store_true")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d", "--data")
    parser.add_argument("--data-urlencode", action="append", default=[])
    parser.add_argument("--max-time", type=float)
    asked = parser.parse_args()
    parameters = dict(each.split("=", 1) for each in asked.data_urlencode)
    request = httpx.Request(
        "GET" if asked.G else "POST",
        asked.url,
        params=parameters if asked.G else None,
        headers={"Accept": "*/*", **dict(each.split(": ", 1) for each in asked.H)},
        content=None if asked.data is None else asked.data.encode(),
    )
    # Reading is what ends in time: the page's feed says something at once, and then nothing.
    with httpx.Client(timeout=asked.max_time or 30) as http, suppress(httpx.ReadTimeout):
        for text in http.send(request, stream=True).iter_text():
            print(text, end="", flush=True)


if __name__ == "__main__":
    main()
