"""The app: everything that a process serves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from likewise.models.database import connected, require_current_schema
from likewise.operations.buckets import Buckets
from likewise.operations.running import operations_of
from likewise.settings import Settings
from likewise.subscriptions.broker import Broker
from likewise.web.accidents import Accidents
from likewise.web.cookies import SessionCookies
from likewise.web.cross_site import cross_origin
from likewise.web.graphql_endpoint import GraphQLEndpoint
from likewise.web.headers import SecurityHeaders
from likewise.web.health import health
from likewise.web.ledger_watch import looked_after
from likewise.web.sockets import Sockets
from likewise.web.web_app import WebApp


def create_app(settings: Settings, *, database_url: str, redis_url: str) -> Starlette:
    """The app for one process. It connects when it starts, and raises SchemaOutdated then."""
    broker = Broker(redis_url, settings.redis_prefix)
    sockets = Sockets(settings)
    buckets = Buckets(redis_url, settings)
    operations = operations_of(settings, buckets)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        connection = connected(
            database_url,
            pool_size=settings.database_pool_size,
            statement_timeout_seconds=settings.statement_timeout_seconds,
        )
        async with connection:
            await require_current_schema()
            watching = looked_after(broker, settings.ledger_check_minutes)
            async with broker, buckets, sockets.kept(), watching:
                yield

    endpoint = GraphQLEndpoint(operations, settings, broker, sockets)
    web_app = WebApp(SessionCookies(settings.secure_cookies))
    app = Starlette(
        routes=[
            Route("/health", health),
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", endpoint),
            *web_app.routes(),
        ],
        exception_handlers=web_app.exception_handlers(),
        middleware=[
            Middleware(SecurityHeaders, secure=settings.secure_cookies),
            Middleware(Accidents),
            *cross_origin(settings.allowed_origins),
        ],
        lifespan=lifespan,
    )
    app.state.broker = broker
    return app
