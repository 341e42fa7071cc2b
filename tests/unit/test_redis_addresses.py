"""What LIKEWISE_REDIS_URL may be, and where the nodes are that the address of a cluster names."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from likewise.settings import Settings
from likewise.subscriptions.homes import is_cluster, seed_urls


@pytest.mark.parametrize(
    "url",
    [
        "redis://127.0.0.1:6379/0",
        "rediss://user:secret@redis.example:6379/0?ssl_ca_certs=/ca.pem",
        "unix:///run/valkey.sock",
        "redis+cluster://one:6379",
        "redis+cluster://:secret@one:6379,two:6380,[::1]:6381/0",
        "rediss+cluster://user:secret@one:6379,two:6379?ssl_ca_certs=/ca.pem",
    ],
)
def test_an_address_of_a_redis_or_of_a_cluster_is_taken(url: str) -> None:
    wanted = Settings(redis_url=url)  # type: ignore[arg-type]
    assert wanted.redis_url is not None
    assert wanted.redis_url.get_secret_value() == url
    assert is_cluster(url) == ("+cluster" in url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:6379",
        "http://127.0.0.1:6379",
        "redis+cluster://",
        "redis+cluster://one",
        "redis+cluster://one:6379,",
        "redis+cluster://one:6379,two",
        "redis+cluster://one:6379/3",
        "unix+cluster://one:6379",
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match=r"must be redis://"):
        Settings(redis_url=url)  # type: ignore[arg-type]


def test_each_node_is_reached_with_the_login_and_the_options_of_the_cluster() -> None:
    url = "rediss+cluster://user:se@cret@one:6379,[::1]:6380/0?ssl_ca_certs=/ca.pem"
    assert list(seed_urls(url)) == [
        "rediss://user:se@cret@one:6379?ssl_ca_certs=/ca.pem",
        "rediss://user:se@cret@[::1]:6380?ssl_ca_certs=/ca.pem",
    ]
