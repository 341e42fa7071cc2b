"""The floor: a bare Starlette, with one INSERT for a like and a constant answer for the feed.

A process of its own, `python -m bench.api_bare FEED`: no GraphQL, no session, no gate of the month.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bench.api_rows import INSERT
from bench.live_bare import serve

_pools: list[asyncpg.Pool] = []


async def _like(request: Request) -> Response:
    asked = await request.json()
    like_id = await _pools[0].fetchval(INSERT, asked["person"], asked["target"])
    return JSONResponse({"id": like_id})


async def _feed(_: Request) -> Response:
    return Response(sys.argv[1], media_type="application/json")


@asynccontextmanager
async def _connected(_: Starlette) -> AsyncIterator[None]:
    size = int(os.environ["LIKEWISE_DATABASE_POOL_SIZE"])
    url = os.environ["LIKEWISE_DATABASE_URL"]
    # As ours: what comes back to the pool is not set back by a statement.
    async with asyncpg.create_pool(url, min_size=size, max_size=size, reset=_nothing) as pool:
        _pools.append(pool)
        yield


async def _nothing(_: object) -> None:
    pass


if __name__ == "__main__":
    import uvloop

    routes = [Route("/like", _like, methods=["POST"]), Route("/feed", _feed, methods=["POST"])]
    uvloop.run(serve(Starlette(routes=routes, lifespan=_connected)))
